import BenchmarkModel
import Testing

@testable import References

/// What tools write where they have no value: it never costs the rest of the file.
@Suite struct MissingValueTests {
  /// What stands for a missing number in JSON.
  private static let words = [
    "null", "NaN", "-NaN", "nan", "Infinity", "-Infinity", "inf", "\"NaN\"", "\"+INF\"", "\"-INF\"",
    "\"-\"", "\"\"", "\"n/a\"",
  ]

  /// A file of each format with a place for a value, next to a benchmark with a value.
  private static let files: [(ExternalFormat, String)] = [
    (
      .hyperfine,
      #"{"results": [{"command": "a", "times": [1, @]}, {"command": "b", "times": [1]}]}"#
    ),
    (.hyperfine, #"{"results": [{"command": "a", "times": @}, {"command": "b", "times": [1]}]}"#),
    (
      .hyperfine,
      #"{"results": [{"command": "a", "mean": @, "stddev": @, "user": @}, {"command": "b", "times": [1]}]}"#
    ),
    (
      .hyperfine,
      #"{"results": [{"command": "a", "times": [1], "memory_usage_byte": [@]}, {"command": "b", "times": [1]}]}"#
    ),
    (
      .googleBenchmark,
      #"""
      {"benchmarks": [
        {"name": "a", "time_unit": "ns", "iterations": 1, "real_time": @, "cpu_time": @},
        {"name": "a", "run_type": "aggregate", "aggregate_name": "stddev", "time_unit": "ns",
          "real_time": @, "cpu_time": @},
        {"name": "b", "time_unit": "ns", "iterations": 1, "real_time": 1, "cpu_time": 1}]}
      """#
    ),
    (
      .jmh,
      #"""
      [{"benchmark": "a", "mode": "ss", "primaryMetric": {"score": @, "scoreError": @,
          "scoreConfidence": [@, @], "scorePercentiles": {"50.0": @}, "scoreUnit": "s/op",
          "rawData": [[@]]}},
        {"benchmark": "b", "mode": "ss", "primaryMetric": {"scoreUnit": "s/op", "rawData": [[1]]}}]
      """#
    ),
    (
      .jmh,
      #"""
      [{"benchmark": "a", "mode": "ss", "primaryMetric": {"scoreUnit": "s/op",
          "rawDataHistogram": [[[[@, 2]]]]}},
        {"benchmark": "b", "mode": "ss", "primaryMetric": {"scoreUnit": "s/op", "rawData": [[1]]}}]
      """#
    ),
    (
      .packageBenchmark,
      #"[{"name": "a - m", "unit": "ns", "value": @}, {"name": "b - m", "unit": "ns", "value": 1}]"#
    ),
    (
      .pytestBenchmark,
      #"{"benchmarks": [{"fullname": "a", "stats": {"mean": @, "data": [1, @]}}, {"fullname": "b", "stats": {"mean": 1, "data": [1]}}]}"#
    ),
    (
      .asv,
      #"{"result_columns": ["result"], "results": {"a": [[@]], "b": [[1]]}}"#
    ),
    (
      .k6,
      #"{"root_group": {}, "metrics": {"a": {"avg": @}, "b": {"avg": 1}}}"#
    ),
    (
      .ndjson,
      #"{"benchmark": "a", "value": @}"# + "\n" + #"{"benchmark": "b", "value": 1}"# + "\n"
    ),
  ]

  @Test(arguments: words)
  func theRestOfTheFileIsRead(word: String) throws {
    for (format, text) in Self.files {
      let text = text.replacing("@", with: word)
      let results = try externalResults(format, text)
      let gaps = results.filter { [$0.name, $0.metric].contains("a") }.flatMap(\.gaps)
      #expect(!gaps.isEmpty, "\(format) \(text)")
      #expect(gaps.allSatisfy { $0.count > 0 && !$0.printed.isEmpty })
      let b = results.first { [$0.name, $0.metric].contains("b") }
      #expect(b?.values.count == 1 || b?.statistics.count == 1, "\(format) \(text)")
      #expect(b?.gaps == [])
    }
  }

  /// Columns of a line of Go's text.
  @Test(arguments: ["NaN", "+Inf", "-Inf", "-", "n/a"])
  func aLineOfGoWithoutAValueIsKept(word: String) throws {
    let text = "BenchmarkX-8 1 \(word) ns/op 5 B/op\nBenchmarkY-8 1 2 ns/op\n"
    let results = try externalResults(.goBench, text)
    #expect(results.map(\.values) == [[], [5], [2]])
    #expect(results.map(\.gaps) == [[ExternalGap(printed: word)], [], []])
  }

  /// What `go test` prints on the line of a benchmark that gave no result.
  @Test(arguments: [
    ("BenchmarkX-8   \t--- FAIL: BenchmarkX-8", "--- FAIL"),
    ("BenchmarkX-8   \t--- SKIP: BenchmarkX-8", "--- SKIP"),
    ("BenchmarkX-8   \tpanic: no such file [recovered]", "panic"),
    ("BenchmarkX-8 0 0 ns/op", "0 iterations"),
  ])
  func aBenchmarkOfGoThatFailedIsKept(line: String, reason: String) throws {
    let results = try externalResults(.goBench, "\(line)\nBenchmarkY-8 1 2 ns/op\n")
    #expect(results.map(\.name) == ["BenchmarkX-8", "BenchmarkY-8"])
    #expect(results.map(\.metric) == ["ns/op", "ns/op"])
    #expect(results[0].gaps == [ExternalGap(printed: reason)])
    #expect(results[1].values == [2])
  }

  @Test func gapsAreCountedOverThePiecesOfALongFile() throws {
    let lines = (0..<1_000).map { "BenchmarkX-8 1 \($0.isMultiple(of: 10) ? "NaN" : "1") ns/op\n" }
    let pieces = try externalResults(.goBench, Array(lines.joined().utf8), piece: 100)
    #expect(pieces.flatMap(\.gaps).reduce(0) { $0 + $1.count } == 100)
    #expect(pieces.flatMap(\.values).count == 900)
  }

  @Test(arguments: [
    (#""error_occurred": true, "error_message": "no device""#, "no device"),
    (#""skipped": "WithMessage", "skip_message": "slow""#, "slow"),
    (#""error_occurred": true"#, "failed or skipped"),
  ])
  func aFailedGoogleBenchmarkSaysWhy(facts: String, reason: String) throws {
    let text = #"""
      {"benchmarks": [{"name": "a", "iterations": 0, "real_time": 0, "cpu_time": 0, \#(facts)},
        {"name": "b", "iterations": 0, "real_time": 0, "cpu_time": 0, "time_unit": "ns"}]}
      """#
    let results = try externalResults(.googleBenchmark, text)
    #expect(
      results.map(\.gaps).prefix(2) == [
        [ExternalGap(printed: reason)], [ExternalGap(printed: reason)],
      ])
    #expect(results[2].gaps == [ExternalGap(printed: "0 iterations")])
    #expect(results.allSatisfy { $0.values.isEmpty })
  }

  @Test func aCriterionFolderWithoutEstimatesIsKept() throws {
    var texts = ExternalFixture.criterion
    texts["estimates.json"] = nil
    func read() throws(ReferenceError) -> ExternalResult {
      try CriterionReader.result(in: "c", contents: texts.mapValues { Array($0.utf8) })
    }
    let result = try read()
    #expect(result.gaps == [ExternalGap("mean", printed: "no estimates.json")])
    #expect(result.values == [101, 102])
    texts["estimates.json"] = #"{"mean": {"point_estimate": null}, "slope": null}"#
    texts["sample.json"] = #"{"iters": [2, 4], "times": [null, 8]}"#
    let other = try read()
    #expect(
      other.gaps == [ExternalGap("mean", printed: "null"), ExternalGap(printed: "null")])
    #expect(other.values == [2] && other.iterations == [4])
  }

  /// The benchmark is named with what is wrong with it; a document that is not JSON is refused.
  @Test func aTextThatIsNoWordForNothingCostsOnlyItsBenchmark() throws {
    for (format, text) in Self.files where format != .ndjson {
      for word in ["\"fast\"", "true"] {
        let results = try externalResults(format, text.replacing("@", with: word))
        let broken = results.filter { $0.metric == BenchmarkList.unreadableMetric }
        #expect(!broken.isEmpty, "\(format) \(word)")
        for result in broken {
          #expect(result.gaps.map(\.printed).joined().contains("Expected a "), "\(result)")
        }
        let whole = results.filter { $0.metric != BenchmarkList.unreadableMetric }
        #expect(whole.contains { [$0.name, $0.metric].contains("b") }, "\(format) \(word)")
      }
      for word in ["NaNo", "1e999"] {
        #expect(refusal(format, text.replacing("@", with: word)) != nil, "\(format) \(word)")
      }
    }
    let lines = #"{"benchmark": "a", "value": "fast"}"# + "\n"
    #expect(refusal(.ndjson, lines + #"{"benchmark": "b", "value": 1}"#) != nil)
  }
}
