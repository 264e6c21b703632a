import CTree
import FoundationEssentials
import Platform

/// The files of the source tree that the tool carries, in a temporary folder while a command uses them.
///
/// `scripts/embed-tree` packs them before a build; a tool that was built without it carries none.
final class EmbeddedTree: Sendable {
  /// Whether the tool carries the files.
  static var isThere: Bool { parallax_tree() != nil }

  /// The folder, which is removed with the last reference.
  let root: String

  /// Unpacks the files; nil when the tool carries none.
  init?() throws {
    guard let start = parallax_tree() else { return nil }
    let files = FileManager.default
    root = files.temporaryDirectory.appending(path: "parallax-tree-\(UUID().uuidString)").path
    try files.createDirectory(
      atPath: root, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    let bytes = UnsafeRawBufferPointer(start: start, count: parallax_tree_length())
    var offset = 0
    while let entry = TarEntry(bytes, at: offset) {
      let path = URL(filePath: "\(root)/\(entry.path)")
      try files.createDirectory(
        at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Self.write(UnsafeRawBufferPointer(rebasing: bytes[entry.content]), to: path.path)
      offset = entry.end
    }
  }

  /// Writes a file without waiting for the disk, as `Data` does for each file.
  private static func write(_ bytes: UnsafeRawBufferPointer, to path: String) throws(CommandError) {
    let file = fopen(path, "wx")
    let count = file.map { fwrite(bytes.baseAddress, 1, bytes.count, $0) }
    guard let file, fclose(file) == 0, count == bytes.count else {
      throw .file(path: path, reason: "It cannot be written: \(String(cString: strerror(errno))).")
    }
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: root) } catch {
      writeError("\(root): The temporary folder could not be removed: \(error)\n")
    }
  }
}

/// A regular file in a tar archive (POSIX.1-1988, `ustar`).
private struct TarEntry {
  private static let blockBytes = 512

  let path: String
  let content: Range<Int>
  /// Where the next entry begins.
  let end: Int

  /// The entry at an offset; nil at the end of the archive.
  init?(_ archive: UnsafeRawBufferPointer, at offset: Int) {
    guard offset + Self.blockBytes <= archive.count, archive[offset] != 0 else { return nil }
    func text(_ start: Int, _ count: Int) -> String {
      String(
        decoding: archive[offset + start..<offset + start + count].prefix { $0 != 0 },
        as: UTF8.self)
    }
    guard let size = Int(text(124, 12).filter { $0 != " " }, radix: 8) else { return nil }
    let prefix = text(345, 155)
    path = prefix.isEmpty ? text(0, 100) : "\(prefix)/\(text(0, 100))"
    let start = offset + Self.blockBytes
    content = start..<start + size
    end = start + (size + Self.blockBytes - 1) / Self.blockBytes * Self.blockBytes
    guard content.upperBound <= archive.count else { return nil }
  }
}
