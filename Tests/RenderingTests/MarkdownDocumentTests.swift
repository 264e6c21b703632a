import Analysis
import FoundationEssentials
import Testing

@testable import Rendering

@Suite("Markdown becomes HTML")
struct MarkdownDocumentTests {
  private let figures = ["memory": PageFigure(title: "Memory", start: SafeHTML("<figure>it"))]

  @Test("Headings get GitHub's ids, without duplicates, and link to themselves")
  func headingsAreNamed() throws {
    let page = try html("# A `b` & C!\n\n## Über 95 % (ok)\n\n## Same\n\n## Same\n\n## a_b-c\n")
    let ids = HTMLAddresses(in: Array(page.utf8))
    #expect(ids.ids == ["a-b--c", "über-95--ok", "same", "same-1", "a_b-c"])
    #expect(ids.links == ["#über-95--ok", "#same", "#same-1", "#a_b-c"])
  }

  @Test("A heading can name its id; text that looks like such a name stays text")
  func headingNamesItsIdentifier() throws {
    let page = try html(
      "## <a id=\"own-x\\_y\"></a>A sentence\n\n## &lt;a id=\"no\"&gt;&lt;/a&gt; Z\n")
    let addresses = HTMLAddresses(in: Array(page.utf8))
    #expect(addresses.ids == ["own-x_y", "a-idnoa-z"])
    #expect(addresses.links == ["#own-x_y", "#a-idnoa-z"])
    #expect(page.contains("aria-label=\"Link to “A sentence”\""))
    #expect(!page.contains("<!--"))
  }

