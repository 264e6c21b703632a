import Reporting

/// Horizontal bars with intervals and single trials, one row a runtime.
///
/// A row has a line for the name and the value, a bar with the runtime's mark and the interval at
/// its end, and a lane of dots for the trials. On a logarithmic axis, which has no zero to start
/// from, the bar is left out.
struct BarPlot {
  let bars: [Chart.Bar]
  let axis: Chart.Axis

  private static let textSize = 13.0
  private static let barHeight = 14.0
  private static let laneHeight = 12.0

  /// The drawing without its frame, and how high it is.
  func drawing() -> (svg: String, height: Double) {
    var svg = ""
    var y = 0.0
    for bar in bars {
      let (row, height) = drawing(of: bar, from: y)
      svg += "<g class=\"\(RuntimeMark.className(of: bar.runtime))\">\(row)</g>\n"
      y += height
    }
    svg += axisDrawing(at: y)
    return (svg, y + 24)
  }

  private func drawing(of bar: Chart.Bar, from top: Double) -> (svg: String, height: Double) {
    var svg = SVG.place(RuntimeMark.path(bar.runtime), x: 0, shift: 7, y: top + 9)
    svg += SVG.text(bar.label, "name", x: 0, shift: 20, y: top + 14)
    switch bar.result {
    case .outcome(let reason):
      var y = top + 20
      for line in SVG.lines(reason, size: Self.textSize, width: SVG.narrowestWidth) {
        y += 17
        svg += SVG.text(line, "outcome", x: 0, y: y)
      }
      return (svg, y - top + 22)
    case .measured(let value, let interval, let trials, let text):
      let isTight = width(bar.label) + width(text) + 40 > SVG.narrowestWidth
      let valueLine = top + (isTight ? 31 : 14)
      svg += SVG.text(text, "value", x: 100, y: valueLine, anchor: "end")
      let barTop = valueLine + 9
      svg += grid(from: barTop - 2, to: barTop + Self.barHeight + Self.laneHeight)
      svg += self.bar(value, interval, at: barTop, mark: RuntimeMark.path(bar.runtime))
      svg += dots(trials, at: barTop + Self.barHeight + 7)
      return (svg, barTop - top + Self.barHeight + Self.laneHeight + 16)
    }
  }

  private func bar(
    _ value: Double,
    _ interval: ClosedRange<Double>,
    at top: Double,
    mark: String
  ) -> String {
    let middle = top + Self.barHeight / 2
    let low = percent(interval.lowerBound)
    let high = percent(interval.upperBound)
    var svg = ""
    if axis.scale == .linear {
      svg += """
        <rect class="bar" x="0" y="\(SVG.number(top))" \
        width="\(SVG.number(percent(value)))%" height="\(SVG.number(Self.barHeight))"/>
        """
    }
    svg += SVG.line("whisker", x1: low, y1: middle, x2: high, y2: middle)
    for end in [low, high] {
      svg += SVG.line("whisker", x1: end, y1: middle - 5, x2: end, y2: middle + 5)
    }
    return svg + SVG.place(mark, x: percent(value), y: middle)
  }

  private func dots(_ trials: [Double], at y: Double) -> String {
    trials.map { trial in
      "<circle class=\"dot\" cx=\"\(SVG.number(percent(trial)))%\" cy=\"\(SVG.number(y))\" r=\"2.25\"/>"
    }.joined()
  }

  private func grid(from top: Double, to bottom: Double) -> String {
    axis.ticks.map { tick in
      let x = percent(tick.value)
      return SVG.line("grid", x1: x, y1: top, x2: x, y2: bottom)
    }.joined()
  }

  private func axisDrawing(at y: Double) -> String {
    axis.ticks.enumerated().map { index, tick in
      let anchor = index == 0 ? "start" : index == axis.ticks.count - 1 ? "end" : "middle"
      return SVG.text(tick.label, "tick", x: percent(tick.value), y: y + 8, anchor: anchor)
    }.joined() + "\n"
  }

  private func percent(_ value: Double) -> Double { axis.position(of: value) * 100 }

  private func width(_ text: String) -> Double { SVG.width(of: text, size: Self.textSize) }
}
