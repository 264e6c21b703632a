import BenchmarkModel
import Testing

@testable import Reporting

struct WorkloadChartsTests {
  private let refused = incidents(.swiftThreads, tasks(100_000), Outcome(.refused, reached: 32_714))

  private func charts(_ trials: [Trial]) throws -> [Chart] {
    try WorkloadResult(fixtureWorkload(trials)).charts(references: [])
  }

  @Test func everyRuntimeHasABarOrAReason() throws {
    let charts = try charts(refused + trials(.go, tasks(100_000), [268e6, 269e6, 270e6]))
    guard case .bars(let bars, let axis) = charts.first?.plot else {
      Issue.record("The first chart has no bars.")
      return
    }
    #expect(bars.map(\.runtime) == Runtime.allCases.map(\.rawValue))
    #expect(
      bars.map(\.result) == [
        .outcome("refused at 32,714"), .outcome("not measured in this run"),
        .outcome("not measured in this run"),
        .measured(
          269e6, interval: 268e6...270e6, trials: [268e6, 269e6, 270e6],
          text: "269 MB (268 to 270)"), .outcome("not measured in this run"),
      ])
    #expect(axis.caption == "Peak resident memory, MB (lower is better)")
    #expect(charts.first?.table.rows.first == ["Swift threads", "refused at 32,714", "0"])
  }

  @Test func lineEndsWhereTheSystemRefused() throws {
    let charts = try charts(
      refused + trials(.swiftThreads, tasks(1), [4e6, 5e6]) + trials(.go, tasks(1), [3e6]))
    guard case .lines(let lines, _, let sizes, _) = charts.last?.plot else {
      Issue.record("The last chart has no lines.")
      return
    }
    #expect(lines.map(\.label) == ["Swift threads", "Go"])
    #expect(lines.map(\.note) == ["refused at 32,714", nil])
    #expect(lines[0].points.map(\.interval) == [4e6...5e6])
    #expect(lines[1].points.map(\.interval) == [nil])
    #expect(sizes.scale == .logarithmic)
    let row = ["Swift threads", "4.50 MB (4.00 to 5.00)", "refused at 32,714"]
    #expect(charts.last?.table.rows.first == row)
  }

  @Test func nothingMeasuredGivesNoChart() throws {
    #expect(try charts([]).isEmpty)
    #expect(try charts(refused).isEmpty)
  }

  @Test func oneSizeGivesNoChartOverSizes() throws {
    let charts = try charts(trials(.go, tasks(1), [1, 2]))
    #expect(charts.map(\.name) == ["sleeping-tasks-peak-resident-bytes"])
  }
}
