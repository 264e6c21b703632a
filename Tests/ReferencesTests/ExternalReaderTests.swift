import BenchmarkModel
import Testing

@testable import References

@Suite struct ExternalReaderTests {
  @Test func hyperfineGivesTimesAndMeanProcessorTimes() throws {
    let results = try externalResults(.hyperfine, ExternalFixture.hyperfine)
    #expect(results.map(\.metric) == ["time", "user", "system"])
    #expect(results.map(\.position) == [0, 1, 2])
    #expect(results.allSatisfy { $0.name == "sleep 0.001" })
    let time = results[0]
    #expect(time.unit == ExternalUnit("s", .nanoseconds, factor: 1e9))
    #expect(time.values == [2_003_366, 2_121_301, 2_277_723])
    #expect(time.iterations == [])
    #expect(time.statistics.map(\.name) == ["mean", "stddev", "median", "min", "max"])
    #expect(time.statistics[2].value == 2_121_301)
    #expect(time.facts == [ExternalFact("parameter.n", "1"), ExternalFact("exit_codes", "0")])
    #expect(results[1].statistics == [ExternalStatistic("mean", 0.0007497999999999999 * 1e9)])
  }

  @Test func hyperfineGivesTheMemoryOfLaterVersions() throws {
    let text = #"{"results": [{"command": "a", "times": [1], "memory_usage_byte": [4096]}]}"#
    let memory = try #require(try externalResults(.hyperfine, text).last)
    #expect(memory.metric == "memory_usage_byte")
    #expect(memory.unit.normalized == .bytes)
    #expect(memory.values == [4096])
  }

