import BenchmarkModel
import Testing

@testable import References

/// Files of benchmark tools beyond those in ``ExternalReaderTests``: each value equals the file's.
@Suite struct BenchmarkToolReaderTests {
  @Test func pytestBenchmarkGivesRoundsStatisticsAndTheBrokenBenchmark() throws {
    let results = try externalResults(.pytestBenchmark, ExternalFixture.pytestBenchmark)
    let name = "test_sorting.py::test_sort[1000]"
    #expect(results.map(\.name) == [name, name, "test_sorting.py::test_broken"])
    #expect(results.map(\.metric) == ["time", "ops", BenchmarkList.unreadableMetric])
    let time = results[0]
    #expect(time.values == [0.5e9, 0.75e9, 0.75e9, 1.5e9])
    #expect(time.iterations == [2, 2, 2, 2])
    #expect(
      time.statistics.map { "\($0.name)=\($0.value)" } == [
        "min=500000000.0", "max=1500000000.0", "mean=875000000.0", "stddev=250000000.0",
        "median=750000000.0", "iqr=125000000.0", "q1=500000000.0", "q3=1000000000.0",
      ])
    #expect(results[1].statistics == [ExternalStatistic("ops", 1.25)])
    #expect(results[1].unit.normalized == .perSecond)
    for fact in [
      ExternalFact("params.n", "1000"), ExternalFact("stats.rounds", "4"),
      ExternalFact("stats.outliers", "1;0"), ExternalFact("machine_info.node", "builder"),
      ExternalFact("commit_info.id", "0123abcd"),
    ] {
      #expect(time.facts.contains(fact), "\(fact)")
    }
    #expect(time.toolVersion == "5.2.3")
    #expect(
      results[2].gaps.map(\.printed) == [
        #"results:15, key "benchmarks[1].stats.mean": Expected a number, found a text. "#
          + "Export the results again, or name the correct format with --format."
      ])
  }

  @Test func asvGivesEachCombinationOfParameters() throws {
    let results = try externalResults(.asv, ExternalFixture.asv)
    #expect(
      results.map { "\($0.name) \($0.metric)" } == [
        "suite.Sorting.time_sort(10) time", "suite.Sorting.time_sort(1000) time",
        "suite.time_broken time", "suite.peakmem_list peakmem",
      ])
    #expect(results[0].values == [0.25e9, 0.5e9, 0.75e9])
    #expect(results[0].iterations == [10, 10, 10])
    #expect(
      results[0].statistics.map { "\($0.name)=\($0.value)" } == [
        "result=500000000.0", "stats_ci_99_a=-250000000.0", "stats_q_25=250000000.0",
        "stats_q_75=750000000.0",
      ])
    #expect(results[0].gaps == [ExternalGap("stats_ci_99_b", printed: "Infinity")])
    #expect(results[0].facts.contains(ExternalFact("params.cpu", "Example 9000")))
    #expect(results[1].values == [] && results[1].gaps == [ExternalGap("result", printed: "null")])
    #expect(results[2].gaps == [ExternalGap("result", printed: "null")])
    #expect(results[3].unit == ExternalUnit("bytes", .bytes))
    #expect(results[3].statistics == [ExternalStatistic("result", 4096)])
  }

  @Test func asvNamesTwoParametersInItsOrderAndRefusesAWrongNumber() throws {
    func text(_ values: String) -> String {
      #"{"commit_hash": "a", "result_columns": ["result", "params"], "results": {"#
        + #""t.track_x": [[\#(values)], [["1", "2"], ["a", "b"]]], "t.track_y": [[1]]}}"#
    }
    let results = try externalResults(.asv, text("1, 2, 3, 4"))
    #expect(
      results.map(\.name).prefix(4) == [
        "t.track_x(1, a)", "t.track_x(1, b)", "t.track_x(2, a)", "t.track_x(2, b)",
      ])
    #expect(results.prefix(4).map { $0.statistics[0].value } == [1, 2, 3, 4])
    #expect(results[0].unit == ExternalUnit("", nil))
    let uneven = try externalResults(.asv, text("1, 2, 3"))
    #expect(uneven.map(\.name) == ["t.track_x", "t.track_y"])
    #expect(uneven[0].gaps[0].printed.contains(#""result" has 3 values, but "params" has 4."#))
  }

  @Test func aStoredBaselineGivesTheValuesOfItsHistograms() throws {
    let results = try externalResults(
      .packageBenchmarkBaseline, ExternalFixture.packageBenchmarkBaseline)
    #expect(results.map(\.name) == ["Spawn", "Spawn", "Copy"])
    #expect(results.map(\.metric) == ["wallClock", BenchmarkList.unreadableMetric, "hops"])
    // The last bucket holds 10 and 11, and 10 is the largest value that was recorded.
    #expect(results[0].values == [5, 5, 9, 10])
    #expect(results[0].unit == ExternalUnit("ns", .nanoseconds))
    #expect(results[0].facts.contains(ExternalFact("target", "Channels")))
    #expect(results[0].facts.contains(ExternalFact("scalingFactor", "1000")))
    #expect(results[0].facts.contains(ExternalFact("machine.hostname", "example")))
    #expect(results[1].gaps[0].printed.contains(#"The object lacks the key "histogram"."#))
    #expect(results[2].values == [0, 2] && results[2].unit == ExternalUnit("", nil))
  }

  /// Index 3298 of a histogram with three significant digits holds 5000 to 5003.
  @Test(arguments: [(5_001.0, 5_001.0), (9_000, 5_003)])
  func aBucketOfThreeDigitsHasItsLargestValue(maximum: Double, expected: Double) throws {
    let counts = (0..<4_000).map { $0 == 3_298 ? "1" : "0" }.joined(separator: ",")
    let text = #"""
      {"results": [{"target": "t", "name": "n"}, [{"metric": {"syscalls": {}}, "statistics":
        {"histogram": {"counts": [\#(counts)], "maxValue": \#(maximum), "unitMagnitude": 0,
          "subBucketHalfCountMagnitude": 10}}}]]}
      """#
    let result = try externalResults(.packageBenchmarkBaseline, text)[0]
    #expect(result.values == [expected] && result.unit.normalized == .count)
  }

  @Test func aHistogramWithTooManyValuesKeepsANote() throws {
    let text = #"""
      {"results": [{"target": "t", "name": "n"}, [{"metric": {"threads": {}}, "statistics":
        {"histogram": {"counts": [9e15, 1], "maxValue": 1, "unitMagnitude": 0,
          "subBucketHalfCountMagnitude": 10}}}]]}
      """#
    let result = try externalResults(.packageBenchmarkBaseline, text)[0]
    #expect(result.values == [] && result.gaps[0].printed.hasPrefix("left out: more than"))
  }

  @Test func goTestGivesTheResultsInItsEvents() throws {
    let results = try externalResults(.goTestJSON, ExternalFixture.goTestJSON)
    #expect(
      results.map { "\($0.name) \($0.metric)" } == [
        "BenchmarkChannel-2 ns/op", "BenchmarkChannel-2 B/op", "BenchmarkChannel-2 allocs/op",
        "BenchmarkSkipped ns/op", "BenchmarkBroken ns/op",
      ])
    #expect(results.map(\.values) == [[29.73, 29.71], [0, 0], [0, 0], [], []])
    #expect(results.map { $0.gaps.map(\.printed) } == [[], [], [], ["--- SKIP"], ["--- FAIL"]])
    #expect(results.prefix(3).allSatisfy { $0.iterations == [2_000, 2_000] })
    let facts = ["goos=linux", "goarch=amd64", "pkg=example.com/fixture", "cpu=AMD EPYC"]
    for result in results {
      #expect(Set(result.facts.map { "\($0.name)=\($0.value)" }) == Set(facts))
    }
  }

  @Test func outputsOfPackagesThatAlternateStayApart() throws {
    func event(_ package: String, _ output: String) -> String {
      #"{"Action":"output","Package":"\#(package)","Output":"\#(output)"}"# + "\n"
    }
    let text =
      event("a", "BenchmarkX-2 ") + event("b", #"BenchmarkX-2 1 5 ns/op\n"#)
      + #"{"Action":"build-output","ImportPath":"a","Output":"note\n"}"# + "\n"
      + event("a", #"\t 1 7 ns/op\n"#) + event("b", "BenchmarkX-2 1 6 ns/op")
      + #"{"Action":"pass","Package":"b","Elapsed":1}"# + "\n"
    let results = try externalResults(.goTestJSON, text)
    #expect(results.map(\.values) == [[5, 6], [7]])
    #expect(results.map(\.facts) == [[ExternalFact("pkg", "b")], [ExternalFact("pkg", "a")]])
    let broken = text + event("a", #"BenchmarkY-2 1 fast ns/op\n"#)
    #expect(refusal(.goTestJSON, broken)?.hasPrefix("results:7: The line begins like") == true)
  }
}
