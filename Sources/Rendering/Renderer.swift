import Analysis
package import Reporting

/// The files of a page by their paths, or why it cannot be printed.
private typealias PrintedPage = Result<[(path: String, text: String)], RenderingError>

/// Turns finished pages and charts into Markdown, HTML and SVG: the same input and templates give
/// the same bytes, on any machine and at any time.
package struct Renderer: Sendable {
  private let templates: TemplateLibrary
  private let chartStyle: String
  private let pageStyle: String
  private let script: String
  /// Whether documents use ``MarkdownMemory``; the benchmark compares both.
  package var poolsMemory = true

  /// Takes the templates, which must hold `page.html.mustache`, `style.css`, `chart.css` and
  /// `script.js`.
  ///
  /// - Throws: ``RenderingError/unknownTemplate(_:neededBy:known:)`` for a style sheet or the script
  ///   when it is missing.
  package init(templates: TemplateLibrary) throws(RenderingError) {
    self.templates = templates
    chartStyle = try templates.plainFile("chart.css")
    pageStyle = try templates.plainFile("style.css")
    script = try templates.plainFile("script.js")
  }

  /// The page's Markdown.
  package func markdown(_ page: ReportPage) throws(RenderingError) -> String {
    try templates.render(page.template, page.context, neededBy: "page “\(page.name)”")
  }

  /// The page's HTML, complete with the site's menu and foot.
  package func html(_ page: ReportPage, in site: Site) throws(RenderingError) -> String {
    try html(page, markdown: markdown(page), in: SiteFrame(site, templates: templates))
  }

  /// The chart as an SVG file that stands alone and follows the reader's colour scheme.
  package func svg(_ chart: Chart) -> String {
    ChartDrawing(chart).file(style: chartStyle)
  }

  /// Every file of the site by its path: for each page its Markdown and its HTML, the charts, the
  /// runtimes' marks, the style sheet, the script, the assets, `404.html`, which servers hand out for
  /// missing addresses, and when the site has an address a site map and a `robots.txt` that names it.
  ///
  /// - Throws: ``RenderingError/duplicateFile(path:)`` when two of them claim one path, and what
  ///   rendering a page throws.
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
    let frame = try SiteFrame(site, templates: templates)
    for printed in site.pages.concurrentMap({ print($0, in: frame) }) {
      for (path, text) in try printed.get() { try add(path, text) }
    }
    for (path, mark) in RuntimeMark.files(style: chartStyle) { try add(path, mark) }
    try add("style.css", chartStyle + "\n" + pageStyle)
    try add("script.js", script)
    let missing = MissingPageShell(in: site)
    try add("404.html", templates.render("404", missing, neededBy: "the renderer"))
    if let siteMap = siteMap(of: site) { try add("sitemap.xml", siteMap) }
    if let address = site.address(of: "sitemap.xml") {
      try add("robots.txt", "User-agent: *\nAllow: /\nSitemap: \(address)\n")
    }
    return files
  }

  /// The files of a page.
  private func print(_ page: ReportPage, in frame: SiteFrame) -> PrintedPage {
    Result { () throws(RenderingError) in
      let markdown = try markdown(page)
      let html = try html(page, markdown: markdown, in: frame)
      let charts = page.charts.map { ("charts/\($0.name).svg", svg($0)) }
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
      figures: page.charts.reduce(into: [:]) { $0[$1.name] = ChartDrawing($1).figure },
      marks: frame.marks,
      pages: frame.pages,
      poolsMemory: poolsMemory
    )
    let text = try MarkdownDocument.html(markdown, surroundings).text
    let content = SafeHTML(RuntimeMark.pageDefinitions + text)
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
