import Testing

@testable import parallax

struct RowPrinterTests {
  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""),
    ("two\nlines", "\"two\nlines\""), ("two\r\nlines", "\"two\r\nlines\""), ("", ""),
  ])
  func csvFieldIsQuotedWhereItMustBe(text: String, field: String) {
    #expect(RowPrinter.csvField(text) == field)
  }

  @Test(arguments: [
    ("plain", "\"plain\""), ("a\"b\\", "\"a\\\"b\\\\\""), ("\u{1}\n", "\"\\u0001\\n\""),
  ])
  func jsonStringIsEscaped(text: String, literal: String) {
    #expect(RowPrinter.jsonString(text) == literal)
  }

  @Test func markdownCellIsNoMarkup() {
    #expect(
      RowPrinter.markdownCell("a|b `c` <script>\n*d*") == "a\\|b \\`c\\` \\<script\\> \\*d\\*")
  }

  @Test func controlCharactersDoNotReachTheTerminal() {
    #expect(RowPrinter.oneLine("a\u{1B}[2Jb\nc") == "a [2Jb c")
  }

  @Test func durationsAreShort() {
    #expect(shortDuration(47.6) == "48 s")
    #expect(shortDuration(200) == "3 min 20 s")
    #expect(shortDuration(7_500) == "2 h 5 min")
  }
}
