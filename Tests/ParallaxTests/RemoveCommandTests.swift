import BenchmarkModel
import FoundationEssentials
import Store
import Testing

@testable import parallax

/// `remove`, `merge --bring-back` and `check --db`, called as a user calls them.
struct RemoveCommandTests {
  private let tool: BuiltTool

  /// Creates a database with a tagged run of 2025 and a copy of it.
  init() throws {
    tool = try BuiltTool()
    let store = try MeasurementStore(path: tool.database, access: .create)
    try ExportTests.add(ExportTests.run, to: store)
    try store.tag(ExportTests.run, ["nightly"])
    try store.backup(to: "\(tool.folder)/copy.sqlite")
  }

  private func remove(_ arguments: String...) throws -> BuiltTool.Result {
    try tool.run(shell: "exec \"$0\" remove --db '\(tool.database)' \"$@\"", arguments)
  }

  @Test func nothingIsRemovedBeforeItIsConfirmed() throws {
    let shown = try remove("--tag", "nightly", "--older-than", "30d", "--machine", "example")
    #expect(shown.exitCode == 0)
    #expect(shown.output.contains(ExportTests.run))
    #expect(shown.errors.hasPrefix("1 run, about ") && shown.errors.contains("add --yes"))
    #expect(try tool.value("SELECT count(*) FROM run") == "1")

    let removed = try remove(String(ExportTests.run.prefix(4)), "--yes")
    #expect(removed.exitCode == 0 && removed.errors.hasPrefix("Removed 1 run, about "))
    #expect(try tool.value("SELECT count(*) FROM run") == "0")

    let copy = "\(tool.folder)/copy.sqlite"
    let merged = try tool.run("merge", "--db", tool.database, copy)
    let words = merged.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(merged.exitCode == 0 && words.contains("1 run left out that were removed here"))
    #expect(try tool.value("SELECT count(*) FROM run") == "0")
    #expect(try tool.run("merge", "--db", tool.database, copy, "--bring-back").exitCode == 0)
    #expect(try tool.value("SELECT count(*) FROM trial") == "2")
  }

  @Test func aChoiceThatMeansNothingIsRefused() throws {
    let cases: [([String], Int32, String)] = [
      ([], 64, "Name runs, or choose them"), (["--older-than", "90"], 64, "older-than"),
      (["--older-than", "-1d"], 64, "older-than"), (["--machine", ""], 64, "--machine is empty"),
      (["zz"], 1, "There is no run \"zz\""), (["--tag", "weekly", "--yes"], 0, "No run is chosen"),
      (["--older-than", "99999d"], 0, "No run is chosen"),
    ]
    for (arguments, code, message) in cases {
      let result = try tool.run(
        shell: "exec \"$0\" remove --db '\(tool.database)' \"$@\"", arguments)
      #expect(result.exitCode == code && result.errors.contains(message), "\(result)")
    }
    #expect(try tool.value("SELECT count(*) FROM run") == "1")
  }

  @Test func whileAnotherProcessMeasuresNothingIsRemoved() throws {
    let lock = try MeasureLock(database: tool.database)
    defer { withExtendedLifetime(lock) {} }
    let result = try remove("latest", "--yes")
    #expect(result.exitCode == 1 && result.errors.contains("is measuring into"))
    #expect(try remove("latest").exitCode == 0)
    #expect(try tool.value("SELECT count(*) FROM run") == "1")
  }

  @Test func aDatabaseIsCheckedInAnyFolder() throws {
    func check() throws -> BuiltTool.Result {
      try tool.run(shell: "cd / && exec \"$0\" check --db '\(tool.database)'")
    }
    let sound = try check()
    #expect(sound.exitCode == 0 && sound.output == "ok      \(tool.database)\n")
    let changed = try tool.run(
      shell: """
        sqlite3 '\(tool.database)' 'PRAGMA ignore_check_constraints = ON;
          UPDATE caseParameter SET value = 9223372036854775807; UPDATE measurement SET value = -1.0'
        """)
    // Without the program sqlite3 there is nothing to check.
    guard changed.exitCode == 0 else { return }
    let faulty = try check()
    #expect(faulty.exitCode == 1)
    #expect(
      faulty.output.contains(
        "caseParameter.value of ping-pong/go rounds=1000, name rounds is 9223372036854775807, but "
          + "must be a whole number from 0 to 1000000000."))
    #expect(faulty.errors.contains("faults. Remove the run"))
    let merged = try tool.run("merge", "--db", "\(tool.folder)/new.sqlite", tool.database)
    #expect(merged.exitCode == 1 && merged.errors.contains("caseParameter.value of ping-pong/go"))
    #expect(!merged.errors.contains("new.sqlite"))
  }
}
