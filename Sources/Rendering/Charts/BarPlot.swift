import Analysis
import Reporting

/// Horizontal rows, one per runtime or variant: a bar with its interval, and the trials below it.
///
/// A row has a line for the name and the value, and a lane for the rest. A logarithmic axis has no
/// zero for a bar to start from, so the row becomes a strip: a mark at the value, and trials that
/// are close to each other stacked.
struct BarPlot {
  let bars: [Chart.Bar]
  let axis: Chart.Axis
  let runtimeMarks: RuntimeMarks

  private static let textSize = 13.0
  private static let barHeight = 10.0
  private static let dotSize = 5.0
  /// The maximum number of equal trials stacked in a strip.
  private static let maximumStacked = 8
  /// How far apart two dots of one row must be, at the narrowest page width, for both to be drawn.
  private static let hiddenDistance = 1.0

  /// The parts drawn so far, one per layer.
  private struct Layers {
    var y = 0.0
    var colored = ""
    var whiskers = ""
    var marks = ""
    var names = ""
    var values = ""
    var outcomes = ""
  }

  /// The drawing without its frame.
  func drawing() -> PlotDrawing {
    var layers = Layers()
    for bar in bars { draw(bar, into: &layers) }
    let bottom = layers.y - 4
    let grid = axis.ticks.map { SVG.upright(x: x($0.value), from: 0, to: bottom) }.joined()
    let reference = axis.reference.map { SVG.upright(x: x($0), from: 0, to: bottom) } ?? ""
    var labels = layers.marks + "\n"
    labels += SVG.group("n", layers.names)
    labels += SVG.group("v", layers.values)
    labels += SVG.group("o", layers.outcomes)
    labels += SVG.group(
      "t mid", SVG.tickLabels(axis, y: bottom + 16) + SVG.directions(of: axis, y: bottom + 32))
    return PlotDrawing(
      shapes: SVG.path("g", grid) + SVG.path("k", reference) + "\n" + layers.colored
        + SVG.path("w", layers.whiskers),
      labels: labels, height: bottom + 22 + SVG.directionHeight(of: axis))
  }

  private func draw(_ bar: Chart.Bar, into layers: inout Layers) {
    let indent = bar.isVariant ? 16.0 : 0
    let textX = SVG.number(20 + indent)
    layers.marks += runtimeMarks.placed(bar.runtime, x: SVG.number(7 + indent), y: layers.y + 9)
    let names = SVG.lines(
      bar.label, size: Self.textSize, width: SVG.minimumWidth - 20 - indent)
    for (index, name) in names.enumerated() {
      if index > 0 { layers.y += 18 }
      layers.names += SVG.text(name, bar.isVariant ? "u" : "", x: textX, y: layers.y + 14)
    }
    let room = SVG.minimumWidth - 28 - indent - width(names.last ?? "")
    switch bar.result {
    case .outcome(let reason):
      if width(reason) <= room {
        layers.values += SVG.text(reason, "o", x: "100%", y: layers.y + 14)
      } else {
        let line = SVG.minimumWidth - 20 - indent
        for line in SVG.lines(reason, size: Self.textSize, width: line) {
          layers.y += 18
          layers.outcomes += SVG.text(line, x: textX, y: layers.y + 14)
        }
      }
      layers.y += 32
    case .measured(let value, let interval, let trials, let text):
      if width(text) > room { layers.y += 18 }
      layers.values += SVG.text(text, x: "100%", y: layers.y + 14)
      layers.y += 21
      draw(value, interval, of: bar.runtime, into: &layers)
      // A mark without trials is nearer to its label than to the next one.
      guard axis.scale == .linear || !trials.isEmpty else {
        layers.y += Self.barHeight + 10
        return
      }
      layers.y += Self.barHeight + 6
      let (dots, height) = dots(trials, from: layers.y)
      let shapes = axis.scale == .linear ? SVG.path("b", barData(value, at: layers.y - 16)) : ""
      layers.colored += SVG.group(
        runtimeMarks.className(of: bar.runtime), shapes + SVG.path("d", dots))
      layers.y += height + 13
    }
  }

  /// Draws the interval and, on a strip, the value.
  private func draw(
    _ value: Double, _ interval: ClosedRange<Double>, of runtime: String, into layers: inout Layers
  ) {
    let middle = layers.y + Self.barHeight / 2
    let (low, high) = (x(interval.lowerBound), x(interval.upperBound))
    layers.whiskers += SVG.upright(x: low, from: middle - 4, to: middle + 4)
    // An interval narrower than its end caps is drawn as one line.
    if high - low >= 1 {
      layers.whiskers +=
        SVG.level(from: low, to: high, y: middle)
        + SVG.upright(x: high, from: middle - 4, to: middle + 4)
    }
    guard axis.scale == .logarithmic else { return }
    let place = SVG.percent(axis.position(of: value))
    layers.marks += runtimeMarks.placed(runtime, x: place, y: middle)
  }

  private func barData(_ value: Double, at top: Double) -> String {
    "M0 \(SVG.number(top))H\(SVG.number(x(value)))v\(SVG.number(Self.barHeight))H0z"
  }

  /// The trials as dots, and the height of their stack.
  ///
  /// Dots in a strip do not touch even at the narrowest page width.
  private func dots(_ trials: [Double], from top: Double) -> (data: String, height: Double) {
    guard axis.scale == .logarithmic else {
      var seen: Set<String> = []
      let dots = trials.sorted().map { SVG.dot(x: x($0), y: top) }
      return (dots.filter { seen.insert($0).inserted }.joined(), 0)
    }
    var ends: [Double] = []
    var data = ""
    for trial in trials.sorted() {
      let place = axis.position(of: trial) * SVG.minimumWidth
      let free = ends.firstIndex { $0 + Self.dotSize <= place }
      let level = free ?? min(ends.count, Self.maximumStacked - 1)
      // A dot that one in a full stack hides is not drawn.
      if free == nil, level < ends.count, place - ends[level] < Self.hiddenDistance { continue }
      if level < ends.count { ends[level] = place } else { ends.append(place) }
      data += SVG.dot(x: x(trial), y: top + Double(level) * Self.dotSize)
    }
    return (data, Double(max(ends.count - 1, 0)) * Self.dotSize)
  }

  private func x(_ value: Double) -> Double { axis.position(of: value) * SVG.breadth }

  private func width(_ text: String) -> Double { SVG.width(of: text, size: Self.textSize) }
}
