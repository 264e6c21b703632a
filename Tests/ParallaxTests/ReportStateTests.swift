import FoundationEssentials
import Platform
import Testing

@testable import parallax

/// Any change to an input of a report changes the state.
@Suite struct ReportStateTests: ~Copyable {
  private let folder: String
  private var database: String { "\(folder)/results.sqlite" }

  init() throws {
    folder =
      FileManager.default.temporaryDirectory.path + "/parallax-tests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder + "/sources/deep/target", withIntermediateDirectories: true)
    for name in ["results.sqlite", "program", "sources/a.md", "sources/deep/b.swift"] {
      try write(name, to: name)
    }
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: folder) } catch {
      Issue.record("The temporary folder \(folder) could not be removed: \(error)")
    }
  }

  private func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
  }

  private func state(_ choices: [String] = []) throws -> ReportState {
    try ReportState(
      database: database, folders: ["\(folder)/sources"], programs: ["\(folder)/program"],
      choices: choices)
  }

  private func note(_ choices: [String] = []) throws -> String { try state(choices).note(on: [:]) }

  /// Restores the file's modification time, as a program that hides a change would.
  private func keepingTime(of name: String, _ body: () throws -> Void) throws {
    var status = stat()
    try #require(stat("\(folder)/\(name)", &status) == 0)
    try body()
    #if canImport(Darwin)
      var times = [status.st_atimespec, status.st_mtimespec]
    #else
      var times = [status.st_atim, status.st_mtim]
    #endif
    try #require(utimensat(AT_FDCWD, "\(folder)/\(name)", &times, 0) == 0)
  }

  @Test func nothingChangedIsTheSameState() throws {
    #expect(try note() == note())
    #expect(try state().note(on: ["a": [1]]) == state().note(on: ["a": [1]]))
  }

  @Test func outputsAndChoicesCount() throws {
    let state = try state()
    #expect(state.note(on: ["a": [1]]) != state.note(on: ["a": [2]]))
    #expect(state.note(on: ["a": [1]]) != state.note(on: ["b": [1]]))
    #expect(state.note(on: ["a": [1]]) != state.note(on: [:]))
    #expect(try note(["x"]) != note(["y"]))
  }

  @Test(arguments: ["results.sqlite", "program"])
  func largeFileOfTheSameSizeAndTimeIsAnotherWhenItWasWritten(name: String) throws {
    let before = try note()
    FileIdentity.waitUntilSettled()
    try keepingTime(of: name) {
      let file = try #require(FileHandleForWriting("\(folder)/\(name)"))
      file.overwriteFirstByte(with: "X")
    }
    #expect(try note() != before)
  }

  @Test(arguments: ["-wal", "-journal"])
  func journalCountsAsSoonAsItHoldsAnything(ending: String) throws {
    let before = try note()
    try write("", to: "results.sqlite" + ending)
    #expect(try note() == before)
    try write("frame", to: "results.sqlite" + ending)
    #expect(try note() != before)
  }

  @Test func journalNextToTheTargetOfALinkCounts() throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/link.sqlite", withDestinationPath: database)
    func note() throws -> String {
      try ReportState(
        database: folder + "/link.sqlite", folders: [], programs: [], choices: []
      ).note(on: [:])
    }
    let before = try note()
    try write("frame", to: "results.sqlite-wal")
    #expect(try note() != before)
  }

  @Test func sourcesCountByTheirBytes() throws {
    let before = try note()
    try write("sources/a.md", to: "sources/a.md")
    #expect(try note() == before)
    try write("other", to: "sources/a.md")
    let changed = try note()
    #expect(changed != before)
    try write("new", to: "sources/deep/c.swift")
    let added = try note()
    #expect(added != changed)
    try FileManager.default.removeItem(atPath: folder + "/sources/deep/c.swift")
    #expect(try note() == changed)
    try write("object", to: "sources/deep/target/d.o")
    try write("hidden", to: "sources/.e.swp")
    #expect(try note() == changed)
  }

  @Test func fileThatWasJustWrittenIsNotSettled() throws {
    try write("again", to: "results.sqlite")
    #expect(try !state().isSettled)
    FileIdentity.waitUntilSettled()
    #expect(try state().isSettled)
  }

  @Test func missingDatabaseIsNotSettled() throws {
    try FileManager.default.removeItem(atPath: database)
    FileIdentity.waitUntilSettled()
    #expect(try !state().isSettled)
  }

  @Test func programsThatRunAreFound() {
    let own = BuiltTool.path
    let programs = loadedPrograms(besides: own)
    #expect(programs.contains(own))
    #expect(programs.allSatisfy { $0.hasPrefix("/") })
    #if os(Linux)
      #expect(programs.contains { $0.contains("libsqlite3") })
    #endif
  }
}

/// A file that is changed in place.
private struct FileHandleForWriting {
  private let descriptor: Int32

  init?(_ path: String) {
    descriptor = open(path, O_WRONLY)
    if descriptor < 0 { return nil }
  }

  func overwriteFirstByte(with text: String) {
    #expect(write(descriptor, text, 1) == 1)
    close(descriptor)
  }
}
