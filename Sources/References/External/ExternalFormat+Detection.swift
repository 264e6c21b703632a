package import BenchmarkModel

extension ExternalFormat {
  /// How many bytes of a file's beginning must be looked at to tell its format.
  package static let telltaleBytes = 64 << 10

  /// The format of a file that begins with the given bytes.
  ///
  /// A JSON document is told by the keys of its outermost object or of its first list element, NDJSON
  /// by those of its first line, and a text by its first line that Go's format has.
  ///
  /// - Parameter path: The file's name for messages.
  /// - Throws: When it is none of the formats, or may be several.
  package static func detected(
    in beginning: [UInt8], path: String
  ) throws(ReferenceError) -> ExternalFormat {
    let beginning = Array(beginning.prefix(telltaleBytes))
    let formats = beginning.isDocument ? documents(beginning) : texts(beginning)
    if let format = formats.first, formats.count == 1 { return format }
    let names = formats.map(\.rawValue)
    throw .problem(
      .external(
        names.isEmpty
          ? .unknownFormat(allowed: allCases.map(\.rawValue)) : .ambiguousFormat(names)),
      at: ReferencePlace(path, .file))
  }

  private static func documents(_ beginning: [UInt8]) -> [ExternalFormat] {
    var scanner = JSONScanner(beginning, path: "")
    var keys: Set<String> = []
    // The beginning ends somewhere in the document, so an error says only that there is no more.
    do throws(ReferenceError) {
      if scanner.next() == UInt8(ascii: "[") {
        try scanner.array { scanner, _ throws(ReferenceError) in
          if keys.isEmpty { try scanner.collectKeys(into: &keys) } else { _ = try scanner.value() }
        }
        return lists.filter { keys.isSuperset(of: $0.keys) }.map(\.format)
      }
      try scanner.collectKeys(into: &keys)
    } catch {}
    return objects.filter { keys.isSuperset(of: $0.keys) }.map(\.format)
  }

  private static let objects: [(format: ExternalFormat, keys: Set<String>)] = [
    (.hyperfine, ["results"]), (.googleBenchmark, ["benchmarks"]),
    (.ndjson, ["benchmark", "value"]),
  ]
  private static let lists: [(format: ExternalFormat, keys: Set<String>)] = [
    (.jmh, ["benchmark", "primaryMetric"]), (.packageBenchmark, ["name", "unit", "value"]),
  ]

  private static func texts(_ beginning: [UInt8]) -> [ExternalFormat] {
    let isGo = beginning.split(separator: UInt8(ascii: "\n")).contains { line in
      ["goos: ", "goarch: ", "pkg: "].contains { line.starts(with: $0.utf8) }
        || isResult(String(decoding: line, as: UTF8.self))
    }
    return isGo ? [.goBench] : []
  }

  private static func isResult(_ line: String) -> Bool {
    let fields = line.split(whereSeparator: \.isWhitespace)
    return fields.count >= 4 && fields[0].hasPrefix("Benchmark") && Int(fields[1]) != nil
      && Double(fields[2]) != nil
  }
}

extension ReferenceReader {
  /// Whether a file that begins with the given bytes has the header of a file of published numbers.
  package static func isHeader(_ beginning: [UInt8]) -> Bool {
    let line = beginning.prefix { $0 != UInt8(ascii: "\n") }
    let names = String(decoding: line, as: UTF8.self).split { ",\r\"\u{FEFF}".contains($0) }
    return [ReferenceColumn.comparesTo, .normalizedValue, .locator].allSatisfy {
      names.contains(Substring($0.rawValue))
    }
  }
}

extension [UInt8] {
  /// Whether the first byte that is no white space opens a list or an object.
  fileprivate var isDocument: Bool {
    let bytes = starts(with: [0xEF, 0xBB, 0xBF]) ? dropFirst(3) : self[...]
    let first = bytes.first { ![0x20, 0x0A, 0x0D, 0x09].contains($0) }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }
}

extension JSONScanner {
  fileprivate mutating func collectKeys(into keys: inout Set<String>) throws(ReferenceError) {
    try object { scanner, key throws(ReferenceError) in
      keys.insert(key)
      _ = try scanner.value()
    }
  }
}
