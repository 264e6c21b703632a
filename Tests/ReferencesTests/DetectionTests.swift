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
        + "google-benchmark, jmh, package-benchmark, package-benchmark-baseline, pytest-benchmark, "
        + "asv, go-test-json, wrk, hey, vegeta, k6, oha, ndjson.")
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

  /// A key that several tools use says nothing about which of them wrote a file.
  @Test(arguments: [
    #"{"results": []}"#, #"{"benchmarks": []}"#, #"{"metrics": {}}"#, #"{"summary": {}}"#,
    #"{"Action": "run"}"#, "Running 1s test @ a\n", "Summary:\n",
  ])
  func oneKeyIsNotEnough(text: String) {
    let found = message { () throws(ReferenceError) in _ = try detected(text) }
    #expect(found?.hasPrefix("results: The format of the file is unknown.") == true)
  }

  /// The beginning of a result of a tool that is not read, and the tool.
  @Test(arguments: [
    (#"{"benchmarks": [{"runs": []}], "metadata": {}, "version": "1.0"}"#, "pyperf"),
    (#"{"attack":"","seq":0,"code":200,"latency":1}"# + "\n", "vegeta attack"),
    ("Requests      [total, rate]  1, 2\nLatencies     [mean]  1ms\n", "vegeta report as text"),
    (#"{"type":"Metric","data":{},"metric":"http_reqs"}"# + "\n", "k6 run --out json"),
    (
      "Summary:\n  Success rate:\t100.00%\n  Total:\t0.5 secs\n\nResponse time histogram:\n",
      "oha as text"
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
        _ = try detected(#"{"results": [{"command": "a"}], "context": {}, "benchmarks": []}"#)
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