  @Test func hyperfine2GivesEachMetricUnderItsOldName() throws {
    let results = try externalResults(.hyperfine, ExternalFixture.hyperfine2)
    #expect(results.map(\.metric) == ["time", "memory_usage_byte", "instructions"])
    #expect(
      results.allSatisfy { $0.name == "sleep for 1 second" && $0.toolVersion == "2.0.0" })
    #expect(results[0].unit == ExternalUnit("second", .nanoseconds, factor: 1e9))
    #expect(results[0].values == [1.001 * 1e9, 1.003 * 1e9])
    #expect(results[0].statistics.map(\.name) == ["mean", "median", "min", "max"])
    #expect(results[0].gaps.map(\.name) == ["stddev"])
    #expect(
      results[0].facts == [
        ExternalFact("command", "sleep 1"), ExternalFact("parameter.duration", "1"),
        ExternalFact("exit_codes", "0 none"),
      ])
    #expect(results[1].values == [2048, 4096] && results[1].unit.normalized == .bytes)
    #expect(results[2].values == [300_000] && results[2].gaps.count == 1)
    #expect(results[2].unit == ExternalUnit("", .count))
  }

  @Test func hyperfine2LosesNoMetric() throws {
    func text(_ count: Int) -> String {
      let metrics = (1...count).map { "\"m\($0)\": {\"value\": \($0)}" }.joined(separator: ", ")
      return "{\"results\": [{\"command\": \"a\", \"measurements\": [{\(metrics)}]}]}"
    }
    let results = try externalResults(.hyperfine, text(1_000))
    #expect(results.map(\.metric) == (1...1_000).map { "m\($0)" })
    let message = try #require(refusal(.hyperfine, text(1_001)))
    #expect(
      message.hasPrefix(
        #"results:1, key "results[0].measurements[0].m1001": The list of metrics is longer than 1000."#
      ))
  }

  @Test func googleBenchmarkCollectsRepetitionsAndKeepsFailures() throws {
    let results = try externalResults(.googleBenchmark, ExternalFixture.googleBenchmark)
    #expect(
      results.map { "\($0.name) \($0.metric)" } == [
        "BM_Spawn/8 real_time", "BM_Spawn/8 cpu_time", "BM_Spawn/8 items_per_second",
        "BM_Spawn/8 tasks", "BM_Fail real_time", "BM_Fail cpu_time",
      ])
    #expect(results[0].values == [1_500, 1_700])
    #expect(results[0].iterations == [1_000, 1_100])
    #expect(
      results[0].statistics == [ExternalStatistic("mean", 1_600), ExternalStatistic("cv", 0.0884)])
    #expect(results[2].unit == ExternalUnit("", .perSecond))
    #expect(results[3].unit == ExternalUnit("", nil))
    #expect(results[4].values == [] && results[4].statistics == [])
    #expect(results[4].facts.contains(ExternalFact("error_message", "no such device")))
    #expect(results[0].facts.contains(ExternalFact("host_name", "example")))
    #expect(results[0].facts.contains(ExternalFact("load_avg", "0.5 0.25 0.1")))
    #expect(results[0].facts.contains(ExternalFact("caches.0.level", "1")))
    #expect(results.allSatisfy { $0.toolVersion == "1.8.3" })
  }

  @Test func jmhGivesAllForksAndOnlyNumericStatistics() throws {
    let results = try externalResults(.jmh, ExternalFixture.jmh)
    #expect(results.map(\.metric) == ["avgt", "·gc.alloc.rate.norm"])
    #expect(results[0].unit == ExternalUnit("us/op", .nanoseconds, factor: 1e3))
    #expect(results[0].values == [2_000, 2_500, 2_500, 3_000])
    #expect(results[0].statistics.map(\.name) == ["score", "p0.0", "p50.0", "p100.0"])
    #expect(results[0].toolVersion == "1.37")
    #expect(results[0].facts.contains(ExternalFact("param.rounds", "10")))
    #expect(results[0].facts.contains(ExternalFact("jvmArgs.1", "-server")))
    #expect(results[1].unit == ExternalUnit("B/op", .bytes))
    // The interval of a mean may have a negative end.
    #expect(results[1].statistics.contains(ExternalStatistic("scoreConfidence.lower", -1)))
  }

  @Test func jmhExpandsAHistogramToItsValues() throws {
    func text(_ count: Int) -> String {
      """
      [{"benchmark": "a", "mode": "sample", "primaryMetric": {"scoreUnit": "ns/op",
        "rawDataHistogram": [[[[5.0, 2], [7.0, \(count)]]]]}}]
      """
    }
    #expect(try externalResults(.jmh, text(1))[0].values == [5, 5, 7])
    let long = try externalResults(.jmh, text(JMHReader.maximumExpandedValues))[0]
    #expect(long.values == [])
    #expect(long.facts.contains { $0.name == "rawDataHistogram" && $0.value.contains("left out") })
  }

  @Test func packageBenchmarkGivesThePrintedQuantile() throws {
    let results = try externalResults(.packageBenchmark, ExternalFixture.packageBenchmark)
    #expect(results.map(\.name) == ["Spawn", "Spawn - two"])
    #expect(results[0].unit == ExternalUnit("μs", .nanoseconds, factor: 1e3))
    #expect(results[0].statistics == [ExternalStatistic("p99", 153_000)])
    #expect(results[1].unit == ExternalUnit("M", .bytes, factor: 1e6))
    #expect(results[0].facts[0].value.hasPrefix("80th percentile: 120\n"))
  }

  @Test func criterionDividesTheTimeOfEachSampleByItsIterations() throws {
    let result = try criterion()
    #expect(result.name == "channel/mpsc/100")
    #expect(result.values == [101, 102])
    #expect(result.iterations == [10, 20])
    #expect(result.statistics.count == 10)
    #expect(result.statistics[0] == ExternalStatistic("mean", 101.5))
    #expect(result.statistics[3] == ExternalStatistic("mean.lower_bound", 100.5))
    #expect(result.facts.contains(ExternalFact("throughput.Elements", "100")))
    #expect(try criterion(["sample.json": nil]).values == [])
  }

  @Test func criterionNamesTheFaultyFile() {
    #expect(throws: (any Error).self) { try criterion(["benchmark.json": nil]) }
    let uneven = #"{"iters": [1.0], "times": [1.0, 2.0]}"#
    #expect(
      criterionRefusal(["sample.json": uneven])
        == "c/sample.json:1: \"times\" has 2 values, but \"iters\" has 1. "
        + "Export the results again, or name the correct format with --format.")
    #expect(
      criterionRefusal(["sample.json": #"{"iters": [0.5], "times": [1]}"#])?
        .hasPrefix("c/sample.json:1, key \"iters[0]\": \"0.5\" is not a count.") == true)
  }

  private func criterion(_ changes: [String: String?] = [:]) throws(ReferenceError)
    -> ExternalResult
  {
    var texts = ExternalFixture.criterion
    for (name, text) in changes { texts[name] = text }
    return try CriterionReader.result(in: "c", contents: texts.mapValues { Array($0.utf8) })
  }

  private func criterionRefusal(_ changes: [String: String?]) -> String? {
    message { () throws(ReferenceError) in _ = try criterion(changes) }
  }

  /// A file and the beginning of its error.
  @Test(arguments: [
    (
      ExternalFormat.hyperfine, #"{"results": [{"times": [1]}]}"#,
      #"results:1, key "results[0]": The object lacks the key "command"."#
    ),
    (
      .hyperfine, #"{"results": [{"command": "a", "times": [1, -2]}]}"#,
      #"results:1, key "results[0].times[1]": "-2.0" is a negative time."#
    ),
    (
      .hyperfine, #"{"results": [{"command": "a", "times": [1, "2"]}]}"#,
      #"results:1, key "results[0].times[1]": Expected a number, found a text."#
    ),
    (
      .hyperfine, #"{"results": [{"command": "a", "times": [1e300]}]}"#,
      #"results:1, key "results[0].times[0]": "1e+300" is not a finite number within ±1e300."#
    ),
    (
      .hyperfine, #"{"results": [{"command": "a"}]}"#,
      #"results:1, key "results[0]": The object lacks"#
    ),
    (
      .hyperfine,
      #"{"results": [{"command": "a", "measurements": [{"time_wall_clock": {"unit": "second"}}]}]}"#,
      #"results:1, key "results[0].measurements[0].time_wall_clock": The object lacks the key "value"."#
    ),
    (.hyperfine, #"{"results": []}"#, "results: The file contains no result."),
    (.hyperfine, "[]", #"results:1:1: Malformed JSON: expected "{"."#),
    (
      .googleBenchmark,
      #"{"benchmarks": [{"name": "a", "iterations": 1, "real_time": 1, "cpu_time": 1, "time_unit": "h"}]}"#,
      #"results:1, key "benchmarks[0].time_unit": Unknown word "h". Allowed: ns, us, ms, s."#
    ),
    (
      .googleBenchmark, #"{"benchmarks": [{"name": "a", "run_type": "odd", "time_unit": "ns"}]}"#,
      #"results:1, key "benchmarks[0].run_type": Unknown word "odd"."#
    ),
    (
      .jmh,
      #"[{"benchmark": "a", "mode": "ss", "primaryMetric": {"scoreUnit": "s/op", "rawData": [["x"]]}}]"#,
      #"results:1, key "[0].primaryMetric.rawData[0][0]": Expected a number, found a text."#
    ),
    (
      .packageBenchmark, #"[{"name": "a", "unit": "ns", "value": 1}]"#,
      #"results:1, key "[0].name": Expected a benchmark and its metric, found "a"."#
    ),
  ])
  func faultsNameLineAndKey(format: ExternalFormat, text: String, start: String) {
    #expect(refusal(format, text)?.hasPrefix(start) == true, "\(refusal(format, text) ?? "none")")
  }

  @Test func aDocumentThatIsTooLongIsRefused() throws {
    var reader = WholeFileReader<JMHReader>(path: "results")
    reader.limit = 100
    #expect(try reader.read([UInt8](repeating: 0x20, count: 100)) == [])
    #expect(
      throws: ReferenceError.problem(
        .fileTooLarge(byteCount: 101, limit: 100), at: ReferencePlace("results", .file))
    ) { try reader.read([0x20]) }
  }
}
