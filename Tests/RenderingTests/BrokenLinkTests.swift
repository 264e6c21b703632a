import Testing

@testable import Rendering

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
