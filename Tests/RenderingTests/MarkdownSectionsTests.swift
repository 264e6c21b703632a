import FoundationEssentials
import Testing

@testable import Rendering

@Suite("Source files are in a row of summaries that open and close them")
struct MarkdownSectionsTests {
  private func section(_ heading: String, path: String, language: String = "go") -> String {
    "### \(heading)\n\nMeasured. `\(path)`, digest `abc`.\n\n```\(language)\nx\n```\n\n"
  }

  @Test("Even one file gets a summary, and anchors for its lines")
  func oneFile() throws {
    #expect(
      try html(section("Go & more", path: "a/go/main.go")) == """
        <div class="listings files">
        <details open>
        <summary>
        <h3 id="go--more">
        Go &amp; more
        </h3>
        </summary>
        <p>Measured. <code>a/go/main.go</code>, digest <code>abc</code>.</p>
        <pre tabindex="0"><code><a id="main.go:1">x
        </a></code></pre>
        </details>
        </div>

        """)
  }

  @Test("The two runtimes that are most compared are open; without them all files are")
  func someAreOpen() throws {
    func openings(_ names: [String]) throws -> [String] {
      let sections = names.map { section("![](marks/\($0).svg) \($0)", path: $0) }
      return textAndTags(try html(sections.joined())).tags.filter { $0.hasPrefix("details") }
    }
    let closed = "details"
    let open = "details open"
    #expect(
      try openings(["swift-threads", "swift-async", "swift-async", "tokio", "go"])
        == [closed, open, closed, closed, open])
    #expect(try openings(["swift-threads", "tokio"]) == [open, open])
  }

  @Test("Files with the same name, and files without a path, have distinct anchors")
  func namesDiffer() throws {
    let page = try html(
      section("A", path: "a/main.go") + section("B", path: "b/main.go")
        + "### C\n\n```rust\nx\n```\n\n### D\n\nNo path.\n\n```swift\nx\n```\n")
    #expect(page.components(separatedBy: "<details").count == 5)
    let ids = HTMLAddresses(in: Array(page.utf8)).ids.filter { $0.hasSuffix(":1") }
    #expect(ids == ["main.go:1", "main.go-1:1", "listing:1", "listing-3:1"])
  }
}
