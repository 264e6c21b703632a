import AnalysisFixtures
import BenchmarkModel
import Statistics
import Testing

@testable import Analysis

struct RankingTests {
  private let size = tasks(1_000)
  private static let method = RunMethod(of: nil, cases: [], metrics: [])

  private func ranking(_ trials: [Trial], by metric: Metric = .peakResident) throws -> Ranking {
    Ranking(of: metric, at: size, in: try WorkloadResult(fixtureWorkload(trials)))
  }

  /// Six values close around a middle, so that the medians' intervals are narrow.
  private func around(_ value: Double) -> [Double] { (0..<6).map { value + Double($0) } }

  @Test func decidedOrderIsStated() throws {
    let ranking = try ranking(
      trials(.go, size, around(269e6)) + trials(.tokio, size, around(47e6)))
    #expect(
      ranking.text
        == "lowest first: Tokio (Rust) 47.0 MB (47.0 to 47.0); Go 269 MB (269 to 269)")
  }

  @Test func neighborsThatTheDataDoNotTellApartAreJoined() throws {
    let ranking = try ranking(
      trials(.go, size, around(269e6)) + trials(.swiftAsync, size, around(270e6))
        + trials(.tokio, size, around(47e6)))
    let groups = ranking.groups.map { $0.map(\.implementation.runtime) }
    #expect(groups == [[.tokio], [.go, .swiftAsync]])
    #expect(ranking.text.hasSuffix("and Swift async/await 270 MB (270 to 270) (inconclusive)"))
  }

  @Test func variantsTakeNoPlace() throws {
    var variant = trials(.tokio, size, around(1e6))
    for index in variant.indices { variant[index].planned.case.implementation.variant = "tuned" }
    let ranking = try ranking(variant + trials(.go, size, around(269e6)))
    #expect(ranking.entries.map(\.implementation.runtimeID) == ["go"])
  }

  @Test func fewTrialsThatAgreeDecideAnOrder() throws {
    let ranking = try ranking(
      trials(.go, size, [269e6, 270e6, 271e6]) + trials(.tokio, size, around(47e6)))
    #expect(ranking.groups.map(\.count) == [1, 1])
    #expect(ranking.comparison(of: 1, to: 0).ratio?.trialCount == 3)
  }

  @Test func trialsThatDisagreeDecideNoOrder() throws {
    let ranking = try ranking(
      trials(.go, size, [100e6, 300e6, 200e6]) + trials(.tokio, size, [47e6, 47e6, 200e6]))
    #expect(ranking.groups.map(\.count) == [2])
    #expect(ranking.text.hasSuffix("(inconclusive)"))
    // The interval of Go goes over more than a power of ten.
    #expect(ranking.text.contains("Go 200 MB (3 trials: 100 MB; 200 MB; 300 MB)"))
  }

  @Test func oneTrialHasNoIntervalAndDecidesNothing() throws {
    let ranking = try ranking(trials(.go, size, [269e6]) + trials(.tokio, size, [47e6]))
    #expect(
      ranking.text
        == "lowest first: Tokio (Rust) 47.0 MB; Go 269 MB (inconclusive with 1 trial per side)")
  }

  @Test func aSingleRuntimeIsComparedWithNone() throws {
    let ranking = try ranking(trials(.go, size, [269e6]))
    #expect(ranking.text == "Go 269 MB, and no other runtime to compare it with")
    #expect(try self.ranking([]).text == "nothing was measured")
  }

  @Test func equalValuesKeepTheOrderOfTheRuntimes() throws {
    let ranking = try ranking(
      trials(.tokio, size, around(5e6)) + trials(.swiftThreads, size, around(5e6)))
    #expect(ranking.entries.map(\.implementation.runtime) == [.swiftThreads, .tokio])
  }

  @Test func highestComesFirstWhereMoreIsBetter() throws {
    let metric = Metric(
      name: "startNanoseconds", label: "Messages", unit: .count, better: .higher)
    let ranking = try ranking(
      trials(.go, size, metric, around(100)) + trials(.tokio, size, metric, around(900)),
      by: metric)
    #expect(ranking.text.hasPrefix("highest first: Tokio (Rust) 903 (900 to 905); Go"))
  }

  @Test(arguments: [
    (Metric.peakResident, 2.0, "more"), (.peakResident, 0.5, "less"), (.elapsed, 2.0, "slower"),
    (.elapsed, 0.5, "faster"), (.voluntarySwitches, 2.0, "more"),
    (.voluntarySwitches, 0.5, "fewer"), (.elapsed, 1.0, "equal within 5 %"),
  ])
  func verdictSpeaksTheWordsOfItsMetric(metric: Metric, factor: Double, word: String) throws {
    let sample = { (scale: Double) in
      let sample = try Sample(trials: (0..<6).map { [scale * (1_000 + Double($0))] })
      return CaseResult.Measured(sample, blocks: Array(0..<6))
    }
    let comparison = try Comparison(
      sample(factor), to: sample(1), metric: metric, method: Self.method)
    #expect(comparison.verdictText == word)
    #expect(comparison.text.hasSuffix(", \(word)"))
  }

  @Test func zeroBaselineGivesNoRatio() throws {
    let zero = try Sample(trials: [[0], [0]])
    let measured = CaseResult.Measured(zero, blocks: [0, 1])
    let comparison = Comparison(
      measured, to: measured, metric: .majorFaults, method: Self.method)
    #expect(comparison.text == "no ratio: the baseline's median is zero")
    #expect(comparison.verdictText == "inconclusive")
  }
}
