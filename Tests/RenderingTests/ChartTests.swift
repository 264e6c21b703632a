import Analysis
import BenchmarkModel
import FoundationEssentials
import Reporting
import Testing

@testable import Rendering

@Suite("Charts")
struct ChartTests {
  private static let kinds = [memoryChart, spreadChart, scalingChart, latencyChart, overviewChart]

  @Test("Each kind of chart as a file and as a figure", arguments: kinds.map(\.name))
  func golden(_ name: String) throws {
    let chart = try #require(Self.kinds.first { $0.name == name })
    try expectGolden(sampleRenderer().svg(chart), "\(name).svg")
    try expectGolden(
      ChartDrawing(chart, marks: defaultMarks).figure().start.text, "\(name)-figure.html")
  }

  @Test("All kinds of chart together, fuller than on any page, take at most 20 kB")
  func chartsAreLight() {
    let trials = (0..<10).map { 40 + Double($0 * $0) / 3 }
    let runtimes = ["swift-threads", "swift-dispatch", "swift-async", "go", "tokio"]
    let bars = runtimes.flatMap { runtime in
      [bar(runtime, "Swift async/await", 50, trials: trials)]
        + [bar(runtime, "async-channel", 60, trials: trials)]
    }
    let axis = Chart.Axis(
      better: .lower, suffix: " MiB", unitSize: 1_048_576, covering: bars.flatMap(\.values))
    var full = memoryChart
    full.plot = .bars(bars, axis: axis)
    var spread = full
    spread.plot = .bars(
      bars, axis: Chart.Axis("x", scale: .logarithmic, covering: bars.flatMap(\.values)))
    let charts = [full, spread, scalingChart, latencyChart]
    let weights = charts.map {
      ChartDrawing($0, marks: defaultMarks).figure().start.text.utf8.count
    }
    #expect(weights.reduce(0, +) <= 20_000, "\(weights)")
  }

  @Test("Marks of lines that would overlap are placed side by side")
  func marksDoNotHideOneAnother() {
    let axis = Chart.Axis("x", scale: .logarithmic, covering: [1, 100])
    let lines = ["go", "tokio", "swift-async"].map { runtime in
      let value = runtime == "go" ? 1.0 : 100
      return Chart.Line(runtime: runtime, label: runtime, points: [.init(size: 1, value: value)])
    }
    let svg = LinePlot(
      lines: lines, published: [], sizes: axis, values: axis, runtimeMarks: defaultMarks
    ).drawing().svg
    for (runtime, place) in [
      ("tokio", "y=\"18\" transform=\"translate(-3.5)\"/>"),
      ("swift-async", "y=\"18\" transform=\"translate(3.5)\"/>"), ("go", "y=\"298\"/>"),
    ] {
      #expect(svg.contains("\(reference(to: runtime)) x=\"12.7%\" \(place)"))
    }
  }

  /// The class of a runtime's mark and what it refers to.
  private func reference(to runtime: String) -> String {
    let name = defaultMarks.className(of: runtime)
    return "class=\"\(name)\" href=\"#:\(name.dropFirst(2))\""
  }

  private func bars(_ bars: [Chart.Bar], _ scale: Chart.Axis.Scale, _ values: [Double]) -> String {
    BarPlot(
      bars: bars, axis: Chart.Axis("x", scale: scale, covering: values),
      runtimeMarks: defaultMarks
    ).drawing().svg
  }

  private func measured(
    _ value: Double, _ interval: ClosedRange<Double>, trials: [Double] = [], label: String = "Go",
    text: String = "25"
  ) -> Chart.Bar {
    Chart.Bar(
      runtime: "go", label: label,
      result: .measured(value, interval: interval, trials: trials, text: text))
  }

  @Test("A bar begins at zero and ends at its value, its interval at the bounds")
  func barsAreNotTruncated() {
    let svg = bars([measured(25, 20...30, trials: [20, 30])], .linear, [100])
    #expect(svg.contains("<path class=\"b\" d=\"M0 21H150v10H0z\"/>"))
    #expect(svg.contains("d=\"M120 22V30M120 26H180M180 22V30\""))
    #expect(svg.contains("<path class=\"d\" d=\"M120 37h.1M180 37h.1\"/>"))
  }

  @Test("A logarithmic axis has no zero, so its rows have marks instead of bars")
  func logarithmicBarsAreMarks() {
    let svg = bars([measured(10, 9...11, trials: [10])], .logarithmic, [1, 100])
    #expect(!svg.contains("class=\"b\""))
    #expect(svg.contains("<use \(reference(to: "go")) x=\"50%\" y=\"26\"/>"))
  }

