import Analysis
import Reporting

/// Small multiples: panels that share one axis, each with a lane per runtime.
///
/// The lanes of all panels are in the same order, so position identifies a runtime as the mark
/// does. The first panel is the key. Where lanes have the same mark, as versions of one runtime do, each panel
/// names them. What lies beyond the axis is an arrow at its end.
struct PanelPlot {
  let panel: Chart.Panel
  let axis: Chart.Axis
  let runtimeMarks: RuntimeMarks

  private static let lane = 14.0
  private static let top = 9.0
  /// The width of a panel in a file, which is narrower than on any page.
  private static let minimumWidth = 184.0

  private var bottom: Double { Self.top * 2 + Double(panel.marks.count - 1) * Self.lane }

  private func y(ofLane index: Int) -> Double { Self.top + Double(index) * Self.lane }

  /// Whether lanes have the same mark, so that each needs its name.
  private var namesLanes: Bool { Set(panel.marks.map(\.runtime)).count < panel.marks.count }

  /// The share of the width that the names of lanes take.
  private var gutter: Double {
    guard namesLanes else { return 0 }
    let widths = panel.marks.map { SVG.width(of: $0.label, size: SVG.labelSize) }
    return min(0.5, ((widths.max() ?? 0) + 4) / Self.minimumWidth)
  }

  /// The drawing without its frame and title.
  func drawing() -> PlotDrawing {
    guard namesLanes else { return lanes() }
    let plot = lanes()
    let width = gutter * Self.minimumWidth
    let names = panel.marks.enumerated().map { index, mark in
      SVG.text(
        SVG.shortened(mark.label, size: SVG.labelSize, width: width), x: "0", y: y(ofLane: index) + 4)
    }
    let place =
      "x=\"\(SVG.percent(gutter))\" width=\"\(SVG.percent(1 - gutter))\" "
      + "height=\"\(SVG.number(plot.height))\""
    return PlotDrawing(
      shapes: "", labels: SVG.group("t", names.joined()) + "<svg \(place)>\(plot.svg)</svg>\n",
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
      case .outcome(let reason): outcomes += SVG.text(reason, x: "1%", y: y + 4)
      case .measured(let value, let interval, _, let text):
        tips += SVG.text(text, x: "100%", y: y + 4)
        let (isBelow, isAbove) = (axis.isBelow(interval), axis.isAbove(interval))
        if axis.isBelow(value...value) {
          lows += SVG.text("← \(text)", x: "0", y: y + 4)
          continue
        }
        if axis.isAbove(value...value) {
          highs += SVG.text("\(text) →", x: "100%", y: y + 4)
          continue
        }
        if isBelow { lows += SVG.text("←", x: "0", y: y + 4) }
        if isAbove { highs += SVG.text("→", x: "100%", y: y + 4) }
        let (low, high) = (x(interval.lowerBound), x(interval.upperBound))
        if high - low >= 1 {
          let name = "i \(runtimeMarks.className(of: mark.runtime))"
          intervals += SVG.path(name, SVG.level(from: low, to: high, y: y))
        }
        labels += runtimeMarks.placed(mark.runtime, x: SVG.percent(axis.position(of: value)), y: y)
      }
    }
    let grid = axis.ticks.filter { !$0.label.isEmpty }
      .map { SVG.upright(x: x($0.value), from: 0, to: bottom) }
    let ticks = SVG.tickLabels(
      axis, y: bottom + 13, within: Self.minimumWidth * (1 - gutter))
    labels += SVG.group("o", outcomes) + SVG.group("n", lows) + SVG.group("v", highs)
    labels += SVG.group("t mid", ticks)
    // The values, while the panel has the pointer or the focus.
    labels +=
      "<g class=\"c\" tabindex=\"0\"><rect width=\"100%\" height=\"\(SVG.number(bottom))\"/>"
      + "<g class=\"tip end\">\(tips)</g></g>\n"
    return PlotDrawing(
      shapes: SVG.path("g", grid.joined()) + intervals, labels: labels,
      height: bottom + 18)
  }

  /// A panel that serves as the legend: the runtime of each lane, and which direction is better.
  func key() -> PlotDrawing {
    let direction = SVG.group("t mid", SVG.direction(of: axis, y: bottom + 13))
    if namesLanes, let mark = panel.marks.first {
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

  private func x(_ value: Double) -> Double { axis.position(of: value) * SVG.breadth }
}

extension Chart.Axis {
  /// Whether a range begins before the axis.
  fileprivate func isBelow(_ range: ClosedRange<Double>) -> Bool {
    ticks.first.map { range.lowerBound < $0.value } ?? false
  }

  /// Whether a range ends after the axis.
  fileprivate func isAbove(_ range: ClosedRange<Double>) -> Bool {
    ticks.last.map { range.upperBound > $0.value } ?? false
  }
}