  @Test("A mark in a heading is drawn and does not affect its id")
  func markInHeading() throws {
    let page = try html("## ![](marks/go.svg) Go\n")
    #expect(
      page.contains("<h2 id=\"go\">\n<svg class=\"mark \(defaultMarks.className(of: "go"))\""))
    #expect(page.contains("aria-label=\"Link to “Go”\""))
  }

  @Test("In a table a link to its own page becomes an anchor; text that looks like one stays text")
  func linkInATableNamesItsPlace() throws {
    let table = "| Cell |\n|---|\n| [k3f](#k3f) |\n| &lt;a href=\"#no\"&gt; [x](a.html#y) |\n"
    let page = try html("See [k3f](#k3f).\n\n\(table)")
    #expect(page.contains("<td><a id=\"k3f\" href=\"#k3f\">k3f</a></td>"))
    #expect(HTMLAddresses(in: Array(page.utf8)).ids == ["k3f"])
  }

  @Test("An image of a chart alone in its paragraph becomes its figure; within text it stays")
  func chartBecomesFigure() throws {
    let page = try html(
      "![a](charts/memory.svg)\n\nSee ![a](charts/memory.svg)\n", figures: figures)
    #expect(
      page == """
        <figure>it
        </figure>
        <p>See <img src="charts/memory.svg" alt="a" /></p>

        """)
    let nested = "![![](marks/go.svg)](charts/memory.svg)\n\n| a |\n|---|\n| `c` |\n"
    let start = "<figure>it\n</figure>\n<div class=\"table\""
    #expect(try html(nested, figures: figures).hasPrefix(start))
  }

  @Test("A collapsed table after a chart becomes part of its figure; other HTML is removed")
  func foldedTableBecomesPartOfFigure() throws {
    let table = """
      <details><summary>The data as a table</summary>

      | a |
      |---|
      | 1 |

      </details>

      """
    let page = try html("## Answer\n\n![a](charts/memory.svg)\n\n\(table)", figures: figures)
    let tags = textAndTags(page).tags
    let start = tags.firstIndex(of: "figure") ?? tags.startIndex
    #expect(tags[start...].prefix(4) == ["figure", "details", "summary", "/summary"])
    #expect(tags.suffix(4) == ["/table", "/div", "/details", "/figure"])
    #expect(page.contains("aria-label=\"Table: Memory\""))
    #expect(try !html(table).contains("<details"))
  }

  @Test("A missing chart or mark is an error that lists those that exist")
  func unknownChartIsAnError() {
    #expect(throws: RenderingError.unknownChart("x", page: "test", known: ["memory"])) {
      try html("![a](charts/x.svg)\n", figures: figures)
    }
    let error = #expect(throws: RenderingError.self) { try html("![](marks/x.svg)\n") }
    #expect(error.map { "\($0)" }?.contains("go, other, swift-async") == true)
  }

  @Test("Sections with code are laid out side by side, and sections with lists become cards")
  func sectionsAreGrouped() throws {
    let page = try html(
      """
      ### A

      note

      ```sh
      x := 1
      ```

      ### B

      ```
      <y>
      ```

      Between.

      ### C

      - c

      ### D

      - d

      ### Alone

      ```
      z
      ```
      """)
    let tags = textAndTags(page).tags.filter { $0.hasPrefix("div") || $0.contains("section") }
    #expect(
      tags == [
        "div class=\"listings\"", "section", "/section", "section", "/section",
        "div class=\"cards\"", "section", "/section", "section", "/section",
      ])
    #expect(page.contains("x := 1"))
    #expect(page.contains("&lt;y&gt;"))
    #expect(page.components(separatedBy: "</div>").count == 3)
  }

  @Test("A table is in a box that scrolls, with alignment classes and drawn marks")
  func tableIsWrapped() throws {
    let page = try html(
      "## Sizes\n\n| a | b |\n|:--|--:|\n| ![](marks/go.svg) Go | align=\"right\" |\n")
    #expect(
      page.contains(
        "<div class=\"table\" role=\"region\" aria-label=\"Table: Sizes\" tabindex=\"0\">"))
    #expect(
      page.contains("<td class=\"left\"><svg class=\"mark \(defaultMarks.className(of: "go"))\""))
    #expect(page.contains("<table class=\"n2\">") && page.contains("<th class=\"right\">b</th>"))
    #expect(page.contains("<td>align=&quot;right&quot;</td>"))
  }

  @Test("From three columns on, each cell but the first names its column, as text")
  func cellsNameTheirColumns() throws {
    let row = "| x | [y](z.md) | <b>\"w\" |\n"
    let table = "| Name | [Go](a.md) & \"co\" | ![](marks/go.svg) T |\n|---|---:|---|\n\(row)"
    let page = try html(table)
    #expect(page.contains("<td>x</td>"))
    #expect(page.contains("<td data-label=\"Go &amp; &quot;co&quot;\"><a "))
    #expect(
      page.contains("<td data-label=\" T\">&lt;b&gt;")
        || page.contains("<td data-label=\" T\"><!--"))
    #expect(try !html("| a | b |\n|---|---|\n| 1 | 2 |\n").contains("data-label"))
  }

  @Test("A table names its columns of numbers once; beyond the twelfth each cell has a class")
  func numbersAreNamedOnce() throws {
    let titles = (1...14).map { "c\($0)" }
    let rules = (1...14).map { [1, 3, 13].contains($0) ? "---:" : "---" }
    let rows = [titles, rules, titles].map { "| \($0.joined(separator: " | ")) |\n" }.joined()
    let page = try html(rows)
    #expect(page.contains("<table class=\"n1 n3\">"))
    #expect(page.components(separatedBy: "class=\"right\">c13<").count == 3)
    #expect(page.contains("<td>c1</td>") && page.contains("<td data-label=\"c3\">c3</td>"))
    #expect(try html("| a | b |\n|---|---|\n| 1 | 2 |\n").contains("<table>\n"))
  }

  @Test("Within a number a line ends only before an interval and after a comma")
  func numbersStayOnTheirLine() throws {
    let cells = "| a | [1.2 ms (3 to 4), p = 0.1](b.md) | no number here |\n"
    let page = try html("| A | B | C |\n|---|---:|---:|\n\(cells)")
    #expect(page.contains("<a href=\"b.md\">1.2\u{A0}ms (3\u{A0}to\u{A0}4), p\u{A0}=\u{A0}0.1</a>"))
    #expect(page.contains(">no number here<"))
  }

  @Test("In other text, a unit stays on the line of its number, except in code")
  func unitsStayWithTheirNumber() throws {
    let page = try html(
      "12 ms (3 to 4), 341 µs; 5 M/s. **2 ×** 9 million, `sleep 5 s`\n\n```\n7 ms\n```\n")
    #expect(page.contains("12\u{A0}ms (3 to 4), 341\u{A0}µs; 5\u{A0}M/s. "))
    #expect(page.contains("<strong>2\u{A0}×</strong> 9 million, <code>sleep 5 s</code>"))
    #expect(page.contains(">7 ms\n<"))
    #expect(SVG.lines("best: 130 ns", size: 10, width: 66) == ["best:", "130\u{A0}ns"])
  }

  @Test("A table in a quote has its box there, and an image that is not a mark stays an image")
  func nestedTableIsWrapped() throws {
    let page = try html("> | a |\n> |:-:|\n> | ![x](marks/go.svg) ![](mark.svg) |\n")
    #expect(
      page == """
        <blockquote>
        <div class="table" role="region" aria-label="Table" tabindex="0">
        <table>
        <thead>
        <tr>
        <th class="center">a</th>
        </tr>
        </thead>
        <tbody>
        <tr>
        <td class="center"><img src="marks/go.svg" alt="x" /> <img src="mark.svg" alt="" /></td>
        </tr>
        </tbody>
        </table>
        </div>
        </blockquote>

        """)
  }

  @Test("Links to pages of the site become links to their HTML; others stay as they are")
  func linksLeadToPages() throws {
    let page = try html(
      "[a](method.md) [b](method.md#x) [c](other.md) [d](https://e.example/method.md)\n",
      pages: ["method"])
    let links = HTMLAddresses(in: Array(page.utf8)).links
    #expect(links == ["method.html", "method.html#x", "other.md", "https://e.example/method.md"])
  }

  @Test("Bare addresses are not linked")
  func noAutomaticLinks() throws {
    #expect(try html("https://a.example and www.b.example\n").contains("<a ") == false)
  }
}
