import Reporting
import Testing

@testable import Rendering

@Suite("Templates")
struct TemplateLibraryTests {
  struct Item: Encodable, Sendable {
    var name: String
    var note: String?
  }

  struct Context: Encodable, Sendable {
    var title = "A title"
    var items = [Item(name: "one", note: "first"), Item(name: "two", note: nil)]
    var none: [String] = []
    var words = ["a", "b"]
    var isLong = true
    var code = Markup.code("x`y")
    var owner = Item(name: "me")
  }

  private func render(
    _ template: String, partials: [String: String] = [:],
    context: any Encodable & Sendable = Context()
  ) throws(RenderingError) -> String {
    var files = partials
    files["page.md.mustache"] = template
    return try TemplateLibrary(files: files).render("page", context, neededBy: "the test")
  }

  @Test("Sections, inverted sections, dotted names, partials and comments work as in Mustache")
  func printsWhatMustachePrints() throws {
    let text = try render(
      """
      {{#isLong}}
      # {{title}}
      {{/isLong}}
      {{! a comment }}
      {{#items}}
      {{>item}}
      {{/items}}
      {{^none}}
      none, by {{owner.name}}
      {{/none}}
      {{#words}}{{.}}{{^last()}}, {{/last()}}{{/words}} {{{code}}}

      """, partials: ["item.md.mustache": "- {{name}}{{#note}}: {{.}}{{/note}} of {{title}}\n"])
    #expect(
      text == """
        # A title
        - one: first of A title
        - two of A title
        none, by me
        a, b ``x`y``

        """)
  }

  @Test("A name that the context does not have is an error with template, line and known names")
  func unknownNameIsAnError() {
    let known = ["code", "isLong", "items", "none", "owner", "title", "words"]
    #expect(
      throws: RenderingError.unknownName(
        "titel", template: "page.md.mustache", line: 3, known: known)
    ) { try render("# {{title}}\n\n{{titel}}\n") }
    #expect(
      throws: RenderingError.unknownName(
        "owner.nam", template: "page.md.mustache", line: 1, known: known)
    ) { try render("{{owner.nam}}") }
    #expect(
      throws: RenderingError.unknownName(
        "nope", template: "page.md.mustache", line: 2, known: known)
    ) { try render("\n{{#nope}}x{{/nope}}") }
  }

  @Test("An unknown name in a list's section or a partial is reported at its place")
  func unknownNameInSectionIsAnError() {
    #expect(
      throws: RenderingError.unknownName(
        "nmae", template: "item.md.mustache", line: 2,
        known: ["code", "isLong", "items", "name", "none", "note", "owner", "title", "words"])
    ) {
      try render("{{#items}}{{>item}}{{/items}}", partials: ["item.md.mustache": "x\n{{nmae}}"])
    }
    let inverted = "{{^none}}{{nmae}}{{/none}}"
    #expect(throws: RenderingError.self) { try render(inverted) }
  }

  @Test("A missing partial and a missing template are errors that name what needs them")
  func missingTemplateIsAnError() throws {
    #expect(
      throws: RenderingError.unknownTemplate("item", neededBy: "template page", known: ["page"])
    ) { try render("{{>item}}") }
    let library = try TemplateLibrary(files: ["page.md.mustache": "x"])
    #expect(
      throws: RenderingError.unknownTemplate("pgae", neededBy: "page “x”", known: ["page"])
    ) { try library.render("pgae", Context(), neededBy: "page “x”") }
  }

  @Test(
    "Syntax errors and unsupported features are errors with their line",
    arguments: [
      ("a\n{{title", 2), ("{{#items}}\n{{name}}\n", 1), ("\n\n{{/items}}", 3),
      ("{{#items}}{{/words}}", 1), ("{{=<% %>=}}", 1), ("{{$block}}{{/block}}", 1),
      ("{{<page}}{{/page}}", 1), ("{{%CONTENT_TYPE:TEXT}}", 1), ("{{ti tle}}", 1), ("{{}}", 1),
      ("a\n`{{title}}`", 2), ("```\n{{title}}\n```\n", 2), ("[x]({{title}})", 1),
      ("x\n\n[x](<{{title}}>)", 3), ("{{! two\nlines }}{{code}}", 2), ("{{isLong}}", 1),
      ("{{items}}", 1),
    ])
  func syntaxErrorHasItsLine(_ template: String, _ line: Int) throws {
    let error = #expect(throws: RenderingError.self) { try render(template) }
    guard case .templateSyntax("page.md.mustache", let found, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(found == line)
  }

  @Test("Text is not inserted without escaping", arguments: ["{{{title}}}", "{{& title}}"])
  func unescapedTextIsAnError(_ template: String) {
    #expect(
      throws: RenderingError.unescapedText(name: "title", template: "page.md.mustache", line: 1)
    ) { try render(template) }
  }

  @Test("A template that calls itself is an error")
  func recursionIsAnError() {
    #expect(throws: RenderingError.self) {
      try render("{{>a}}", partials: ["a.md.mustache": "{{#items}}{{>page}}{{/items}}"])
    }
  }

  @Test("Numbers and other unfinished values are rejected with their path in the context")
  func unfinishedValueIsAnError() {
    struct Inner: Encodable, Sendable {
      var size = 12.5
    }
    struct Outer: Encodable, Sendable {
      var rows = [Inner()]
    }
    #expect(throws: RenderingError.unfinishedValue(path: "rows[0].size", type: "Double")) {
      try render("x", context: Outer())
    }
    enum Kind: String, Encodable {
      case plain
    }
    enum Part: Encodable {
      case text(String)
    }
    struct Words: Encodable, Sendable {
      var kind: Kind? = .plain
      var parts: [Part] = []
    }
    #expect(throws: RenderingError.unfinishedValue(path: "kind", type: "Kind")) {
      try render("x", context: Words())
    }
    #expect(throws: RenderingError.unfinishedValue(path: "parts[0]", type: "Part")) {
      try render("x", context: Words(kind: nil, parts: [.text("a")]))
    }
    #expect(throws: Never.self) { try render("x", context: Words(kind: nil)) }
  }

  @Test("Two templates with one name are an error")
  func duplicateNameIsAnError() {
    #expect(throws: RenderingError.duplicateFile(path: "a.md.mustache")) {
      try TemplateLibrary(files: ["a.md.mustache": "", "a.html.mustache": ""])
    }
  }

  @Test("A missing folder is an error that names it")
  func missingFolderIsAnError() {
    let error = #expect(throws: RenderingError.self) {
      try TemplateLibrary(folder: "/nowhere/templates")
    }
    #expect(error.map { "\($0)" }?.contains("“/nowhere/templates”") == true)
  }

  @Test("The project's own templates are valid")
  func projectTemplatesAreUnderstood() throws {
    let library = try TemplateLibrary(folder: testFolder + "/../../templates")
    #expect(throws: Never.self) {
      try Renderer(templates: library, runtimes: [], languages: [])
    }
  }
}
