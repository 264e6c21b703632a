import Analysis
package import BenchmarkModel
package import Reporting

/// The files of a page by path, or why it cannot be rendered.
private typealias PrintedPage = Result<[(path: String, text: String)], RenderingError>

/// Renders page values and charts as Markdown, HTML and SVG.
///
/// The same input and templates give the same bytes on any machine at any time.
package struct Renderer: Sendable {
  private let templates: TemplateLibrary
  private let marks: RuntimeMarks
  private let code: CodeLanguages
  /// The rules of the site's own colors, which follow any others.
  private let colorSheet: String
  private let chartSheet: String
  private let chartStyle: ChartStyle
  private let pageStyle: String
  private let script: String
  /// Whether documents use ``MarkdownMemory``; the benchmark compares both.
  package var poolsMemory = true

  /// Takes the templates, which must include `page.html.mustache`, `style.css`, `chart.css` and
  /// `script.js`.
  ///
  /// - Parameters:
  ///   - runtimes: The runtimes that have marks; all others share one.
  ///   - languages: The languages whose listings are highlighted.
  ///   - colors: The colors of the site, which replace those in the style sheets.
  /// - Throws: ``RenderingError/unknownTemplate(_:neededBy:known:)`` if a style sheet or the script
  ///   is missing.
  package init(
    templates: TemplateLibrary, runtimes: [RuntimeDescription], languages: [LanguageSyntax],
    colors: [SiteDescription.Color] = []
  ) throws(RenderingError) {
    self.templates = templates
    marks = RuntimeMarks(runtimes)
    code = CodeLanguages(languages, open: runtimes.filter(\.opensListing).map(\.runtime.id))
    colorSheet = Self.style(of: colors)
    chartSheet = try templates.plainFile("chart.css") + marks.style + colorSheet
    chartStyle = ChartStyle(chartSheet)
    pageStyle = try templates.plainFile("style.css")
    script = try templates.plainFile("script.js")
  }

  private static func style(of colors: [SiteDescription.Color]) -> String {
    guard !colors.isEmpty else { return "" }
    func rules(_ value: KeyPath<SiteDescription.Color, String>) -> String {
      ":root { \(colors.map { "--\($0.name): \($0[keyPath: value]);" }.joined(separator: " ")) }\n"
    }
    return rules(\.light) + "@media screen and (prefers-color-scheme: dark) {\n"
      + rules(\.dark) + "}\n"
  }

  /// The page's Markdown, without links to omitted pages.
  package func markdown(
    _ page: ReportPage, omitting omitted: Set<String> = []
  ) throws(RenderingError) -> String {
    withoutLinks(
      to: omitted,
      try templates.render(page.template, page.context, neededBy: "page “\(page.name)”"))
  }

  /// The page's HTML, including the site's menu and footer.
  package func html(_ page: ReportPage, in site: Site) throws(RenderingError) -> String {
    try html(
      page, markdown: markdown(page), in: SiteFrame(site, templates: templates, marks: marks))
  }

  /// The chart as a standalone SVG file that follows the reader's color scheme.
  package func svg(_ chart: Chart) -> String {
    ChartDrawing(chart, marks: marks).file(style: chartStyle)
  }

  /// All files of the site by path: the Markdown and HTML of each page, the charts and the runtimes'
  /// marks, the same of each part in its folder, the style sheet, the script, the assets, and
  /// `404.html`, which servers return for missing addresses.
  ///
  /// If the site has an address, also a site map and a `robots.txt` that names it.
  ///
  /// - Throws: ``RenderingError/duplicateFile(path:)`` if two files have the same path, and any error
  ///   from rendering a page.
  package func files(
    of site: Site,
    assets: [String: [UInt8]] = [:]
  ) throws(RenderingError) -> [String: [UInt8]] {
    var files = assets
    func add(_ path: String, _ text: String) throws(RenderingError) {
      guard files.updateValue(Array(text.utf8), forKey: path) == nil else {
        throw .duplicateFile(path: path)
      }
    }
    let folders = [site] + site.parts
    var html: [String: String] = [:]
    for (index, one) in folders.enumerated() {
      let others = folders.enumerated().filter { $0.offset != index }.map(\.element)
      let frame = try SiteFrame(one, beside: others, templates: templates, marks: marks)
      for printed in one.pages.concurrentMap({ print($0, in: frame) }) {
        for (path, text) in try printed.get() {
          try add(one.folder + path, text)
          if index == 0, path.hasSuffix(".html") { html[String(path.dropLast(5))] = text }
        }
      }
      for (path, mark) in marks.files(style: chartStyle) { try add(one.folder + path, mark) }
    }
    try add("style.css", chartSheet + "\n" + pageStyle + colorSheet)
    try add("script.js", script)
    try add("search.js", SearchIndex(of: site.pages, html: html).script)
    let missing = MissingPageShell(in: site)
    try add("404.html", templates.render("404", missing, neededBy: "the renderer"))
    if let dataset = site.dataset, let path = dataset.citation.path,
      let digest = dataset.citation.digest
    {
      let page = CitedReport(
        siteTitle: site.about.name, short: String(digest.prefix(16)), text: dataset.text)
      try add(path, templates.render("cite", page, neededBy: "the renderer"))
    }
    if let siteMap = siteMap(of: site) { try add("sitemap.xml", siteMap) }
    if let address = site.address(of: "sitemap.xml") {
      try add("robots.txt", "User-agent: *\nAllow: /\nSitemap: \(address)\n")
    }
    return files
  }

  /// The files of a page.
  private func print(_ page: ReportPage, in frame: SiteFrame) -> PrintedPage {
    Result { () throws(RenderingError) in
      let markdown = try markdown(page, omitting: frame.site.omitted)
      let html = try html(page, markdown: markdown, in: frame)
      let charts = page.charts.flatMap {
        [("charts/\($0.name).svg", svg($0)), ("charts/\($0.name).csv", $0.csv)]
      }
      return [("\(page.name).md", markdown), ("\(page.name).html", html)] + charts
    }
  }

  private func html(
    _ page: ReportPage,
    markdown: String,
    in frame: SiteFrame
  ) throws(RenderingError) -> String {
    let surroundings = MarkdownSurroundings(
      page: page.name,
      figures: page.charts.reduce(into: [:]) {
        $0[$1.name] = ChartDrawing($1, marks: marks).figure(
          on: frame.site.address(of: "\(frame.site.folder)\(page.name).html"))
      },
      marks: frame.marks,
      code: code,
      pages: frame.pages,
      poolsMemory: poolsMemory
    )
    let text = try MarkdownDocument.html(markdown, surroundings).text
    let content = SafeHTML(marks.pageDefinitions + text)
    let shell = PageShell(page, in: frame, content: content)
    return try templates.render("page", shell, neededBy: "the renderer")
  }

  private func siteMap(of site: Site) -> String? {
    let addresses = site.pages.filter(\.isIndexed).compactMap {
      site.address(of: "\($0.name).html")
    }
    guard !addresses.isEmpty else { return nil }
    let entries = addresses.map { "<url><loc>\(htmlEscaped($0))</loc></url>\n" }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
      \(entries.joined())</urlset>

      """
  }
}
