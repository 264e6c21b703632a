import AnalysisFixtures
import BenchmarkModel
import Testing

@testable import Analysis

struct HeadlineRankingTests {
  private let size = tasks(1_000)

  private func ranking(
    _ trials: [Trial], placeCondition: PlaceCondition? = nil
  ) throws -> HeadlineRanking {
    var input = fixtureWorkload(trials)
    input.metrics.append(Self.work)
    input.placeCondition = placeCondition
    return try #require(HeadlineRanking(try WorkloadResult(input)))
  }

  private static let work = Metric(
    name: "chunksCount", label: "Chunks crunched", unit: .count, better: .higher)

  /// Six trials that measure the peak memory and the work done.
  private func working(_ runtime: Runtime, _ work: Double, peak: Double) -> [Trial] {
    trials(runtime, size, around(peak)).map { trial in
      var trial = trial
      trial.measurements.append(Measurement(Self.work.name, iteration: 1, work))
      return trial
    }
  }

  /// Six values close around a middle, so that the medians' intervals are narrow.
  private func around(_ value: Double) -> [Double] { (0..<6).map { value + Double($0) } }

  @Test func theBestIsAloneWhereAllOthersAreDecided() throws {
    let ranking = try ranking(
      trials(.go, size, around(269e6)) + trials(.swiftAsync, size, around(270e6))
        + trials(.tokio, size, around(47e6)))
    #expect(ranking.winner == .tokio)
    #expect(ranking.leaders == [.tokio])
    #expect(ranking.loser == nil)
    #expect(ranking.distanceToNext == "next: Go, 5.72 × (5.72 to 5.72)")
  }

  @Test func theBestSharesItsPlaceWithWhomItIsNotShownToBeat() throws {
    let ranking = try ranking(
      trials(.go, size, around(269e6)) + trials(.swiftAsync, size, around(270e6))
        + trials(.tokio, size, around(470e6)))
    #expect(ranking.winner == nil)
    #expect(ranking.leaders == [.go, .swiftAsync])
    #expect(ranking.loser == .tokio)
  }

  /// Neighbors can be indistinguishable even if the ends of their row differ.
  @Test func thoseThatAnyOtherBeatsAreNotAmongTheBest() throws {
    let row = try ranking(
      trials(.go, size, around(100e6))
        + trials(.tokio, size, [98e6, 99e6, 108e6, 110e6, 121e6, 122e6])
        + trials(.swiftAsync, size, around(120e6)))
    #expect(row.order.groups.count == 1)
    #expect(row.leaders == [.go, .tokio])
    #expect(row.loser == nil)
    // The best is not told from Go, and Tokio is still beaten by Go.
    let wide = try ranking(
      trials(.swiftAsync, size, [90e6, 91e6, 92e6, 93e6, 900e6, 901e6])
        + trials(.go, size, around(100e6)) + trials(.tokio, size, around(400e6)))
    #expect(wide.leaders == [.swiftAsync, .go])
  }

  @Test func whoReachesTooLittleOfTheConditionHasNoPlace() throws {
    let all =
      working(.go, 1_000, peak: 100e6) + working(.tokio, 950, peak: 200e6)
      + working(.swiftThreads, 949, peak: 10e6)
    let ranking = try ranking(
      all, placeCondition: PlaceCondition(metric: "chunksCount", share: 0.95))
    #expect(ranking.winner == .go)
    #expect(ranking.loser == .tokio)
    let reason = "949 chunks crunched, 94 % of the most instead of at least 95 %"
    #expect(ranking.refusal(of: .swiftThreads) == reason)
    #expect(ranking.reasonForNoPlace(of: .swiftThreads) == reason)
    #expect(ranking.reasonForNoPlace(of: .go) == nil)
    #expect(ranking.reasonForNoPlace(of: .swiftAsync) == "not measured in this run")
    #expect(
      ranking.order.text.hasSuffix(
        "; without a place: Swift threads 10.0 MB (10.0 to 10.0) with \(reason)"))
    #expect(try self.ranking(all).winner == .swiftThreads)
  }

  /// The condition says nothing about an order by its own metric.
  @Test func theConditionsOwnMetricRanksAll() throws {
    var input = fixtureWorkload(
      working(.go, 1_000, peak: 100e6) + working(.swiftThreads, 10, peak: 10e6))
    input.metrics.append(Self.work)
    input.placeCondition = PlaceCondition(metric: Self.work.name, share: 0.95)
    let ranking = Ranking(of: Self.work, at: size, in: try WorkloadResult(input))
    #expect(ranking.entries.map(\.implementation.runtime) == [.go, .swiftThreads])
    #expect(ranking.unplaced.isEmpty)
  }

  @Test func oneTrialPutsNobodyFirst() throws {
    let ranking = try ranking(
      trials(.go, size, [269e6]) + trials(.tokio, size, around(47e6)))
    #expect(ranking.leaders.isEmpty)
    #expect(ranking.winner == nil)
    #expect(ranking.loser == nil)
  }
}
