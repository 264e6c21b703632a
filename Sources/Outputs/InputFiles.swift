import Platform

/// What a command reads, and therefore must not write.
package struct InputFiles: Sendable {
  private struct Input: Sendable {
    /// Absolute, without links.
    let path: String
    let what: String
  }

  private var files: [Input] = []
  private var folders: [Input] = []

  package init() {}

  /// Adds a database with the files that SQLite and `measure` keep beside it, present or not.
  package mutating func add(database path: String) {
    guard let path = resolvedPath(path) else { return }
    files.append(Input(path: path, what: "the database"))
    files += Self.companionEndings.map { Input(path: path + $0, what: "a file of the database") }
  }

  /// Adds a file.
  package mutating func add(file path: String, _ what: String) {
    if let path = resolvedPath(path) { files.append(Input(path: path, what: what)) }
  }

  /// Adds a folder: no output may be in it, and no output folder may hold it.
  package mutating func add(folder path: String, _ what: String) {
    if let path = resolvedPath(path) { folders.append(Input(path: path, what: what)) }
  }

  /// What the names of the files that SQLite and `measure` keep beside a database end in.
  package static let companionEndings = ["-wal", "-journal", "-shm", "-measuring"]

  /// What is read under a path or a link to the same file; nil if nothing is.
  ///
  /// - Parameter path: An absolute path without links.
  func what(isAt path: String) -> String? {
    if let input = files.first(where: { $0.path == path }) { return input.what }
    if let folder = folders.first(where: { Self.holds($0.path, path) }) {
      return "in \(folder.what)"
    }
    return status(of: path).flatMap(what(has:))
  }

  /// What is read from the file behind an open descriptor; nil if nothing is.
  func what(isBehind descriptor: Int32) -> String? {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? what(has: status) : nil
  }

  private func what(has status: stat) -> String? {
    guard status.kind == S_IFREG else { return nil }
    return files.first { Outputs.status(of: $0.path)?.isSameFile(as: status) == true }?.what
  }

  /// What is read in a folder, in one that holds it, or in one that it holds.
  func what(overlaps folder: String) -> String? {
    for input in folders {
      if Self.isSame(input.path, folder) { return input.what }
      if Self.holds(input.path, folder) { return "in \(input.what)" }
      if Self.holds(folder, input.path) { return "above \(input.what)" }
    }
    return nil
  }

  /// Whether a folder or one above the path is this folder, under any name: a mount may give it a
  /// second one.
  private static func holds(_ folder: String, _ path: String) -> Bool {
    var above = path
    while above != "/" {
      above = parentPath(above)
      if isSame(folder, above) { return true }
    }
    return false
  }

  private static func isSame(_ folder: String, _ other: String) -> Bool {
    if folder == other { return true }
    guard let status = status(of: folder) else { return false }
    return Outputs.status(of: other)?.isSameFile(as: status) == true
  }
}