  @Test("Marks without trials are in rows that are closer together")
  func rowsWithoutTrialsAreLow() {
    let rows = (0..<3).map { _ in measured(10, 9...11) }
    let svg = bars(rows, .logarithmic, [1, 100])
    for y in [26, 67, 108] { #expect(svg.contains("x=\"50%\" y=\"\(y)\"/>"), "\(y)") }
  }

  @Test("An axis with two sides has a line between them, and names both on lines that do not touch")
  func sidesAreNamed() {
    var axis = Chart.Axis(scale: .logarithmic, covering: [0.1, 10])
    axis.reference = 1
    func svg(_ start: String, _ end: String) -> String {
      axis.sides = Chart.Axis.Sides(start: start, end: end)
      return BarPlot(bars: [measured(2, 1...3)], axis: axis, runtimeMarks: defaultMarks)
        .drawing().svg
    }
    let short = svg("Go better", "Tokio better")
    #expect(short.contains("<path class=\"k\" d=\"M300 0V"))
    let lines = short.matches(of: /y="([0-9.]+)">(?:← Go better|Tokio better →)</).map(\.output.1)
    #expect(lines.count == 2 && lines[0] == lines[1])
    let long = svg("Swift async/await better", "Java virtual threads better")
      .matches(of: /y="([0-9.]+)">(?:← Swift async|Java virtual)/).compactMap {
        Double($0.output.1)
      }
    #expect(long.count == 2 && long[1] - long[0] == 16)
  }

  @Test("Equal trials in a strip are stacked, at most eight of them")
  func stripsStack() {
    let svg = bars(
      [measured(10, 9...11, trials: [10, 10, 100])], .logarithmic, [1, 100])
    #expect(svg.contains("d=\"M300 37h.1M300 42h.1M600 37h.1\""))
    let many = Array(repeating: 10.0, count: 30)
    let high = bars([measured(10, 9...11, trials: many)], .logarithmic, [1, 100])
    #expect(high.contains("M300 72h.1") && !high.contains("M300 77h.1"))
  }

  @Test("A row without a value says why, in lines that fit a narrow page")
  func outcomeIsShown() {
    let reason = "refused at 32,714 threads: the system would not give the process another one"
    let bar = Chart.Bar(runtime: "swift-threads", label: "Swift", result: .outcome(reason))
    let svg = bars([bar], .linear, [])
    let group = svg.components(separatedBy: "<g class=\"o\">").last ?? ""
    let lines = textAndTags(group.components(separatedBy: "</g>")[0])
    #expect(lines.tags.count { $0.hasPrefix("text") } == 3)
    #expect(lines.text.contains("system would not give"))
    let short = Chart.Bar(runtime: "swift-threads", label: "Swift", result: .outcome("refused"))
    #expect(bars([short], .linear, []).contains("class=\"o\" x=\"100%\" y=\"14\">refused<"))
  }

  @Test("A name and a value that do not fit on one line of a narrow page use two")
  func tightRowsWrap() {
    func valueLine(_ label: String) -> Bool {
      let bar = measured(1, 1...1, label: label, text: "1,234.5 MiB")
      return bars([bar], .linear, [1]).contains("<text x=\"100%\" y=\"32\">1,234.5 MiB")
    }
    #expect(valueLine("Swift Dispatch: blocking variant"))
    #expect(!valueLine("Go"))
  }

  private func plot(_ better: Chart.Axis.Better, _ covering: [Double]) -> String {
    let axis = Chart.Axis(better: better, suffix: " ms", covering: covering)
    return BarPlot(bars: [measured(1, 1...1)], axis: axis, runtimeMarks: defaultMarks)
      .drawing().svg
  }

  @Test("An axis names its unit at its end, and which direction is better at that end below it")
  func axisNamesUnitAndDirection() {
    let low = plot(.lower, [300])
    #expect(low.contains("<text class=\"e\" x=\"100%\" y=\"62\">300 ms</text>"))
    #expect(low.contains("<text class=\"a\" x=\"0%\" y=\"78\">← lower is better</text>"))
    let high = plot(.higher, [300])
    #expect(high.contains("<text class=\"e\" x=\"100%\" y=\"78\">higher is better →</text>"))
    let values = Chart.Axis(
      better: .lower, suffix: " ms", scale: .logarithmic, covering: [1, 100])
    let lines = LinePlot(
      lines: [], published: [], sizes: values, values: values, runtimeMarks: defaultMarks
    ).drawing().svg
    #expect(lines.contains(">100 ms\u{2003}↓ lower is better</text>"))
  }

  @Test("A label that would touch the next at the narrowest width is left out")
  func labelsDoNotTouch() {
    #expect(plot(.lower, [900]).contains(">1,000 ms<"))
    #expect(!plot(.lower, [900]).contains(">800<"))
    #expect(plot(.lower, [700]).contains(">600<"))
  }

  @Test("A panel links to its page and draws its marks in lanes of a fixed order")
  func panelsHaveLanes() {
    let figure = ChartDrawing(overviewChart, marks: defaultMarks).figure().start.text
    #expect(figure.contains("<a href=\"ping-pong.html\">ping-pong</a>"))
    for runtime in ["go", "tokio"] {
      let lanes = figure.components(separatedBy: "\(reference(to: runtime)) x=").dropFirst()
        .map { $0.components(separatedBy: "y=")[1].prefix { $0 != "/" } }
      #expect(Set(lanes).count == 1)
    }
    #expect(figure.components(separatedBy: ">refused<").count == 3)
    // The key comes first and says once for all panels which direction is better.
    let key = figure.components(separatedBy: "</li>")[0]
    #expect(key.contains("x=\"20\" y=\"27.5\">Go</text>"))
    #expect(figure.components(separatedBy: "← lower is better").count == 2)
    // A caption of any length leaves the drawings of a row side by side.
    #expect(figure.contains("</svg> <span>Time per round trip, 1 pair; best: 160 ns</span></li>"))
  }

  @Test("A page defines every mark once, and a file those that it shows, under short names")
  func marksAreDefined() throws {
    for runtime in defaultMarks.names {
      let address = defaultMarks.inline(runtime).text.components(separatedBy: "href=\"#")[1]
      let definition = "id=\"\(address.prefix { $0 != "\"" })\""
      #expect(defaultMarks.pageDefinitions.components(separatedBy: definition).count == 2)
    }
    let file = try sampleRenderer().svg(overviewChart)
    for id in (0...5).map({ ":\($0)" }) {
      let isShown = file.contains("href=\"#\(id)\"")
      let count = isShown ? 2 : 1
      #expect(file.components(separatedBy: "id=\"\(id)\"").count == count, "\(id)")
    }
    #expect(!file.contains("r-go") && !file.contains("r-tokio"))
    #expect(defaultMarks.placed("new-language", x: "1%", y: 2).contains("href=\"#:other\""))
    // A page has hundreds of them.
    for runtime in defaultMarks.names.prefix(5) {
      #expect(defaultMarks.inline(runtime).text.utf8.count <= 66, "\(runtime)")
    }
  }

  @Test("A figure includes its table if the Markdown has none")
  func figureBringsItsTable() throws {
    var chart = memoryChart
    #expect(!ChartDrawing(chart, marks: defaultMarks).figure().start.text.contains("<table>"))
    chart.repeatsTable = true
    chart.table = DataTable(
      header: ["Runtime", "Peak", Chart.trialsTitle], rows: [["Go <x>", "5 MB", "4; 6"]])
    let figure = ChartDrawing(chart, marks: defaultMarks).figure().start.text
    #expect(figure.contains("<th>Runtime</th>\n<th align=\"right\">Peak</th>\n<th>Trials</th>"))
    let page = try html(
      "![x](charts/memory.svg)",
      figures: ["memory": ChartDrawing(chart, marks: defaultMarks).figure()])
    #expect(page.contains("<th>Runtime</th>\n<th class=\"right\">Peak</th>\n<th>Trials</th>"))
    #expect(
      page.contains(
        "<td>Go &lt;x&gt;</td>\n<td data-label=\"Peak\">5\u{A0}MB</td>\n"
          + "<td data-label=\"Trials\">4; 6</td>"))
  }

  @Test("A file includes the rules and variables that its drawing uses, and no others")
  func styleIsReduced() {
    let style = ChartStyle(
      """
      :root { color-scheme: light dark; --paper: #fff; --go: #123; --tint: #eee; }
      @media screen and (prefers-color-scheme: dark) {
        :root { --paper: #000; --go: #456; }
        .plot .x { fill: none; }
      }
      .r-go { --mark: var(--go); --dash: 2 3; }
      .r-tokio { --mark: var(--tokio); }
      .plot text, .plot .x { fill: var(--paper); }
      .plot use[class] { fill: var(--mark); }
      """)
    #expect(
      style.rules(for: "<svg class=\"plot\"><use class=\"r-go h\"/></svg>")
        == ":root{color-scheme:light dark;--paper:#fff;--go:#123}"
        + "@media screen and (prefers-color-scheme: dark){:root{--paper:#000;--go:#456}}"
        + ".r-go{--mark:var(--go)}.plot text{fill:var(--paper)}.plot use[class]{fill:var(--mark)}")
  }

  @Test("Numbers in drawings have at most one decimal and no locale")
  func numbersAreShort() {
    let numbers = [0, 1, 0.5, 1 / 3.0, -0.05, -12.345, 99.99, 1e6].map(SVG.number)
    #expect(numbers == ["0", "1", "0.5", "0.3", "-0.1", "-12.3", "100", "1000000"])
  }
}
