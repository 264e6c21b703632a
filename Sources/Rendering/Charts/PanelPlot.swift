import Analysis
import Reporting

/// Small multiples: panels that share one axis, each with a lane per runtime.
///
/// The lanes of all panels are in the same order, so position identifies a runtime as the mark
/// does. The first panel is the key.
struct PanelPlot {
  let panel: Chart.Panel
  let axis: Chart.Axis
  let runtimeMarks: RuntimeMarks

  private static let lane = 14.0
  private static let top = 9.0
  /// The width of a panel in a file, which is narrower than on any page.
  private static let minimumWidth = 184.0
  /// The share of the width that stays free at either side, so that a mark at an end of the axis is within
  /// the panel.
  private static let inset = 0.04

  private var bottom: Double { Self.top * 2 + Double(panel.marks.count - 1) * Self.lane }

  private func y(ofLane index: Int) -> Double { Self.top + Double(index) * Self.lane }

  /// The drawing without its frame and title.
  func drawing() -> PlotDrawing {
    var intervals = ""
    var labels = ""
    var outcomes = ""
    var tips = ""
    for (index, mark) in panel.marks.enumerated() {
      let y = y(ofLane: index)
      switch mark.result {
      case .outcome(let reason): outcomes += SVG.text(reason, x: "6%", y: y + 4)
      case .measured(let value, let interval, _, let text):
        tips += SVG.text(text, x: "100%", y: y + 4)
        let (low, high) = (x(interval.lowerBound), x(interval.upperBound))
        if high - low >= 1 {
          let name = "i \(runtimeMarks.className(of: mark.runtime))"
          intervals += SVG.path(name, SVG.level(from: low, to: high, y: y))
        }
        labels += runtimeMarks.placed(mark.runtime, x: SVG.percent(share(value)), y: y)
      }
    }
    let grid = axis.ticks.map { SVG.upright(x: x($0.value), from: 0, to: bottom) }
    let reference = axis.reference.map { SVG.upright(x: x($0), from: 0, to: bottom) } ?? ""
    let ticks = SVG.tickLabels(
      axis, y: bottom + 13, within: Self.minimumWidth, inset: Self.inset)
    labels += SVG.group("o", outcomes) + SVG.group("t mid", ticks)
    // The values, while the panel has the pointer or the focus.
    labels +=
      "<g class=\"c\" tabindex=\"0\"><rect width=\"100%\" height=\"\(SVG.number(bottom))\"/>"
      + "<g class=\"tip end\">\(tips)</g></g>\n"
    return PlotDrawing(
      shapes: SVG.path("g", grid.joined()) + SVG.path("k", reference) + intervals, labels: labels,
      height: bottom + 18)
  }

  /// A panel that serves as the legend: the runtime of each lane, and which direction is better.
  func key() -> PlotDrawing {
    let lanes = panel.marks.enumerated().map { index, mark in
      let y = y(ofLane: index)
      return runtimeMarks.placed(mark.runtime, x: "7", y: y)
        + SVG.text(
          SVG.shortened(mark.label, size: 13, width: Self.minimumWidth - 20), x: "20", y: y + 4.5)
    }
    let direction = SVG.group("t mid", SVG.directions(of: axis, y: bottom + 13))
    return PlotDrawing(shapes: "", labels: lanes.joined() + direction, height: bottom + 18)
  }

  private func share(_ value: Double) -> Double {
    Self.inset + axis.position(of: value) * (1 - 2 * Self.inset)
  }

  private func x(_ value: Double) -> Double { share(value) * SVG.breadth }
}
