import BenchmarkModel
import Testing

@testable import References

@Suite struct NDJSONReaderTests {
  private func results(_ text: String) throws(ReferenceError) -> [ExternalResult] {
    try externalResults(.ndjson, text)
  }

  @Test func linesThatDifferOnlyInNumbersAreOneResult() throws {
    let found = try results(ExternalFixture.ndjson)
    #expect(
      found == [
        ExternalResult(
          position: 0, name: "spawn/8", metric: "time",
          unit: ExternalUnit("us", .nanoseconds, factor: 1e3), values: [1_500, 1_750],
          facts: [ExternalFact("commit", "c0ffee")]),
        ExternalResult(
          position: 1, name: "sort", metric: "value", unit: ExternalUnit("", nil),
          values: [300, 31], iterations: [100, 1_200],
          facts: [ExternalFact("machine.cores", "2"), ExternalFact("ok", "true")]),
      ])
  }

  @Test func theOrderOfMembersAndWhiteSpaceDoNotMatter() throws {
    let found = try results(
      """
      {"benchmark":"a","value":1,"x":"1","y":2}
       { "y" : 2 , "value" : 2 , "x" : "1" , "benchmark" : "a" }\r

      {"y":2,"x":"1","benchmark":"\\u0061","value":3}
      {"y":2,"x":"1","benchm\\u0061rk":"a","value":4}
      {"benchmark":"a","value":5,"x":"2","y":2}
      """)
    #expect(found.map(\.values) == [[1, 2, 3, 4], [5]])
  }

  @Test func namesThatDifferInHowAnAccentIsComposedAreTwoResults() throws {
    let found = try results(
      """
      {"benchmark":"caf\\u00e9","value":1}
      {"benchmark":"cafe\\u0301","value":2}
      """)
    #expect(found.map(\.values) == [[1], [2]])
  }

  /// Each line appears twice, so that it is read with a new and with a known shape.
  @Test(arguments: [
    (#"{"benchmark":"a","value":-1.5e2}"#, [-150.0], [Int]()),
    (#"{"value":0.1,"benchmark":"value","s":"{\"value\":7,"}"#, [0.1], []),
    (#"{"benchmark":"a","value":12345678901234567168}"#, [12_345_678_901_234_567_168], []),
    (#"{"benchmark":"a","iterations":7,"value":1,"list":[1,{"value":2}]}"#, [1], [7]),
    (#"{"benchmark":"a","iter\u0061tions":7,"value":1}"#, [1], [7]),
    (#"{"benchmark":"a","v\u0061lue":1,"iterations":2}"#, [1], [2]),
  ])
  func aLineWithAKnownShapeIsReadTheSame(
    line: String, values: [Double], iterations: [Int]
  ) throws {
    let found = try results("\(line)\n\(line)")
    #expect(found.map(\.values) == [values + values])
    #expect(found.map(\.iterations) == [iterations + iterations])
  }

  @Test func linesWithAndWithoutIterationsAreTwoResults() throws {
    let found = try results(
      """
      {"benchmark":"a","value":1}
      {"benchmark":"a","value":2,"iterations":3}
      {"benchmark":"a","value":4}
      """)
    #expect(found.map(\.values) == [[1, 4], [2]])
    #expect(found.map(\.iterations) == [[], [3]])
  }

  @Test func ourNamesOfUnitsAreKnown() throws {
    for unit in Metric.Unit.allCases {
      let found = try results(#"{"benchmark":"a","unit":"\#(unit.rawValue)","value":1}"#)
      #expect(found[0].unit == ExternalUnit(unit.rawValue, unit))
    }
    #expect(try results(#"{"benchmark":"a","unit":"naps","value":1}"#)[0].unit.normalized == nil)
  }

  @Test(arguments: [1, 2, 3, 7, 64, 1_000])
  func piecesOfAnyLengthGiveTheSame(length: Int) throws {
    let bytes = Array(ExternalFixture.ndjson.utf8)
    let whole = try externalResults(.ndjson, bytes)
    #expect(try externalResults(.ndjson, bytes, piece: length) == whole)
  }

  @Test(arguments: [
    (#"{"value":1}"#, ": The object lacks the key \"benchmark\"."),
    (#"{"benchmark":"a"}"#, ": The object lacks the key \"value\"."),
    (
      #"{"benchmark":"","value":1}"#,
      ", key \"benchmark\": Expected a text that is not empty, found a text."
    ),
    (#"{"benchmark":"a","value":"1"}"#, ", key \"value\": Expected a number, found a text."),
    (#"{"benchmark":"a","value":-1,"unit":"ns"}"#, ", key \"value\": \"-1.0\" is a negative time."),
    (
      #"{"benchmark":"a","value":1,"iterations":0}"#,
      ", key \"iterations\": \"0.0\" is not a count."
    ),
    (#"{"benchmark":"a","value":1,"value":2}"#, ":28: The object has the key \"value\" twice."),
    (
      #"{"benchmark":"a\u0000b","value":1}"#,
      ":16: The invisible character U+0000 is not allowed. Remove it."
    ),
    ("{\"benchmark\":\"é\0\",\"value\":1}", ":16: The invisible character U+0000 is not allowed."),
    (#"{"benchmark":"a","value":1e301}"#, ":26: \"1e301\" is beyond ±1e300."),
    (#"{"benchmark":"a","value":01}"#, ":26: Malformed JSON: expected a value."),
    (#"{"benchmark":"a","value":1} x"#, ":29: Malformed JSON: expected the end of the line"),
    (#"{"benchmark":"a","value":1"#, ":27: Malformed JSON: expected \",\" or \"}\"."),
    ("[1]", ": Expected an object, found a list."),
    ("hello", ":1: Malformed JSON: expected a value."),
  ])
  func faultsNameTheirLine(line: String, message: String) {
    let good = #"{"benchmark":"a","value":1}"# + "\n\n"
    let found = refusal(.ndjson, good + line + "\n")
    #expect(found?.hasPrefix("results:3\(message)") == true, "\(found ?? "")")
  }

  /// Wrong numbers are found in a line with a known shape.
  @Test(arguments: [
    ("-1", "key \"value\": \"-1.0\" is a negative time."), ("1e400", "\"1e400\" is beyond ±1e300."),
    ("\"x\"", "Expected a number, found a text."), ("1.", "expected a value"),
  ])
  func aWrongNumberInAKnownShapeIsRefused(number: String, message: String) {
    let lines = ["5", "6", number].map { #"{"benchmark":"a","unit":"s","value":\#($0)}"# }
    let found = refusal(.ndjson, lines.joined(separator: "\n"))
    #expect(
      found?.hasPrefix("results:3") == true && found?.contains(message) == true, "\(found ?? "")")
  }

  @Test func aFileWithoutResultsAndOneWithTooManyAreRefused() {
    #expect(refusal(.ndjson, "\n \n")?.contains("The file contains no result.") == true)
    let lines = (0...HeldResults.maximumResults).map { #"{"benchmark":"\#($0)","value":1}"# }
    #expect(
      refusal(.ndjson, lines.joined(separator: "\n"))?
        .hasPrefix("results:100001: The file contains more than 100000 different results.") == true)
  }
}
