import BenchmarkModel
import RuntimeFixtures
import Testing

@testable import Analysis

struct CodeTests {
  /// What the files of this source tree say about a language.
  private func syntax(_ name: String) throws -> LanguageSyntax {
    try #require(repositoryRuntimes.languages.first { $0.syntax.name == name }?.syntax)
  }

  @Test(arguments: [
    ("swift", "let a: Int = 1_0 // x", "keyword:let type:Int number:1_0 comment:// x"),
    ("swift", "@main \"a\\(f(\"b\"))c\" d", "attribute:@main string:\"a\\(f(\"b\"))c\""),
    ("swift", "@_exported x", "attribute:@_exported"),
    ("swift", "/* a /* b */ c */ return", "comment:/* a /* b */ c */ keyword:return"),
    (
      "swift", "\"\"\"\n\"x\"\n\"\"\" #\"a\\\"# x.default 1.5",
      "string:\"\"\"\n\"x\"\n\"\"\" string:#\"a\\\"# number:1.5"
    ),
    ("go", "/* a /* b */ x := `a\n\\` + 'b'", "comment:/* a /* b */ string:`a\n\\` string:'b'"),
    ("go", "func f(n int) error", "keyword:func type:int type:error"),
    (
      "rust", "fn f<'a>(x: &'a str) -> char { 'a' }", "keyword:fn type:str type:char string:'a'"
    ),
    (
      "rust", "#[tokio::main] x.await r#\"a\"b\"#",
      "attribute:#[tokio::main] keyword:await string:r#\"a\"b\"#"
    ),
    ("rust", "'\\'' 'é' '_", "string:'\\'' string:'é'"),
  ])
  func tokensOfEachLanguageAreTold(language: String, source: String, expected: String) throws {
    let bytes = Array(source.utf8)
    let tokens = try CodeLanguage(syntax(language)).tokens(of: bytes).map {
      "\($0.kind):\(String(decoding: bytes[$0.range], as: UTF8.self))"
    }
    #expect(tokens.joined(separator: " ") == expected)
  }

  @Test(arguments: [
    ("swift", "x += a[1] // y\n\n@main \"b\\(c)\"", "x += a [ 1 ] @ main \"b\\(c)\""),
    ("swift", "a..<b ?? c.d { $0 }", "a ..< b ?? c . d { $ 0 }"),
    ("go", "v, ok := <-c /* no */; 'a'", "v , ok := <- c ; 'a'"),
    ("rust", "#[a::b] f::<'c>(&x)", "# [ a :: b ] f ::< ' c > ( & x )"),
  ])
  func piecesAreWordsLiteralsAndRunsOfOperators(
    language: String, source: String, expected: String
  ) throws {
    let pieces = try CodeLanguage(syntax(language)).pieces(of: Array(source.utf8))
    #expect(pieces.map(\.text).joined(separator: " ") == expected)
  }

