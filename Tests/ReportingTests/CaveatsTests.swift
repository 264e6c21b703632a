import AnalysisFixtures
import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Analysis
@testable import Reporting

struct CaveatsTests {
  private static let size = tasks(1_000)

  /// Six trials of each default runtime, so that nothing is missing or thin.
  private static func trials(_ change: (inout Trial, Int) -> Void = { _, _ in }) -> [Trial] {
    let runtimes: [Runtime] = [.swiftThreads, .swiftDispatch, .swiftAsync, .go, .tokio]
    var all = runtimes.flatMap {
      AnalysisFixtures.trials($0, size, (0..<6).map { 1e6 + Double($0) })
    }
    for index in all.indices { change(&all[index], index) }
    return all
  }

  private static func workload(
    _ name: String = "sleeping-tasks", _ trials: [Trial] = trials(), day: Double = 0,
    _ change: (inout Run) -> Void = { _ in }
  ) -> WorkloadInput {
    var run = fixtureRun()
    run.startedAt = Date(unix: 1_700_000_000 + day * 86_400)
    change(&run)
    let named = trials.map { trial in
      var trial = trial
      trial.planned.case.implementation.workload = name
      return trial
    }
    return fixtureWorkload(named, name: name, run: run)
  }

  private func found(
    _ workloads: [WorkloadInput], _ omissions: [RunOmission] = [],
    versions: [WorkloadInput] = [], builtVersions: [String: String] = [:]
  ) throws -> Caveats {
    let results = try workloads.map { try WorkloadResult($0) }
    let versionResults = try versions.map { input in
      var input = input
      input.versions = MeasuredVersions(of: ["go"])
      return try WorkloadResult(input)
    }
    return Caveats(
      results: results, versionResults: versionResults,
      rankings: results.compactMap(HeadlineRanking.init), claims: [], omissions: omissions,
      builtVersions: builtVersions)
  }

  private func caveats(
    _ workloads: [WorkloadInput], _ omissions: [RunOmission] = [],
    versions: [WorkloadInput] = [], builtVersions: [String: String] = [:]
  ) throws -> [String: String] {
    let sentences = try found(
      workloads, omissions, versions: versions, builtVersions: builtVersions
    ).sentences
    return Dictionary(uniqueKeysWithValues: sentences.map { ($0.subject ?? "", $0.text) })
  }

  @Test func aQuietCompleteReportHasNone() throws {
    #expect(try caveats([Self.workload()]) == [:])
  }

