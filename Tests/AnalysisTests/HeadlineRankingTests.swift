import AnalysisFixtures
import BenchmarkModel
import Statistics
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
    // Async is not told from the best, and Tokio is still beaten by Go.
    let wide = try ranking(
      trials(.swiftAsync, size, [90e6, 91e6, 92e6, 93e6, 900e6, 901e6])
        + trials(.go, size, around(100e6)) + trials(.tokio, size, around(400e6)))
    #expect(wide.leaders == [.go, .swiftAsync])
    #expect(!wide.areLeadersEqual)
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
    #expect(ranking.refusal(of: .swiftThreads)?.reason == reason)
    #expect(ranking.refusal(of: .swiftThreads)?.isConfirmed == true)
    #expect(ranking.reasonForNoPlace(of: .swiftThreads) == reason)
    #expect(ranking.reasonForNoPlace(of: .go) == nil)
    #expect(ranking.reasonForNoPlace(of: .swiftAsync) == "not measured in this run")
    #expect(
      ranking.order.text.hasSuffix(
        "; without a place: Swift threads 10.0 MB (10.0 to 10.0) with \(reason)"))
    #expect(try self.ranking(all).winner == .swiftThreads)
  }

  /// The median of what threads did is too little, but the interval reaches the requirement.
  @Test func aPlaceIsRefusedByTheWholeInterval() throws {
    let done = [300.0, 1_000, 400, 990, 500, 980]
    let threads = zip(working(.swiftThreads, 0, peak: 10e6), done).map { trial, value in
      var trial = trial
      trial.measurements[1].value = value
      return trial
    }
    let condition = PlaceCondition(metric: "chunksCount", share: 0.95)
    let all = working(.go, 1_000, peak: 100e6) + working(.tokio, 1_000, peak: 200e6)
    let ranking = try ranking(all + threads, placeCondition: condition)
    let refusal = try #require(ranking.refusal(of: .swiftThreads))
    #expect(!refusal.isConfirmed)
    #expect(refusal.label == "place inconclusive")
    #expect(refusal.reason.hasPrefix("740 chunks crunched, "))
    #expect(refusal.reason.hasSuffix(" % of the most where a place needs 95 %"))
    #expect(ranking.reasonForNoPlace(of: .swiftThreads) == nil)
    #expect(ranking.order.text.contains("; place inconclusive: Swift threads 10.0 MB"))
    // Threads may have a place, and would then be the best.
    #expect(ranking.leaders == [.go])
    #expect(ranking.winner == nil)
    let slow = zip(threads, around(300e6)).map { trial, value in
      var trial = trial
      trial.measurements[0].value = value
      return trial
    }
    #expect(try self.ranking(all + slow, placeCondition: condition).winner == .go)
  }

  /// The medians are in the other order, since the trials of Go have two modes.
  @Test func orderAndDistanceComeFromTheSameRatios() throws {
    let ranking = try ranking(
      trials(.go, size, [100e6, 100e6, 100e6, 100e6, 180e6, 180e6])
        + trials(.swiftDispatch, size, around(101e6)) + trials(.tokio, size, around(500e6)))
    let runtimes = ranking.order.entries.map(\.implementation.runtime)
    #expect(runtimes == [.swiftDispatch, .go, .tokio])
    let distances = try runtimes.dropFirst().map { try #require(ranking.distance(of: $0)).value }
    #expect(distances.allSatisfy { $0 > 1 } && distances == distances.sorted())
    #expect(ranking.distance(of: .swiftDispatch) == nil)
  }

  @Test func theDistanceSaysHowManyTimesWorseWhereMoreIsBetter() throws {
    var input = fixtureWorkload(
      working(.go, 1_000, peak: 100e6) + working(.swiftThreads, 400, peak: 10e6))
    input.metrics.append(Self.work)
    let ranking = HeadlineRanking(try WorkloadResult(input), by: Self.work, at: size)
    #expect(ranking.winner == .go)
    #expect(ranking.distanceToNext == "next: Swift threads, 2.50 × (2.50 to 2.50)")
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

  @Test func oneTrialPutsNoRuntimeFirst() throws {
    let ranking = try ranking(
      trials(.go, size, [269e6]) + trials(.tokio, size, around(47e6)))
    #expect(ranking.leaders.isEmpty)
    #expect(ranking.winner == nil)
    #expect(ranking.loser == nil)
  }
}
