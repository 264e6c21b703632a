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

  /// The keys that tell the format come after it.
  @Test(arguments: [
    (#"{"value": 1E400, "benchmark": "a"}"#, "1:11: \"1E400\" is beyond ±1e300."),
    (#"{"note": "\u0000", "value": 1, "benchmark": "a"}"#, "1:11: The invisible character U+0000"),
    (#"[{"name": "x\u0000"}]"#, "1:13: The invisible character U+0000"),
  ])
  func aValueThatNoReaderTakesIsNamedWithItsPlace(text: String, start: String) {
    let found = message { () throws(ReferenceError) in _ = try detected(text) }
    #expect(found?.hasPrefix("results:\(start)") == true, "\(found ?? "none")")
  }

  /// The beginning of a result of a tool that is not read, and the tool.
  @Test(arguments: [
    (
      #"{"machine_info": {}, "commit_info": {}, "benchmarks": [{"name": "a"}]}"#, "pytest-benchmark"
    ),
    (#"{"commit_hash": "a", "env_name": "e", "params": {}, "results": {"x": [[1]]}}"#, "asv"),
    (#"{"benchmarks": [{"runs": []}], "metadata": {}, "version": "1.0"}"#, "pyperf"),
    (
      #"{"baselineName": "a", "machine": {}, "results": [{"target": "t", "name": "n"}, []]}"#,
      "package-benchmark in its form for stored baselines"
    ),
    (
      #"{"results": [{"target": "t", "name": "n"}, [{"a": 1}]], "machine": {}, "baselineName": "a"}"#,
      "package-benchmark in its form for stored baselines"
    ),
    (
      #"{"Time":"2026-01-01T00:00:00Z","Action":"start","Package":"p"}"# + "\n"
        + #"{"Action":"output","Package":"p","Output":"BenchmarkX-8 1 2 ns/op\n"}"#,
      "go test -json"
    ),
    (#"{"Title": "a", "HostEnvironmentInfo": {}, "Benchmarks": []}"#, "BenchmarkDotNet"),
  ])
  func aResultOfAToolThatIsNotReadIsNamed(text: String, tool: String) {
    let found = message { () throws(ReferenceError) in _ = try detected(text) }
    #expect(
      found?.hasPrefix("results: The file is a result of \(tool), which is not read yet. ") == true,
      "\(found ?? "none")")
    #expect(UnreadFormat.all.contains { $0.tool == tool && found?.hasSuffix($0.remedy) == true })
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
