import Reporting

extension ChartDrawing {
  /// The chart within a page, with its caption, its legend and its data as a table.
  ///
  /// The page has to hold the shapes of the marks, ``RuntimeMark/pageDefinitions``.
  func figure() -> SafeHTML {
    // The colon is in no heading's name.
    SafeHTML(
      """
      <figure class="chart" id="chart:\(htmlEscaped(chart.name))">
      <figcaption><strong>\(htmlEscaped(chart.title))</strong> \
      <span>\(htmlEscaped(caption))</span>\(list(measured))\
      \(list(published, title: Self.publishedTitle))</figcaption>
      \(drawn)\
      <details><summary>The data as a table</summary>
      \(table)</details>
      </figure>
      """
    )
  }

  private var drawn: String {
    switch content {
    case .plot(let plot):
      return """
        <svg class="plot" height="\(SVG.number(plot.height))" role="img">
        <title>\(htmlEscaped(chart.title))</title>
        <desc>\(htmlEscaped(chart.description))</desc>
        \(plot.svg)</svg>

        """
    case .panels(let panels):
      let items = panels.map { panel, plot in
        let caption = panel.caption.isEmpty ? "" : " <span>\(htmlEscaped(panel.caption))</span>"
        return """
          <li>\(title(of: panel))\(caption)
          <svg class="plot" height="\(SVG.number(plot.height))" role="img">\
          <title>\(htmlEscaped(panel.summary))</title>
          \(plot.svg)</svg></li>

          """
      }
      return """
        <p class="desc">\(htmlEscaped(chart.description))</p>
        <ul class="panels">
        \(items.joined())</ul>

        """
    }
  }

  private func title(of panel: Chart.Panel) -> String {
    let title = htmlEscaped(panel.title)
    return panel.page.map { "<a href=\"\(htmlEscaped($0)).html\">\(title)</a>" }
      ?? "<strong>\(title)</strong>"
  }

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

  private var table: String {
    let name = htmlEscaped("Table: \(chart.title)")
    let rows = chart.table.rows.map { "<tr>\(cells($0, "td", end: "td"))</tr>\n" }
    return """
      <div class="table" role="region" aria-label="\(name)" tabindex="0">
      <table>
      <thead>
      <tr>\(cells(chart.table.header, "th scope=\"col\"", end: "th"))</tr>
      </thead>
      <tbody>
      \(rows.joined())</tbody>
      </table>
      </div>

      """
  }

  /// The first cell of a row names it.
  private func cells(_ texts: [String], _ start: String, end: String) -> String {
    texts.map { "<\(start)>\(htmlEscaped($0))</\(end)>" }.joined()
  }
}
