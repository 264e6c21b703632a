import Analysis
import Reporting

/// Small multiples: panels that share one axis, each with a lane per runtime.
///
/// The lanes of all panels are in the same order, so position identifies a runtime as the mark
/// does. The first panel is the key. Versions of a runtime have the same mark, so their panels name the lanes, and
/// an arrow marks what lies beyond the axis.
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

  /// The room for an arrow at an end of the axis.
  private static let arrow = 14.0

  /// The share of the width before the axis, for the names of lanes and an arrow.
  private var start: Double {
    guard panel.namesLanes else { return 0 }
    let widths = panel.marks.map { SVG.width(of: $0.label, size: SVG.labelSize) }
    return min(0.55, ((widths.max() ?? 0) + Self.arrow) / Self.minimumWidth)
  }

  /// The share of the width of the axis.
  private var width: Double {
    panel.namesLanes ? 1 - start - Self.arrow / Self.minimumWidth : 1
  }

  /// The drawing without its frame and title.
  func drawing() -> PlotDrawing {
    let plot = lanes()
    guard panel.namesLanes else { return plot }
    let room = start * Self.minimumWidth - Self.arrow
    var (names, arrows) = ("", "")
    for (index, mark) in panel.marks.enumerated() {
      let y = y(ofLane: index) + 4
      names += SVG.text(
        SVG.shortened(mark.label, size: SVG.labelSize, width: room), x: "0", y: y)
      if mark.values.contains(where: axis.isAfter) {
        arrows += SVG.text("←", x: SVG.percent(start - 0.01), y: y)
      }
      if mark.values.contains(where: axis.isBefore) { arrows += SVG.text("→", x: "100%", y: y) }
    }
    let place =
      "x=\"\(SVG.percent(start))\" width=\"\(SVG.percent(width))\" "
      + "height=\"\(SVG.number(plot.height))\""
    return PlotDrawing(
      shapes: "",
      labels: SVG.group("t", names) + SVG.group("v", arrows) + "<svg \(place)>\(plot.svg)</svg>\n",
      height: plot.height)
  }

  private func lanes() -> PlotDrawing {
    var intervals = ""
    var labels = ""
    var outcomes = ""
    var tips = ""
    var (lows, highs) = ("", "")
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
        if axis.isAfter(value) {
          lows += SVG.text(text, x: "0%", y: y + 4)
        } else if axis.isBefore(value) {
          highs += SVG.text(text, x: "100%", y: y + 4)
        } else {
          labels += runtimeMarks.placed(mark.runtime, x: SVG.percent(share(value)), y: y)
        }
      }
    }
    let grid = axis.ticks.map { SVG.upright(x: x($0.value), from: 0, to: bottom) }
    let reference = axis.reference.map { SVG.upright(x: x($0), from: 0, to: bottom) } ?? ""
    let ticks = SVG.tickLabels(
      axis, y: bottom + 13, within: Self.minimumWidth * width, inset: Self.inset)
    labels += SVG.group("o", outcomes) + SVG.group("n", lows) + SVG.group("v", highs)
    labels += SVG.group("t mid", ticks)
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
    let direction = SVG.group("t mid", SVG.directions(of: axis, y: bottom + 13))
    if panel.namesLanes, let mark = panel.marks.first {
      let (first, second) = (y(ofLane: 0), y(ofLane: 1))
      let meanings =
        runtimeMarks.placed(mark.runtime, x: "7", y: first)
        + SVG.text("value, 95 % interval", x: "20", y: first + 4.5)
        + SVG.text("→", x: "0", y: second + 4.5)
        + SVG.text("beyond the edge", x: "20", y: second + 4.5)
      return PlotDrawing(shapes: "", labels: meanings + direction, height: bottom + 18)
    }
    let lanes = panel.marks.enumerated().map { index, mark in
      let y = y(ofLane: index)
      return runtimeMarks.placed(mark.runtime, x: "7", y: y)
        + SVG.text(
          SVG.shortened(mark.label, size: 13, width: Self.minimumWidth - 20), x: "20", y: y + 4.5)
    }
    return PlotDrawing(shapes: "", labels: lanes.joined() + direction, height: bottom + 18)
  }

  private func share(_ value: Double) -> Double {
    Self.inset + axis.position(of: value) * (1 - 2 * Self.inset)
  }

  private func x(_ value: Double) -> Double { share(value) * SVG.breadth }
}

extension Chart.Axis {
  /// Whether the axis begins after a value.
  fileprivate func isAfter(_ value: Double) -> Bool {
    ticks.first.map { value < $0.value } ?? false
  }

  /// Whether the axis ends before a value.
  fileprivate func isBefore(_ value: Double) -> Bool {
    ticks.last.map { value > $0.value } ?? false
  }
}
