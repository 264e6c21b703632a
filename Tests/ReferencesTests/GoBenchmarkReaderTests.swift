import BenchmarkModel
import Testing

@testable import References

@Suite struct GoBenchmarkReaderTests {
  private func refusal(_ text: String) -> String? { ReferencesTests.refusal(.goBench, text) }

  @Test func linesOfOneBenchmarkAreOneResultForEachUnit() throws {
    let results = try externalResults(.goBench, ExternalFixture.goBench)
    #expect(
      results.map { "\($0.name) \($0.metric)" } == [
        "BenchmarkPingPong/rounds=10-8 ns/op", "BenchmarkPingPong/rounds=10-8 B/op",
        "BenchmarkPingPong/rounds=10-8 allocs/op", "BenchmarkBWTS-8 ns/op", "BenchmarkBWTS-8 MB/s",
        "BenchmarkBWTS-8 hops/op", "BenchmarkBWTS-8 ns/op",
      ])
    #expect(results.map(\.position) == Array(0..<7))
    #expect(results[0].values == [4_710_258, 4_571_952.5])
    #expect(results[0].iterations == [270, 261])
    #expect(results[1].unit == ExternalUnit("B/op", .bytes))
    #expect(results[2].unit == ExternalUnit("allocs/op", .count))
    #expect(results[3].values == [0.622])
    #expect(results[4].unit == ExternalUnit("MB/s", .perSecond, factor: 1e6))
    #expect(results[4].values == [89.16 * 1e6])
    #expect(results[5].unit == ExternalUnit("hops/op", nil))
    // Under another configuration the same name is another benchmark.
    #expect(results[6].values == [24_393_121_599])
  }

  @Test func configurationAndUnitsBecomeFacts() throws {
    let results = try externalResults(.goBench, ExternalFixture.goBench)
    #expect(
      results[0].facts == [
        ExternalFact("goos", "linux"), ExternalFact("goarch", "amd64"),
        ExternalFact("pkg", "example.com/pingpong"), ExternalFact("cpu", "Example 9000"),
        ExternalFact("unit.better", "lower"),
      ])
    #expect(results[6].facts.contains(ExternalFact("pkg", "example.com/other")))
    #expect(!results[6].facts.contains(ExternalFact("pkg", "example.com/pingpong")))
  }

  @Test func anEmptyValueRemovesAKey() throws {
    let text = "commit: a\ncommit:\nBenchmarkX 1 2 ns/op"
    #expect(try externalResults(.goBench, text)[0].facts == [])
  }

  @Test func aRecurringConfigurationIsTheSameBenchmark() throws {
    let text = """
      a: 1
      b: 2
      BenchmarkX 1 2 ns/op
      b: 3
      BenchmarkX 1 5 ns/op
      a: 1
      b: 2
      BenchmarkX 1 3 ns/op
      """
    #expect(try externalResults(.goBench, text).map(\.values) == [[2, 3], [5]])
  }

  @Test(arguments: [1, 2, 3, 7, 64, 1_000])
  func piecesOfAnyLengthGiveTheSame(length: Int) throws {
    let bytes = Array(ExternalFixture.goBench.utf8)
    let whole = try externalResults(.goBench, bytes)
    #expect(try externalResults(.goBench, bytes, piece: length) == whole)
  }

  @Test func valuesAreReturnedBeforeThereAreTooMany() throws {
    var reader = try #require(ExternalReader(.goBench, path: "results"))
    let line = Array("BenchmarkX 1 2 ns/op\nBenchmarkY 1 3 ns/op\n".utf8)
    let count = HeldResults.maximumValues
    let pieces = try reader.read(Array(repeatElement(line, count: count).joined()))
    #expect(pieces.map(\.position) == [0, 1, 0, 1])
    #expect(pieces.reduce(0) { $0 + $1.values.count } == 2 * count)
    #expect(try reader.finish() == [])
  }

  @Test(arguments: [
    "PASS\nok\n", "Benchmark\n", "BenchmarkX\n", "benchmarkX 1 2 ns/op\n",
    "Benchmarking 1 2 ns/op\n", "--- BENCH: BenchmarkX-8\n", "# BenchmarkX 1 2 ns/op\n",
  ])
  func otherLinesAreIgnored(text: String) {
    #expect(refusal(text)?.contains("The file contains no result.") == true)
  }

  @Test(arguments: [
    ("BenchmarkX-8 hello\n", "\"hello\" is not a number of iterations"),
    ("BenchmarkX-8 -1 1 ns/op\n", "\"-1\" is not a number of iterations"),
    ("BenchmarkX-8 --- 1 ns/op\n", "\"---\" is not a number of iterations"),
    ("BenchmarkX-8 1.5 1 ns/op\n", "\"1.5\" is not a number of iterations"),
    ("BenchmarkX-8 100\n", "it has no value"),
    ("BenchmarkX-8 100 5\n", "its last value has no unit"),
    ("BenchmarkX-8 100 5 ns/op 7\n", "its last value has no unit"),
    ("BenchmarkX-8 100 fast ns/op\n", "\"fast\" is not a finite decimal number"),
    ("BenchmarkX-8 100 1e999 ns/op\n", "\"1e999\" is not a finite decimal number"),
    ("BenchmarkX-8 100 0x1p4 ns/op\n", "\"0x1p4\" is not a finite decimal number"),
    ("BenchmarkX-8 100 5 ns/op 6 ns/op\n", "it has two values in \"ns/op\""),
    ("Unit ns/op lower\n", "\"lower\" is not key=value"),
  ])
  func aMalformedResultIsRefused(text: String, reason: String) {
    #expect(
      refusal("goos: linux\n" + text)
        == "results:2: The line begins like a result, but \(reason). "
        + "Print nothing else on the line of a result, or remove the line.")
  }

  @Test func onlyNegativeTimesAreRefused() throws {
    #expect(
      refusal("BenchmarkX 1 -5 ns/op")?.hasPrefix("results:1: \"-5.0\" is a negative time.")
        == true)
    #expect(try externalResults(.goBench, "BenchmarkX 1 -5 drift")[0].values == [-5])
  }

  @Test(arguments: [
    ("Benchmarké\0X-8 1 2 ns/op", 11), ("\0BenchmarkX 1 2 ns/op", 1), ("BenchmarkX 1 2 a\0/op", 17),
    ("cpu: \0", 6), ("a log line\0", 11),
  ])
  func aNULIsRefusedWithItsPlace(line: String, character: Int) {
    let found = refusal("goos: linux\n\(line)\nBenchmarkY 1 2 ns/op\n")
    #expect(
      found
        == "results:2:\(character): The invisible character U+0000 is not allowed. Remove it.")
  }

  @Test func invalidUTF8IsRefusedWithItsPlace() {
    let bytes = Array("goos: linux\nBenchmarkX".utf8) + [0xFF] + Array(" 1 2 ns/op\n".utf8)
    let found = message { () throws(ReferenceError) in _ = try externalResults(.goBench, bytes) }
    #expect(found?.hasPrefix("results:2:11: Byte 0xFF is not UTF-8.") == true, "\(found ?? "")")
  }

  @Test(arguments: [1 << 10, 1 << 20])
  func aLineThatIsTooLongIsRefused(piece: Int) {
    let bytes = [UInt8](repeating: 0x41, count: GoBenchmarkReader.maximumLineBytes + 1)
    let found = message { () throws(ReferenceError) in
      _ = try externalResults(.goBench, bytes, piece: piece)
    }
    #expect(found?.hasPrefix("results:1: The line has more than 65536 bytes.") == true)
  }

  @Test func tooManyBenchmarksAreRefused() {
    let lines = (0...HeldResults.maximumResults).map { "BenchmarkX\($0) 1 2 ns/op\n" }
    #expect(
      refusal(lines.joined())?.contains("The file contains more than 100000 different results.")
        == true)
  }

  @Test func tooManyUnitsOrKeysAreRefused() {
    let units = (0...GoBenchmarkReader.maximumUnits).map { " 1 u\($0)" }.joined()
    #expect(refusal("BenchmarkX 1" + units)?.contains("has more than 64 units") == true)
    let keys = (0...GoConfiguration.maximumKeys).map { "k\($0): v\n" }.joined()
    #expect(refusal(keys)?.hasPrefix("results:65: The configuration is longer than 64.") == true)
  }
}
