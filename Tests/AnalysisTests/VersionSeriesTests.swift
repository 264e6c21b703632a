import AnalysisFixtures
import BenchmarkModel
import Statistics
import Testing

@testable import Analysis

@Suite struct VersionSeriesTests {
  @Test func aRatioWithinBlocksDecidesWhatALevelCannot() throws {
    // Each block is twice as slow as the one before, and the new version always takes a third less.
    let old = (0..<6).map { 300e6 * Double(1 << $0) }
    let result = try WorkloadResult(
      fixtureWorkload(
        versionTrials("1.25", "go1.25.5", old)
          + versionTrials(
            nil, "go1.27.3", old.enumerated().map { $1 * (0.66 + Double($0) / 1_000) })))
    let series = try #require([VersionSeries]([result]).first)
    #expect(series.versions.map(\.name) == ["1.25.5", "1.27.3"])
    #expect(series.steps.map(\.comparison.verdict) == [.better])
    #expect(series.steps.map(\.isConfirmed) == [true])
    #expect(series.whole?.comparison.verdict == .better)
  }

  @Test func versionsAreOrderedByNumberAndTheDefaultComesFirstAmongEquals() throws {
    let values = (0..<6).map { 100e6 + Double($0) * 1e5 }
    let result = try WorkloadResult(
      fixtureWorkload(
        versionTrials(nil, "go1.27.3", values) + versionTrials("unchecked", "go1.27.3", values)
          + versionTrials("1.9", "go1.9.1", values) + versionTrials("1.25", "go1.25.5", values)))
    let series = try #require([VersionSeries]([result]).first)
    #expect(series.versions.map(\.name) == ["1.9.1", "1.25.5", "1.27.3", "1.27.3 unchecked"])
    #expect(series.steps.map(\.comparison.verdict) == [.equal, .equal, .equal])
  }