  @Test(arguments: [
    ("swift", "import A\n\npublic import B\n@testable import C\nimport struct D.E\n", "A B C D"),
    (
      "swift", "@_exported import A; internal import B\n#if os(Linux)\n  import Glibc\n#endif",
      "A B Glibc"
    ),
    ("swift", "// import A\n/* import B\nimport C */ let a = \"import D\"\n", ""),
    ("swift", "let text = \"\"\"\n  import A\n  \"\"\"\nx.import\nf(import: 1)\n", ""),
    ("go", "package main\n\nimport \"fmt\"\n", "fmt"),
    (
      "go", "import (\n\t\"fmt\"\n\tm \"a/b\" // \"no\"\n)\nimport _ `x`\nvar a = \"b\"\n",
      "fmt a/b x"
    ),
    ("go", "import ()\nvar a, b = \"c\", (1)\n", ""),
    ("go", "package main\n\nvar a = \"import (\"\n", ""),
    (
      "rust", "use std::{fs, io};\npub use a::b;\npub(crate) use ::c;\n#[cfg(x)] use d;\n",
      "std a c d"
    ),
    ("rust", "fn f() -> impl T + use<'a> { }\nmod m { use a; use b; }\n", "a b"),
    ("rust", "// use a;\nlet s = r#\"\nuse b;\n\"#;\nlet c = '\\'';\nuse d;\n", "d"),
  ])
  func importsOfEachLanguageAreFound(language: String, source: String, expected: String) throws {
    let bytes = Array(source.utf8)
    let pieces = try CodeLanguage(syntax(language)).pieces(of: bytes)
    #expect(
      try syntax(language).imported(in: pieces, of: bytes).joined(separator: " ") == expected)
  }

  @Test(arguments: [
    (
      "swift", "import Dispatch\nimport WorkloadKit\n@testable import NIOCore\nimport Glibc",
      "NIOCore"
    ),
    (
      "go",
      "import (\n\t\"net/http\"\n\t\"parallax/peerkit\"\n\te \"golang.org/x/sync/errgroup\"\n)",
      "golang.org/x/sync/errgroup"
    ),
    (
      "rust",
      "mod m;\nuse m::A;\nuse std::time;\n#[tokio::main]\nfn f() { peerkit::trial!(); m::g(); }",
      "tokio"
    ),
    (
      "rust",
      "use tokio::{sync::mpsc, task};\nuse reqwest as web;\nfn f() { let x = u64::MAX; task::g(); "
        + "mpsc::h(); self::i(); rand::random::<u8>(); A::b(); c.d::<E>(); <F as G>::k(); }",
      "rand reqwest tokio"
    ),
    ("rust", "// use a::b;\nlet s = \"c::d\";", ""),
  ])
  func packagesFromOutsideAreNamed(language: String, source: String, expected: String) throws {
    let figures = try CodeFigures(source, syntax(language))
    #expect(figures.outsidePackages.joined(separator: " ") == expected)
  }

  /// A language that no file describes: its rules are all that is known of it.
  private let madeUp = LanguageSyntax(
    name: "made-up", ending: "mu", keywords: ["let"], lineComment: "--",
    blockComment: LanguageSyntax.BlockComment(start: "--[[", end: "]]", nests: false),
    strings: [LanguageSyntax.StringDelimiter(start: "'", end: "'")],
    attribute: LanguageSyntax.Attribute(start: "[<", end: ">]"),
    imports: LanguageSyntax.Imports(
      keyword: "import", form: .dotted, skipped: ["static"], toolchain: ["java"]))

  @Test func rulesOfALanguageAreDataAlone() {
    let source = Array("--[[ a\nb ]] let '--' // -- c\n[<Fact>] x".utf8)
    let tokens = CodeLanguage(madeUp).tokens(of: source).map {
      "\($0.kind):\(String(decoding: source[$0.range], as: UTF8.self))"
    }
    #expect(
      tokens == [
        "comment:--[[ a\nb ]]", "keyword:let", "string:'--'", "comment:-- c", "attribute:[<Fact>]",
      ])
  }

  @Test func packagesOfDottedNamesAreTheirSmallParts() {
    let source = """
      import java.util.List
      import static org.agrona.concurrent.Agent.run
      import lonely

      """
    let figures = CodeFigures(source, madeUp)
    #expect(figures.imports == 3)
    #expect(figures.outsidePackages == ["lonely", "org.agrona.concurrent"])
  }

  @Test func linesWordsAndTokensAreCountedWithoutComments() throws {
    let source = """
      // A comment.
      import A

      /* Another
         one. */ let a = 1
      let b = \"\"\"
        c

        \"\"\" + a

      """
    let figures = try CodeFigures(source, syntax("swift"))
    #expect(figures.lines == 6)
    #expect(figures.tokens == 2 + 4 + 6)
    #expect(figures.words == 5)
    #expect(figures.imports == 1)
  }
}
