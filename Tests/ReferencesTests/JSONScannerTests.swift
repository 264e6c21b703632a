import BenchmarkModel
import Statistics
import Testing

@testable import References

@Suite struct JSONScannerTests {
  private func read(_ bytes: [UInt8]) throws(ReferenceError) -> JSONValue {
    var scanner = JSONScanner(bytes, path: "a.json")
    let value = try scanner.value()
    try scanner.end()
    return value
  }

  private func refusal(_ bytes: [UInt8]) -> String? {
    message { () throws(ReferenceError) in _ = try read(bytes) }
  }

  private func refusal(_ text: String) -> String? { refusal(Array(text.utf8)) }

  @Test func everyKindOfValueIsRead() throws {
    let text = "\u{FEFF} {\"a\": [1, -2.5e1 , 0], \"b\" : [null, 3, true], \"c\":{}, \"d\": [ ] }\n"
    guard case .object(let members) = try read(Array(text.utf8)) else {
      Issue.record("no object")
      return
    }
    #expect(members.map(\.key) == ["a", "b", "c", "d"])
    if case .numbers(let numbers) = members[0].value { #expect(numbers == [1, -25, 0]) }
    #expect(members.map(\.value.kind) == ["a list", "a list", "an object", "a list"])
    guard case .array(let mixed) = members[1].value else {
      Issue.record("no list")
      return
    }
    #expect(mixed.map(\.kind) == ["null", "a number", "true or false"])
  }

  @Test(arguments: [
    (#""plain""#, "plain"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
    (#""\u0041\u00e9\u20AC""#, "Aé€"), (#""\\u0000""#, "\\u0000"), (#""\uD83D\uDE00""#, "😀"),
    (#""µ😀""#, "µ😀"),
  ])
  func textsAreRead(text: String, expected: String) throws {
    guard case .string(let found) = try read(Array(text.utf8)) else {
      Issue.record("no text")
      return
    }
    #expect(found == expected)
  }

  @Test(arguments: [
    "0", "-0", "1", "12.5", "1e5", "1E+5", "1e-5", "-0.001", "123456789012345",
    "1234567890123456789", "0.1", "3.14159265358979323846", "1e300", "2.2250738585072014e-308",
    "4.9406564584124654e-324", "9007199254740993", "0.000001", "5e-1", "1.7976931348623157e299",
  ])
  func numbersAreTheNearestOnes(text: String) throws {
    guard case .number(let found) = try read(Array(text.utf8)) else {
      Issue.record("no number")
      return
    }
    #expect(found == Double(text))
  }

  @Test func randomNumbersAreTheNearestOnes() throws {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<2_000 {
      let number = random.next() >> UInt64.random(in: 0..<64, using: &random)
      let whole = String(number)
      let places = Int.random(in: 0...whole.count, using: &random)
      let start = places == whole.count ? "0" : String(whole.dropLast(places))
      let text = places == 0 ? whole : "\(start).\(whole.suffix(places))"
      guard case .number(let found) = try read(Array(text.utf8)) else {
        Issue.record("\(text) is not a number")
        continue
      }
      #expect(found == Double(text), "\(text)")
    }
  }

  @Test(arguments: [
    ("", "1:1: Malformed JSON: expected a value"),
    ("{", "1:2: Malformed JSON: expected a text in quotation"),
    ("[1,]", "1:4: Malformed JSON: expected a value"),
    ("[1 2]", "1:4: Malformed JSON: expected \",\" or \"]\""),
    ("{\"a\" 1}", "1:6: Malformed JSON: expected \":\""),
    ("{\"a\": 1,}", "1:9: Malformed JSON: expected a text"),
    ("[1]\n x", "2:2: Malformed JSON: expected the end of the file"), ("01", "1:1: Malformed JSON"),
    ("+1", "1:1: Malformed JSON"), ("1.", "1:1: Malformed JSON"), (".5", "1:1: Malformed"),
    ("1e", "1:1: Malformed JSON"), ("-", "1:1: Malformed JSON"), ("tru", "1:1: Malformed"),
    ("nul", "1:1: Malformed JSON"), ("'a'", "1:1: Malformed JSON"),
    ("\"a", "1:1: Malformed JSON: expected a closing quotation mark"),
    ("\"a\\", "1:1: Malformed JSON"),
    ("\"\\x\"", "1:1: Malformed JSON: expected a text with valid"), ("\"\\u12\"", "1:1: Malformed"),
    ("[\"é\\n\\u0000\"]", "1:6: The invisible character U+0000 is not allowed. Remove it."),
    ("{\"\\u0000\": 1}", "1:3: The invisible character U+0000"),
    ("\"\0\"", "1:2: Malformed JSON: expected a visible character"),
    ("\"\\uD800\"", "1:1: Malformed JSON"), ("\"\\uDC00\\uD800\"", "1:1: Malformed JSON"),
    ("\"a\nb\"", "1:3: Malformed JSON: expected a visible character"),
    ("{\"é\": 1,\n \"é\": 2}", "2:2: The object has the key \"é\" twice."),
    ("{\"\": 1}", "1:2: Malformed JSON: expected a key that is not empty"),
    ("[NaN]", "1:2: \"NaN\" is not a number."),
    ("[1, -Infinity]", "1:5: \"-Infinity\" is not a number."),
    ("1e999", "1:1: \"1e999\" is beyond ±1e300."), ("-2e300", "1:1: \"-2e300\" is beyond ±1e300."),
  ])
  func faultsNameTheirPlace(text: String, start: String) {
    #expect(refusal(text)?.hasPrefix("a.json:" + start) == true, "\(refusal(text) ?? "none")")
  }

  @Test func invalidUTF8IsRefusedWithItsPlace() {
    let found = refusal(Array("[\"é".utf8) + [0xC3, 0x28] + Array("\"]".utf8))
    #expect(found == "a.json:1:4: Byte 0xC3 is not UTF-8. Save the file as UTF-8.")
  }

  @Test func deepNestingIsRefused() {
    let depth = JSONScanner.maximumDepth
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + "1" + String(repeating: "]", count: depth)
    }
    #expect(refusal(nested(depth)) == nil)
    #expect(
      refusal(nested(depth + 1))?.hasPrefix("a.json:1:65: Values are nested more than 64 deep")
        == true)
    #expect(refusal(String(repeating: "[", count: 1_000_000))?.contains("64 deep") == true)
  }

  @Test func aListThatWouldTakeTooMuchMemoryIsRefused() {
    let list = "[" + String(repeating: "0,[],", count: JSONScanner.maximumValues) + "0]"
    #expect(refusal(list)?.contains("The value is longer than 1048576.") == true)
    let numbers = "[" + String(repeating: "0,", count: JSONScanner.maximumValues) + "null]"
    #expect(refusal(numbers)?.contains("The value is longer than 1048576.") == true)
  }
}