  @Test func otherBuildsOfAVersionAreNoRelease() throws {
    let values = (0..<6).map { 100e6 + Double($0) * 1e5 }
    let builds =
      versionTrials(nil, "go1.27.3", values)
      + versionTrials("unchecked", "go1.27.3", values.map { $0 / 2 })
    let same = try #require(
      [VersionSeries]([WorkloadResult(fixtureWorkload(builds))]).first)
    #expect(same.steps.map(\.isWithinVersion) == [true])
    #expect(same.whole == nil)
    let both = try WorkloadResult(
      fixtureWorkload(builds + versionTrials("1.25", "go1.25.5", values)))
    let series = try #require([VersionSeries]([both]).first)
    #expect(series.steps.map(\.isWithinVersion) == [false, true])
    #expect(series.newest.name == "1.27.3")
    #expect(series.whole?.comparison.verdict == .equal)
  }

  @Test func otherBuildsAreComparedWithTheFirstOfTheirVersionAndTheNextVersionToo() throws {
    let values = (0..<6).map { 100e6 + Double($0) * 1e5 }
    let result = try WorkloadResult(
      fixtureWorkload(
        versionTrials("1.25", "go1.25.5", values)
          + versionTrials("1.25-inlined", "go1.25.5", values.map { $0 / 2 })
          + versionTrials("1.25-unchecked", "go1.25.5", values.map { $0 / 2 })
          + versionTrials(nil, "go1.27.3", values)))
    let series = try #require([VersionSeries]([result]).first)
    #expect(series.steps.map(\.before.name) == ["1.25.5", "1.25.5", "1.25.5"])
    #expect(series.steps.map(\.isWithinVersion) == [true, true, false])
    #expect(series.steps.map(\.comparison.verdict) == [.better, .better, .equal])
  }

  @Test func labelsWithoutNumbersAreTwoVersions() throws {
    let values = (0..<6).map { 100e6 + Double($0) * 1e5 }
    let result = try WorkloadResult(
      fixtureWorkload(
        versionTrials("early", "dev", values) + versionTrials("late", "dev", values)
          + trials(.tokio, tasks(1), values)))
    let series = try #require([VersionSeries]([result]).first)
    #expect(series.steps.map(\.isWithinVersion) == [false])
    #expect(series.newest.name == "late" && series.whole?.comparison.verdict == .equal)
  }

  @Test func aSizeThatOnlyTheDefaultToolchainHasComparesNoVersions() throws {
    let values = (0..<6).map { 100e6 + Double($0) * 1e5 }
    let large = versionTrials(nil, "go1.27.3", values, at: tasks(1_000))
    let small =
      versionTrials(nil, "go1.27.3", values, at: tasks(100))
      + versionTrials("1.25", "go1.25.5", values.map { $0 / 2 }, at: tasks(100))
    let result = try WorkloadResult(fixtureWorkload(small + large))
    #expect(result.headlineSize == tasks(1_000))
    let series = try #require([VersionSeries]([result]).first)
    #expect(series.size == tasks(100))
    #expect(series.versions.map(\.name) == ["1.25.5", "1.27.3"])
    let steps = OpenQuestions(among: [result]).questions.filter { !$0.isHeadline }
    #expect(steps.map(\.size) == [tasks(100)])
    let both = try WorkloadResult(
      fixtureWorkload(
        small + large + versionTrials("1.25", "go1.25.5", values, at: tasks(1_000))))
    #expect([VersionSeries]([both]).first?.size == tasks(1_000))
  }

  @Test func otherToolchainsTakeNoColumnAndNoPlace() throws {
    let values = (0..<6).map { 100e6 + Double($0) * 1e5 }
    let result = try WorkloadResult(
      fixtureWorkload(
        versionTrials(nil, "go1.27.3", values)
          + versionTrials("1.25", "go1.25.5", values.map { $0 / 2 })
          + trials(.tokio, tasks(1), values)))
    #expect(result.implementations.allSatisfy { $0.toolchain == nil })
    #expect(result.allImplementations.contains { $0.id == "sleeping-tasks/go@1.25" })
    let ranking = Ranking(of: .peakResident, at: tasks(1), in: result)
    #expect(Set(ranking.entries.map(\.implementation.runtimeID)) == ["go", "tokio"])
  }

  @Test(
    arguments: [
      ("go1.27.3 (-trimpath=true, CGO_ENABLED=0)", "1.27.3"),
      ("tokio 1.43.1, async-channel 2.3.1 (rustc 1.95.0)", "1.43.1"),
      ("Swift 6.3.1 (-O)", "6.3.1"), ("Swift 6.4 or later (-O)", "6.4"), ("test", nil),
      ("x 7", nil),
    ] as [(String, String?)])
  func theVersionIsReadFromWhatATrialStates(text: String, version: String?) {
    #expect(VersionNumber.stated(in: text) == version)
  }

  /// Of several versions, the one that is nearest to a wanted one.
  @Test(arguments: [
    ("1.41.1", ["1.43.1", "1.53.2"], "1.43.1"), ("1.22", ["1.27.3", "1.23.9"], "1.23.9"),
    ("1.26.1", ["1.27.3", "1.26.6"], "1.26.6"), ("5.5", ["6.3.1", "6.2.3"], "6.2.3"),
    ("0.2.0", ["1.53.2", "1.43.1"], "1.43.1"), ("2.0", ["1.9", "1.10"], "1.10"),
    ("1.23", ["1.23.9", "1.23.1"], "1.23.1"),
  ])
  func theNearestVersionIsFound(wanted: String, versions: [String], nearest: String) {
    let found = versions.min {
      VersionNumber.distance(from: wanted, to: $0)
        .lexicographicallyPrecedes(VersionNumber.distance(from: wanted, to: $1))
    }
    #expect(found == nearest)
  }

  @Test(arguments: [("1.9", "1.10"), ("1.25", "1.25.5"), ("1.25.5", "1.26"), ("6.3", "unchecked")])
  func versionsAreOrdered(one: String, other: String) {
    #expect(VersionNumber.precedes(one, other))
    #expect(!VersionNumber.precedes(other, one))
  }

  @Test(arguments: [
    ("1.24.3", "1.25.0", true), ("1.25.0", "1.25.5", false), ("1.25.5", "1.27.3", false),
    ("1.9", "1.27.3", true), ("1.26", "1.27", false),
  ])
  func aStepCrossesAReleaseThatTheOldVersionDoesNotHave(
    before: String, after: String, isCrossed: Bool
  ) {
    let release = Release(
      language: "go", version: "1.25", date: "2025-08", address: "https://go.dev", sentence: "x")
    #expect(release.isBetween(before, after) == isCrossed)
  }
}
