import AnalysisFixtures
import BenchmarkModel
import Statistics
import Testing

@testable import Analysis

/// Ratios from blocks, and what the cases of a run say about one another.
@Suite struct RunMethodTests {
  private let size = tasks(1_000)

  private func comparison(
    _ one: [Trial], _ other: [Trial], run: Run = fixtureRun(), like: [Trial] = []
  ) throws -> Comparison {
    let result = try WorkloadResult(fixtureWorkload(one + other + like, run: run))
    let sides = [one, other].map { result.result($0[0].planned.case.implementation, at: size) }
    return Comparison(
      try #require(sides[0]?.measured[Metric.elapsed.name]),
      to: try #require(sides[1]?.measured[Metric.elapsed.name]), metric: .elapsed,
      method: result.method)
  }

  private func elapsed(_ runtime: Runtime, _ values: [Double], blocks: [Int]? = nil) -> [Trial] {
    var all = trials(runtime, size, .elapsed, values)
    for (index, block) in (blocks ?? []).enumerated() { all[index].planned.block = block }
    return all
  }

  /// Blocks of a machine that gets slower and slower; in each, Go takes twice as long.
  @Test func whatABlockSharesCancelsOut() throws {
    let mood: [Double] = [1, 2, 4, 8, 16]
    let noise = [1.01, 0.99, 1, 1.02, 0.98]
    let found = try comparison(
      elapsed(.go, zip(mood, noise).map { 2e6 * $0 * $1 }), elapsed(.tokio, mood.map { 1e6 * $0 }))
    #expect(found.verdict == .worse)
    let ratio = try #require(found.ratio)
    #expect(ratio.trialCount == 5)
    #expect((ratio.estimate.value - 2).magnitude < 0.01)
    #expect(try #require(found.pValue) < 0.001)
  }

  /// The same values in other blocks are not the same evidence.
  @Test func pairsAreTrialsOfTheSameBlock() throws {
    let values: [Double] = [1e6, 2e6, 4e6, 8e6]
    let one = elapsed(.go, values.map { $0 * 1.5 * ($0 == 1e6 ? 1.01 : 1) }, blocks: [3, 1, 2, 0])
    #expect(try comparison(one, elapsed(.tokio, values)).verdict == .inconclusive)
    let same = elapsed(.tokio, values, blocks: [3, 1, 2, 0])
    #expect(try comparison(one, same).verdict == .worse)
  }

  @Test func blocksThatLackASideDoNotCount() throws {
    let one = elapsed(.go, [2e6, 2.1e6, 9e6], blocks: [0, 1, 7])
    let other = elapsed(.tokio, [1e6, 1.1e6, 1e6], blocks: [0, 1, 2])
    #expect(try comparison(one, other).ratio?.trialCount == 2)
    // Without two common blocks the sides are compared as those of two runs.
    let apart = try comparison(one, elapsed(.tokio, [1e6, 1.1e6, 1e6], blocks: [4, 5, 6]))
    #expect(apart.ratio?.trialCount == 3)
  }

  @Test func aRepeatedBlockCountsOnce() throws {
    let one = elapsed(.go, [2e6, 2.2e6, 4e6], blocks: [0, 1, 1])
    let found = try comparison(one, elapsed(.tokio, [1e6, 1e6], blocks: [0, 1]))
    let ratio = try #require(found.ratio)
    #expect(ratio.trialCount == 2)
    #expect((ratio.estimate.value - (2.0 * 3.1).squareRoot()).magnitude < 1e-9)
  }

  @Test func valuesOfZeroAreComparedByTheirMedians() throws {
    let other = elapsed(.tokio, [1e6, 1e6, 1e6, 1e6, 1e6, 1.2e6])
    let found = try comparison(elapsed(.go, [0, 4e6, 4e6, 4e6, 4e6, 4e6]), other)
    #expect(found.ratio?.estimate.value == 4)
    #expect(found.ratio?.estimate.interval != nil && found.pValue != nil)
    let few = try comparison(elapsed(.go, [0, 4e6, 4e6]), Array(other.prefix(3)))
    #expect(few.ratio?.estimate.interval == nil)
  }

  /// Two blocks alone say nothing about how much their ratio varies; twenty like cases do.
  @Test func likeCasesNarrowTheInterval() throws {
    let sides = (elapsed(.go, [1.3e6, 1.5e6]), elapsed(.tokio, [1e6, 1e6]))
    #expect(try comparison(sides.0, sides.1).verdict == .inconclusive)
    var generator = SeededGenerator(seed: 3)
    let like = (0..<10).flatMap { index in
      [Runtime.go, .tokio, .swiftAsync].flatMap { runtime in
        trials(
          runtime, tasks(index + 1), .elapsed,
          (0..<4).map { _ in Double.random(in: 1e6...1.1e6, using: &generator) })
      }
    }
    #expect(try comparison(sides.0, sides.1, like: like).verdict == .worse)
  }

