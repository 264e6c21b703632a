import BenchmarkModel
import Statistics
import Testing

@testable import References

@Suite struct HostileBytesTests {
  private static let content = Array(
    file(
      referenceFields,
      [[:], ["id": "second", "hardware": "\"Quoted\", with ł and 😀"], ["id": "third"]]
    ).utf8
  )

  @Test("A file truncated at any byte gives whole records or an error")
  func survivesTruncation() throws {
    let whole = try references(Self.content)
    #expect(whole.map(\.id) == ["pkolaczk-tokio-100000", "second", "third"])
    var lengths: Set<Int> = []
    for length in Self.content.indices {
      guard let read = try outcome(of: Array(Self.content[..<length])) else { continue }
      #expect(read == Array(whole.prefix(read.count)))
      lengths.insert(read.count)
    }
    // No field can lose its end, since each is enclosed in quotation marks.
    #expect(lengths == [0, 1, 2, 3])
  }

  @Test("Changed bytes give records that keep every rule or an error")
  func survivesMutation() throws {
    var readable = 0
    for seed in 0..<UInt64(600) {
      var random = SeededGenerator(seed: seed)
      var bytes = Self.content
      for _ in 0...Int.random(in: 0...1, using: &random) { mutate(&bytes, using: &random) }
      guard let read = try outcome(of: bytes) else { continue }
      readable += 1
      #expect(read.allSatisfy(keepsRules), "seed \(seed)")
      #expect(Set(read.map(\.id)).count == read.count, "seed \(seed)")
    }
    // Both outcomes must be frequent for the test to mean anything.
    #expect((60...540).contains(readable))
  }

  @Test("No reader takes a NUL, wherever it stands", arguments: ExternalFormat.allCases)
  func refusesNUL(format: ExternalFormat) {
    let documents =
      ExternalFixture.texts.filter { $0.0 == format }.map { ("", $0.1) }
      + (format == .criterion ? ExternalFixture.criterion.map { ($0.key, $0.value) } : [])
    #expect(!documents.isEmpty)
    var refused = 0
    for (name, text) in documents {
      let bytes = Array(text.utf8)
      for place in bytes.indices {
        for nul in [[0], Array("\\u0000".utf8)] {
          let spoiled = Array(bytes[..<place]) + nul + bytes[place...]
          do throws(ReferenceError) {
            let results = try results(format, of: spoiled, named: name)
            let texts = results.flatMap(\.texts)
            #expect(!texts.contains { $0.utf8.contains(0) }, "\(name) \(place)")
            // A document has no NUL, and in Go's text the six characters are only that.
            #expect(nul.count > 1, "\(name) \(place)")
          } catch {
            if "\(error)".contains("The invisible character U+0000 is not allowed.") {
              refused += 1
            }
          }
        }
      }
    }
    #expect(refused > 20)
  }

  private func results(
    _ format: ExternalFormat, of bytes: [UInt8], named name: String
  ) throws(ReferenceError) -> [ExternalResult] {
    guard format == .criterion else { return try externalResults(format, bytes) }
    var contents = ExternalFixture.criterion.mapValues { Array($0.utf8) }
    contents[name] = bytes
    return [try CriterionReader.result(in: "results", contents: contents)]
  }

  private func keepsRules(_ reference: Reference) -> Bool {
    reference.provenance.sourceID == source.id
      && reference.value.normalized.isFinite && reference.value.normalized >= 0
      && (reference.contract.kind == .same) == (reference.contract.difference == nil)
      && [reference.language, reference.provenance.hardware].allSatisfy { text in
        !text.isEmpty && !text.unicodeScalars.contains(where: isControl)
      }
  }

  /// What was read; nil when it was refused with a message that is safe for a terminal.
  private func outcome(of bytes: [UInt8]) throws -> [Reference]? {
    do throws(ReferenceError) {
      return try references(bytes)
    } catch {
      let lines = error.description.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count <= 21)
      for line in lines {
        #expect(line.hasPrefix("published.csv:") || line.hasPrefix("Reading stopped after"))
        #expect(!line.unicodeScalars.contains(where: isControl))
      }
      return nil
    }
  }

  private func mutate(_ bytes: inout [UInt8], using random: inout SeededGenerator) {
    let interesting = Array("\",\n\r\t =-;09azAZ\u{7F}".utf8) + [0, 0x80, 0xC3, 0xE2, 0xED, 0xFF]
    let byte = interesting[Int.random(in: interesting.indices, using: &random)]
    let place = Int.random(in: bytes.indices, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes[place] = byte
    case 2: bytes.insert(byte, at: place)
    case 3: bytes.remove(at: place)
    default:
      let end = min(bytes.endIndex, place + Int.random(in: 1...400, using: &random))
      bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...place, using: &random))
    }
  }

  private func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control || scalar.properties.isBidiControl
  }
}
