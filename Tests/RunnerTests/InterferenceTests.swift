import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Runner

@Suite struct InterferenceTests {
  /// A completed trial that lasted this many milliseconds.
  private func trial(_ process: Double?, stolen: Double? = nil, other: Double? = nil) -> Trial {
    let values: [(Metric, Double?)] = [
      (.processTime, process), (.stolenTime, stolen), (.otherWork, other),
    ]
    return Trial(
      planned: PlannedTrial(
        position: 0, block: 0,
        case: Case(Implementation(workload: "ping-pong", runtime: .go), []), warmups: 0,
        iterations: 1),
      startedAt: Date(timeIntervalSince1970: 0), outcome: Outcome(.completed),
      measurements: values.compactMap { metric, value in
        value.map { Measurement(metric.name, $0 * 1_000_000) }
      })
  }

  @Test(
    "It takes both a share of the cores and three ticks",
    arguments: [
      (1_000.0, 0.0, 0.0, false), (1_000, 100, 0, false), (1_000, 0, 100, false),
      (1_000, 101, 0, true), (1_000, 0, 101, true), (1_000, 50, 51, true),
      // A large share of a short time is below what the ticks can resolve.
      (100, 0, 29.9, false), (100, 10, 20, true), (10, 0, 20, false),
    ])
  func rule(process: Double, stolen: Double, other: Double, isDisturbed: Bool) {
    let trial = trial(process, stolen: stolen, other: other)
    #expect((trial.interference(logicalCores: 2) != nil) == isDisturbed)
  }

  @Test func moreCoresTolerateMore() {
    let disturbed = trial(1_000, other: 150)
    #expect(disturbed.interference(logicalCores: 2)?.share == 0.075)
    #expect(disturbed.interference(logicalCores: 4) == nil)
  }

  @Test func nothingKnownIsNoDisturbance() {
    #expect(trial(1_000).interference(logicalCores: 2) == nil)
    #expect(trial(nil, stolen: 500).interference(logicalCores: 2) == nil)
  }

  @Test func theReasonNamesWhoTookHowMuch() throws {
    let both = try #require(trial(1_000, stolen: 60, other: 240).interference(logicalCores: 2))
    #expect(
      both.reason
        == "the hypervisor took 60 ms and other work took 240 ms (15 % of what all cores could do)")
    let one = try #require(trial(1_000, stolen: 0, other: 240).interference(logicalCores: 2))
    #expect(one.reason == "other work took 240 ms (12 % of what all cores could do)")
  }

  private func tally(_ trials: [Trial]) -> InterferenceTally {
    var tally = InterferenceTally()
    for trial in trials { tally.include(trial, logicalCores: 2) }
    return tally
  }

  @Test func theTallyCountsWhatWasObserved() {
    let tally = tally([
      trial(1_000, stolen: 0, other: 0), trial(1_000), trial(1_000, stolen: 200, other: 100),
      trial(1_000, other: 400),
    ])
    #expect(tally.observedTrials == 3)
    #expect(tally.disturbedTrials == 2)
    #expect(tally.stolenNanoseconds == 200_000_000)
    #expect(tally.otherWorkNanoseconds == 500_000_000)
  }

  @Test func quietRunEndsWithoutWarning() {
    let quiet = tally([trial(1_000, stolen: 1, other: 1)])
    #expect(RunWarning.atEnd(trials: quiet, loadBefore: 0.1, loadAfter: 1.9) == [])
  }

  @Test(arguments: [
    (Duration.milliseconds(35), "35 ms"), (.microseconds(20), "1 ms"), (.milliseconds(60), "0.1 s"),
    (.zero, "0 s"), (.seconds(2), "2 s"),
  ])
  func aShortTimeIsNotZero(duration: Duration, text: String) {
    #expect(duration.secondsText == text)
  }

  @Test func disturbedRunSaysByWhatAndWhatToDo() {
    let both = tally([trial(1_000, stolen: 200, other: 2_000), trial(1_000, other: 0)])
    #expect(
      RunWarning.atEnd(trials: both, loadBefore: 0.1, loadAfter: nil) == [
        RunWarning(
          .disturbedTrials,
          "1 of 2 trials was disturbed: while they ran, the hypervisor took 0.2 s and other work "
            + "took 2 s of processor time (load 0.1 before). Their times can be too long; they are "
            + "marked and kept. A hypervisor takes time for reasons outside this machine: use a "
            + "dedicated machine or a quieter hour. Stop other work and measure again.")
      ])
    let other = tally([trial(1_000, other: 1_000)])
    let message = RunWarning.atEnd(trials: other, loadBefore: nil, loadAfter: nil)[0].message
    #expect(!message.contains("hypervisor"))
    #expect(!message.contains("load"))
  }
}