  @Test func runsOverVersionsHaveCaveatsToo() throws {
    let shown = [Self.workload(), Self.workload("race")]
    #expect(try caveats(shown, versions: [Self.workload("race")]) == [:])
    let debug = [
      Self.workload("race") { $0.warnings = [RunWarning(.debugBuild, "debug")] },
      Self.workload("select", day: -60) { $0.finishedAt = nil },
    ]
    let found = try caveats(shown, versions: debug)
    #expect(
      found["Debug builds"]
        == "the Swift programs of the versions of race are not optimized, so their times mean nothing."
    )
    #expect(
      found["Incomplete"] == "the versions of select: planned trials of the run are missing.")
    #expect(
      found["Old"] == "the versions of select: measured more than 30 days before the newest run.")
    #expect(
      try caveats([shown[0], Self.workload("race", day: -60)], versions: debug)["Old"]
        == "race and the versions of select: measured more than 30 days before the newest run.")
  }

  @Test func otherToolchainsAreNoSeveralVersions() throws {
    var trials = Self.trials { trial, _ in trial.runtimeVersion = "1.27.3" }
    trials += trials.map { trial in
      var trial = trial
      trial.planned.case.implementation.toolchain = "1.25"
      trial.runtimeVersion = "1.25.5"
      return trial
    }
    #expect(try caveats([Self.workload("sleeping-tasks", trials)]) == [:])
  }

  @Test func aReportWithMoreThanATenthDisturbedSaysSo() throws {
    func found(_ count: Int) throws -> [String: String] {
      let trials = Self.trials { trial, index in
        trial.measurements += [
          Measurement(Metric.processTime.name, 1e9),
          Measurement(Metric.otherWork.name, index < count ? 5e8 : 0),
        ]
      }
      return try caveats([Self.workload("sleeping-tasks", trials)])
    }
    #expect(try found(3) == [:])
    #expect(try found(4).keys.sorted() == ["Disturbed"])
    #expect(try found(27)["Disturbed"]?.hasPrefix("27 of 30 trials: other work") == true)
  }

  /// Few disturbed trials in all can be many of one workload.
  @Test func theWorkloadsThatWereDisturbedAreNamed() throws {
    func workload(_ name: String, _ count: Int) -> WorkloadInput {
      let trials = Self.trials { trial, index in
        trial.measurements += [
          Measurement(Metric.processTime.name, 1e9),
          Measurement(Metric.otherWork.name, index < count ? 5e8 : 0),
        ]
      }
      return Self.workload(name, trials)
    }
    let quiet = ["a", "b", "c", "d"].map { workload($0, 0) }
    let found = try caveats(quiet + [workload("race", 6), workload("select", 9)])
    #expect(
      found["Disturbed"]?.hasPrefix(
        "up to 30 % of the trials of 2 workloads (30 % of those of select and 20 % of those of race): other work"
      ) == true)
  }

  @Test func noiseBeforeARunIsNamed() throws {
    let found = try caveats([
      Self.workload(), Self.workload("race") { $0.warnings = [RunWarning(.noisyMachine, "")] },
    ])
    #expect(found == ["Noisy": "other work used the cores just before the run of race."])
  }

  @Test func fewTrialsAreCounted() throws {
    let few = Self.trials().filter { $0.planned.block < 3 }
    let found = try caveats([Self.workload(), Self.workload("race", few)])
    #expect(
      found["Few trials"]
        == "at most 3 for 5 of 10 headline numbers, so their intervals are wide.")
  }

  @Test func smokeRunsAndRunsWithMissingTrialsAreNamed() throws {
    let found = try caveats([
      Self.workload { $0.preset = "smoke" },
      Self.workload("race") { $0.finishedAt = nil },
      Self.workload("select") { $0.warnings = [RunWarning(.debugBuild, "")] },
    ])
    #expect(found.keys.sorted() == ["Debug builds", "Incomplete", "Smoke runs"])
    #expect(found["Debug builds"]?.hasPrefix("the Swift programs of select are not") == true)
    #expect(found["Smoke runs"]?.hasPrefix("sleeping-tasks: ") == true)
    #expect(found["Incomplete"]?.hasPrefix("race: ") == true)
  }

  @Test func theSummarySaysHowMuchIsConcerned() throws {
    #expect(try found([Self.workload()]).summary == nil)
    let trials = Self.trials { trial, index in
      trial.measurements += [
        Measurement(Metric.processTime.name, 1e9),
        Measurement(Metric.otherWork.name, index < 27 ? 5e8 : 0),
      ]
    }
    #expect(
      try found([Self.workload("sleeping-tasks", trials) { $0.preset = "smoke" }]).summary
        == "Disturbed: 27 of 30 trials; Smoke runs")
  }

  /// A variant that was not measured limits only what compares it, which says so.
  @Test func runtimesThatWereNotMeasuredAreNamed() throws {
    var trials = Self.trials()
    for variant in ["jemalloc", "mimalloc"] {
      var gap = incidents(.tokio, Self.size, Outcome(.notInstalled))[0]
      gap.planned.case.implementation.variant = variant
      trials.append(gap)
    }
    #expect(try caveats([Self.workload("sleeping-tasks", trials)]) == [:])
    trials.removeAll { $0.planned.case.implementation.runtime == .go }
    let found = try caveats([Self.workload("sleeping-tasks", trials)])
    #expect(found == ["Not measured": "sleeping-tasks in Go."])
  }

  @Test func casesThatWereLeftOutAreCounted() throws {
    var trials = Self.trials()
    for variant in ["jemalloc", "mimalloc"] {
      var gap = incidents(.tokio, Self.size, Outcome(.leftOut))[0]
      gap.planned.case.implementation.variant = variant
      trials.append(gap)
    }
    let found = try caveats([Self.workload("sleeping-tasks", trials)])
    #expect(found == ["Left out": "2 cases for which the time budget was too small."])
  }

  @Test func ageCountsFromTheNewestRun() throws {
    func found(_ days: Double) throws -> [String: String] {
      try caveats([Self.workload(), Self.workload("race", day: days)])
    }
    #expect(try found(30) == [:])
    #expect(
      try found(31) == [
        "Old": "sleeping-tasks: measured more than 30 days before the newest run."
      ])
  }

  @Test func severalVersionsOfARuntimeAreNamed() throws {
    func workload(_ name: String, _ go: String) -> WorkloadInput {
      Self.workload(name, Self.trials { $0.runtimeVersion = $1 / 6 == 3 ? go : "v1" })
    }
    let found = try caveats([
      workload("sleeping-tasks", "go1.26 (linux)"), workload("race", "go1.27, x/net 1"),
      workload("select", "go1.27"),
    ])
    #expect(found == ["Several versions": "Go in go1.26 and go1.27, depending on the workload."])
  }

  @Test func evidenceOlderThanTheProgramsSaysSo() throws {
    let trials = Self.trials {
      $0.runtimeVersion = $1 / 6 == 3 ? "go1.26.1 (linux)" : "tokio 1.53.2"
    }
    func found(_ built: [String: String]) throws -> [String: String] {
      try caveats([Self.workload("sleeping-tasks", trials)], builtVersions: built)
    }
    for built in [[:], ["go": "1.26.1", "tokio": "1.43.1"], ["java": "25.1"]] {
      #expect(try found(built) == [:])
    }
    #expect(
      try found(["go": "1.27.3", "tokio": "1.53.2"]) == [
        "Older toolchain": "Go was measured in 1.26.1, and is built with 1.27.3 now."
      ])
  }

  @Test func singleTrialsOfAllWorkloadsAreNotListed() throws {
    let one =
      Self.trials().filter { $0.planned.case.implementation.runtime != .go }
      + AnalysisFixtures.trials(.go, Self.size, [1e6])
    let found = try caveats([Self.workload("sleeping-tasks", one), Self.workload("race", one)])
    #expect(
      found["Single trials"]?.hasPrefix("some cases of all 2 workloads have one trial") == true)
  }

  @Test func anUpdateBetweenRunsIsNamed() throws {
    let found = try caveats([
      Self.workload(),
      Self.workload("race", day: 1) {
        $0.machine.kernel = "Linux 6.12"
        $0.machine.facts["governor"] = "powersave"
      },
    ])
    #expect(
      found == [
        "Machine updated":
          "kernel and governor changed between the runs; every ratio is of one run."
      ])
  }

  @Test func changedFilesAndNewerRunsAreNamed() throws {
    let listing = Listing(implementation: .sleeping(.go), path: "main.go", sha256: "then")
    var workload = Self.workload { $0.listings = [listing] }
    workload.listings = [
      SourceListing(implementation: .sleeping(.go), path: "main.go", text: "", sha256: "now")
    ]
    let coverage = RunCoverage(
      id: "7c1f-", startedAt: Date(unix: 0), preset: "smoke", machine: fixtureMachine())
    func omission(_ isNewer: Bool) -> RunOmission {
      RunOmission(
        run: coverage, reason: .smoke, workloads: ["sleeping-tasks"], isNewer: isNewer)
    }
    let found = try caveats([workload], [omission(true), omission(false)])
    #expect(
      found == [
        "Changed since": "source files of sleeping-tasks; the numbers are of the old files.",
        "Newer, but not shown": "a smoke run (7c1f: sleeping-tasks).",
      ])
  }
}
