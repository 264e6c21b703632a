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

@Suite("Broken links are found")
struct BrokenLinkTests {
  private func broken(_ html: String, alsoPresent: Set<String> = []) -> [BrokenLink.Reason] {
    let files = [
      "a/page.html": html, "index.html": "<p id=\"top\" data-id=\"no\">x</p>", "a/é b.html": "",
      "a/chart.svg": "",
    ].mapValues { Array($0.utf8) }
    return BrokenLink.all(in: files, alsoPresent: alsoPresent).map(\.reason)
  }

  @Test(
    "A link to an existing file or anchor is not broken",
    arguments: [
      "../index.html", "../index.html#top", "../", "..", "./chart.svg", "chart.svg#any", "#here",
      "%C3%A9%20b.html", "https://example.org/x", "mailto:a@b.example", "page.html?x=1#here",
      "results.sqlite",
    ])
  func goodLink(_ address: String) {
    let page = "<h2 id=\"here\">x</h2><a class=\"x\" href=\"\(address)\">x</a>"
    #expect(broken(page, alsoPresent: ["a/results.sqlite"]) == [])
  }

  @Test(
    "A broken link is reported with its reason",
    arguments: [
      ("other.html", BrokenLink.Reason.missingFile), ("index.html", .missingFile),
      ("../../index.html", .missingFile), ("#gone", .missingAnchor),
      ("../index.html#no", .missingAnchor), ("", .empty), ("/index.html", .absolute),
      ("a&amp;b.html", .missingFile),
    ])
  func brokenLink(_ address: String, _ reason: BrokenLink.Reason) {
    #expect(broken("<a href=\"\(address)\">x</a>") == [reason])
    #expect(broken("<img alt=\"\" src=\"\(address)\">") == [reason])
  }

  @Test("A message says where, what and why")
  func messageIsComplete() {
    let link = BrokenLink(page: "a.html", address: "b.html#x", reason: .missingAnchor)
    #expect("\(link)" == "a.html: link to “b.html#x”: the page has no such anchor.")
  }
}

@Suite("Sites in folders")
struct SitePartTests {
  /// A site with the same pages in a folder, and links both ways.
  private static func site() -> Site {
    var site = sampleSite()
    site.feed = "feed.xml"
    var part = sampleSite()
    part.feed = site.feed
    part.folder = "machines/other-2-cores/"
    part.machine = "An <odd> machine"
    site.parts = [part]
    return site
  }

  private static func files(_ site: Site) throws -> [String: [UInt8]] {
    var files = try projectTemplates()
    files["sample.md.mustache"] = sampleTemplate
    files["listing.md.mustache"] = listingTemplate
    files["method.md.mustache"] = """
      # Method

      ## Limits

      {{x}} [Up](../../index.md#the-answer) [down](machines/other-2-cores/method.md#limits)

      """
    let renderer = try Renderer(
      templates: TemplateLibrary(files: files), runtimes: defaultDescriptions, languages: syntaxes)
    return try renderer.files(of: site, assets: ["feed.xml": []])
  }

  @Test("A part has its pages, charts and marks in its folder and shares style and script")
  func partHasItsFolder() throws {
    let files = try Self.files(Self.site())
    let below = files.keys.filter { $0.hasPrefix("machines/") }.map {
      $0.dropFirst("machines/other-2-cores/".count)
    }
    #expect(
      below.sorted() == [
        "charts/memory.csv", "charts/memory.svg", "charts/scaling.csv", "charts/scaling.svg",
        "index.html", "index.md", "marks/go.svg", "marks/other.svg", "marks/swift-async.svg",
        "marks/swift-dispatch.svg", "marks/swift-threads.svg", "marks/tokio.svg",
        "marks/verdict-contradicted.svg", "marks/verdict-inconclusive.svg",
        "marks/verdict-mixed.svg", "marks/verdict-supported.svg", "method.html", "method.md",
      ])
    let page = String(
      decoding: files["machines/other-2-cores/index.html", default: []], as: UTF8.self)
    #expect(page.contains("href=\"../../style.css\""))
    #expect(page.contains("src=\"../../script.js\""))
    #expect(page.contains("href=\"../../feed.xml\""))
    #expect(
      page.contains(
        "<p class=\"subject\">These pages are about another machine: An &lt;odd&gt; machine. "
          + "<a href=\"../../index.html\">"))
    // A tab says which machine it shows.
    #expect(page.contains("<title>Sleeping tasks on An &lt;odd&gt; machine · Parallax</title>"))
    #expect(page.contains("/parallax/machines/other-2-cores/index.html\">"))
    #expect(page.contains("<meta name=\"robots\" content=\"noindex\">"))
    let map = String(decoding: files["sitemap.xml", default: []], as: UTF8.self)
    #expect(map.contains("index.html") && !map.contains("machines/"))
  }

  @Test("Pages link to pages of other folders")
  func foldersLinkToOneAnother() throws {
    let files = try Self.files(Self.site())
    func page(_ path: String) -> String {
      String(decoding: files["\(path).html", default: []], as: UTF8.self)
    }
    #expect(page("method").contains("<a href=\"machines/other-2-cores/method.html#limits\">"))
    let below = page("machines/other-2-cores/method")
    #expect(below.contains("<a href=\"../../index.html#the-answer\">"))
    // What is right on one level is wrong on the other.
    let broken = BrokenLink.all(in: files).map { "\($0.page): \($0.address)" }
    #expect(
      broken.sorted() == [
        "machines/other-2-cores/method.html: machines/other-2-cores/method.md#limits",
        "method.html: ../../index.md#the-answer",
      ])
    #expect(!page("method").contains("class=\"subject\""))
  }
}
