import FoundationEssentials
import Testing

@testable import Rendering

@Suite("Listings are highlighted")
struct CodeHighlighterTests {
  @Test(
    "Tokens of each language get their class",
    arguments: [
      ("swift", "let a: Int = 1_0 // x", "k:let t:Int n:1_0 c:// x"),
      ("swift", "@main \"a\\(f(\"b\"))c\" d", "a:@main s:\"a\\(f(\"b\"))c\""),
      ("swift", "/* a /* b */ c */ return", "c:/* a /* b */ c */ k:return"),
      (
        "swift", "\"\"\"\n\"x\"\n\"\"\" #\"a\\\"# x.default 1.5",
        "s:\"\"\"\n\"x\"\n\"\"\" s:#\"a\\\"# n:1.5"
      ),
      ("go", "/* a /* b */ x := `a\n\\` + 'b'", "c:/* a /* b */ s:`a\n\\` s:'b'"),
      ("go", "func f(n int) error", "k:func t:int t:error"),
      ("rust", "fn f<'a>(x: &'a str) -> char { 'a' }", "k:fn t:str t:char s:'a'"),
      ("rust", "#[tokio::main] x.await r#\"a\"b\"#", "a:#[tokio::main] k:await s:r#\"a\"b\"#"),
      ("rust", "'\\'' 'é' '_", "s:'\\'' s:'é'"),
    ])
  func tokensAreMarked(_ language: String, _ source: String, _ expected: String) {
    let html = CodeHighlighter.html(source, language: language)
    let spans = html.components(separatedBy: "<span class=\"").dropFirst().map { part in
      let pieces = part.components(separatedBy: "</span>")[0].components(separatedBy: "\">")
      return "\(pieces[0]):\(textAndTags(pieces[1...].joined(separator: "\">")).text)"
    }
    #expect(spans.joined(separator: " ") == expected)
  }

  @Test(
    "Every source comes out whole and escaped, however broken it is",
    arguments: ["swift", "go", "rust", "haskell"],
    [
      "\"open", "/* open", "'", "\\", "\"\\", "r#\"", "#[", "@", "`", "<script>&\"'", "\"\\(",
      "é\"ü\\",
      "1.", "1.2.3", "", "\n\n", "a\u{0}b",
    ])
  func nothingIsLost(_ language: String, _ source: String) {
    let found = textAndTags(CodeHighlighter.html(source, language: language))
    #expect(found.text == source.replacing("\u{0}", with: "\u{FFFD}"))
    #expect(found.tags.allSatisfy { $0 == "/span" || $0.hasPrefix("span class=\"") })
  }
}
