import Analysis
import AnalysisFixtures
import BenchmarkModel
import Testing

@testable import Reporting

struct NotesTests {
  private func notes(_ values: [Double]) throws -> [String] {
    try WorkloadResult(fixtureWorkload(trials(.go, tasks(1), values))).notes(on: [.peakResident])
  }

  @Test func intervalsFromFewTrialsSayWhatTheyAssume() throws {
    #expect(try notes([1e6, 1e6, 2e6, 2e6, 3e6, 3e6]).count == 1)
    #expect(
      try notes([2.9e6, 3e6, 3.1e6]).last?.hasPrefix("Few trials: an interval from 3") == true)
    #expect(
      try notes([1e6, 2e6, 3e6]).last
        == "Trials instead of an interval: the interval of 1 value would reach over more than a factor of 10."
    )
    #expect(try notes([1e6]).last?.hasPrefix("A value without an interval") == true)
    #expect(try notes([]).isEmpty)
  }

  @Test func modesAreExplainedOnce() throws {
    let values: [Double] = (0..<12).map { ($0 % 2 == 0 ? 1e6 : 2e6) + Double($0) * 100 }
    let result = try WorkloadResult(
      fixtureWorkload(trials(.go, tasks(1), values) + trials(.tokio, tasks(1), values)))
    let found = result.notes(on: [.peakResident])
    #expect(found.count == 2)
    #expect(found.last?.hasPrefix("Modes: the trials of 2 values fall into two groups") == true)
    let id = CellID(Case(.sleeping(.go), tasks(1)), metric: Metric.peakResident.name)
    let cell = result.number(.peakResident, of: .sleeping(.go), at: tasks(1))
    let text = "1.50 MB (1.00 to 2.00); modes: 1.00 MB in 50 %, 2.00 MB in 50 %"
    #expect(cell.markup == .link(text, to: "sleeping-tasks-proof.md#\(id)"))
  }
}