@Suite struct NoiseWarningTests {
  private static let noisy: [CalibrationFigure: Double] = [
    .spinMedian: 70_000, .spinMaximum: 4_000_000, .timerMedian: 60_000, .timerMaximum: 3_000_000,
  ]

  private func message(
    _ calibration: [CalibrationFigure: Double] = noisy, cores: Int = 2, load: Double? = 0.1,
    facts: [String: String] = [:], busiest: [String] = []
  ) -> String? {
    let machine = Machine(
      fingerprint: "", cpuModel: nil, architecture: "x86_64", logicalCores: cores, memoryBytes: nil,
      operatingSystem: nil, kernel: nil, facts: facts)
    return RunWarning.atStart(
      machine: machine, load: load, isDirty: false, debugBuild: nil, calibration: calibration,
      busiest: busiest
    ).first { $0.kind == .noisyMachine }?.message
  }

  @Test func quietFiguresGiveNone() {
    #expect(message([:]) == nil)
    #expect(message([.spinMedian: 70_000, .spinMaximum: 700_000]) == nil)
    #expect(message([.timerMedian: 60_000, .timerMaximum: 1_000_000]) == nil)
  }

  @Test func eitherFigureIsEnough() throws {
    let spin = try #require(message([.spinMedian: 70_000, .spinMaximum: 700_001]))
    #expect(spin.contains("identical arithmetic took up to 700 µs instead of 70 µs."))
    let timer = try #require(message([.timerMaximum: 1_001_000]))
    #expect(timer.contains("a sleep of 1 ms ended 1001 µs late."))
  }

  @Test func withNothingLeftToDoItAdvisesToWait() throws {
    let all = ["governor": "performance", "turbo": "off", "virtualization": "none seen"]
    for facts in [[:], all] {
      #expect(try #require(message(facts: facts)).hasSuffix(" vary most. Wait and measure again."))
    }
  }

  @Test(
    "Advice leaves out what has been done already",
    arguments: [
      (["governor": "powersave"], "cpupower frequency-set --governor performance", true),
      (["governor": "performance"], "cpupower", false),
      (["turbo": "on"], "no_turbo", true), (["turbo": "off"], "no_turbo", false),
      (["virtualization": "hypervisor"], "a dedicated machine", true),
      (["virtualization": "none seen"], "a dedicated machine", false),
      (["onlineCores": "8"], "taskset --cpu-list 1-7", true),
      // The affinity is already limited.
      (["onlineCores": "16"], "taskset", false),
    ])
  func advice(facts: [String: String], text: String, isGiven: Bool) throws {
    #expect(try #require(message(cores: 8, facts: facts)).contains(text) == isGiven)
  }

  @Test func aMachineOfTwoCoresIsNotMadeSmaller() throws {
    #expect(try !#require(message(facts: ["onlineCores": "2"])).contains("taskset"))
  }

  @Test func theBusyProcessesAreNamed() throws {
    let text = try #require(message(busiest: ["cc1plus", "ld"]))
    #expect(text.contains("Stop other work (just now: cc1plus, ld) and measure again."))
    #expect(try #require(message(load: 1.5)).contains("Stop other work and measure again."))
  }
}
