import Reporting

extension ChartDrawing {
  /// The chart for a page, with title and legend.
  ///
  /// Its table follows in the page's Markdown unless another table there has the same numbers.
  ///
  /// The page must contain the shapes of the marks, ``RuntimeMarks/pageDefinitions``.
  ///
  /// - Parameters:
  ///   - page: The full address of the page; nil without one, and then there is nothing to embed.
  func figure(on page: String? = nil) -> PageFigure {
    // A colon cannot occur in the name of a heading, so the id is unique.
    PageFigure(
      title: chart.title,
      start: SafeHTML(
        """
        <figure class="chart" id="chart:\(htmlEscaped(chart.name))">
        <figcaption><strong>\(htmlEscaped(chart.title))</strong>\(list(measured))\
        \(list(published, title: Self.publishedTitle))</figcaption>
        \(drawn)\(files)\(page.map(embedding) ?? "")\(chart.repeatsTable ? foldedTable : "")
        """
      ))
  }

  /// The chart and its data as files.
  private var files: String {
    let name = htmlEscaped("charts/\(chart.name)")
    let title = htmlEscaped(chart.title)
    return """
      <p class="get"><a href="\(name).svg" download aria-label="\(title) as SVG">SVG</a> \
      <a href="\(name).csv" download aria-label="\(title) as CSV">CSV</a></p>

      """
  }

  /// What another page has to contain to show the chart, folded away.
  private func embedding(_ page: String) -> String {
    let folder = page[..<(page.lastIndex(of: "/").map(page.index(after:)) ?? page.endIndex)]
    let snippet = """
      <a href="\(htmlEscaped("\(page)#chart:\(chart.name)"))">\
      <img src="\(htmlEscaped("\(folder)charts/\(chart.name).svg"))" \
      alt="\(htmlEscaped(chart.title))"></a>
      """
    return """
      <details class="embed"><summary>Embed</summary>
      <pre tabindex="0"><code>\(htmlEscaped(snippet))</code></pre>
      </details>

      """
  }

  /// The data of a chart whose table is not in the Markdown, folded away.
  ///
  /// Aligned as cmark does it, since ``finishedTables(in:marks:)`` finishes all tables of a page alike.
  private var foldedTable: String {
    let name = htmlEscaped("Table: \(chart.title)")
    let classes = chart.table.header.enumerated().map { index, title in
      index == 0 || title == Chart.trialsTitle ? "" : " align=\"right\""
    }
    func row(_ tag: String, _ cells: [String]) -> String {
      zip(cells, classes).map { cell, classText in
        "<\(tag)\(classText)>\(htmlEscaped(cell))</\(tag)>\n"
      }.joined()
    }
    let rows = chart.table.rows.map { "<tr>\n\(row("td", $0))</tr>\n" }
    return """
      <details><summary>The data as a table</summary>
      <div class="table" role="region" aria-label="\(name)" tabindex="0">
      <table>
      <thead>
      <tr>
      \(row("th", chart.table.header))</tr>
      </thead>
      <tbody>
      \(rows.joined())</tbody>
      </table>
      </div>
      </details>

      """
  }

  private var drawn: String {
    switch content {
    case .plot(let plot):
      return """
        <svg class="plot" height="\(SVG.number(plot.height))"\(role)>
        <title>\(htmlEscaped(chart.title))</title>
        <desc>\(htmlEscaped(chart.description))</desc>
        \(plot.svg)</svg>

        """
    case .panels(let key, let panels):
      let items = panels.map { panel, plot in
        let caption = panel.caption.isEmpty ? "" : " <span>\(htmlEscaped(panel.caption))</span>"
        return """
          <li>\(title(of: panel))
          <svg class="plot" height="\(SVG.number(plot.height))">\
          <title>\(htmlEscaped(panel.summary))</title>
          \(plot.svg)</svg>\(caption)</li>

          """
      }
      return """
        <p class="desc">\(htmlEscaped(chart.description))</p>
        <ul class="panels">
        <li><svg class="plot" height="\(SVG.number(key.height))">\(key.svg)</svg></li>
        \(items.joined())</ul>

        """
    }
  }

  /// The role of the drawing; one with parts that take the focus is no image.
  private var role: String { if case .lines = chart.plot { "" } else { " role=\"img\"" } }

  private func title(of panel: Chart.Panel) -> String {
    let title = htmlEscaped(panel.title)
    return panel.page.map { "<a href=\"\(htmlEscaped($0)).html\">\(title)</a>" }
      ?? "<strong>\(title)</strong>"
  }

  private func list(_ entries: [Entry], title: String? = nil) -> String {
    guard !entries.isEmpty else { return "" }
    let items = entries.map { entry in
      """
      <li>\(runtimeMarks.inline(entry.runtime, isHollow: entry.isHollow).text) \
      \(htmlEscaped(entry.text))</li>
      """
    }
    let titleItem = title.map { "<li class=\"key\">\($0)</li>" } ?? ""
    return "\n<ul class=\"legend\">\(titleItem)\(items.joined())</ul>"
  }
}
