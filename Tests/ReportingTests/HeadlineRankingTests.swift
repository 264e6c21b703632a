import AnalysisFixtures
import BenchmarkModel
import Testing

@testable import Analysis
@testable import Reporting

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

  /// Neighbors may not be told apart while the ends of their row are.
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
    #expect(RuntimeTally.table([ranking]) == nil)
    let tally = RuntimeTally.all([ranking]).first { $0.mark == "go" }
    #expect(tally?.without == "Every order is inconclusive.")
  }

  @Test func winsTiesAndLossesAreCountedAndListed() throws {
    let ranking = try ranking(
      trials(.go, size, around(269e6)) + trials(.tokio, size, around(47e6))
        + incidents(.swiftThreads, size, Outcome(.refused, detail: "no more threads")))
    let table = try #require(RuntimeTally.table([ranking]))
    #expect(table.header.map(\.text) == ["Runtime", "Best", "Tied for best", "Last", "No value"])
    #expect(
      table.rows.map { $0.cells.map(\.text) } == [
        ["Swift threads", "0", "0", "0", "1"], ["Swift Dispatch", "0", "0", "0", "1"],
        ["Swift async/await", "0", "0", "0", "1"], ["Go", "0", "0", "1", "0"],
        ["Tokio (Rust)", "1", "0", "0", "0"],
      ])
    let threads = try #require(RuntimeTally.all([ranking]).first)
    #expect(threads.groups.map(\.title) == ["No value"])
    #expect(threads.groups.first?.entries.first?.remark == "refused")
    #expect(RuntimeTally.all([ranking])[4].without == nil)
  }
}
