import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Runner

@Suite struct NoiseProbeTests {
  private static let programs = (CommandLine.arguments.first ?? "")
    .split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")

  private static let ofTrial: Set<CalibrationFigure> = [.emptyTrial, .emptyMeasure]

  @Test func withoutItsProgramTheFiguresOfATrialAreAbsent() throws {
    let folder = try TemporaryFolder()
    let found = NoiseProbe(programs: folder.path).calibration()
    #expect(Set(found.keys) == Set(CalibrationFigure.allCases).subtracting(Self.ofTrial))
  }

  @Test(arguments: ["exit 1", "echo hello", "kill -9 $$"])
  func aProgramThatIsNoTrialGivesNoFigure(script: String) throws {
    let folder = try TemporaryFolder()
    try folder.script("empty-trial", script)
    let found = NoiseProbe(programs: folder.path).calibration()
    #expect(Self.ofTrial.isDisjoint(with: found.keys))
  }

  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "\(programs)/empty-trial"),
      "empty-trial is not built beside the tests"))
  func theFiguresAreInOrder() throws {
    let found = NoiseProbe(programs: Self.programs).calibration()
    #expect(Set(found.keys) == Set(CalibrationFigure.allCases))
    #expect(try #require(found[.spinMedian]) > 0)
    #expect(try #require(found[.spinMedian]) <= #require(found[.spinMaximum]))
    #expect(try #require(found[.timerMedian]) <= #require(found[.timerMaximum]))
    // The region is part of the process.
    #expect(try #require(found[.emptyMeasure]) < #require(found[.emptyTrial]))
  }

  @Test func roundsEndWithTheirTime() {
    #expect(NoiseProbe.spins(atMost: 3, within: .max).count == 3)
    #expect(NoiseProbe.spins(atMost: 1_000_000, within: 1).count == 1)
  }
}

@Suite struct ProcessTimesTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ process: Int, _ name: String, ticks: Int) throws {
    try folder.write(
      "proc/\(process)/stat", "\(process) (\(name)) R 1 1 1 0 -1 0 0 0 0 0 \(ticks) 0 0 0 20\n")
  }

  @Test func thoseThatWorkedMostAreNamedInOrder() throws {
    let own = Int(ProcessInfo.processInfo.processIdentifier)
    for (process, name) in [(10, "idle"), (11, "old (1)"), (12, "little"), (own, "us")] {
      try write(process, name, ticks: 1_000)
    }
    try folder.write("proc/version", "Linux\n")
    let before = ProcessTimes(root: folder.path)
    try write(11, "old (1)", ticks: 1_030)
    try write(12, "little", ticks: 1_002)
    try write(13, "new", ticks: 70)
    try write(own, "us", ticks: 9_000)
    let after = ProcessTimes(root: folder.path)
    #expect(after.busiest(since: before) == ["new", "old (1)"])
    #expect(before.busiest(since: before) == [])
  }

  @Test func withoutProcThereAreNone() {
    let none = ProcessTimes(root: folder.path)
    #expect(none.busiest(since: none) == [])
  }
}
