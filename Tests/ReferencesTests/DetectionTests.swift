import BenchmarkModel
import Testing

@testable import References

@Suite struct DetectionTests {
  private func detected(_ text: String) throws(ReferenceError) -> ExternalFormat {
    try ExternalFormat.detected(in: Array(text.utf8), path: "results")
  }

  @Test func everyFormatIsRecognizedByItsBeginning() throws {
    for (format, text) in ExternalFixture.texts {
      #expect(try detected(text) == format)
      #expect(try detected("\u{FEFF}\n" + text) == format)
      // No part of the beginning is taken for another format.
      for length in stride(from: 0, to: text.utf8.count, by: 7) {
        let found = try? ExternalFormat.detected(
          in: Array(text.utf8.prefix(length)), path: "results")
        #expect(found == nil || found == format)
      }
    }
  }

  @Test func aLongDocumentIsRecognizedByItsBeginning() throws {
    let times = Array(repeating: "0.001", count: 100_000).joined(separator: ",")
    #expect(try detected(#"{"results": [{"command": "a", "times": [\#(times)]}]}"#) == .hyperfine)
  }

  @Test(arguments: ["", "hello\n", "{}", "[]", "[1]", #"{"a": 1}"#, "id,workload\n", "\u{0}\u{1}"])
  func anUnknownFormatIsRefusedWithTheKnownOnes(text: String) {
    #expect(
      message { () throws(ReferenceError) in _ = try detected(text) }
        == "results: The format of the file is unknown. Allowed: hyperfine, go-bench, criterion, "
        + "google-benchmark, jmh, package-benchmark, ndjson.")
  }

  @Test func anAmbiguousFormatIsRefusedWithThePossibleOnes() {
    #expect(
      message { () throws(ReferenceError) in
        _ = try detected(#"{"results": [], "benchmarks": []}"#)
      }
        == "results: The format of the file could be hyperfine or google-benchmark. "
        + "Name it with --format.")
  }

  @Test func aFileOfPublishedNumbersIsRecognizedByItsHeader() {
    let text = file(referenceFields)
    #expect(ReferenceReader.isHeader(Array(text.utf8)))
    #expect(ReferenceReader.isHeader([0xEF, 0xBB, 0xBF] + Array(text.utf8)))
    #expect(!ReferenceReader.isHeader(Array(file(sourceFields).utf8)))
    #expect(!ReferenceReader.isHeader([]))
  }
}
