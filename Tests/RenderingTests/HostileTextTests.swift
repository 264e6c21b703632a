import Reporting
import Testing

@testable import Rendering

@Suite("Text from files never becomes markup")
struct HostileTextTests {
  static let texts = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!-- x", "</table></main>",
    "[click](javascript:alert(1))", "![x](http://evil.example/x.png)", "[x]: http://evil.example",
    "<javascript:alert(1)>", "https://evil.example/a_b_c", "www.evil.example", "a | b || c",
    "a \\| b", "\\", "\\\\", "`code` ``more``", "```\nfence\n```", "~~~\nfence", "~~gone~~",
    "*a* **b** _c_ __d__ ***e***", "# heading", "###### six ##", "C#", "C #", "> quote", "- item",
    "+ item", "* item", "1. item", "12) item", "1.43.1", "-5 %", "---", "===", "***", "___",
    ":---:",
    "|-|-|", "a\n\n# b\n| c |\n|-|", "a\r\nb\tc", "    indented", "\u{2028}# x\u{85}- y",
    "&lt;b&gt;",
    "&amp;", "&#60;script&#62;", "&copy;", "$x$ $$y$$", "a@b.example", "[^1]", "- [ ] task", "=",
    "{{x}} {{{x}}} {{>t}}", "\u{0}null", "line  \nbreak\\", "É🙂 ünïcode", "(a) [b] {c} !d",
  ]

  static let places = [
    "A paragraph with {{x}} in it\n", "{{x}}\n", "- {{x}}\n", "1. {{x}}\n", "## {{x}}\n",
    "> {{x}}\n", "| a | b |\n|---|---|\n| {{x}} | {{x}} |\n", "A line\n{{x}}\nanother\n",
    "[{{x}}](method.md)\n", "![{{x}}](other.svg)\n",
  ]

  @Test("Every text is rendered as itself, with the same tags as harmless text", arguments: texts)
  func textStaysText(_ text: String) throws {
    let seen = text.split { $0.isWhitespace || $0 == "\0" || $0 == "\u{2028}" || $0 == "\u{85}" }
      .joined(separator: " ")
    for place in Self.places {
      let harmless = textAndTags(try html(markdown(of: place, x: "harmless")))
      let hostile = textAndTags(try html(markdown(of: place, x: text)))
      let attributes = place.hasPrefix("!") || place.hasPrefix("#")
      if !attributes { #expect(hostile.tags == harmless.tags, "in \(place)") }
      #expect(hostile.tags.map(tagName) == harmless.tags.map(tagName), "in \(place)")
      let expected = harmless.text.replacing("harmless", with: seen)
      // The space before a unit does not break.
      let spaced = hostile.text.replacing("\u{A0}", with: " ")
      #expect(spaced == expected.replacing("\u{A0}", with: " "), "in \(place)")
    }
  }

  @Test("Random sequences of special characters stay text too", arguments: 0..<60)
  func randomTextStaysText(_ seed: UInt64) throws {
    let pieces = [
      "`", "*", "_", "[", "](", ")", "!", "<", ">", "&", "#", "|", "\\", "~", "-", "=", ":",
    ]
    var state = seed
    let text = (0..<24).map { _ -> String in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let choice = Int(state >> 33) % (pieces.count + 5)
      return choice < pieces.count
        ? pieces[choice] : ["a", " ", "1", ".", "+"][choice - pieces.count]
    }.joined()
    try textStaysText(text)
  }

  @Test("The shortcut for plain text gives the same result as full escaping", arguments: 0..<400)
  func plainTextIsRecognized(_ seed: UInt64) {
    let pieces = [
      "a", "Z", "www", "/", "1", "23", " ", ".", "-", ")", "(", ",", "%", ";", "×", "é", "µ",
      "\u{A0}", "+", ":", "=", "\"", "'", "?", "–", "“", "\u{2028}", "\u{202E}", "\u{2066}",
    ]
    var state = seed &* 977 &+ 1
    let text = (0..<6).map { _ -> String in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return pieces[Int(state >> 33) % pieces.count]
    }.joined()
    #expect(!isPlain(text.utf8) || escapedByCharacter(text) == text, "“\(text)”")
  }

  @Test("The content of most table cells is plain")
  func cellsArePlain() {
    let cells = [
      "Swift async/await", "1.159 × (1.157 to 1.162), more, p = 0.02", "51.2 ms", "p50", "6 of 6",
      "–", "It says “no”: not once.",
    ]
    for cell in cells { #expect(isPlain(cell.utf8), "“\(cell)”") }
    #expect(["1. a", "- a", "www.a", "a b ", "1)", "a\u{85}"].allSatisfy { !isPlain($0.utf8) })
  }

  @Test("Nothing is left that a code host would turn into a link", arguments: texts)
  func noAutomaticLinks(_ text: String) {
    let escaped = markdownEscaped(text).lowercased()
    #expect(!escaped.contains("://"))
    #expect(!escaped.contains("www."))
    #expect(!escaped.contains("\n"))
  }

  @Test("A text of megabytes is cut", arguments: ["x", "é", "👩‍👩‍👧", "*", "\n"])
  func longTextIsCut(_ piece: String) throws {
    let long = String(repeating: piece, count: 1_000_000)
    for text in [markdownEscaped("a" + long), Markup.code("a" + long).markdown] {
      #expect(text.utf8.count <= 2 * 2_000 + 5)
      #expect(text.hasPrefix("a") || text.hasPrefix("`a"))
      #expect(text.hasSuffix("…") || text.hasSuffix("…`"))
    }
    #expect(shortened(String(repeating: "a", count: 2_000)).count == 2_000)
  }

  @Test("Markup.code renders exactly its text", arguments: texts)
  func codeStaysCode(_ text: String) throws {
    let span = textAndTags(try html("Before \(Markup.code(text).markdown) after\n"))
    let tags = span.tags.filter { !["p", "/p", "code", "/code"].contains($0) }
    #expect(tags.isEmpty)
    let cell = textAndTags(try html("| a |\n|---|\n| \(Markup.code(text).markdown) |\n"))
    #expect(cell.tags.filter { $0 == "td" }.count == 1)
    #expect(!cell.tags.contains { $0.hasPrefix("a") || $0.hasPrefix("img") })
  }

  @Test("Markup.listing renders exactly its lines", arguments: texts, ["swift", "x\n`<"])
  func listingStaysListing(_ text: String, _ language: String) throws {
    let block = textAndTags(try html(Markup.listing(text, language: language).markdown + "\n"))
    let tags = block.tags.filter { tag in
      !["span", "/span", "b", "/b", "i", "/i", "u", "/u"].contains { tagName(tag) == $0 }
    }
    #expect(tags == ["pre tabindex=\"0\"", "code", "/code", "/pre"])
    let lines = text.replacing("\r\n", with: "\n").replacing("\0", with: "\u{FFFD}")
    #expect(block.text == lines + (text.last?.isNewline == true ? "\n" : "\n\n"))
  }

  @Test(
    "A link to an address that could run code is only its text",
    arguments: [
      "javascript:alert(1)", "JAVASCRIPT:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
      "data:text/html,x", "vbscript:x", "file:///etc/passwd", "//evil.example", "",
    ])
  func unsafeAddressIsDropped(_ address: String) {
    #expect(Markup.link("label", to: address).markdown == "label")
  }

  @Test(
    "A link keeps its address whatever it contains",
    arguments: [
      ("https://example.org/a?b=1&copy=2#c", "https://example.org/a?b=1&amp;copy=2#c"),
      ("https://example.org/(a) b|`c`", "https://example.org/%28a%29%20b%7C%60c%60"),
      ("https://example.org/\"><script>", "https://example.org/%22%3E%3Cscript%3E"),
      ("https://example.org/a_b*c*", "https://example.org/a_b*c*"),
      ("mailto:a@b.example", "mailto:a@b.example"),
      ("method.md#x", "method.md#x"),
    ])
  func safeAddressIsKept(_ address: String, _ printed: String) throws {
    let link = Markup.link("a ] | `b`", to: address).markdown
    #expect(
      try html("| x |\n|---|\n| \(link) |\n").contains("<a href=\"\(printed)\">a ] | `b`</a>"))
  }

  @Test("Text cannot reverse the text next to it")
  func directionStays() throws {
    let turned = "a\u{202E}b\u{2066}c"
    #expect(try html(markdown(of: "{{x}}\n", x: turned)) == "<p>a\u{FFFD}b\u{FFFD}c</p>\n")
    #expect(htmlEscaped(turned) == "a\u{FFFD}b\u{FFFD}c")
    let listing = try html(Markup.listing("// \(turned)\n", language: "go").markdown)
    #expect(listing.contains("<i>// a\u{FFFD}b\u{FFFD}c</i>"))
  }

  @Test("HTML in a template's own text is removed as well")
  func rawHTMLIsLeftOut() throws {
    let page = try html("<script>alert(1)</script>\n\nA <b>word</b> [x](javascript:alert(1))\n")
    #expect(!page.contains("<script"))
    #expect(!page.contains("<b>"))
    #expect(!page.contains("javascript:"))
  }

  @Test("An HTML template escapes for HTML, attributes included")
  func htmlTemplateEscapes() throws {
    let library = try TemplateLibrary(files: ["t.html.mustache": "<p title=\"{{x}}\">{{x}}</p>"])
    let page = try library.render("t", OneValue(x: "\"><script>'&"), neededBy: "the test")
    #expect(
      page == """
        <p title="&quot;&gt;&lt;script&gt;&#39;&amp;">&quot;&gt;&lt;script&gt;&#39;&amp;</p>
        """)
  }

  @Test("Text in a chart stays text in the figure and in the file")
  func chartTextStaysText() throws {
    let evil = "</text><script>\"x\"&"
    let row = Chart.Bar(runtime: evil, label: evil, result: .outcome(evil))
    let points = [Chart.Line.Point(size: 1, value: 1)]
    let axis = Chart.Axis(evil, suffix: evil, covering: [])
    let plots: [Chart.Plot] = [
      .bars([row], axis: axis),
      .lines(
        [Chart.Line(runtime: evil, label: evil, note: evil, points: points)],
        published: [Chart.PublishedSeries(runtime: evil, label: evil, points: points)],
        sizes: axis, values: axis),
      .panels([Chart.Panel(title: evil, caption: evil, page: evil, marks: [row])], axis: axis),
    ]
    for plot in plots {
      let chart = Chart(
        name: evil, title: evil, description: evil, plot: plot,
        table: DataTable(header: [evil], rows: [[evil]]))
      let drawing = ChartDrawing(chart, marks: defaultMarks)
      for drawing in [drawing.figure().start.text, drawing.file(style: ChartStyle("a>b<c{d:e}"))] {
        #expect(!drawing.contains("<script"))
        #expect(!drawing.contains("\"x\""))
        #expect(drawing.contains("&lt;/text&gt;&lt;script&gt;&quot;x&quot;&amp;"))
      }
    }
  }
}

private func tagName(_ tag: String) -> Substring { tag.prefix { $0 != " " } }
