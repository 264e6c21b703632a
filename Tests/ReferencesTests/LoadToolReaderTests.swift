import BenchmarkModel
import Testing

@testable import References

/// What tools that put a server under load write.
@Suite struct LoadToolReaderTests {
  private func texts(_ result: ExternalResult) -> [String] {
    result.statistics.map { "\($0.name)=\($0.value)" } + result.values.map { "\($0)" }
  }

  @Test func vegetaGivesLatenciesAndTotals() throws {
    let results = try externalResults(.vegeta, ExternalFixture.vegeta)
    #expect(
      results.map(\.metric) == [
        "latencies", "bytes_in", "bytes_out", "duration", "wait", "requests", "rate", "throughput",
        "success",
      ])
    #expect(
      texts(results[0]) == [
        "total=237119463.0", "mean=2371194.0", "50th=2854306.0", "90th=3228223.0",
        "95th=3478629.0", "99th=3530000.0", "max=3660505.0", "min=1949582.0",
      ])
    #expect(results[0].unit.normalized == .nanoseconds)
    #expect(results[6].values == [101.01010672380401] && results[6].unit.normalized == .perSecond)
    #expect(results[8].values == [0.5] && results[8].unit.normalized == .ratio)
    #expect(results[0].facts.contains(ExternalFact("status_codes.200", "50")))
    #expect(results[0].facts.contains(ExternalFact("errors.0", "connection refused")))
  }

  @Test func k6GivesEachMetricInItsUnit() throws {
    let results = try externalResults(.k6, ExternalFixture.k6)
    #expect(
      results.map(\.metric) == [
        "http_reqs", "http_reqs.rate", "data_sent", "data_sent.rate", "http_req_failed", "vus",
        "http_req_duration",
      ])
    #expect(
      results.map(\.unit.normalized) == [
        .count, .perSecond, .bytes, .perSecond, .ratio, nil, .nanoseconds,
      ])
    #expect(results.prefix(5).map(\.values) == [[4], [2], [512], [256], [0.25]])
    #expect(
      texts(results[6]) == [
        "avg=12500000.0", "min=10000000.0", "med=12000000.0", "max=16000000.0",
        "p(90)=15000000.0", "p(95)=15500000.0",
      ])
    #expect(results[4].facts.contains(ExternalFact("fails", "3")))
    #expect(results[0].facts.contains(ExternalFact("state.testRunDurationMs", "2000.5")))
  }

  @Test func k6GivesTheSameFromItsOlderSummary() throws {
    let text = #"""
      {"metrics": {
        "http_reqs": {"count": 4, "rate": 2},
        "http_req_failed": {"passes": 1, "fails": 3, "thresholds": {"rate<0.1": true}, "value": 0.25},
        "http_req_duration{expected_response:true}": {"avg": 12.5, "p(95)": 15.5},
        "my_trend": {"avg": 3}}, "root_group": {}}
      """#
    let results = try externalResults(.k6, text)
    #expect(
      results.map(\.unit.normalized) == [.count, .perSecond, .ratio, .nanoseconds, nil])
    #expect(results[2].values == [0.25])
    #expect(texts(results[3]) == ["avg=12500000.0", "p(95)=15500000.0"])
    #expect(texts(results[4]) == ["avg=3.0"])
  }

  @Test func ohaGivesLatenciesAndTotals() throws {
    let results = try externalResults(.oha, ExternalFixture.oha)
    #expect(
      results.map(\.metric) == [
        "latency", "DNSDialup", "DNSLookup", "successRate", "total", "requestsPerSec", "totalData",
        "sizePerRequest", "sizePerSec",
      ])
    #expect(
      texts(results[0]) == [
        "slowest=250000000.0", "fastest=125000000.0", "average=187500000.0", "p10=125000000.0",
        "p50=187500000.0", "p99=250000000.0",
      ])
    #expect(results[0].gaps == [ExternalGap("p99.99", printed: "null")])
    #expect(results[5].values == [400] && results[5].unit.normalized == .perSecond)
    #expect(results[7].values == [] && results[7].gaps == [ExternalGap(printed: "null")])
    #expect(results[0].facts.contains(ExternalFact("statusCodeDistribution.200", "200")))
  }

  @Test func wrkGivesEachRun() throws {
    let results = try externalResults(.wrk, ExternalFixture.wrk)
    let metrics = ["Latency", "Req/Sec", "Requests/sec", "Transfer/sec"]
    #expect(results.map(\.metric) == metrics + metrics)
    #expect(results.allSatisfy { $0.name == "http://127.0.0.1:18091/" })
    #expect(
      texts(results[0]) == [
        "Avg=42170000.0", "Stdev=8770000.0", "Max=46280000.0", "50%=43980000.0", "75%=44030000.0",
        "90%=44060000.0", "99%=46280000.0",
      ])
    #expect(texts(results[1]) == ["Avg=45.95", "Stdev=9.44", "Max=60.0"])
    #expect(results[2].values == [91.56] && results[3].values == [10.8 * 1_024])
    #expect(
      results[0].facts.map(\.value) == [
        "Running 1s test @ http://127.0.0.1:18091/", "2 threads and 4 connections",
        "92 requests in 1.00s, 10.86KB read",
      ])
    #expect(texts(results[4]) == ["Avg=42240000.0", "Stdev=8510000.0", "Max=44250000.0"])
    #expect(results[6].values == [23.64])
  }

  @Test func heyGivesTimesAndTotals() throws {
    let results = try externalResults(.hey, ExternalFixture.hey)
    #expect(
      results.map(\.metric) == [
        "response time", "Total", "Requests/sec", "Total data", "Size/request", "DNS+dialup",
        "DNS-lookup", "req write", "resp wait", "resp read",
      ])
    #expect(
      results[0].statistics.map(\.name) == [
        "Slowest", "Fastest", "Average", "10%", "25%", "50%", "75%", "90%", "95%", "99%",
      ])
    #expect(results[0].statistics[0].value == 0.0479 * 1e9)
    #expect(results[0].statistics[9].value == 0.0478 * 1e9)
    #expect(results[1].values == [2.1591 * 1e9] && results[2].values == [92.6314])
    #expect(results[2].unit.normalized == .perSecond && results[3].values == [1_000])
    #expect(
      results[8].statistics == [
        ExternalStatistic("average", 0.0004 * 1e9), ExternalStatistic("fastest", 0.0001 * 1e9),
        ExternalStatistic("slowest", 0.0012 * 1e9),
      ])
    #expect(
      results[0].facts.contains(
        ExternalFact("Status code distribution", "[200] 200 responses")))
    #expect(results[0].facts.contains(ExternalFact("Response time histogram", "0.048 [193]")))
  }

  @Test(arguments: [
    ("Latency 1.00xs 1us 1us 1%", #""1.00xs" has an unknown unit"#),
    ("Latency 1us", "it does not have four numbers"),
    ("Latency 1.us.us 1us 1us 1%", "is not a finite decimal number"),
    ("Req/Sec 1 1 1 1%", #"no line "Latency" follows"#),
  ])
  func aRunOfWrkThatCannotBeReadCostsOnlyItself(line: String, reason: String) throws {
    let broken = "Running 1s test @ http://a/\n  Thread Stats   Avg      Stdev\n    \(line)\n"
    let text = refusal(.wrk, broken)
    #expect(text?.contains(reason) == true, "\(text ?? "none")")
    let results = try externalResults(.wrk, broken + ExternalFixture.wrk)
    #expect(results[0].metric == BenchmarkList.unreadableMetric && results[0].name == "http://a/")
    #expect(results.count > 2)
  }

  @Test(arguments: [
    ("1.50us", 1_500.0), ("2.00ms", 2e6), ("1.25s", 1.25e9), ("1.50m", 90e9), ("1.00h", 3_600e9),
  ])
  func timesOfWrkHaveTheirUnit(text: String, nanoseconds: Double) throws {
    let run = "Running 1s test @ a\n Thread Stats\n Latency \(text) 0.00us \(text) -nan%\n"
    let results = try externalResults(.wrk, run)
    #expect(texts(results[0]) == ["Avg=\(nanoseconds)", "Stdev=0.0", "Max=\(nanoseconds)"])
  }

  @Test func multiplesOfWrkAreDecimalForRequestsAndBinaryForBytes() throws {
    let run = "Running 1s test @ a\nThread Stats\nLatency 1us 1us 1us 1%\n"
    let results = try externalResults(
      .wrk, run + "Req/Sec 1.50k 1.00 2.00M 1%\nRequests/sec:  1500.25\nTransfer/sec:  1.50MB\n")
    #expect(results.map(\.metric) == ["Latency", "Req/Sec", "Requests/sec", "Transfer/sec"])
    #expect(texts(results[1]) == ["Avg=1500.0", "Stdev=1.0", "Max=2000000.0"])
    #expect(results[2].values == [1_500.25] && results[3].values == [1_572_864])
  }

  @Test func aLoadOfHeyWithoutAResponseIsKept() throws {
    // Without any result in its list, as other versions print it.
    let text = "\nError distribution:\n  [200]\tGet \"http://a\": connection refused\n\n"
    let results = try externalResults(.hey, text)
    #expect(results.map(\.gaps) == [[ExternalGap(printed: "no response")]])
    #expect(
      results[0].facts == [
        ExternalFact("Error distribution", #"[200] Get "http://a": connection refused"#)
      ])
  }

  @Test(arguments: [ExternalFormat.wrk, .hey])
  func aTextThatIsNotUTF8IsRefusedWithItsLine(format: ExternalFormat) {
    for bytes in [[0xFF], [0x00]] as [[UInt8]] {
      let found = message { () throws(ReferenceError) in
        _ = try externalResults(format, Array("Running\n ".utf8) + bytes)
      }
      #expect(found?.hasPrefix("results:2: ") == true, "\(found ?? "none")")
    }
  }
}
