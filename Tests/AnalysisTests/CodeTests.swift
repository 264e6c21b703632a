import Testing

@testable import Analysis

struct CodeTests {
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
    let tokens = try #require(CodeLanguage(named: language)).tokens(of: bytes).map {
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
    let pieces = try #require(CodeLanguage(named: language)).pieces(of: Array(source.utf8))
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
    let pieces = try #require(CodeLanguage(named: language)).pieces(of: bytes)
    #expect(
      imports(in: pieces, of: bytes, language: language).joined(separator: " ") == expected)
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
    let figures = try #require(CodeFigures(source, language: language))
    #expect(figures.outsidePackages.joined(separator: " ") == expected)
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
    let figures = try #require(CodeFigures(source, language: "swift"))
    #expect(figures.lines == 6)
    #expect(figures.tokens == 2 + 4 + 6)
    #expect(figures.words == 5)
    #expect(figures.imports == 1)
    #expect(CodeFigures(source, language: "python") == nil)
  }
}
