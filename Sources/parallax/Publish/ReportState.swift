import Analysis
import BenchmarkModel
import FoundationEssentials
import Outputs
import Platform
import Runner

/// A digest of everything that determines the bytes of a report, so that an unchanged report is
/// not rendered again.
///
/// Templates, claims, queries, contracts and listings count by content: merely touching a file
/// changes nothing. The database and the program are too large to read each time, so they count by
/// their file system metadata.
struct ReportState: Equatable {
  /// Whether a later change to the database or the program would change the state.
  let isSettled: Bool
  private let digest: String

  /// Whether both give the same report.
  static func == (one: Self, other: Self) -> Bool { one.digest == other.digest }

  /// Computes the state.
  ///
  /// - Parameters:
  ///   - database: The path of the database.
  ///   - folders: The folders that are read, including everything below them.
  ///   - programs: The files of the program, from `loadedPrograms(besides:)`.
  ///   - choices: The user's options.
  init(database: String, folders: [String], programs: [String], choices: [String]) throws {
    var lines = choices.map { "choice \($0)" }
    var isSettled = true
    for path in databaseFiles(database) + programs {
      guard let identity = FileIdentity(path) else {
        // A file was removed since its folder was read, or a program was replaced.
        isSettled = false
        continue
      }
      isSettled = isSettled && identity.isSettled
      lines.append("file \(path) \(identity)")
    }
    for folder in folders { lines += try Self.digests(below: folder) }
    self.isSettled = isSettled
    digest = Self.digest(of: lines)
  }

  /// A line that says that these files were made from this state.
  func note(on files: [String: [UInt8]]) -> String {
    let lines = Array(files).concurrentMap { "\($0.key) \(sha256Hex($0.value))" }
    return Self.digest(of: [digest] + lines.sorted())
  }

  /// A line for each file below a folder.
  ///
  /// Files that start with a period and `cargo` build output are left out.
  private static func digests(below folder: String) throws -> [String] {
    return try filePaths(below: folder).sorted().compactMap { path in
      let parts = path.split(separator: "/")
      guard !parts.contains(where: { $0 == "target" || $0.hasPrefix(".") }) else { return nil }
      var isFolder = false
      let whole = "\(folder)/\(path)"
      guard FileManager.default.fileExists(atPath: whole, isDirectory: &isFolder), !isFolder
      else { return nil }
      return "source \(path) \(sha256Hex(try fileBytes(whole)))"
    }
  }

  private static func digest(of lines: [String]) -> String {
    sha256Hex(Array(lines.joined(separator: "\n").utf8))
  }
}
