import BenchmarkModel

/// The list of the files that we wrote to a place, which says by their digests whether they are still
/// as we wrote them.
package struct FileList: Equatable, Sendable {
  /// Where a list lies.
  ///
  /// Each has a first line that no other program writes, and no other place has.
  package enum Place: String, Sendable {
    case folder = "# Files that Parallax wrote to this folder and replaces there"
    case branch =
      "# Files that Parallax published to this branch and replaces there"
  }

  /// The name of the file with the list.
  package static let name = ".parallax-files"
  /// How the line of the note begins, as no line of a file does.
  private static let noteMark = "note "

  /// The digests of each file by its path.
  ///
  /// A write that was killed leaves some files with the old digest and some with the new one.
  var digests: [String: Set<String>] = [:]
  var note: String?

  package var paths: Set<String> { Set(digests.keys) }

  package init(of files: [String: [UInt8]], note: String? = nil) {
    digests = files.mapValues { [sha256Hex($0)] }
    self.note = note
  }

  /// Reads a list; nil if we did not write it there.
  package init?(_ bytes: [UInt8], in place: Place) {
    var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")[...]
    guard lines.popFirst() == place.rawValue[...] else { return nil }
    if let first = lines.first, first.hasPrefix(Self.noteMark) {
      note = String(first.dropFirst(Self.noteMark.count))
    }
    for line in lines {
      // As sha256sum writes them: 64 digits, two spaces, the path.
      let parts = (line.prefix(64), line.dropFirst(64))
      guard parts.0.allSatisfy(\.isHexDigit), parts.1.hasPrefix("  ") else { continue }
      digests[String(parts.1.dropFirst(2)), default: []].insert(String(parts.0))
    }
  }

  /// The bytes of the file with the list.
  package func bytes(for place: Place) -> [UInt8] {
    let lines = digests.sorted { $0.key < $1.key }.flatMap { path, digests in
      digests.sorted().map { "\($0)  \(path)" }
    }
    let all = [place.rawValue] + (note.map { [Self.noteMark + $0] } ?? []) + lines
    return Array(all.map { $0 + "\n" }.joined().utf8)
  }

  /// Adds the files of another list.
  mutating func merge(_ other: FileList) {
    digests.merge(other.digests) { $0.union($1) }
  }

  /// Whether a file is as we wrote it.
  func holds(_ bytes: [UInt8], at path: String) -> Bool {
    digests[path]?.contains(sha256Hex(bytes)) == true
  }
}
