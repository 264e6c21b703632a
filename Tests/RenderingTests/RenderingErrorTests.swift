import Testing

@testable import Rendering

@Suite("Messages")
struct RenderingErrorTests {
  @Test(
    "Each message quotes the user's value and is a sentence that says what to do",
    arguments: [
      RenderingError.unreadable(path: "VALUE", reason: "no"),
      .templateSyntax(template: "VALUE", line: 1, problem: "no"),
      .unknownTemplate("VALUE", neededBy: "page “x”", known: []),
      .unknownName("VALUE", template: "t", line: 7, known: ["b", "a"]),
      .unescapedText(name: "VALUE", template: "t", line: 1),
      .unfinishedValue(path: "VALUE", type: "Int"),
      .documentTooLarge(page: "VALUE", byteCount: 2, limit: 1),
      .tableTooWide(page: "VALUE", line: 1, columnCount: 2, limit: 1),
      .tooManyTableCells(page: "VALUE", line: 1, limit: 1), .costlyRule(page: "VALUE", line: 1),
      .parserFailed(page: "VALUE", reason: "no"), .unknownChart("VALUE", page: "p", known: []),
      .unknownMark("VALUE", page: "p", known: []), .duplicateFile(path: "VALUE"),
    ])
  func messageIsComplete(_ error: RenderingError) {
    let message = "\(error)"
    #expect(message.contains("VALUE"))
    #expect(message.hasSuffix("."))
    #expect(!message.contains("\n"))
  }

  @Test("A message about an unknown name lists the known names in order")
  func unknownNameListsNames() {
    let error = RenderingError.unknownName(
      "c", template: "t.md.mustache", line: 7, known: ["b", "a"])
    #expect(
      "\(error)"
        == "Template t.md.mustache, line 7: the context has no “c”. Available here: a, b.")
  }
}
