import Analysis
import Platform
import Testing

@testable import parallax

struct RowPrinterTests {
  @Test(arguments: [
    ("plain", "plain"), ("\"\u{301}", "\"\"\"\u{301}\""), (",\u{301}", "\",\u{301}\""),
    (" ", " "), ("a\r", "\"a\r\""), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""),
    ("two\nlines", "\"two\nlines\""), ("two\r\nlines", "\"two\r\nlines\""), ("", ""),
  ])
  func csvFieldIsQuotedWhereItMustBe(text: String, field: String) {
    #expect(csvField(text) == field)
  }

  @Test(arguments: [
    ("plain", "\"plain\""), ("a\"b\\", "\"a\\\"b\\\\\""), ("\u{1}\n", "\"\\u0001\\n\""),
    ("\u{9B}2J\u{7F}", "\"\\u009b2J\\u007f\""), ("é\u{2028}", "\"é\\u2028\""),
  ])
  func jsonStringIsEscaped(text: String, literal: String) {
    #expect(RowPrinter.jsonString(text) == literal)
  }

  @Test func markdownCellIsNoMarkup() {
    #expect(
      RowPrinter.markdownCell("a|b `c` <script>\n*d*") == "a\\|b \\`c\\` \\<script\\> \\*d\\*")
  }

  @Test(arguments: [
    ("354.21090909090907", "354.2109"), ("-3169.1972525252527", "-3169.197"), ("2.5", "2.5"),
    ("0.00012345678912", "0.0001234568"), ("123456789.75", "123456790"), ("7", "7"),
    ("0.9999999999", "1"), ("1.2345678901e-08", "1.2345678901e-08"), ("1625.0", "1625.0"),
  ])
  func peopleSeeSevenDigits(number: String, shown: String) {
    #expect(Cell.number(number).shownText == shown)
    #expect(Cell.text(number).shownText == number)
  }

  /// The printer's output for some rows.
  private func printed(
    _ format: OutputFormat, _ columns: [String], _ rows: [[Cell]], units: [String: String] = [:],
    isTerminal: Bool = false, width: Int? = nil
  ) throws -> String {
    let bytes = Bytes()
    var printer = RowPrinter(
      format, columns: columns, units: units,
      output: TextSink(isTerminal: isTerminal, columns: width, bytes.append))
    for row in rows { printer.add(row) }
    try printer.finish()
    return String(decoding: bytes.value, as: UTF8.self)
  }

  @Test func whatATerminalHasNoRoomForFollowsOnIndentedLines() throws {
    let rows: [[Cell]] = [
      [.text("ping"), .number("7"), .text("built"), .text("a b")],
      [.text("pong"), .number("12"), .text("not built"), .text("this needs two lines")],
    ]
    let columns = ["name", "count", "status", "remedy"]
    #expect(
      try printed(.table, columns, rows, width: 20)
        == """
        name  count  status
            remedy
        ────  ─────  ───────
        ping      7  built
            a b
        pong     12
            not built
            this needs two
            lines

        """)
    #expect(
      try printed(.table, columns, rows, width: 50) == printed(.table, columns, rows))
  }

  private let rows: [[Cell]] = [
    [.text("a|b"), .number("2.5"), .null], [.text("c\nd"), .number("10"), .text("x,y")],
  ]

  @Test(arguments: [
    (
      OutputFormat.table,
      "name  median (ns)  note\n────  ───────────  ────\n"
        + "a|b           2.5\nc d            10  x,y\n"
    ),
    (
      .markdown,
      "| name | median \\(ns\\) | note |\n| --- | ---: | --- |\n"
        + "| a\\|b | 2.5 |  |\n| c d | 10 | x,y |\n"
    ),
    (.csv, "name,median,note\r\na|b,2.5,\r\n\"c\nd\",10,\"x,y\"\r\n"),
    (
      .ndjson,
      "{\"name\":\"a|b\",\"median\":2.5,\"note\":null}\n"
        + "{\"name\":\"c\\nd\",\"median\":10,\"note\":\"x,y\"}\n"
    ),
    (
      .json,
      "[\n  {\"name\":\"a|b\",\"median\":2.5,\"note\":null},\n"
        + "  {\"name\":\"c\\nd\",\"median\":10,\"note\":\"x,y\"}\n]\n"
    ),
  ])
  func rowsAreInTheirFormat(format: OutputFormat, text: String) throws {
    #expect(try printed(format, ["name", "median", "note"], rows, units: ["median": "ns"]) == text)
  }

  @Test func noRowsAreInTheirFormatToo() throws {
    #expect(try printed(.table, ["a"], []) == "a\n─\n")
    #expect(try printed(.markdown, ["a"], []) == "| a |\n| --- |\n")
    #expect(try printed(.csv, ["a"], []) == "a\r\n")
    #expect(try printed(.json, ["a"], []) == "[]\n")
    #expect(try printed(.ndjson, ["a"], []) == "")
  }

  @Test func aTableIsLaidOutByItsFirstRowsAndCutsNoLaterOne() throws {
    let rows = (0..<1_000).map { [Cell.number("\($0)"), .text("x")] }
    let lines = try printed(.table, ["n", "t"], rows + [[.number("123456"), .text("late")]])
      .split(separator: "\n")
    #expect(lines.count == 1_003)
    #expect(lines[1] == "───  ─")
    #expect(lines[2] == "  0  x")
    #expect(lines[1_002] == "123456  late")
  }

  @Test func csvOnATerminalMovesNoCursor() throws {
    let row = [[Cell.text("\u{1B}[2J")]]
    #expect(try printed(.csv, ["a"], row) == "a\r\n\u{1B}[2J\r\n")
    #expect(try printed(.csv, ["a"], row, isTerminal: true) == "a\n\\u{1B}[2J\n")
  }

  @Test func aNameThatComesTwiceLosesNoValueInJSON() throws {
    #expect(RowPrinter.distinct(["a", "a", "a:1", "b", "a"]) == ["a", "a:1", "a:1:1", "b", "a:2"])
    #expect(
      try printed(.ndjson, ["a", "a"], [[.number("1"), .number("2")]]) == "{\"a\":1,\"a:1\":2}\n")
  }

  /// The pieces that a printer tries to write when the system refuses them.
  private func refused(with code: Int32) throws {
    var pieces = 0
    defer { #expect(pieces == 1) }
    let output = TextSink { _ in
      pieces += 1
      throw FileError(path: "standard output", action: .written, reason: SystemError(code: code))
    }
    var printer = RowPrinter(.csv, columns: ["a"], output: output)
    #expect(printer.takesMore)
    for _ in 0..<3 { printer.add([.text(String(repeating: "x", count: 70_000))]) }
    #expect(!printer.takesMore)
    try printer.finish()
  }

  @Test(arguments: [ENOSPC, EPIPE]) func theFirstErrorOfTheOutputIsThrownAtTheEnd(code: Int32) {
    let error = FileError(
      path: "standard output", action: .written, reason: SystemError(code: code))
    #expect(throws: error) { try refused(with: code) }
  }

  @Test func theErrorSaysWhatCouldNotBeWritten() {
    let error = FileError(
      path: "standard output", action: .written, reason: SystemError(code: ENOSPC))
    #expect("\(error)" == "\"standard output\": It cannot be written: No space left on device.")
  }

  @Test func durationsAreShort() {
    #expect(shortDuration(47.6) == "48 s")
    #expect(shortDuration(200) == "3 min 20 s")
    #expect(shortDuration(7_500) == "2 h 5 min")
  }
}

/// Collects what is written.
private final class Bytes {
  var value: [UInt8] = []

  func append(_ bytes: [UInt8]) { value += bytes }
}
