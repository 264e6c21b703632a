package import BenchmarkModel

extension ExternalFormat {
  /// How many bytes of the beginning of a file are needed to recognize its format.
  package static let beginningBytes = 64 << 10

  /// The format of a file with the given beginning.
  ///
  /// - Parameter path: The file's name for messages.
  /// - Throws: ``ExternalProblem/unknownFormat(allowed:)``, ``ExternalProblem/ambiguousFormat(_:)``,
  ///   ``ExternalProblem/unreadFormat(tool:remedy:)``, or what is wrong with a value before the keys
  ///   that the format would be recognized by.
  package static func detected(
    in beginning: [UInt8], path: String
  ) throws(ReferenceError) -> ExternalFormat {
    let beginning = FileBeginning(Array(beginning.prefix(beginningBytes)), path: path)
    if let unread = UnreadFormat.all.first(where: { $0.recognizes(beginning) }) {
      throw .problem(
        .external(.unreadFormat(tool: unread.tool, remedy: unread.remedy)),
        at: ReferencePlace(path, .file))
    }
    let formats = allCases.filter { $0.fileFormat?.recognizes(beginning) == true }
    if let format = formats.first, formats.count == 1 { return format }
    if formats.isEmpty, let fault = beginning.fault { throw fault }
    let names = formats.map(\.rawValue)
    throw .problem(
      .external(
        names.isEmpty
          ? .unknownFormat(allowed: allCases.map(\.rawValue)) : .ambiguousFormat(names)),
      at: ReferencePlace(path, .file))
  }
}

extension ReferenceReader {
  /// Whether a file with the given beginning has the header of a file of published numbers.
  package static func isHeader(_ beginning: [UInt8]) -> Bool {
    let line = beginning.prefix { $0 != UInt8(ascii: "\n") }
    let names = String(decoding: line, as: UTF8.self).split { ",\r\"\u{FEFF}".contains($0) }
    return [ReferenceColumn.comparesTo, .normalizedValue, .locator].allSatisfy {
      names.contains(Substring($0.rawValue))
    }
  }
}
