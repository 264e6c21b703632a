import BenchmarkModel
import FoundationEssentials
import Reporting
import Testing

@testable import Rendering

@Suite("Pages and sites")
struct SiteTests {
  @Test("A page as Markdown and as HTML")
  func pageGolden() throws {
    let site = sampleSite()
    let renderer = try sampleRenderer()
    try expectGolden(renderer.markdown(site.pages[0]), "index.md")
    try expectGolden(renderer.html(site.pages[0], in: site), "index.html")
  }

  @Test("Two renderings are equal byte for byte")
  func renderingIsDeterministic() throws {
    let first = try sampleRenderer().files(of: sampleSite())
    let second = try sampleRenderer().files(of: sampleSite())
    #expect(first == second)
    #expect(
      first.keys.sorted() == [
        "404.html", "charts/memory.csv", "charts/memory.svg", "charts/scaling.csv",
        "charts/scaling.svg", "index.html", "index.md",
        "marks/go.svg", "marks/other.svg", "marks/swift-async.svg", "marks/swift-dispatch.svg",
        "marks/swift-threads.svg", "marks/tokio.svg", "marks/verdict-contradicted.svg",
        "marks/verdict-inconclusive.svg", "marks/verdict-mixed.svg", "marks/verdict-supported.svg",
        "method.html", "method.md", "robots.txt", "script.js", "search.js", "sitemap.xml",
        "style.css",
      ])
  }

  @Test("A site has no broken links, and each anchor of a page has a unique name")
  func sampleSiteIsWhole() throws {
    let files = try sampleRenderer().files(of: sampleSite())
    #expect(BrokenLink.all(in: files) == [])
    for (path, bytes) in files where path.hasSuffix(".html") {
      let ids = String(decoding: bytes, as: UTF8.self).components(separatedBy: " id=\"").dropFirst()
        .map { $0.prefix { $0 != "\"" } }
      #expect(Set(ids).count == ids.count, "\(path)")
    }
  }

  @Test("No page has an inline script or style, or the address of another site's file")
  func policyHolds() throws {
    let files = try sampleRenderer().files(of: sampleSite())
    for (path, bytes) in files where path.hasSuffix(".html") {
      let page = String(decoding: bytes, as: UTF8.self)
      // What a server returns for missing addresses can be at any depth and needs no script.
      let scripts = path == "404.html" ? 0 : 1
      #expect(page.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"))
      #expect(page.components(separatedBy: "script-src 'self' file:;").count == scripts + 1)
      #expect(page.components(separatedBy: "<script").count == scripts + 1)
      let own = "<script src=\"script.js\" defer></script>"
      #expect(page.components(separatedBy: own).count == scripts + 1)
      #expect(!page.contains("<style"))
      #expect(!page.contains(" style=\""))
      #expect(!page.contains("src=\"http"))
    }
  }

  @Test("The menu holds the pages with a menu title and marks the current one")
  func menuIsMade() throws {
    var site = sampleSite()
    site.pages[0].menuTitle = nil
    let page = try sampleRenderer().html(site.pages[1], in: site)
    #expect(page.contains("<li><a href=\"method.html\" aria-current=\"page\">Method</a></li>"))
    #expect(!page.contains("Overview"))
  }

  @Test("Adjacent pages of one group are collapsed under its title")
  func groupIsFolded() throws {
    var site = sampleSite()
    site.pages[0].menuGroup = "Workloads"
    site.pages[1].menuGroup = "Workloads"
    let page = try sampleRenderer().html(site.pages[1], in: site)
    #expect(page.contains("<details><summary class=\"current\">Workloads</summary>"))
    #expect(page.components(separatedBy: "<details><summary").count == 2)
    #expect(page.contains("<li><a href=\"method.html\" aria-current=\"page\">Method</a></li>"))
  }

  @Test("There are a site map and canonical addresses only if the site has an address")
  func siteMapNeedsAddress() throws {
    var site = sampleSite()
    let renderer = try sampleRenderer()
    let map = try renderer.files(of: site)["sitemap.xml"].map {
      String(decoding: $0, as: UTF8.self)
    }
    #expect(map?.contains("<loc>https://example.org/parallax/index.html</loc>") == true)
    #expect(try renderer.html(site.pages[0], in: site).contains("rel=\"canonical\""))
    site.baseURL = nil
    #expect(try renderer.files(of: site)["sitemap.xml"] == nil)
    #expect(try !renderer.html(site.pages[0], in: site).contains("rel=\"canonical\""))
  }

  @Test("A page that is not to be indexed says so and is in no site map")
  func hiddenPageIsNotListed() throws {
    var site = sampleSite()
    let noIndex = "<meta name=\"robots\" content=\"noindex\">"
    let renderer = try sampleRenderer()
    #expect(try !renderer.html(site.pages[1], in: site).contains(noIndex))
    site.pages[1].isIndexed = false
    #expect(try renderer.html(site.pages[1], in: site).contains(noIndex))
    let map = try #require(try renderer.files(of: site)["sitemap.xml"])
    #expect(!String(decoding: map, as: UTF8.self).contains("method.html"))
  }

  @Test(
    "The page for missing addresses has full addresses, or those of the root if the site has none")
  func missingPageLeadsToTheFirst() throws {
    var site = sampleSite()
    let renderer = try sampleRenderer()
    func addresses() throws -> [String] {
      HTMLAddresses(in: try #require(try renderer.files(of: site)["404.html"])).links
    }
    #expect(
      try addresses() == [
        "https://example.org/parallax/style.css", "https://example.org/parallax/index.html",
        "https://example.org/parallax/index.html", "https://example.org/parallax/index.html",
        "https://example.org/parallax/method.html",
      ])
    site.baseURL = nil
    #expect(try Set(addresses()) == ["style.css", "index.html", "method.html"])
  }

  @Test("Link previews need the site's address")
  func sharingNeedsAddress() throws {
    var site = sampleSite()
    site.about.card = "card.png"
    site.feed = "feed.xml"
    let renderer = try sampleRenderer()
    let page = try renderer.html(site.pages[0], in: site)
    for tag in [
      "<meta property=\"og:title\" content=\"Sleeping tasks · Parallax\">",
      "<meta property=\"og:description\" content=\"What 100,000 tasks cost.\">",
      "<meta property=\"og:url\" content=\"https://example.org/parallax/index.html\">",
      "<meta property=\"og:image\" content=\"https://example.org/parallax/card.png\">",
      "title=\"Changed verdicts\" href=\"feed.xml\">",
    ] { #expect(page.contains(tag), "\(tag)") }
    // Without an image the card is the text.
    site.about.card = nil
    let plain = try renderer.html(site.pages[0], in: site)
    #expect(plain.contains("<meta name=\"twitter:card\" content=\"summary\">"))
    #expect(plain.contains("og:title") && !plain.contains("og:image"))
    site.baseURL = nil
    #expect(try !renderer.html(site.pages[0], in: site).contains("property=\"og:"))
  }

  @Test("A page shows its own card, and says what is on it")
  func ownCard() throws {
    var site = sampleSite()
    site.about.summary = "What is measured."
    site.about.card = "card.png"
    site.pages[1].card = "method.png"
    let renderer = try sampleRenderer()
    for (page, file, text) in [
      (site.pages[0], "card.png", "Parallax: What is measured."),
      (site.pages[1], "method.png", "Method: How it was measured."),
    ] {
      let html = try renderer.html(page, in: site)
      #expect(html.contains("og:image\" content=\"https://example.org/parallax/\(file)\""))
      #expect(html.contains("og:image:alt\" content=\"\(text)\""))
    }
  }

  @Test("Two charts or assets with one path are an error")
  func duplicatePathIsAnError() throws {
    var site = sampleSite()
    site.pages[1].charts = [memoryChart]
    let renderer = try sampleRenderer()
    #expect(throws: RenderingError.duplicateFile(path: "charts/memory.svg")) {
      try renderer.files(of: site)
    }
    #expect(throws: RenderingError.duplicateFile(path: "index.md")) {
      try renderer.files(of: sampleSite(), assets: ["index.md": []])
    }
  }

  @Test("A page with a wide table is rejected with the page's name")
  func wideTableIsRefused() throws {
    let columns = String(repeating: "-|", count: 300)
    var files = try projectTemplates()
    files["wide.md.mustache"] = "x\n\n|h\n\(columns)\n"
    let renderer = try Renderer(
      templates: TemplateLibrary(files: files), runtimes: defaultDescriptions, languages: syntaxes)
    let page = ReportPage(
      name: "wide", title: "", description: "", template: "wide", context: OneValue(x: ""))
    let site = Site(about: SiteDescription(name: ""), stamp: "", credit: "", pages: [page])
    #expect(
      throws: RenderingError.tableTooWide(page: "wide", line: 4, columnCount: 300, limit: 256)
    ) { try renderer.files(of: site) }
  }
}
