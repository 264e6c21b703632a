import Reporting
import Testing

@testable import Rendering

/// Panels whose lanes are versions of one runtime.
@Suite("Panels of versions")
struct PanelPlotTests {
  private func figure(_ marks: [Chart.Bar]) -> String {
    var axis = Chart.Axis(better: .lower, scale: .logarithmic, covering: [])
    axis.ticks = [0.9, 1, 1.1].map { Chart.Axis.Tick(value: $0, label: "\($0)×") }
    let panels = ["skynet", "select"].map { name in
      Chart.Panel(title: name, caption: "Time", page: name, marks: marks, namesLanes: true)
    }
    let chart = Chart(
      name: "versions-go", title: "Versions", description: "One panel a workload.",
      plot: .panels(panels, axis: axis), table: DataTable(header: ["Workload"], rows: []))
    return ChartDrawing(chart, marks: defaultMarks).figure().start.text
  }

  private func mark(_ label: String, _ value: Double, _ interval: ClosedRange<Double>) -> Chart.Bar
  {
    Chart.Bar(
      runtime: "go", label: label,
      result: .measured(value, interval: interval, trials: [], text: "\(value)"))
  }

  private func count(_ text: String, in figure: String) -> Int {
    figure.split(separator: text, omittingEmptySubsequences: false).count - 1
  }

  @Test("Each panel names its lanes")
  func lanesHaveNames() {
    let figure = figure([mark("1.23.9", 0.95, 0.94...0.96), mark("1.27.3", 1, 1...1)])
    #expect(count(">1.23.9</text>", in: figure) == 2 && count(">1.27.3</text>", in: figure) == 2)
    #expect(count("value, 95 % interval", in: figure) == 1)
    #expect(count("href=\"#:3\"", in: figure) == 5)
  }

  @Test("An arrow marks what lies beyond the axis")
  func arrowsMarkWhatIsBeyond() {
    let figure = figure([
      mark("1.23.9", 4.28, 0.09...198), mark("1.25.5", 1.05, 0.5...1.06),
      mark("1.26.6", 1.05, 1...3), mark("1.27.3", 1, 1...1),
    ])
    // Beside the axis, and among the values that the pointer shows.
    #expect(count(">4.28</text>", in: figure) == 4)
    #expect(count(">←</text>", in: figure) == 4)
    // Two lanes of two panels, and the key.
    #expect(count(">→</text>", in: figure) == 5)
    // A value beyond the axis has no mark on it: three in each panel, and the key.
    #expect(count("href=\"#:3\"", in: figure) == 7)
  }
}