  /// The cases of another workload of the run are like cases, those of another run are not.
  @Test func workloadsOfARunShareWhatTheySayAboutVariance() throws {
    var generator = SeededGenerator(seed: 4)
    let sure = fixtureWorkload(elapsed(.go, [2e6, 2.2e6]) + elapsed(.tokio, [1e6, 1e6]))
    var other = fixtureWorkload(
      (0..<20).flatMap { index in
        trials(
          .go, tasks(index + 1), .elapsed,
          (0..<4).map { _ in Double.random(in: 1e6...1.1e6, using: &generator) })
      }.map { trial in
        var trial = trial
        trial.planned.case.implementation.workload = "other"
        return trial
      }, name: "other")
    func width(_ results: [WorkloadResult]) throws -> Double {
      let found = results[0].cases.first { $0.case.implementation.runtime == .go }
      return try #require(found?.measured[Metric.elapsed.name]?.estimate.relativeHalfWidth)
    }
    let alone = try width(WorkloadResult.all([sure]))
    #expect(try width(WorkloadResult.all([sure, other])) < alone / 2)
    other.run?.id = "00000000-0000-4000-8000-000000000000"
    #expect(try width(WorkloadResult.all([sure, other])) == alone)
  }

  /// The headline of a workload has two comparisons; another workload's headline is also a time and has forty.
  @Test func aMetricWithFewCasesBorrowsFromHeadlinesOfItsKind() throws {
    func input(_ name: String, _ metric: Metric, sizes: Int) -> WorkloadInput {
      var generator = SeededGenerator(seed: 6)
      let all = (1...sizes).flatMap { count in
        [(Runtime.tokio, 1.0), (.go, 1.5), (.swiftAsync, 1.4)].flatMap { runtime, factor in
          trials(
            runtime, tasks(count), metric,
            (0..<3).map { _ in factor * Double.random(in: 1e6...1.05e6, using: &generator) })
        }
      }.map { trial in
        var trial = trial
        trial.planned.case.implementation.workload = name
        return trial
      }
      var input = fixtureWorkload(all, name: name)
      input.headlines = [metric.name]
      return input
    }
    let own = Metric(name: "startNanoseconds", label: "Start", unit: .nanoseconds)
    func widths(_ lender: WorkloadInput) throws -> [Double] {
      let questions = OpenQuestions(
        among: try WorkloadResult.all([input("few", own, sizes: 1), lender])
      ).questions.filter { $0.workload == "few" }
      return try questions.map { try #require($0.logHalfWidth) }
    }
    let none = try widths(input("other", .elapsed, sizes: 1))
    let times = try widths(input("other", .elapsed, sizes: 20))
    #expect(times.count == 2 && zip(times, none).allSatisfy { $0 < $1 })
    // Memory says nothing about times.
    #expect(try widths(input("other", .peakResident, sizes: 20)) == none)
  }

  @Test func looksOfThePlannerWidenEveryInterval() throws {
    var raced = fixtureRun()
    raced.lookCount = 5
    let sides = (
      elapsed(.go, [2e6, 2.1e6, 2.2e6, 2e6, 2.3e6, 2.1e6]),
      elapsed(.tokio, [1e6, 1.1e6, 1e6, 1e6, 1.1e6, 1e6])
    )
    let (once, often) = (
      try comparison(sides.0, sides.1), try comparison(sides.0, sides.1, run: raced)
    )
    let bounds = try [once, often].map { try #require($0.ratio?.estimate.bounds) }
    #expect(bounds[1].lowerBound < bounds[0].lowerBound)
    #expect(bounds[1].upperBound > bounds[0].upperBound)
    #expect(often.pValue == once.pValue.map { min(1, $0 * 5) })
  }

  /// Half of Go's trials take twice as long.
  @Test func modesAreStatedWhereTheyAreFartherApartThanTheBand() throws {
    let go: [Double] = (0..<12).map { index in
      let mode: Double = index % 2 == 0 ? 1e6 : 2e6
      return mode * (1 + Double(index) / 10_000)
    }
    let tokio: [Double] = (0..<12).map { 5e6 * (1 + Double($0) / 100) }
    let found = try comparison(elapsed(.go, go), elapsed(.tokio, tokio))
    #expect(found.hasModes)
    #expect(found.text.hasSuffix("faster (two modes)"))
    let result = try WorkloadResult(fixtureWorkload(elapsed(.go, go)))
    let measured = try #require(result.cases[0].measured[Metric.elapsed.name])
    #expect(
      measured.text(.nanoseconds).hasSuffix("; modes: 1.00 ms in 50 %, 2.00 ms in 50 %"))
    // Two groups that are nearer to each other than the band.
    let near = go.map { $0 > 1.5e6 ? $0 / 1.98 : $0 }
    #expect(Modes(of: try Sample(trials: near.map { [$0] })) != nil)
    #expect(try !comparison(elapsed(.go, near), elapsed(.tokio, tokio)).hasModes)
  }
}
