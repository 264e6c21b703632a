import Testing

/// A checker that finds nothing proves nothing, so each rule has a page that breaks it.
struct HTMLCheckerTests {
  private func page(_ content: String) -> String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><title>t</title></head>
    <body><main><h1>h</h1>
    \(content)</main></body></html>
    """
  }

  @Test(arguments: [
    "<p>a <b>b</b> &amp; <a href=\"#x\">c</a><br></p><div id=\"x\"><ul><li><p>d</p></li></ul></div>",
    "<svg class=\"p\" role=\"img\" aria-labelledby=\"t\"><title id=\"t\">n</title><path d=\"M0\"/></svg>",
    "<details open><summary><h2>s</h2></summary></details>".replacing("h2", with: "b"),
    "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
    "<pre tabindex=\"0\"><code><a id=\"f:1\">\n</a></code></pre>",
  ])
  func rightPagesPass(content: String) {
    #expect(HTMLChecker.problems(in: page(content)) == [])
  }

  @Test(arguments: [
    ("<p>a</b>", "closes <p>"), ("<p>a", "closes <p>"), ("<p><div>a</div></p>", "must not be in"),
    ("<blink>a</blink>", "is not known"), ("<p foo=\"1\">a</p>", "“foo” on <p>"),
    ("<p id=\"a\">a</p><p id=\"a\">b</p>", "there twice"), ("<p id=a>a</p>", "quotation marks"),
    ("<p class=\"a\" class=\"b\">a</p>", "twice on"), ("<p>&copy; a</p>", "&copy"),
    ("<p>a & b</p>", "no known entity"), ("<p>a\u{1}</p>", "control character"),
    ("<ul><p>a</p></ul>", "must not be in"), ("<ul>a</ul>", "text is directly"),
    ("<p><a href=\"x\">a<a href=\"y\">b</a></a></p>", "is in the control"),
    ("<p><a href=\"x\"></a></p>", "has no name"), ("<p><a href=\"\">a</a></p>", "leads to"),
    ("<p><a href=\"java\nscript:x\">a</a></p>", "leads to"), ("<p onclick=\"x\">a</p>", "onclick"),
    ("<p style=\"x\">a</p>", "style"), ("<p><img src=\"x\"></p>", "alt"),
    ("<h3>a</h3>", "comes below"), ("<div role=\"region\">a</div>", "has no name"),
    ("<svg role=\"img\"><path d=\"M0 0\"/></svg>", "has no name"),
    ("<h1>a</h1>", "2 elements <h1>"),
    ("<svg aria-labelledby=\"x\"></svg>", "no element has the id"),
    ("<p>a<script>b</script></p>", "must not be in"), ("<p title=\"x", "does not end"),
    ("<svg><foo/></svg>", "must not be in"), ("<p title=\"a\"b>a</p>", "no space after"),
  ])
  func brokenPagesAreFound(content: String, problem: String) {
    let problems = HTMLChecker.problems(in: page(content))
    #expect(problems.contains { $0.contains(problem) }, "\(problems)")
  }

  @Test func aPageWithoutADoctypeIsFound() {
    #expect(HTMLChecker.problems(in: "<html lang=\"en\"></html>").count == 4)
  }
}
