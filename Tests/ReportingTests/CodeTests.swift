import Testing

@testable import Reporting

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
    ("swift", "import A\n\npublic import B\n@testable import C\nimport struct D.E\n", 4),
    ("swift", "@_exported import A; internal import B\n#if os(Linux)\n  import Glibc\n#endif", 3),
    ("swift", "// import A\n/* import B\nimport C */ let a = \"import D\"\n", 0),
    ("swift", "let text = \"\"\"\n  import A\n  \"\"\"\nx.import\nf(import: 1)\n", 0),
    ("go", "package main\n\nimport \"fmt\"\n", 1),
    ("go", "import (\n\t\"fmt\"\n\tm \"math\" // \"no\"\n)\nimport _ `x`\nvar a = \"b\"\n", 3),
    ("go", "import ()\nvar a, b = \"c\", (1)\n", 0),
    ("go", "package main\n\nvar a = \"import (\"\n", 0),
    ("rust", "use std::{fs, io};\npub use a::b;\npub(crate) use c;\n#[cfg(x)] use d;\n", 4),
    ("rust", "fn f() -> impl T + use<'a> { }\nmod m { use a; use b; }\n", 2),
    ("rust", "// use a;\nlet s = r#\"\nuse b;\n\"#;\nlet c = '\\'';\nuse d;\n", 1),
  ])
  func importsOfEachLanguageAreCounted(language: String, source: String, expected: Int) {
    #expect(importCount(in: source, language: language) == expected)
  }

  @Test func importsOfAnUnknownLanguageAreNotCounted() {
    #expect(importCount(in: "import x", language: "python") == nil)
  }
}
