import BenchmarkModel
import Testing

@testable import References

@Suite struct DetectionTests {
  private func detected(_ text: String) throws(ReferenceError) -> ExternalFormat {
    try ExternalFormat.detected(in: Array(text.utf8), path: "results")
  }

  @Test func everyFormatIsToldFromItsBeginning() throws {
    for (format, text) in ExternalFixture.texts {
      #expect(try detected(text) == format)
      #expect(try detected("\u{FEFF}\n" + text) == format)
      // However much of the beginning there is, nothing else is told.
      for length in stride(from: 0, to: text.utf8.count, by: 7) {
        let found = try? ExternalFormat.detected(
          in: Array(text.utf8.prefix(length)), path: "results")
        #expect(found == nil || found == format)
      }
    }
  }

  @Test func aLongDocumentIsToldFromItsBeginning() throws {
    let times = Array(repeating: "0.001", count: 100_000).joined(separator: ",")
    #expect(try detected(#"{"results": [{"command": "a", "times": [\#(times)]}]}"#) == .hyperfine)
  }

  @Test(arguments: ["", "hello\n", "{}", "[]", "[1]", #"{"a": 1}"#, "id,workload\n", "\u{0}\u{1}"])
  func whatIsUnknownIsToldWithTheFormatsThatAreKnown(text: String) {
    #expect(
      message { () throws(ReferenceError) in _ = try detected(text) }
        == "results: The file is of no known format. Allowed: hyperfine, go-bench, criterion, "
        + "google-benchmark, jmh, package-benchmark, ndjson.")
  }

  @Test func whatMayBeSeveralIsToldWithThem() {
    #expect(
      message { () throws(ReferenceError) in
        _ = try detected(#"{"results": [], "benchmarks": []}"#)
      }
        == "results: The file could be of the formats hyperfine and google-benchmark. "
        + "Say which with --format.")
  }

  @Test func aFileOfPublishedNumbersIsToldByItsHeader() {
    let text = file(referenceFields)
    #expect(ReferenceReader.isHeader(Array(text.utf8)))
    #expect(ReferenceReader.isHeader([0xEF, 0xBB, 0xBF] + Array(text.utf8)))
    #expect(!ReferenceReader.isHeader(Array(file(sourceFields).utf8)))
    #expect(!ReferenceReader.isHeader([]))
  }
}
