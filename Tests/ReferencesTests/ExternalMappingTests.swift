import BenchmarkModel
import Testing

@testable import References

@Suite struct ExternalMappingTests {
  private func mapping(_ lines: String...) throws(ReferenceError) -> ExternalMapping {
    let header = "name,metric,workload,runtime,variant,parameters,ourMetric"
    let text = ([header] + lines).joined(separator: "\n")
    return try ExternalMapping(
      in: Array(text.utf8), path: "map.csv", workloads: ["ping-pong"], runtimes: knownRuntimes,
      metrics: Metric.common)
  }

  @Test func aLineNamesTheCaseOfItsResult() throws {
    var mapping = try mapping(
      "BenchmarkBWTS-8,ns/op,ping-pong,go,default,rounds=1000,elapsedNanoseconds",
      "BenchmarkBWTS-8,MB/s,ping-pong,swift-dispatch,blocking,none,none",
      "BenchmarkGone-8,ns/op,ping-pong,go,default,none,none")
    let results = try mapping.matched(try externalResults(.goBench, ExternalFixture.goBench))
    #expect(
      results[3].match
        == ExternalMatch(
          Case(Implementation(workload: "ping-pong", runtime: .go), [Parameter("rounds", 1000)]),
          metric: "elapsedNanoseconds"))
    #expect(results[4].match?.benchmarkCase.implementation.variant == "blocking")
    #expect(results[0].match == nil)
    #expect(mapping.unusedLines == ["map.csv:4"])
  }

  @Test func aMetricWithAnotherUnitIsRefused() throws {
    var mapping = try mapping(
      "BenchmarkBWTS-8,hops/op,ping-pong,go,default,none,elapsedNanoseconds")
    let results = try externalResults(.goBench, ExternalFixture.goBench)
    #expect(
      message { () throws(ReferenceError) in _ = try mapping.matched(results) }
        == "map.csv:2: The mapping assigns \"elapsedNanoseconds\", which is in nanoseconds, but the "
        + "result is in an unknown unit. Assign a metric with the same unit, or none.")
  }

  @Test(arguments: [
    ("a,b,ping,go,default,none,none", "\"ping\" is not a known workload."),
    ("a,b,ping-pong,java,default,none,none", "\"java\" is not a known runtime."),
    ("a,b,ping-pong,go,default,rounds,none", "\"rounds\" is not a list of parameters."),
    ("a,b,ping-pong,go,default,none,speed", "\"speed\" is not a known metric."),
    ("a,b,ping-pong,go,default,none,", "The field is empty."),
    ("a,b,ping-pong,go,none,none,none", "\"none\" is not a known variant."),
    ("a,b,ping-pong,go,Tuned,none,none", "\"Tuned\" is not an identifier."),
  ])
  func faultsNameTheirPlace(line: String, fault: String) {
    let found = message { () throws(ReferenceError) in _ = try mapping(line) }
    #expect(found?.hasPrefix("map.csv:2, column ") == true && found?.contains(fault) == true)
  }

  @Test func aResultHasOneCase() {
    let line = "a,b,ping-pong,go,default,none,none"
    #expect(throws: ReferenceError.self) { try mapping(line, line) }
  }
}
