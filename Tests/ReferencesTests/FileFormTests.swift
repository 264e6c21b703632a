import BenchmarkModel
import References
import Testing

/// The lines below a header, or a whole file, and the expected message.
struct WrongForm: Sendable, CustomTestStringConvertible {
  let content: String
  let message: String

  init(_ content: String, _ message: String) {
    self.content = content
    self.message = message
  }

  var testDescription: String { message }
}

@Suite struct FileFormTests {
  private static let header = sourceFields.map(\.column).joined(separator: ",")

  private static let wrongLines: [WrongForm] = [
    WrongForm(
      #"a,"b"#,
      """
      sources.csv:2:3: The quotation mark is not closed on its line. Close it, \
      double every quotation mark inside the field, and keep the record on one line.
      """
    ),
    WrongForm(
      #"a,b"c,d"#,
      """
      sources.csv:2:4: A quotation mark may only enclose a whole field. Enclose the field and \
      double every quotation mark inside it.
      """
    ),
    WrongForm(
      #"a,"b"c,d"#,
      """
      sources.csv:2:5: A quotation mark may only enclose a whole field. Enclose the field and \
      double every quotation mark inside it.
      """
    ),
    WrongForm(
      #"a, "b",c"#,
      """
      sources.csv:2:4: A quotation mark may only enclose a whole field. Enclose the field and \
      double every quotation mark inside it.
      """
    ),
    WrongForm(
      "a,b\tc",
      "sources.csv:2:4: The invisible character U+0009 is not allowed. Remove it."
    ),
    WrongForm(
      "a,\"b\u{0}\"",
      "sources.csv:2:5: The invisible character U+0000 is not allowed. Remove it."
    ),
    WrongForm(
      "é,b\rc",
      "sources.csv:2:4: The invisible character U+000D is not allowed. Remove it."
    ),
    WrongForm(
      "a,b\u{202E}c",
      "sources.csv:2:4: The invisible character U+202E is not allowed. Remove it."
    ),
    WrongForm(
      "a,b\u{2028}",
      "sources.csv:2:4: The invisible character U+2028 is not allowed. Remove it."
    ),
    WrongForm(
      "a," + String(repeating: "x", count: 4097),
      "sources.csv:2:3: The field has more than 4096 bytes. Shorten it."
    ),
    WrongForm(
      String(repeating: ",", count: 65_537),
      "sources.csv:2: The line has more than 65536 bytes. Shorten it."
    ),
    WrongForm("\na", "sources.csv:2: The line is blank. Remove it."),
    WrongForm(
      "a,b,c",
      """
      sources.csv:2: The line has 3 fields, but the header names 9 columns. Enclose a field that \
      contains a comma in quotation marks.
      """
    ),
    WrongForm(
      "a,b,c,d,e,f,g,h,i,",
      """
      sources.csv:2: The line has 10 fields, but the header names 9 columns. Enclose a field that \
      contains a comma in quotation marks.
      """
    ),
  ]

  @Test("A line that is not CSV is refused with its place", arguments: wrongLines)
  func refusesLine(wrong: WrongForm) {
    let text = Self.header + "\n" + wrong.content + "\n"
    let found = message { () throws(ReferenceError) in _ = try sources(text) }
    #expect(found?.split(separator: "\n").first.map(String.init) == wrong.message)
  }

  private static let wrongBytes: [(bytes: [UInt8], place: String, byte: String)] = [
    ([0xFF], "2:3", "FF"), ([0xC3, 0xA9, 0xC3], "2:4", "C3"), ([0xC0, 0xAF], "2:3", "C0"),
    ([0xED, 0xA0, 0x80], "2:3", "ED"), ([0x41, 0x80], "2:4", "80"),
  ]

