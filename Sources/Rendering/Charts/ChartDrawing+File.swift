import Reporting

extension ChartDrawing {
  private static let margin = 20.0
  private static let gap = 24.0

  /// The chart as a file with its own background and its own colors for light and dark.
  func file(style: ChartStyle) -> String {
    let width = SVG.breadth + 2 * Self.margin
    var (head, y) = heading()
    let (legend, legendHeight) = legendDrawing(top: y + 4)
    head += legend
    y += 14 + legendHeight
    let (body, bodyHeight) = body(top: y)
    let height = SVG.number(y + bodyHeight + Self.margin - 4)
    let frame = "<svg class=\"plot\"><rect class=\"ground\"/>"
    // All of the file is the plot, so no rule has to say that it is within one.
    let rules = style.rules(for: frame + head + body).replacing(".plot ", with: "")
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="plot" \
      viewBox="0 0 \(SVG.number(width)) \(height)" width="\(SVG.number(width))" \
      height="\(height)" role="img">
      <title>\(htmlEscaped(chart.title))</title>
      <desc>\(htmlEscaped(chart.description))</desc>
      <style>\(htmlEscaped(rules))</style>
      \(runtimeMarks.definitions(in: head + body))
      <rect class="ground" width="100%" height="100%" rx="8"/>
      \(head)\(body)</svg>

      """
  }

  private func heading() -> (svg: String, bottom: Double) {
    var y = Self.margin + 14
    var svg = ""
    for line in SVG.lines(chart.title, size: 17, width: SVG.breadth) {
      svg += SVG.text(line, "title", x: SVG.number(Self.margin), y: y) + "\n"
      y += 22
    }
    return (svg, y)
  }

  private func body(top: Double) -> (svg: String, height: Double) {
    switch content {
    case .plot(let plot):
      return (frame(plot, x: Self.margin, y: top, width: SVG.breadth), plot.height)
    case .panels(let key, let panels):
      return grid(of: [(nil, key)] + panels.map { ($0.panel, $0.plot) }, top: top)
    }
  }

  private func frame(_ plot: PlotDrawing, x: Double, y: Double, width: Double) -> String {
    """
    <svg x="\(SVG.number(x))" y="\(SVG.number(y))" width="\(SVG.number(width))" \
    height="\(SVG.number(plot.height))">
    \(plot.svg)</svg>

    """
  }

  /// The key and the panels in rows of at most three; the plots of a row are side by side between titles and
  /// captions of any length.
  private func grid(
    of panels: [(panel: Chart.Panel?, plot: PlotDrawing)], top: Double
  ) -> (svg: String, height: Double) {
    let columns = max(1, min(3, panels.count))
    let width = (SVG.breadth - Double(columns - 1) * Self.gap) / Double(columns)
    var svg = ""
    var y = top
    for start in stride(from: 0, to: panels.count, by: columns) {
      let row = panels[start..<min(start + columns, panels.count)]
      let places = row.indices.map { Self.margin + Double($0 - start) * (width + Self.gap) }
      let titles = zip(row, places).map { item, x in
        lines(of: item.panel?.title ?? "", "n", size: 12, x: x, top: y - 2, width: width)
      }
      let plotTop = (titles.map(\.bottom).max() ?? y) + 7
      let plotBottom = plotTop + (row.map(\.plot.height).max() ?? 0)
      let captions = zip(row, places).map { item, x in
        lines(
          of: item.panel?.caption ?? "", "caption", size: 11, x: x, top: plotBottom, width: width)
      }
      svg += (titles + captions).map(\.svg).joined()
      for (item, x) in zip(row, places) { svg += frame(item.plot, x: x, y: plotTop, width: width) }
      y = (captions.map(\.bottom).max() ?? plotBottom) + 22
    }
    return (svg, y - top - 22)
  }

  /// A text in as many lines as it needs.
  private func lines(
    of text: String, _ className: String, size: Double, x: Double, top: Double, width: Double
  ) -> (svg: String, bottom: Double) {
    var y = top
    let texts = SVG.lines(text, size: size, width: width).map { line in
      y += 15
      return SVG.text(line, className, x: SVG.number(x), y: y) + "\n"
    }
    return (texts.joined(), y)
  }

  /// The legend's entries, wrapped into as many lines as they need.
  private func legendDrawing(top: Double) -> (svg: String, height: Double) {
    var svg = ""
    var (x, y) = (0.0, 12.0)
    func makeRoom(for needed: Double) {
      if x > 0, x + needed > SVG.breadth { (x, y) = (0, y + 20) }
    }
    for (entries, title) in [(measured, nil), (published, Self.publishedTitle)]
    where !entries.isEmpty {
      if let title {
        makeRoom(for: SVG.breadth)
        svg += SVG.text(title, "caption", x: "0", y: y) + "\n"
        x = SVG.width(of: title, size: 12) + 12
      }
      for entry in entries {
        let needed = SVG.width(of: entry.text, size: 13) + 34
        makeRoom(for: needed)
        svg += runtimeMarks.placed(
          entry.runtime, x: SVG.number(x + 7), y: y - 4, isHollow: entry.isHollow)
        svg += SVG.text(entry.text, x: SVG.number(x + 20), y: y) + "\n"
        x += needed
      }
    }
    guard !svg.isEmpty else { return ("", 0) }
    let place = "\(SVG.number(Self.margin)) \(SVG.number(top))"
    return ("<g transform=\"translate(\(place))\">\n\(svg)</g>\n", y + 8)
  }
}
