import Reporting

/// A chart drawn twice from the same pieces: as a file of its own, and as a figure of a page.
struct ChartDrawing {
  private let chart: Chart
  private let plot: (svg: String, height: Double)
  private let caption: String
  /// The marks of what was measured and their names; empty where the rows name themselves.
  private let measured: [Entry]
  /// The marks of what others published and their names.
  private let published: [Entry]

  private struct Entry {
    var runtime: String
    var isHollow = false
    var text: String
  }

  init(_ chart: Chart) {
    self.chart = chart
    switch chart.plot {
    case .bars(let bars, let axis):
      plot = BarPlot(bars: bars, axis: axis).drawing()
      caption = axis.caption
      (measured, published) = ([], [])
    case .lines(let lines, let published, let sizes, let values):
      let linePlot = LinePlot(lines: lines, published: published, sizes: sizes, values: values)
      plot = linePlot.drawing()
      caption = values.caption
      measured = lines.map { line in
        Entry(runtime: line.runtime, text: line.label + (line.note.map { ", \($0)" } ?? ""))
      }
      self.published = published.map { series in
        Entry(runtime: series.runtime, isHollow: true, text: series.label)
      }
    }
  }

  /// The chart within a page, with its caption, its legend and its data as a table.
  func figure() -> SafeHTML {
    return SafeHTML(
      """
      <figure class="chart" id="\(id)">
      <figcaption><strong>\(htmlEscaped(chart.title))</strong> \
      <span>\(htmlEscaped(caption))</span>\(list(measured))\
      \(list(published, title: Self.publishedTitle))</figcaption>
      <svg class="plot" width="100%" height="\(SVG.number(plot.height))" role="img" \
      aria-labelledby="\(id):title \(id):desc">
      <title id="\(id):title">\(htmlEscaped(chart.title))</title>
      <desc id="\(id):desc">\(htmlEscaped(chart.description))</desc>
      \(plot.svg)</svg>
      <details><summary>The data as a table</summary>
      \(table())</details>
      </figure>
      """
    )
  }

  /// The chart as a file that brings its own colours for light and dark, and its own ground.
  func file(style: String) -> String {
    let margin = 20.0
    let width = 640.0
    var y = margin + 14
    var head = ""
    for line in SVG.lines(chart.title, size: 17, width: width - 2 * margin) {
      head += "<text class=\"title\" x=\"\(SVG.number(margin))\" y=\"\(SVG.number(y))\">"
      head += "\(htmlEscaped(line))</text>\n"
      y += 22
    }
    for line in SVG.lines(caption, size: 13, width: width - 2 * margin) {
      head += "<text class=\"caption\" x=\"\(SVG.number(margin))\" y=\"\(SVG.number(y))\">"
      head += "\(htmlEscaped(line))</text>\n"
      y += 18
    }
    let (legend, legendHeight) = legendDrawing(left: margin, top: y + 4, width: width - 2 * margin)
    y += 12 + legendHeight
    let height = y + plot.height + margin - 4
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="plot" \
      viewBox="0 0 \(SVG.number(width)) \(SVG.number(height))" \
      width="\(SVG.number(width))" height="\(SVG.number(height))" role="img" \
      aria-labelledby="\(id):title \(id):desc">
      <title id="\(id):title">\(htmlEscaped(chart.title))</title>
      <desc id="\(id):desc">\(htmlEscaped(chart.description))</desc>
      <style>\(htmlEscaped(style))</style>
      <rect class="ground" width="100%" height="100%" rx="8"/>
      \(head)\(legend)\
      <svg x="\(SVG.number(margin))" y="\(SVG.number(y))" \
      width="\(SVG.number(width - 2 * margin))" height="\(SVG.number(plot.height))">
      \(plot.svg)</svg>
      </svg>

      """
  }

  private static let publishedTitle = "Published elsewhere:"

  private func list(_ entries: [Entry], title: String? = nil) -> String {
    guard !entries.isEmpty else { return "" }
    let items = entries.map { entry in
      """
      <li>\(RuntimeMark.inline(entry.runtime, isHollow: entry.isHollow).text) \
      \(htmlEscaped(entry.text))</li>
      """
    }
    let titleItem = title.map { "<li class=\"key\">\($0)</li>" } ?? ""
    return "\n<ul class=\"legend\">\(titleItem)\(items.joined())</ul>"
  }

  /// The legend's entries one after the other in as many lines as they need.
  private func legendDrawing(
    left: Double, top: Double, width: Double
  ) -> (svg: String, height: Double) {
    var svg = ""
    var (x, y) = (0.0, 12.0)
    func makeRoom(for needed: Double) {
      if x > 0, x + needed > width { (x, y) = (0, y + 20) }
    }
    for (entries, title) in [(measured, nil), (published, Self.publishedTitle)]
    where !entries.isEmpty {
      if let title {
        makeRoom(for: width)
        svg += "<text class=\"caption\" y=\"\(SVG.number(y))\">\(title)</text>\n"
        x = SVG.width(of: title, size: 12) + 12
      }
      for entry in entries {
        let needed = SVG.width(of: entry.text, size: 13) + 34
        makeRoom(for: needed)
        svg += """
          <g class="\(RuntimeMark.className(of: entry.runtime))" \
          transform="translate(\(SVG.number(x)) \(SVG.number(y)))">\
          <g transform="translate(7 -4)">\
          \(RuntimeMark.path(entry.runtime, isHollow: entry.isHollow))</g>\
          <text x="20">\(htmlEscaped(entry.text))</text></g>

          """
        x += needed
      }
    }
    guard !svg.isEmpty else { return ("", 0) }
    let place = "\(SVG.number(left)) \(SVG.number(top))"
    return ("<g transform=\"translate(\(place))\">\n\(svg)</g>\n", y + 8)
  }

  /// Has a colon, which no heading's name has.
  private var id: String { "chart:\(htmlEscaped(chart.name))" }

  private func table() -> String {
    let name = htmlEscaped("Table: \(chart.title)")
    var html = """
      <div class="table" role="region" aria-label="\(name)" tabindex="0">
      <table>
      <thead>
      <tr>\(cells(chart.table.header, "th scope=\"col\"", end: "th"))</tr>
      </thead>
      <tbody>

      """
    for row in chart.table.rows {
      html += "<tr>\(cells(row, "td", end: "td"))</tr>\n"
    }
    return html + "</tbody>\n</table>\n</div>\n"
  }

  private func cells(_ texts: [String], _ start: String, end: String) -> String {
    texts.enumerated().map { index, text in
      "<\(start)\(index == 0 ? "" : " class=\"right\"")>\(htmlEscaped(text))</\(end)>"
    }.joined()
  }
}
