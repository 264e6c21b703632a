import Testing

@testable import Rendering

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
