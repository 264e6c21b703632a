import AnalysisFixtures
import BenchmarkModel
import Testing

@testable import Analysis
@testable import Reporting

struct RuntimeTallyTests {
  private let size = tasks(1_000)

  private func ranking(_ trials: [Trial]) throws -> HeadlineRanking {
    try #require(HeadlineRanking(try WorkloadResult(fixtureWorkload(trials))))
  }

  /// Six values close to a center, so that the intervals of the medians are narrow.
  private func around(_ value: Double) -> [Double] { (0..<6).map { value + Double($0) } }

  @Test func oneTrialGivesNoTable() throws {
    let ranking = try ranking(
      trials(.go, size, [269e6]) + trials(.tokio, size, around(47e6)))
    #expect(RuntimeTally.table([ranking]) == nil)
    let tally = RuntimeTally.all([ranking]).first { $0.mark == "go" }
    #expect(tally?.without == "Every order is inconclusive.")
  }

  @Test func tiesThatAreOnlyNotSeparatedSaySo() throws {
    func remark(_ go: [Double], _ tokio: [Double]) throws -> String? {
      let ranking = try ranking(trials(.go, size, go) + trials(.tokio, size, tokio))
      let tally = try #require(RuntimeTally.all([ranking]).first { $0.mark == "go" })
      #expect(tally.groups.map(\.title) == ["Tied for best"])
      return tally.groups[0].entries[0].remark
    }
    #expect(try remark(around(47e6), around(47e6)) == nil)
    #expect(try remark([40e6, 50e6, 60e6], [52e6, 44e6, 61e6]) == "not separated by 3 trials")
  }

  @Test func winsTiesAndLossesAreCountedAndListed() throws {
    let ranking = try ranking(
      trials(.go, size, around(269e6)) + trials(.tokio, size, around(47e6))
        + incidents(.swiftThreads, size, Outcome(.refused, detail: "no more threads")))
    let table = try #require(RuntimeTally.table([ranking]))
    #expect(table.header.map(\.text) == ["Runtime", "Best", "Tied for best", "Last", "No place"])
    #expect(
      table.rows.map { $0.cells.map(\.text) } == [
        ["Swift threads", "0", "0", "0", "1"], ["Swift Dispatch", "0", "0", "0", "1"],
        ["Swift async/await", "0", "0", "0", "1"], ["Go", "0", "0", "1", "0"],
        ["Tokio (Rust)", "1", "0", "0", "0"],
      ])
    let threads = try #require(RuntimeTally.all([ranking]).first)
    #expect(threads.groups.map(\.title) == ["No place"])
    #expect(threads.groups.first?.entries.first?.remark == "refused")
    #expect(RuntimeTally.all([ranking])[4].without == nil)
  }
}
