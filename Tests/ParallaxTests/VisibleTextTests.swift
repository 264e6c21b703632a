import Analysis
import Testing

@testable import parallax

struct VisibleTextTests {
  @Test(arguments: [
    ("plain text\twith\nlines", "plain text\twith\nlines"), ("größe 数据 µ", "größe 数据 µ"),
    ("a\u{1B}[2Jb", "a\\u{1B}[2Jb"), ("\u{7}\u{8}\r\u{0}\u{7F}", "\\u{7}\\u{8}\\u{D}\\u{0}\\u{7F}"),
    ("\u{9B}2J", "\\u{9B}2J"), ("\u{85}\u{2028}\u{2029}", "\\u{85}\\u{2028}\\u{2029}"),
    ("\u{202E}\u{2066}\u{200F}\u{61C}", "\\u{202E}\\u{2066}\\u{200F}\\u{61C}"),
    ("go\u{200B}\u{2060}\u{FEFF}\u{AD}", "go\\u{200B}\\u{2060}\\u{FEFF}\\u{AD}"),
    ("go\u{200D}", "go\\u{200D}"), ("go\u{FE0F}", "go\\u{FE0F}"),
    ("\u{E0067}\u{3164}\u{115F}\u{34F}", "\\u{E0067}\\u{3164}\\u{115F}\\u{34F}"),
    (
      "\u{26A0}\u{FE0F} \u{2764}\u{FE0F}\u{200D}\u{1F525}",
      "\u{26A0}\u{FE0F} \u{2764}\u{FE0F}\u{200D}\u{1F525}"
    ),
    ("é\u{FE0F}\u{FE0F}", "é\u{FE0F}\\u{FE0F}"), ("e\u{301}", "e\u{301}"), ("\r\n", "\\u{D}\n"),
  ])
  func whatActsOrHidesIsSpelledOut(text: String, shown: String) {
    #expect(Array(text.visible.unicodeScalars) == Array(shown.unicodeScalars))
    #expect(text.visible.visible == text.visible)
  }

  /// The rule by its categories: no scalar that a terminal could act on is missing.
  ///
  /// The planes between have no characters yet, and those at the end none of these categories.
  @Test func noControlFormatOrSeparatorScalarIsShownAsItself() {
    for value in [0..<0x34000, 0xE0000..<0xE1000].joined() as FlattenSequence<[Range<UInt32>]> {
      guard let scalar = Unicode.Scalar(value) else { continue }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        #expect(scalar.isHidden, "\(String(value, radix: 16))")
      case .uppercaseLetter, .lowercaseLetter, .decimalNumber, .spaceSeparator, .dashPunctuation:
        #expect(!scalar.isHidden, "\(String(value, radix: 16))")
      default: break
      }
    }
  }

  @Test func inOneLineEndsOfLinesAndTabsAreSpaces() {
    #expect("a\nb\tc\u{1B}".visibleLine == "a b c\\u{1B}")
    #expect(wrapped("one\ntwo\u{1B}") == "one two\\u{1B}")
  }

  @Test(arguments: [
    ("plain", 5), ("µs ±", 4), ("数据", 4), ("e\u{301}", 1), ("한", 2), ("🔥", 2), ("", 0),
    ("❤\u{FE0F}\u{200D}🔥", 2),
  ])
  func wideCharactersTakeTwoColumns(text: String, columns: Int) {
    #expect(text.columns == columns)
  }

  @Test func aWideNameIsCutToItsColumns() {
    #expect(fitted("数据数据数据", 7) == "数…据")
    #expect(fitted("数据数据数据", 7).columns <= 7)
    #expect(fitted("数", 1) == "")
  }

  @Test(arguments: [
    ("=1+2", "'=1+2"), ("@SUM(A1)", "'@SUM(A1)"), ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
    ("-cmd", "'-cmd"), ("\t=1", "'\t=1"), ("\r=1", "\"'\r=1\""), ("＝1+2", "'＝1+2"),
    ("=a,b", "\"'=a,b\""), ("-5", "-5"), ("+1.5e3", "+1.5e3"), ("-Infinity", "-Infinity"),
    ("\u{FEFF}=1+2", "'\u{FEFF}=1+2"), ("\u{200B}\u{FEFF}@a", "'\u{200B}\u{FEFF}@a"),
    ("\u{FEFF}a", "\u{FEFF}a"), (";=1+2", ";'=1+2"), ("a;=1;-5;+x", "a;'=1;-5;'+x"),
    ("a; -b", "a; -b"),
    ("a=b", "a=b"), ("swift-async", "swift-async"), ("", ""),
  ])
  func textIsNoFormulaInASpreadsheet(text: String, field: String) {
    #expect(csvField(text) == field)
  }

  @Test func jsonMeansTheSameTextAndHasNoHiddenCharacter() {
    #expect(RowPrinter.jsonString("\u{E0067}é\u{200B}") == "\"\\udb40\\udc67é\\u200b\"")
    #expect(
      RowPrinter.jsonVisible("{\n  \"a\" : \"\u{9B}é\u{2028}\"\n}\n")
        == "{\n  \"a\" : \"\\u009bé\\u2028\"\n}\n")
  }

  /// The trial of a line can take longer than the pause between lines.
  @Test func aLogGetsALineNowAndThen() async {
    var line: ProgressLine?
    let lines = AsyncStream { stream in
      line = ProgressLine(isTerminal: false, pause: .milliseconds(5)) { stream.yield($0) }
    }
    line?.show("3/7  ", "ping-pong\u{1B}", "  2 s left")
    var seen: [String] = []
    for await text in lines.prefix(3) { seen.append(text) }
    #expect(seen == Array(repeating: "3/7  ping-pong\\u{1B}  2 s left\n", count: 3))
    line = nil
  }

  @Test(arguments: [
    (["measure", "--trials", "-1"], ["measure", "--trials=-1"]),
    (["query", "--timeout", "-.5", "x"], ["query", "--timeout=-.5", "x"]),
    (["note", "latest", "-5"], ["note", "latest", "-5"]),
    (["note", "--", "--x", "-5"], ["note", "--", "--x", "-5"]),
    (["measure", "--trials=2", "-1"], ["measure", "--trials=2", "-1"]),
    (["list", "--help"], ["list", "--help"]),
  ])
  func aNegativeNumberIsTheValueOfItsOption(arguments: [String], joined: [String]) {
    #expect(Parallax.joiningNegativeNumbers(arguments) == joined)
  }
}
