import BenchmarkModel
import Testing

@testable import References

struct SiteReaderTests {
  private let runtimes = [Runtime("go", label: "Go", order: 1)]

  private func description(_ text: String) throws -> SiteDescription {
    try SiteReader.description(in: Array(text.utf8), path: "site.json", runtimes: runtimes)
  }

  @Test func allKeysAreRead() throws {
    let site = try description(
      """
      {"name": "A & <b>", "description": "d", "logo": "l.svg", "card": "c.png", "baseline": "go",
       "colors": {"link": {"light": "#123456", "dark": "#abcdef"}},
       "pages": [{"page": "index", "menu": "Start"},
                 {"add": "about", "menu": "m", "group": "g", "title": "t", "description": "d",
                  "card": "own.png"}]}
      """)
    #expect(
      site
        == SiteDescription(
          name: "A & <b>", summary: "d", logo: "l.svg", card: "c.png", baseline: "go",
          colors: [.init("link", light: "#123456", dark: "#abcdef")],
          pages: [
            .init("index", menu: "Start"),
            .init(
              "about", isAdded: true, menu: "m", group: "g", title: "t", summary: "d",
              card: "own.png"),
          ]))
  }

  @Test(arguments: [
    (#"{"pages": []}"#, "name"), (#"{"name": ""}"#, "not empty"),
    (#"{"name": "x", "nam": 1}"#, "is not a known key"),
    (#"{"name": "x", "logo": "../l.svg"}"#, "is not the name of an image here"),
    (#"{"name": "x", "logo": "l.js"}"#, "ending in .svg or .png"),
    (#"{"name": "x", "card": "c.svg"}"#, "ending in .png"),
    (
      #"{"name": "x", "pages": [{"page": "index", "card": "a/c.png"}]}"#,
      "is not the name of an image"
    ),
    (#"{"name": "x", "baseline": "java"}"#, "is not a known runtime"),
    (
      ##"{"name": "x", "colors": {"link": {"light": "red", "dark": "#abcdef"}}}"##, "is not a color"
    ),
    (#"{"name": "x", "colors": {"size": {}}}"#, "is not a known key"),
    (#"{"name": "x", "pages": [{"page": "a"}]}"#, "has no page \"index\""),
    (#"{"name": "x", "pages": [{"page": "index"}, {"add": "index"}]}"#, "already listed"),
    (#"{"name": "x", "pages": [{"page": "a", "add": "b"}]}"#, "exclude each other"),
    (#"{"name": "x", "pages": [{"page": "../a"}]}"#, "is not an identifier"),
  ])
  func whatIsWrongIsAnError(text: String, part: String) {
    do {
      _ = try description(text)
      Issue.record("no error")
    } catch { #expect("\(error)".contains(part), "\(error)") }
  }
}
