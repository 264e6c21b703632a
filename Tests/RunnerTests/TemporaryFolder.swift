import FoundationEssentials
import Runner
import Testing

/// Whether the system exposes its processes as files.
let hasProc = FileManager.default.fileExists(atPath: "/proc/self/status")

/// A separate folder for one test, removed when the last reference to it goes away.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory
      .appending(path: "parallax-runner-\(UUID().uuidString)").path(percentEncoded: false)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      Issue.record("The temporary folder \(path) could not be removed: \(error)")
    }
  }

  /// Writes a file and its parent folders, and returns its path.
  @discardableResult
  func write(_ name: String, _ text: String = "", isProgram: Bool = false) throws -> String {
    let file = "\(path)/\(name)"
    if let slash = file.lastIndex(of: "/") {
      try FileManager.default.createDirectory(
        atPath: String(file[..<slash]),
        withIntermediateDirectories: true
      )
    }
    try Data(text.utf8).write(to: URL(filePath: file))
    try FileManager.default.setAttributes(
      [.posixPermissions: isProgram ? 0o755 : 0o644],
      ofItemAtPath: file
    )
    return file
  }

  /// Writes a shell script and returns its path.
  ///
  /// A child writes it. If this process had it open for writing, another test's child could inherit
  /// the descriptor just when the script is started ("text file busy").
  @discardableResult
  func script(_ name: String, _ lines: String) throws -> String {
    let file = "\(path)/\(name)"
    let commands = """
      mkdir -p "${1%/*}" && printf '#!/bin/sh\\n%s\\n' "$2" >"$1.new" &&
      chmod +x "$1.new" && mv "$1.new" "$1"
      """
    let writer = ChildProcess(
      program: "sh",
      arguments: ["-c", commands, "sh", file, lines],
      timeLimit: .seconds(60)
    )
    try #require(try writer.run().ending == .exited(code: 0))
    return file
  }

  /// Sets a file's modification time, in seconds since 1970.
  func setModified(_ name: String, to seconds: Double) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: seconds)],
      ofItemAtPath: "\(path)/\(name)"
    )
  }
}
