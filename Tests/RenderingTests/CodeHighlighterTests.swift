import FoundationEssentials
import Testing

@testable import Rendering

@Suite("Listings are highlighted")
struct CodeHighlighterTests {
  private let languages = CodeLanguages(syntaxes)

  @Test(
    "Each kind of token has its own element, and text stays text",
    arguments: [
      (
        "let a: Int = 1 // <x>",
        "<b>let</b> a: <u>Int</u> = <span class=\"n\">1</span> "
          + "<i>// &lt;x&gt;</i>"
      ),
      (
        "@main \"<b>\"",
        "<span class=\"a\">@main</span> "
          + "<span class=\"s\">&quot;&lt;b&gt;&quot;</span>"
      ),
    ])
  func tokensAreMarked(_ source: String, _ expected: String) {
    #expect(CodeHighlighter.html(source, language: languages["swift"]) == expected)
  }

  @Test("Lines of a file have anchors named after it, and no element crosses a line end")
  func linesAreNamed() {
    #expect(
      CodeHighlighter.html("/* a\nb */\n\nlet c", language: languages["swift"], file: "A&B.swift")
        == """
        <a id="A&amp;B.swift:1"><i>/* a</i>
        </a><a id="A&amp;B.swift:2"><i>b */</i>
        </a><a id="A&amp;B.swift:3">
        </a><a id="A&amp;B.swift:4"><b>let</b> c</a>
        """)
    let whole = CodeHighlighter.html("a\n", language: languages["go"], file: "main.go")
    #expect(whole == "<a id=\"main.go:1\">a\n</a>")
  }

  @Test(
    "Every source is output whole and escaped, however broken it is",
    arguments: ["swift", "go", "rust", "haskell"],
    [
      "\"open", "/* open", "'", "\\", "\"\\", "r#\"", "#[", "@", "`", "<script>&\"'", "\"\\(",
      "é\"ü\\",
      "1.", "1.2.3", "", "\n\n", "a\u{0}b",
    ])
  func nothingIsLost(_ language: String, _ source: String) {
    for file in [nil, "x"] {
      let found = textAndTags(
        CodeHighlighter.html(source, language: languages[language], file: file))
      #expect(found.text == source.replacing("\u{0}", with: "\u{FFFD}"))
      let names = Set(found.tags.map { $0.split(separator: " ").first ?? "" })
      #expect(names.isSubset(of: ["span", "/span", "b", "/b", "i", "/i", "u", "/u", "a", "/a"]))
    }
  }
}
