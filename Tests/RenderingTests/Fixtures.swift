import Analysis
import BenchmarkModel
import Reporting
import RuntimeFixtures

@testable import Rendering

/// The runtimes that are shown by default, as the files of this source tree describe them.
let defaultDescriptions = repositoryRuntimes.descriptions.filter(\.isDefault)

/// Their marks.
let defaultMarks = RuntimeMarks(defaultDescriptions)

/// How the languages of this source tree are read.
let syntaxes = repositoryRuntimes.languages.map(\.syntax)

/// A context with one text, for templates with a single name.
struct OneValue: Encodable, Sendable {
  var x: String
}

/// Renders the template text with a context of one value, `x`.
func markdown(of template: String, x: String = "") throws -> String {
  let library = try TemplateLibrary(files: ["t.md.mustache": template])
  return try library.render("t", OneValue(x: x), neededBy: "the test")
}

/// The HTML of Markdown, without the page around it.
func html(
  _ markdown: String, figures: [String: PageFigure] = [:], pages: Set<String> = []
) throws -> String {
  let marks = defaultMarks.names.reduce(into: [:]) { $0[$1] = defaultMarks.inline($1) }
  let surroundings = MarkdownSurroundings(
    page: "test", figures: figures, marks: marks,
    code: CodeLanguages(syntaxes, open: ["swift-async", "go"]), pages: pages)
  return try MarkdownDocument.html(markdown, surroundings).text
}

/// The text that a reader of the HTML sees, and its tags.
func textAndTags(_ html: String) -> (text: String, tags: [String]) {
  var text = ""
  var tags: [String] = []
  for part in html.split(separator: "<", omittingEmptySubsequences: false).enumerated() {
    guard part.offset > 0 else {
      text += part.element
      continue
    }
    let end = part.element.firstIndex(of: ">") ?? part.element.endIndex
    tags.append(String(part.element[..<end]))
    text += part.element[end...].dropFirst()
  }
  let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
  return (entities.reduce(text) { $0.replacing($1.0, with: $1.1) }, tags)
}
