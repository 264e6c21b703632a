import FoundationEssentials
import Testing

@testable import parallax

struct MeasureLockTests {
  private func file(_ tool: BuiltTool) throws -> String {
    try Data("x".utf8).write(to: URL(filePath: tool.database))
    return tool.database + "-measuring"
  }

  @Test func theLockHoldsTheProcessAndGoesWithIt() throws {
    let tool = try BuiltTool()
    let file = try file(tool)
    do {
      let lock = try MeasureLock(database: tool.database)
      #expect(
        try String(contentsOfFile: file, encoding: .utf8)
          == "\(ProcessInfo.processInfo.processIdentifier)\n")
      withExtendedLifetime(lock) {}
    }
    #expect(!FileManager.default.fileExists(atPath: file))
  }

  @Test func aSecondIsRefusedUnderAnyNameOfTheFile() throws {
    let tool = try BuiltTool()
    _ = try file(tool)
    let link = "\(tool.folder)/link.sqlite"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: tool.database)
    let lock = try MeasureLock(database: tool.database)
    let process = "\(ProcessInfo.processInfo.processIdentifier)"
    for name in [tool.database, link] {
      let error = #expect(throws: CommandError.self) { try MeasureLock(database: name) }
      #expect(error == .alreadyMeasuring(path: name, process: process))
    }
    withExtendedLifetime(lock) {}
  }

  /// A file left by a killed process is no lock.
  @Test func aFileLeftBehindIsNoLock() throws {
    let tool = try BuiltTool()
    let file = try file(tool)
    try Data("123456789012345\n".utf8).write(to: URL(filePath: file))
    let lock = try MeasureLock(database: tool.database)
    #expect(
      try String(contentsOfFile: file, encoding: .utf8)
        == "\(ProcessInfo.processInfo.processIdentifier)\n")
    withExtendedLifetime(lock) {}
  }
}
