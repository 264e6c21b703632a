import AnalysisFixtures
import BenchmarkModel
import Testing

@testable import Analysis

struct HeadlineRankingTests {
  private let size = tasks(1_000)

  private func ranking(_ trials: [Trial]) throws -> HeadlineRanking {
    try #require(HeadlineRanking(try WorkloadResult(fixtureWorkload(trials))))
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

  @Test func fewTrialsPutNobodyFirst() throws {
    let ranking = try ranking(
      trials(.go, size, [269e6, 270e6]) + trials(.tokio, size, around(47e6)))
    #expect(ranking.leaders.isEmpty)
    #expect(ranking.winner == nil)
    #expect(ranking.loser == nil)
  }
}
