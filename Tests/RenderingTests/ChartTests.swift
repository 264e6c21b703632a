import FoundationEssentials
import Reporting
import Testing

@testable import Rendering

@Suite("Axes")
struct AxisTests {
  @Test(
    "Linear ticks begin at zero, are round and cover the values",
    arguments: [
      ([231.4], ["0", "50", "100", "150", "200", "250"]), ([300], ["0", "100", "200", "300"]),
      ([0.3, 0.7], ["0", "0.2", "0.4", "0.6", "0.8"]),
      ([99_000], ["0", "20k", "40k", "60k", "80k", "100k"]),
      ([1200], ["0", "250", "500", "750", "1,000", "1,250"]), ([], ["0", "1"]), ([0], ["0", "1"]),
      ([1], ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
    ])
  func linearTicks(_ values: [Double], _ labels: [String]) {
    let axis = Chart.Axis("x", unitSize: 1_048_576, covering: values.map { $0 * 1_048_576 })
    #expect(axis.ticks.map(\.label) == labels)
    #expect(axis.ticks.first?.value == 0)
  }

  @Test(
    "Logarithmic ticks are powers of ten, or finer within two decades",
    arguments: [
      ([2.4, 2658], ["1", "10", "100", "1,000", "10k"]), ([3, 40], ["2", "5", "10", "20", "50"]),
      ([1, 1e6], ["1", "10", "100", "1,000", "10k", "100k", "1M"]),
      ([10, 1000], ["10", "20", "50", "100", "200", "500", "1,000"]),
      ([5, 5], ["5", "10"]), ([1, 1], ["1", "2"]), ([0, -1], ["1", "10"]),
      ([0.02, 3e9], ["0.01", "1", "100", "10k", "1M", "100M", "10G"]),
    ])
  func logarithmicTicks(_ values: [Double], _ labels: [String]) {
    #expect(Chart.Axis("x", scale: .logarithmic, covering: values).ticks.map(\.label) == labels)
  }

  @Test("Ticks stay few and cover what they are asked to", arguments: 0..<200)
  func ticksCover(_ seed: Int) {
    let least = Double(seed * 37 % 101 + 1) / 7
    let greatest = least * Double(seed * seed % 977 + 1)
    for scale in [Chart.Axis.Scale.linear, .logarithmic] {
      let axis = Chart.Axis("x", scale: scale, covering: [least, greatest])
      #expect((2...7).contains(axis.ticks.count))
      #expect((axis.ticks.first?.value ?? .infinity) <= least)
      #expect((axis.ticks.last?.value ?? 0) >= greatest)
      #expect(axis.position(of: axis.ticks[0].value) == 0)
      #expect(axis.position(of: greatest) <= 1)
    }
  }

  @Test("Values beyond an axis are drawn at its nearer end")
  func positionsAreBounded() {
    let axis = Chart.Axis("x", scale: .logarithmic, covering: [1, 10])
    #expect(axis.position(of: 0) == 0)
    #expect(axis.position(of: 1e9) == 1)
    #expect(abs(axis.position(of: 5) - 0.69897) < 1e-5)
  }
}

@Suite("Charts")
struct ChartTests {
  @Test("Bars as a file and as a figure")
  func barGolden() throws {
    try expectGolden(sampleRenderer().svg(memoryChart), "memory.svg")
    try expectGolden(ChartDrawing(memoryChart).figure().text, "memory-figure.html")
  }

  @Test("Lines as a file and as a figure")
  func lineGolden() throws {
    try expectGolden(sampleRenderer().svg(scalingChart), "scaling.svg")
    try expectGolden(ChartDrawing(scalingChart).figure().text, "scaling-figure.html")
  }

  @Test("A bar begins at zero and ends at its value")
  func barsAreNotTruncated() {
    let axis = Chart.Axis("x", covering: [100])
    let bar = Chart.Bar(
      runtime: "go", label: "Go",
      result: .measured(25, interval: 20...30, trials: [], text: "25"))
    let svg = BarPlot(bars: [bar], axis: axis).drawing().svg
    #expect(svg.contains("<rect class=\"bar\" x=\"0\" y=\"23\" width=\"25%\""))
    #expect(svg.contains("x1=\"20%\" y1=\"30\" x2=\"30%\" y2=\"30\""))
  }

  @Test("A logarithmic axis has no zero, so there is no bar from it")
  func logarithmicBarsAreMarks() {
    let axis = Chart.Axis("x", scale: .logarithmic, covering: [1, 100])
    let bar = Chart.Bar(
      runtime: "go", label: "Go", result: .measured(10, interval: 9...11, trials: [10], text: "10"))
    let svg = BarPlot(bars: [bar], axis: axis).drawing().svg
    #expect(!svg.contains("<rect"))
    #expect(svg.contains("<svg x=\"50%\""))
  }

  @Test("A row without a value says why, in lines that fit a narrow page")
  func outcomeIsShown() {
    let reason = "refused at 32,714 threads: the system would not give the process another one"
    let bar = Chart.Bar(runtime: "swift-threads", label: "Swift", result: .outcome(reason))
    let plot = BarPlot(bars: [bar], axis: Chart.Axis("x", covering: []))
    let lines = plot.drawing().svg.components(separatedBy: "class=\"outcome\"").dropFirst()
    #expect(lines.count == 3)
    #expect(textAndTags(plot.drawing().svg).text.contains("refused at 32,714 threads:"))
  }

  @Test("A name and a value that do not fit one line of a narrow page stand on two")
  func tightRowsWrap() {
    func valueLine(_ label: String) -> Bool {
      let bar = Chart.Bar(
        runtime: "go", label: label,
        result: .measured(1, interval: 1...1, trials: [], text: "1,234.5 MiB"))
      let plot = BarPlot(bars: [bar], axis: Chart.Axis("x", covering: [1]))
      return plot.drawing().svg.contains("class=\"value\" x=\"100%\" y=\"31\"")
    }
    #expect(valueLine("Swift Dispatch: blocking variant"))
    #expect(!valueLine("Go"))
  }

  @Test("Numbers in drawings have at most two decimals and no locale")
  func numbersAreShort() {
    let numbers = [0, 1, 0.5, 1 / 3.0, -0.005, -12.345, 99.999, 1e6].map(SVG.number)
    #expect(numbers == ["0", "1", "0.5", "0.33", "-0.01", "-12.35", "100", "1000000"])
  }
}
