import AnalysisFixtures
import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Analysis

/// A run of the workload `ping-pong`, or of several.
private func run(
  _ id: String, day: Double = 0, preset: String = "standard", on fingerprint: String = "0123abcd",
  environment: [String] = [], _ workloads: [WorkloadCoverage]
) -> RunCoverage {
  var machine = fixtureMachine()
  machine.fingerprint = fingerprint
  return RunCoverage(
    id: id, startedAt: Date(unix: 1_700_000_000 + day * 86_400), preset: preset, machine: machine,
    environment: environment, workloads: workloads)
}

private func measured(
  _ workload: String = "ping-pong", _ runtimes: Set<String> = ["go", "swift-async", "tokio"],
  trials: Int = 60, disturbed: Int = 0, go: String = "go1.27.3"
) -> WorkloadCoverage {
  WorkloadCoverage(
    workload: workload, runtimes: runtimes, completedTrials: trials, observedTrials: trials,
    disturbedTrials: disturbed, versions: runtimes.contains("go") ? ["go": [go]] : [:])
}

struct EvidenceTests {
  /// The only machine's shown run of `ping-pong`, and the reasons why others are left out.
  private func choice(_ runs: [RunCoverage]) throws -> (shown: String?, reasons: [String: String]) {
    let found = try #require(Evidence(of: runs).machines.first)
    // The order of the input decides nothing.
    #expect(Evidence(of: runs.reversed()).machines.first == found)
    return (
      found.shown["ping-pong"],
      Dictionary(uniqueKeysWithValues: found.omissions.map { ($0.run.id, "\($0.reason)") })
    )
  }

  @Test func theNewestOfEquallyCompleteRunsIsShown() throws {
    let (shown, reasons) = try choice([run("old", [measured()]), run("new", day: 1, [measured()])])
    #expect(shown == "new")
    #expect(reasons == ["old": "older"])
  }

  @Test(arguments: [
    ("smoke", ["go", "swift-async", "tokio", "swift-threads"], 400, "smoke"),
    ("full", ["go", "tokio"], 400, "partial"),
    ("quick", ["go", "swift-async", "tokio"], 400, "smallerPreset"),
    ("nightly", ["go", "swift-async", "tokio"], 400, "smallerPreset"),
    ("standard", ["go", "swift-async", "tokio"], 30, "partial"),
    ("standard", ["go", "swift-async", "tokio"], 0, "measuredNothing"),
  ])
  func aRunThatSaysLessReplacesNothing(
    preset: String, runtimes: [String], trials: Int, reason: String
  ) throws {
    let fuller = run("fuller", [measured()])
    let newer = run(
      "newer", day: 9, preset: preset,
      [measured("ping-pong", trials == 0 ? [] : Set(runtimes), trials: trials)])
    let (shown, reasons) = try choice([fuller, newer])
    #expect(shown == "fuller")
    #expect(reasons == ["newer": reason])
  }

  @Test func moreThanHalfTheTrialsAreEnoughForTheNewest() throws {
    let (shown, _) = try choice([
      run("old", [measured(trials: 60)]), run("new", day: 1, [measured(trials: 31)]),
    ])
    #expect(shown == "new")
  }

  @Test func moreRuntimesCountMoreThanALargerPreset() throws {
    let (shown, reasons) = try choice([
      run("wide", preset: "quick", [measured()]),
      run("deep", day: 1, preset: "full", [measured("ping-pong", ["go"])]),
    ])
    #expect(shown == "wide")
    #expect(reasons == ["deep": "partial"])
  }

  @Test func addedVariablesReplaceNothing() throws {
    let runs = [
      run("plain", [measured()]),
      run("tuned", day: 1, preset: "full", environment: ["GOGC=off"], [measured()]),
    ]
    #expect(try choice(runs).shown == "plain")
    #expect(try choice(runs).reasons == ["tuned": "environment"])
    #expect(try choice([runs[1]]).shown == "tuned")
  }

  @Test func aMostlyDisturbedRunDoesNotReplaceAQuietOne() throws {
    let quiet = run("quiet", [measured(disturbed: 30)])
    let loud = run("loud", day: 1, [measured(disturbed: 31)])
    #expect(try choice([quiet, loud]).shown == "quiet")
    #expect(try choice([quiet, loud]).reasons == ["loud": "disturbed"])
    let louder = run("louder", day: 2, [measured(disturbed: 60)])
    #expect(try choice([loud, louder]).shown == "louder")
  }

  @Test func anotherVersionIsTheReasonWhereItDiffers() throws {
    let (shown, reasons) = try choice([
      run("old", [measured(go: "go1.26")]), run("same", day: 1, [measured()]),
      run("new", day: 2, [measured()]),
    ])
    #expect(shown == "new")
    #expect(reasons == ["old": "supersededToolchain", "same": "older"])
  }

