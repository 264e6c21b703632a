import BenchmarkModel
import FoundationEssentials
import Statistics
import Testing

@testable import References

/// Damaged files for every reader: each is read completely or refused, and nothing traps.
///
/// `PARALLAX_FUZZ_INPUTS` sets the number for each reader; `make fuzz` uses it. A failure names its seed.
@Suite struct ExternalFuzzTests {
  private static let inputs =
    ProcessInfo.processInfo.environment["PARALLAX_FUZZ_INPUTS"].flatMap { UInt64($0) } ?? 1_000

  @Test(arguments: ExternalFormat.allCases)
  func damagedResultsAreReadOrRefused(format: ExternalFormat) throws {
    let seedFile = ExternalFixture.texts.first { $0.0 == format }?.1
    var readable: UInt64 = 0
    for seed in 0..<Self.inputs {
      var random = SeededGenerator(seed: seed)
      let results: [ExternalResult]?
      if let seedFile {
        var bytes = Array(seedFile.utf8)
        Mutation.damage(&bytes, using: &random)
        let piece = Int.random(in: 1...bytes.count + 1, using: &random)
        results = outcome { () throws(ReferenceError) in
          _ = try? ExternalFormat.detected(in: bytes, path: "results")
          return try externalResults(format, bytes, piece: piece)
        }
      } else {
        results = criterion(using: &random)
      }
      guard let results else { continue }
      readable += 1
      #expect(results.allSatisfy(keepsRules), "seed \(seed)")
    }
    // Both outcomes must be frequent for the test to mean anything.
    #expect(readable > Self.inputs / 100 && readable < Self.inputs * 99 / 100, "\(readable)")
  }

  @Test func damagedMappingsAreReadOrRefused() {
    let text = """
      name,metric,workload,runtime,variant,parameters,ourMetric
      BenchmarkBWTS-8,ns/op,ping-pong,go,default,rounds=1000 size=2,elapsedNanoseconds
      "a,b","c",ping-pong,swift-dispatch,blocking,none,none

      """
    var readable: UInt64 = 0
    for seed in 0..<Self.inputs {
      var random = SeededGenerator(seed: seed)
      var bytes = Array(text.utf8)
      Mutation.damage(&bytes, using: &random)
      let mapping = outcome { () throws(ReferenceError) in
        try ExternalMapping(
          in: bytes, path: "results", workloads: ["ping-pong"], runtimes: knownRuntimes,
          metrics: Metric.common)
      }
      if mapping != nil { readable += 1 }
    }
    #expect(readable > Self.inputs / 100 && readable < Self.inputs * 99 / 100, "\(readable)")
  }

  @Test func damagedPublishedNumbersAreReadOrRefused() {
    let text = file(referenceFields, [[:], ["id": "second", "hardware": "\"Quoted\", ł"]])
    var readable: UInt64 = 0
    for seed in 0..<Self.inputs {
      var random = SeededGenerator(seed: seed)
      var bytes = Array(text.utf8)
      Mutation.damage(&bytes, using: &random)
      let found = outcome { () throws(ReferenceError) in
        try ReferenceReader(
          implementations: knownImplementations("sleeping-tasks"), sources: [source]
        )
        .references(in: bytes, path: "results")
      }
      if found != nil { readable += 1 }
    }
    #expect(readable > Self.inputs / 100 && readable < Self.inputs * 99 / 100, "\(readable)")
  }

  /// One of the files of a folder is damaged.
  private func criterion(using random: inout SeededGenerator) -> [ExternalResult]? {
    var contents = ExternalFixture.criterion.mapValues { Array($0.utf8) }
    let name = CriterionReader.files[Int.random(in: 0..<3, using: &random)]
    var bytes = contents[name] ?? []
    Mutation.damage(&bytes, using: &random)
    contents[name] = bytes
    return outcome { () throws(ReferenceError) in
      [try CriterionReader.result(in: "results", contents: contents)]
    }
  }

  /// What was read; nil when it was refused with a message that is safe for a terminal.
  private func outcome<Value>(_ read: () throws(ReferenceError) -> Value) -> Value? {
    do throws(ReferenceError) {
      return try read()
    } catch {
      let text = error.description
      #expect(text.hasPrefix("results"))
      #expect(text.utf8.count < 20_000)
      let hidden = text.unicodeScalars.contains { $0 != "\n" && $0.isInvisible }
      #expect(!hidden, "\(text)")
      return nil
    }
  }

  private func keepsRules(_ result: ExternalResult) -> Bool {
    !result.name.isEmpty && !result.metric.isEmpty && result.position >= 0
      && (result.iterations.isEmpty || result.iterations.count == result.values.count)
      && result.iterations.allSatisfy { $0 >= 1 }
      && (result.values + result.statistics.map(\.value)).allSatisfy { abs($0) <= 1e300 }
      && (result.unit.normalized != .nanoseconds || result.values.allSatisfy { $0 >= 0 })
      && result.facts.allSatisfy { !$0.name.isEmpty }
      && !result.texts.contains { $0.utf8.contains(0) }
  }
}

/// How a file is damaged.
enum Mutation {
  /// Bytes and words with a meaning in one of the formats.
  private static let words: [[UInt8]] =
    [
      "\"", "{", "}", "[", "]", ",", ":", "\\", "\n", "\r\n", "\t", " ", "-", "+", ".", "e", "0",
      "1", "9", "NaN", "Infinity", "null", "true", "1e999", "-1", "1e308", "\\u0000", "\\uD800",
      "99999999999999999999", "[[", "{\"a\":", "\"times\"", "\"unit\"", "Benchmark", "ns/op",
      "Unit ", "none", "é", "\u{202E}", "\u{2028}", "0.1",
    ].map { Array($0.utf8) } + [[0x00], [0x7F], [0x80], [0xC3], [0xED, 0xA0, 0x80], [0xFF]]

  /// Changes one to four places.
  static func damage(_ bytes: inout [UInt8], using random: inout SeededGenerator) {
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: bytes.indices, using: &random)
      let end = min(bytes.count, place + Int.random(in: 1...64, using: &random))
      let word = words[Int.random(in: words.indices, using: &random)]
      switch Int.random(in: 0..<8, using: &random) {
      case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: bytes.replaceSubrange(place..<min(bytes.count, place + word.count), with: word)
      case 2: bytes.insert(contentsOf: word, at: place)
      case 3: bytes.removeSubrange(place..<end)
      case 4: bytes.removeLast(bytes.count - place)
      case 5: bytes.insert(contentsOf: bytes[place..<end], at: place)
      case 6:
        let other = Int.random(in: bytes.indices, using: &random)
        bytes.insert(contentsOf: Array(bytes[place..<end]), at: other)
      default: bytes[place] = UInt8.random(in: 0...255, using: &random)
      }
    }
  }
}
