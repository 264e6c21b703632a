import Reporting
import Testing

@testable import Rendering

/// Where labels are at the narrowest width of a page.
@Suite("Labels of charts")
struct ChartLabelTests {
  /// A label with the room that it takes at most.
  private struct Label: CustomStringConvertible {
    var text: String
    var x: ClosedRange<Double>
    var y: ClosedRange<Double>
    var isTip: Bool

    var description: String { "\(text) at \(x), \(y)" }

    /// Whether a reader would take the two for one: nearer than half a letter is wide.
    func touches(_ other: Label) -> Bool {
      x.lowerBound < other.x.upperBound + 6 && other.x.lowerBound < x.upperBound + 6
        && y.overlaps(other.y)
    }
  }

  private static func labels(in svg: String, width: Double = SVG.minimumWidth) -> [Label] {
    var groups: [String] = []
    return svg.matches(of: /<(\/?)(g|text)\b([^>]*)>([^<]*)/).compactMap { found -> Label? in
      let attributes = String(found.output.3)
      let name = attributes.firstMatch(of: /class="([^"]*)"/).map { String($0.output.1) } ?? ""
      guard found.output.2 == "text" else {
        if found.output.1.isEmpty { groups.append(name) } else { groups.removeLast() }
        return nil
      }
      guard found.output.1.isEmpty else { return nil }
      let classes = Set((groups + [name]).flatMap { $0.split(separator: " ") })
      let isTip = classes.contains("tip")
      let size = isTip || classes.contains("t") ? SVG.labelSize : 13
      return label(
        textAndTags(String(found.output.4)).text, attributes, classes, size, within: width)
    }
  }

  private static func label(
    _ text: String, _ attributes: String, _ classes: Set<Substring>, _ size: Double,
    within width: Double
  ) -> Label? {
    guard let x = attributes.firstMatch(of: /\bx="([0-9.]+)(%?)"/),
      let y = attributes.firstMatch(of: /\by="([0-9.]+)"/).flatMap({ Double($0.output.1) }),
      let number = Double(x.output.1)
    else { return nil }
    let place = x.output.2.isEmpty ? number : number / 100 * width
    let reach = SVG.width(of: text, size: size)
    let isEnd = classes.contains("e") || classes.contains("v") || classes.contains("end")
    let start =
      isEnd
      ? place - reach
      : classes.contains("mid") && !classes.contains("a") ? place - reach / 2 : place
    return Label(
      text: text, x: start...start + reach, y: y - 0.8 * size...y + 0.2 * size,
      isTip: classes.contains("tip"))
  }

  private func expectApart(_ svg: String, width: Double = SVG.minimumWidth) {
    let labels = Self.labels(in: svg, width: width)
    #expect(labels.count > 3)
    for label in labels {
      #expect(label.x.lowerBound > -1 && label.x.upperBound < width + 1, "\(label)")
    }
    let shown = labels.filter { !$0.isTip }
    for (index, label) in shown.enumerated() {
      for other in shown[(index + 1)...] {
        #expect(!label.touches(other), "\(label) and \(other)")
      }
    }
  }

  private static let names = [
    "Go", "Swift async/await on an executor with a thread for each blocking call",
    "a-variant-whose-name-has-no-space-at-which-it-could-be-broken", "Tokio (Rust)",
  ]

  @Test(
    "Names of any length and values that are nearly equal",
    arguments: [Chart.Axis.Scale.linear, .logarithmic])
  func bars(_ scale: Chart.Axis.Scale) {
    let bars = Self.names.enumerated().map { index, name in
      let value = 1_234.5 + Double(index) / 10
      return Chart.Bar(
        runtime: "go", label: name, isVariant: index == 2,
        result: .measured(
          value, interval: value - 0.1...value + 0.1, trials: [value], text: "\(value) MiB"))
    }
    let outcome = Chart.Bar(
      runtime: "tokio", label: Self.names[1],
      result: .outcome("refused at 32,714 threads: the system would not give another one"))
    let all = bars + [outcome] + bars
    let axis = Chart.Axis(
      better: .lower, suffix: " MiB", scale: scale, covering: all.flatMap(\.values))
    expectApart(BarPlot(bars: all, axis: axis, runtimeMarks: defaultMarks).drawing().svg)
  }

  @Test(
    "Sizes of which some are close together",
    arguments: [[1_000, 1_001, 1_100, 90_000], [1, 100_000], [9_999, 10_000, 100_000], [7, 8]])
  func lines(_ sizes: [Double]) {
    let lines = Self.names.enumerated().map { index, name in
      Chart.Line(
        runtime: "go", label: name,
        points: sizes.map {
          .init(size: $0, value: 1_000 + Double(index) / 100, text: "1,000.\(index) ms")
        })
    }
    let plot = LinePlot(
      lines: lines, published: [],
      sizes: Chart.Axis("Number of tasks", scale: .logarithmic, covering: sizes),
      values: Chart.Axis(better: .lower, suffix: " ms", scale: .logarithmic, covering: [1_000]),
      runtimeMarks: defaultMarks)
    expectApart(plot.drawing().svg)
  }

  @Test(
    "Ticks of any number of digits, the last with a unit",
    arguments: [250, 99, 1_000, 750, 12_000, 0.7], [" MB", " µs", "/s", ""])
  func ticks(_ maximum: Double, _ suffix: String) {
    let bars = ["Go", "Tokio"].map {
      Chart.Bar(
        runtime: "go", label: $0,
        result: .measured(
          maximum, interval: maximum...maximum, trials: [maximum], text: "\(maximum)"))
    }
    let axis = Chart.Axis(better: .lower, suffix: suffix, covering: [maximum])
    expectApart(BarPlot(bars: bars, axis: axis, runtimeMarks: defaultMarks).drawing().svg)
  }

  @Test("The runtimes of the key, however long their names are")
  func key() {
    let panel = Chart.Panel(
      title: "skynet", caption: "",
      marks: Self.names.map { Chart.Bar(runtime: "go", label: $0, result: .outcome("refused")) })
    let axis = Chart.Axis(better: .lower, suffix: "×", scale: .logarithmic, covering: [1, 500])
    let plot = PanelPlot(panel: panel, axis: axis, runtimeMarks: defaultMarks)
    expectApart(plot.key().svg, width: 184)
    expectApart(plot.drawing().svg, width: 184)
  }
}