  @Test func workloadsAreChosenSeparately() throws {
    let found = try #require(
      Evidence(of: [
        run("all", [measured(), measured("race")]), run("one", day: 1, [measured("race")]),
        run("empty", day: 2, []),
      ]).machines.first)
    #expect(found.shown == ["ping-pong": "all", "race": "one"])
    #expect(found.omissions.map(\.run.id) == ["empty", "all"])
    #expect(found.omissions.map(\.workloads) == [[], ["race"]])
    #expect(found.omissions.map(\.reason) == [.measuredNothing, .older])
  }

  @Test func aWorkloadThatNoRunCompletedIsShownAllTheSame() throws {
    let crashed = measured("ping-pong", [], trials: 0)
    #expect(try choice([run("a", [crashed])]).shown == "a")
    #expect(try choice([run("a", [crashed])]).reasons == [:])
  }

  @Test func nothingAndRunsForOtherPurposesAreNoEvidence() {
    #expect(Evidence(of: []).machines.isEmpty)
    #expect(Evidence(of: [run("a", [])]).machines.isEmpty)
    #expect(Evidence(of: [run("a", [])]).mainRun == nil)
    for preset in Run.presetsApart {
      let runs = [run("a", preset: preset, [measured()])]
      #expect(Evidence(of: runs).machines.isEmpty)
      #expect(Evidence(of: runs, chosen: ["a"]).machines.first?.shown == ["ping-pong": "a"])
    }
  }

  @Test func choicesRestrictRunsAndWorkloads() throws {
    let runs = [run("a", [measured()]), run("b", day: 1, [measured(), measured("race")])]
    let one = try #require(Evidence(of: runs, chosen: ["a"]).machines.first)
    #expect(one.shown == ["ping-pong": "a"])
    #expect(one.omissions == [])
    let race = try #require(Evidence(of: runs, workloads: ["race"]).machines.first)
    #expect(race.shown == ["race": "b"])
  }
}

struct MachineEvidenceTests {
  private let runs = [
    run("a", [measured(), measured("race")]), run("b", day: 1, on: "ffff", [measured()]),
    run(
      "c", day: 9, preset: "smoke", on: "eeee", [measured(), measured("race"), measured("select")]),
  ]

  @Test func theMachineWithTheMostCompleteEvidenceComesFirst() {
    let evidence = Evidence(of: runs)
    #expect(evidence.machines.map(\.machine.fingerprint) == ["0123abcd", "ffff", "eeee"])
    #expect(evidence.mainRun == "a")
    // A machine with only some workloads, and newer ones, gives no number to another machine's tables.
    #expect(
      evidence.machines.map(\.shown) == [
        ["ping-pong": "a", "race": "a"], ["ping-pong": "b"],
        ["ping-pong": "c", "race": "c", "select": "c"],
      ])
  }

  @Test func anotherMachineIsLedWithWhenItIsNamed() throws {
    var evidence = Evidence(of: runs)
    #expect(evidence.machines(named: "ff").map(\.machine.fingerprint) == ["ffff"])
    #expect(evidence.machines(named: "TEST proc").count == 3)
    #expect(evidence.machines(named: "other").isEmpty)
    let slug = try #require(evidence.machines(named: "ff").first?.slug)
    #expect(evidence.machines(named: slug).map(\.slug) == [slug])
    evidence.lead(with: slug)
    #expect(evidence.machines.map(\.machine.fingerprint) == ["ffff", "0123abcd", "eeee"])
    #expect(evidence.mainRun == "b")
  }

  @Test func slugsComeFromFactsAndAreUnique() {
    var big = fixtureMachine()
    big.fingerprint = "ffff"
    big.memoryBytes = 64 << 30
    var odd = big
    odd.fingerprint = "../../<b>"
    odd.cpuModel = "Weird(R) ../<i>CPU</i>\u{1B}[31m €"
    #expect(
      [fixtureMachine(), big, odd].map { MachineSlugs([fixtureMachine(), big, odd])[$0] } == [
        "test-processor-2-cores-7-gib", "test-processor-2-cores-64-gib",
        "weird-i-cpu-i-31m-2-cores-64-gib",
      ])
    var twin = big
    twin.fingerprint = "eeee"
    #expect(MachineSlugs([big, twin])[twin] == "test-processor-2-cores-64-gib-eeee")
    var alike = big
    alike.fingerprint = "FFFF!"
    let slugs = MachineSlugs([big, alike])
    #expect(slugs[big] != slugs[alike])
    var unnamed = fixtureMachine()
    (unnamed.cpuModel, unnamed.architecture, unnamed.memoryBytes) = ("€", "", nil)
    #expect(MachineSlugs([unnamed])[unnamed] == "machine-2-cores")
  }
}

struct OmissionTextTests {
  @Test func newerRunsAreNamedAndOthersCounted() throws {
    let old = (0..<3).map { run("0\($0)-", day: Double($0), [measured()]) }
    let newer = (0..<5).map {
      run("1\($0)-x", day: Double(20 + $0), preset: "smoke", [measured(), measured("race")])
    }
    let found = try #require(
      Evidence(of: old + newer + [run("20-", day: 10, [measured(), measured("race")])])
        .machines.first)
    #expect(
      found.omissions.summary
        == "a smoke run (14: ping-pong and race), a smoke run (13: ping-pong and race), "
        + "a smoke run (12: ping-pong and race) and 2 more, newer than what is shown; 3 older runs")
    #expect([RunOmission]().summary == nil)
  }
}
