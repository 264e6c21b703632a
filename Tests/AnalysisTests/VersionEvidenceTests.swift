import AnalysisFixtures
import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Analysis

private func measured(
  _ toolchains: Set<String> = [], workload: String = "ping-pong", go: String = "go1.27.3",
  trials: Int = 60
) -> WorkloadCoverage {
  WorkloadCoverage(
    workload: workload,
    runtimes: trials > 0 ? ["go", "swift-async", "swift-threads", "tokio"] : [],
    toolchains: toolchains, completedTrials: trials, observedTrials: trials,
    versions: ["go": [go], "tokio": ["tokio 1.53.2"], "swift-async": ["Swift 6.3.1"]])
}

/// Which runs the pages of versions show, and why others are left out.
struct VersionEvidenceTests {
  private static let full = run("full", day: 0, preset: "full", [measured()])

  /// The runs that show versions of `ping-pong`, by runtime, and why runs are left out.
  private func choice(
    _ runs: [RunCoverage]
  ) throws -> (versions: [String: String], reasons: [String: String]) {
    let found = try #require(Evidence(of: [Self.full] + runs).machines.first)
    // The order of the input decides nothing.
    #expect(Evidence(of: runs.reversed() + [Self.full]).machines.first == found)
    #expect(found.shown["ping-pong"] == "full")
    return (
      found.versions["ping-pong"] ?? [:],
      Dictionary(uniqueKeysWithValues: found.omissions.map { ($0.run.id, $0.reason.rawValue) })
    )
  }

  @Test func theRunWithTheMostVersionsStandsBesideAFullerOne() throws {
    let race = measured(["go@1.26"], workload: "race")
    let one = run("one", day: 1, [measured(["go@1.26"]), race])
    let two = run("two", day: 2, [measured(["go@1.26", "go@1.25"])])
    let later = run("later", day: 3, [measured(["go@1.26"])])
    let full = run(
      "full", day: 0, preset: "full", [measured(), measured(workload: "race")])
    let found = try #require(Evidence(of: [full, one, two, later]).machines.first)
    #expect(found.shown == ["ping-pong": "full", "race": "full"])
    #expect(found.versions == ["ping-pong": ["go": "two"], "race": ["go": "one"]])
    let omissions = found.omissions.map { "\($0.run.id): \($0.workloads.joined(separator: " "))" }
    #expect(omissions == ["later: ping-pong", "one: ping-pong"])
    #expect(found.omissions.map(\.reason) == [.fewerVersions, .fewerVersions])
    // Only one of them is newer than the run that shows the versions.
    #expect(found.omissions.map(\.isNewer) == [true, false])
    // Where the shown run measured versions as well, no other is needed.
    let alone = try #require(Evidence(of: [two]).machines.first)
    #expect(alone.shown == ["ping-pong": "two"] && alone.versions.isEmpty)
  }

  @Test func eachRuntimeHasTheRunOfItsVersions() throws {
    let flags: Set = ["swift-async@unchecked", "swift-threads@unchecked"]
    let found = try choice([
      run("go", day: 1, [measured(["go@1.23", "go@1.24", "go@1.25", "go@1.26"])]),
      run("swift", day: 2, [measured(flags)]), run("tokio", day: 3, [measured(["tokio@1.43"])]),
    ])
    #expect(
      found.versions == [
        "go": "go", "swift-async": "swift", "swift-threads": "swift", "tokio": "tokio",
      ])
    #expect(found.reasons == [:])
  }

  /// An old run with more versions does not win forever.
  @Test func theNewestVersionCountsMoreThanTheirNumber() throws {
    let old = run("old", day: 1, [measured(["go@1.24", "go@1.25", "go@1.26"])])
    let new = run("new", day: 2, [measured(["go@1.27"], go: "go1.28.0")])
    let found = try choice([old, new])
    #expect(found.versions == ["go": "new"])
    #expect(found.reasons == ["old": "did not measure the newest version"])
    // The newest can be the one with a label, as after a build of some workloads.
    var labeled = measured(["go@1.28"])
    labeled.versions["go@1.28"] = ["go1.28.1 (-trimpath=true)"]
    #expect(
      try choice([old, new, run("labeled", day: 0.5, [labeled])]).versions == ["go": "labeled"])
  }

  @Test func ofEqualRunsTheLargerPresetAndThenTheNewestAreShown() throws {
    let runs = [
      run("large", day: 1, preset: "full", [measured(["go@1.26"])]),
      run("new", day: 2, [measured(["go@1.26"])]), run("newest", day: 3, [measured(["go@1.26"])]),
    ]
    let full = run("full", day: 9, preset: "full", [measured()])
    let all = try #require(Evidence(of: runs + [full]).machines.first)
    #expect(all.versions == ["ping-pong": ["go": "large"]])
    let two = try #require(Evidence(of: Array(runs.dropFirst()) + [full]).machines.first)
    #expect(two.versions == ["ping-pong": ["go": "newest"]])
    #expect(two.omissions.map(\.reason) == [.older])
  }

  @Test func smokeRunsAndAddedVariablesShowNoVersions() throws {
    let found = try choice([
      run("smoke", day: 1, preset: "smoke", [measured(["go@1.26"])]),
      run("tuned", day: 2, environment: ["GOGC=off"], [measured(["go@1.26"])]),
    ])
    #expect(found.versions == [:])
    #expect(
      found.reasons == [
        "smoke": "a smoke run", "tuned": "had variables added to its environment",
      ])
  }

  /// The programs of the default toolchain crashed, those of another did not.
  @Test func aRunWithVersionsAloneMeasuredSomething() throws {
    let found = try choice([run("others", day: 1, [measured(["go@1.26", "go@1.25"], trials: 0)])])
    #expect(found.versions == ["go": "others"])
    #expect(found.reasons == [:])
  }

  /// What `reproduce` takes a number from.
  @Test func anImplementationIsShownByTheRunsOfThePrimaryMachineFirst() throws {
    let evidence = Evidence(of: [
      Self.full, run("go", day: 1, [measured(["go@1.26"])]),
      run("other", day: 2, on: "ffff", [measured(trials: 1)]),
    ])
    func runs(_ runtime: Runtime) -> [String] {
      evidence.runs(showing: Implementation(workload: "ping-pong", runtime: runtime))
    }
    #expect(runs(.go) == ["full", "go", "other"])
    #expect(runs(.tokio) == ["full", "other"])
    #expect(evidence.runs(showing: Implementation(workload: "race", runtime: .go)) == [])
  }
}