  @Test("Bytes that are not UTF-8 are refused at the first one", arguments: wrongBytes)
  func refusesOtherEncodings(bytes: [UInt8], place: String, byte: String) {
    let content = Array("\(Self.header)\na,".utf8) + bytes + Array(",c".utf8)
    let found = message { () throws(ReferenceError) in
      _ = try ReferenceReader.sources(in: content, path: "sources.csv")
    }
    #expect(
      found == "sources.csv:\(place): Byte 0x\(byte) is not UTF-8. Save the file as UTF-8."
    )
  }

  private static let wrongHeaders: [WrongForm] = [
    WrongForm(
      "",
      """
      sources.csv: The file is empty. Start it with the header \
      id,title,author,published,url,trust,trustReason,method,retrieved
      """
    ),
    WrongForm(
      "id,title,author,published,url,trust,trustReason,retrieved",
      #"sources.csv:1: The header lacks "method". Add it."#
    ),
    WrongForm(header + ",url", #"sources.csv:1: The header names "url" twice. Remove one."#),
    WrongForm(
      header + ",metod",
      """
      sources.csv:1: "metod" is not a known column. Did you mean "method"? Allowed: id, title, \
      author, published, url, trust, trustReason, method, retrieved.
      """
    ),
    WrongForm(
      "id,titel,author,published,url,trust,trustReason",
      """
      sources.csv:1: "titel" is not a known column. Did you mean "title"? Allowed: id, title, \
      author, published, url, trust, trustReason, method, retrieved.
      sources.csv:1: The header lacks "title", "method", "retrieved". Add them.
      """
    ),
    WrongForm("\n" + header, "sources.csv:1: The line is blank. Remove it."),
  ]

  @Test("A header that does not name each column once is refused", arguments: wrongHeaders)
  func refusesHeader(wrong: WrongForm) {
    let found = message { () throws(ReferenceError) in _ = try sources(wrong.content) }
    #expect(found == wrong.message)
  }

  @Test("A file that is too large is refused before it is read")
  func refusesLargeFile() {
    let bytes = [UInt8](repeating: 0xFF, count: ReferenceReader.maximumFileBytes + 1)
    let found = message { () throws(ReferenceError) in
      _ = try ReferenceReader.sources(in: bytes, path: "sources.csv")
    }
    #expect(
      found
        == "sources.csv: The file has 67108865 bytes; the maximum is 67108864. Split the file."
    )
  }

  @Test(
    "Line breaks, byte order mark, order of columns and a missing last line break do not matter")
  func readsEveryAllowedForm() throws {
    let text = file(sourceFields, [[:], ["id": "other"]])
    let expected = try sources(text)
    #expect(expected.map(\.id) == ["pkolaczk-2023", "other"])
    let windows = String(text.flatMap { $0 == "\n" ? "\r\n" : String($0) })
    let reversed = file(sourceFields.reversed(), [[:], ["id": "other"]])
    for form in [windows, "\u{FEFF}" + text, String(text.dropLast()), reversed] {
      #expect(try sources(form) == expected)
    }
  }

  @Test("A file with only a header has no records")
  func readsHeaderAlone() throws {
    #expect(try sources(Self.header) == [])
    #expect(try sources(Self.header + "\r\n") == [])
  }

  @Test("Enclosed fields keep commas, quotation marks and markup as text")
  func keepsHostileText() throws {
    let hostile = [
      "<script>alert(1)</script>", "javascript:alert(1)", "a | b", "`code`", "\"quoted\", twice",
      "[link](javascript:x)", "{{mustache}}", "'; DROP TABLE reference; --", "\\", "=1+1",
    ]
    for text in hostile {
      #expect(try sources(file(sourceFields, [["title": text]])).map(\.title) == [text])
    }
  }

  @Test("All faults of a file are reported in the order of its lines")
  func gathersFaults() {
    let wrong = [["trust": "D"], ["url": "ftp://example.org"], ["id": "A B"]]
    let text = file(sourceFields, wrong) + "one,two\n"
    #expect(
      message { () throws(ReferenceError) in _ = try sources(text) } == """
        sources.csv:2, column "trust": "D" is not a known degree of trust. Allowed: A, B, C.
        sources.csv:3, column "url": "ftp://example.org" is not a web address. Write it \
        starting with http:// or https://, percent-encoded if necessary.
        sources.csv:4, column "id": "A B" is not an identifier. Use a-z, 0-9 and single hyphens \
        between them, for example pkolaczk-2023.
        sources.csv:5: The line has 2 fields, but the header names 9 columns. Enclose a field \
        that contains a comma in quotation marks.
        """
    )
  }

  @Test("Reading stops after twenty faults")
  func stopsReading() {
    let records = (1...25).map { ["id": "source-\($0)", "trust": "\($0)"] }
    let lines = message { () throws(ReferenceError) in
      _ = try sources(file(sourceFields, records))
    }?.split(separator: "\n")
    #expect(lines?.count == 21)
    #expect(lines?.last == "Reading stopped after 20 problems.")
  }

  @Test("A duplicate identifier is refused with the line of the first one")
  func refusesDuplicateIdentifier() {
    let text = file(referenceFields, [[:], ["id": "other"], [:]])
    #expect(
      message { () throws(ReferenceError) in _ = try references(text) }
        == "published.csv:4, column \"id\": \"pkolaczk-tokio-100000\" is already the id of line "
        + "2. Give each record a unique id."
    )
  }

  @Test("Invisible characters are escaped in messages")
  func escapesInvisibleCharacters() {
    let problem = ReferenceProblem.duplicateColumn("a\u{1B}[31m\u{202E}b")
    #expect(problem.description == #"The header names "a\u{1B}[31m\u{202E}b" twice. Remove one."#)
  }
}
