import Reporting

/// Small multiples: panels that share one axis, each with a lane a runtime.
///
/// The lanes of all panels are in one order, so that a place means a runtime as a mark does.
struct PanelPlot {
  let panel: Chart.Panel
  let axis: Chart.Axis

  private static let lane = 14.0
  private static let top = 9.0

  /// The drawing without its frame and title.
  func drawing() -> PlotDrawing {
    var intervals = ""
    var labels = ""
    var outcomes = ""
    for (index, mark) in panel.marks.enumerated() {
      let y = Self.top + Double(index) * Self.lane
      switch mark.result {
      case .outcome(let reason): outcomes += SVG.text(reason, x: "1%", y: y + 4)
      case .measured(let value, let interval, _, _):
        let (low, high) = (x(interval.lowerBound), x(interval.upperBound))
        if high - low >= 1 {
          let name = "i \(RuntimeMark.className(of: mark.runtime))"
          intervals += SVG.path(name, SVG.level(from: low, to: high, y: y))
        }
        labels += RuntimeMark.placed(mark.runtime, x: SVG.percent(axis.position(of: value)), y: y)
      }
    }
    let bottom = Self.top * 2 + Double(panel.marks.count - 1) * Self.lane
    let grid = axis.ticks.filter { !$0.label.isEmpty }
      .map { SVG.upright(x: x($0.value), from: 0, to: bottom) }
    labels += SVG.group("o", outcomes) + SVG.tickLabels(axis, y: bottom + 13)
    return PlotDrawing(
      shapes: SVG.path("g", grid.joined()) + intervals, labels: labels,
      height: bottom + 18)
  }

  private func x(_ value: Double) -> Double { axis.position(of: value) * SVG.breadth }
}
