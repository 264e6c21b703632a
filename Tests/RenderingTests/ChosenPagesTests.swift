import BenchmarkModel
import Reporting
import Testing

@testable import Rendering

@Suite("The pages that a site shows")
struct ChosenPagesTests {
  private let all = ["index", "a", "b", "notes"].map { name in
    ReportPage(
      name: name, title: "Title of \(name)", description: "About \(name).",
      menuTitle: "Menu \(name)",
      menuGroup: ["a", "b"].contains(name) ? "Group" : nil,
      template: ["a", "b"].contains(name) ? "many" : name, context: OneValue(x: name))
  }

  private func chosen(_ pages: [SiteDescription.Page]) throws -> ChosenPages {
    let templates = try TemplateLibrary(files: [
      "own.md.mustache": "{{x}}", "many.md.mustache": "", "history.md.mustache": "",
    ])
    return try ChosenPages(
      of: all, for: SiteDescription(name: "Site", pages: pages), templates: templates)
  }

  @Test("Without a list all pages are shown, and the first has the name of the site")
  func allPages() throws {
    let chosen = try chosen([])
    #expect(chosen.pages.map(\.title) == ["Site", "Title of a", "Title of b", "Title of notes"])
    #expect(chosen.omitted == [])
  }

  @Test("The list decides set, order, menu and titles")
  func listedPages() throws {
    let chosen = try chosen([
      .init("index"), .init("own", isAdded: true, menu: "Own", summary: "s"),
      .init("b", menu: "One", title: "Other"), .init("many", menu: "Rest", card: "c.png"),
      .init("history"),
    ])
    #expect(chosen.pages.map(\.card) == [nil, nil, nil, "c.png"])
    #expect(chosen.pages.map(\.name) == ["index", "own", "b", "a"])
    #expect(chosen.pages.map(\.menuTitle) == [nil, "Own", "One", "Menu a"])
    #expect(chosen.pages.map(\.menuGroup) == [nil, nil, nil, "Rest"])
    #expect(chosen.pages.map(\.title) == ["Site", "Own", "Other", "Title of a"])
    #expect(chosen.pages.map(\.description) == ["About index.", "s", "About b.", "About a."])
    #expect((chosen.pages[1].context as? OneValue)?.x == "index")
    #expect(chosen.omitted == ["notes"])
  }

  @Test("A name without page and template is an error")
  func unknownPage() {
    #expect(
      throws: RenderingError.unknownPage("c", known: ["a", "b", "index", "many", "notes"])
    ) { try chosen([.init("index"), .init("c")]) }
  }

  @Test(
    "A link to a page that is left out becomes its text",
    arguments: [
      ("[a *b*](notes.md)", "a *b*"), ("[a\nb](notes.md#x-y) [c](a.md)", "a\nb [c](a.md)"),
      ("| [4.5](../../notes.md) |", "| 4.5 |"), (#"[\[x\]](machines/m/notes.md)"#, #"\[x\]"#),
      (
        "![](marks/go.svg) [x](https://example.org/notes.md)",
        "![](marks/go.svg) [x](https://example.org/notes.md)"
      ),
      ("```sh\n[a](notes.md)\n```\n[b](notes.md)", "```sh\n[a](notes.md)\n```\nb"),
      ("````\n```\n[a](notes.md)\n````", "````\n```\n[a](notes.md)\n````"),
      // A code span at the start of a line is no fence.
      ("``` a``b ``` [x](notes.md)\n[c](notes.md)", "``` a``b ``` x\nc"),
    ])
  func linksAreRemoved(markdown: String, expected: String) {
    #expect(withoutLinks(to: ["notes"], markdown) == expected)
  }
}

@Suite("The index for searches")
struct SearchIndexTests {
  @Test("It has pages and the headings of one page, as text within a string")
  func entries() {
    let pages = ["one", "two", "hidden"].map {
      ReportPage(
        name: $0, title: "Title \"\($0)\"", description: "", template: "t",
        context: OneValue(x: ""),
        isIndexed: $0 != "hidden")
    }
    let common = "<h2 id=\"common\">\nCommon\n</h2>"
    let index = SearchIndex(
      of: pages,
      html: [
        "one": common + "<h3 id=\"a--b\">\nA &lt;script&gt; <code>b</code>"
          + "<a class=\"anchor\" href=\"#a--b\"></a></h3>",
        "two": "<h1 id=\"x\">x</h1>" + common, "hidden": "<h2 id=\"h\">Only here</h2>",
      ])
    #expect(
      index.script == #"""
        globalThis.searchIndex = [
        ["Title \"one\"","Title \"one\"","one.html"],
        ["A \u003cscript\u003e b","Title \"one\"","one.html#a--b"],
        ["Title \"two\"","Title \"two\"","two.html"]
        ];

        """#)
  }
}
