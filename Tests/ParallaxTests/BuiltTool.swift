import Analysis
import FoundationEssentials
import Platform
import Runner
import Store
import Testing

@testable import parallax

/// Whether a process has not ended within a second; one that only waits to be reaped has.
func isRunning(_ process: pid_t) -> Bool {
  for _ in 0..<100 {
    let state = FileManager.default.contents(atPath: "/proc/\(process)/stat").flatMap {
      String(decoding: $0, as: UTF8.self).split(separator: ")").last?.split(separator: " ").first
    }
    if kill(process, 0) != 0 || state == "Z" { return false }
    usleep(10_000)
  }
  return true
}

/// The built executable, which is next to the test bundle, with a separate folder for one test.
final class BuiltTool: Sendable {
  /// The result of a call.
  struct Result {
    var exitCode: Int32?
    var output: String
    var errors: String
  }

  static let path = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appending(path: "parallax").path

  /// The folder, removed when the last reference to the tool goes away.
  let folder: String

  init() throws {
    folder =
      FileManager.default.temporaryDirectory
      .appending(path: "parallax-tests-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  /// A tool with a copy of a database.
  convenience init(with database: Swift.Result<Data, any Error>) throws {
    try self.init()
    try database.get().write(to: URL(filePath: self.database))
  }

  /// A database that is filled once, for tests that each take a copy.
  static func database(
    _ fill: (MeasurementStore) throws -> Void
  ) -> Swift.Result<Data, any Error> {
    Swift.Result {
      let tool = try BuiltTool()
      try fill(MeasurementStore(path: tool.database, access: .create))
      return try Data(contentsOf: URL(filePath: tool.database))
    }
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: folder) } catch {
      Issue.record("The temporary folder \(folder) could not be removed: \(error)")
    }
  }

  /// The path of a database of this test.
  var database: String { "\(folder)/results.sqlite" }

  /// Runs the tool in the source tree; an exit code of nil means that a signal ended it.
  func run(_ arguments: String...) throws -> Result {
    try run(shell: "exec \"$0\" \"$@\"", arguments)
  }

  /// Runs a shell script in the source tree, with the tool as `$0` and the stubs of other programs.
  func run(shell script: String, _ arguments: [String] = []) throws -> Result {
    let child = ChildProcess(
      program: "/bin/sh",
      arguments: [
        "-c",
        "cd '\(ImportTests.root.path)' && export PATH=\"$PWD/Tests/Stubs:$PATH\" && " + script,
        Self.path,
      ] + arguments,
      timeLimit: .seconds(120))
    let result = try child.run()
    let exitCode: Int32? = if case .exited(let code) = result.ending { code } else { nil }
    return Result(
      exitCode: exitCode, output: String(decoding: result.output, as: UTF8.self),
      errors: result.standardError)
  }

  /// The last row that a statement returns, as `query --format csv` prints it; empty without a row.
  ///
  /// It is read in this process, since starting the tool takes longer than most statements.
  func value(_ sql: String, in path: String? = nil) throws -> String {
    var last = ""
    try MeasurementStore(path: path ?? database, access: .readOnly).query(sql) { row in
      last = row.map { csvField(Cell($0).plainText) }.joined(separator: ",")
      return .more
    }
    return last
  }
}
