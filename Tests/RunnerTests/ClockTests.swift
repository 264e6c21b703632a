import FoundationEssentials
import Testing

/// The wall clock can jump, so no duration may come from it.
@Suite struct ClockTests {
  private static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    .dropLast(3).joined(separator: "/")

  /// The ways to read the wall clock in Swift, Go and Rust.
  private static let wallClocks = [
    "Date()", "Date.now", "= .now", ": .now,", ": .now)", "timeIntervalSince", "CLOCK_REALTIME",
    "gettimeofday", "time(nil)", "DispatchWallTime", "wallDeadline", "UnixNano", "SystemTime",
  ]

  /// The only place where it may be read: the date stored with a trial.
  private static let allowed = [
    "Sources/Runner/Trials/ProcessExecutor.swift": ["let startedAt = Date.now"]
  ]

  /// The files below a folder that contain code.
  private static func sources(below folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)")
      .filter { name in [".swift", ".go", ".rs"].contains { name.hasSuffix($0) } }
      .map { "\(folder)/\($0)" }
  }

  @Test func whatMeasuresReadsNoWallClock() throws {
    let files = try ["Sources/Runner", "Sources/WorkloadKit", "Sources/Fixtures", "Workloads"]
      .flatMap(Self.sources)
    #expect(files.count > 100)
    var found: [String: [String]] = [:]
    for file in files {
      let text = try String(contentsOfFile: "\(Self.root)/\(file)", encoding: .utf8)
      for line in text.split(separator: "\n") {
        guard Self.wallClocks.contains(where: { line.contains($0) }) else { continue }
        found[file, default: []].append(line.trimmingPrefix { $0 == " " }.description)
      }
    }
    #expect(found == Self.allowed)
  }
}
