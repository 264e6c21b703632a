import BenchmarkModel
import FoundationEssentials
import Platform
import Testing

@testable import Store

@Suite struct WritingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func trialsOfEveryOutcomeAreReadAsTheyWereStored() throws {
    let store = try folder.store()
    let plan = fixturePlan(
      Outcome.Kind.allCases.map { _ in fixtureCase(variant: "tuned") } + [fixtureCase("other")])
    let run = fixtureRun()
    try store.begin(run, plan: plan, metrics: Metric.common)
    var trials = zip(plan, Outcome.Kind.allCases).map { planned, kind in
      fixtureTrial(planned, Outcome(kind, reached: 32_714, detail: "no \"more\"\n| threads"))
    }
    trials.append(fixtureTrial(plan[plan.count - 1]))
    trials[1].standardError = "warning: é\r\n\u{1F600}"
    trials[2].runtimeVersion = nil
    for trial in trials.reversed() { try store.record(trial, in: runID) }

    #expect(try store.trials(of: runID) == trials)
    #expect(try store.trials(of: runID, workload: "other") == trials.suffix(1))
    #expect(try store.trials(of: runID, workload: "none") == [])
    #expect(try store.run(runID) == run)
    #expect(try store.plan(of: runID) == plan)
    #expect(try Set(store.metrics()) == Set(Metric.common))
    let reopened = try MeasurementStore(path: store.path, access: .readOnly)
    #expect(try reopened.trials(of: runID) == trials)
  }

  @Test func aNULInTheOutputOfAProgramIsMadeVisible() throws {
    let store = try folder.store()
    let plan = fixturePlan([fixtureCase()])
    try store.begin(fixtureRun(), plan: plan, metrics: Metric.common)
    var trial = fixtureTrial(plan[0], Outcome(.crashed, detail: "a\0b"))
    trial.standardError = "\0\0end"
    trial.runtimeVersion = "\0"
    try store.record(trial, in: runID)
    let stored = try store.trials(of: runID)[0]
    #expect(stored.outcome.detail == "a\u{2400}b")
    #expect(stored.standardError == "\u{2400}\u{2400}end")
    #expect(stored.runtimeVersion == "\u{2400}")
  }

  @Test(arguments: [0, 1, UInt64(Int64.max), UInt64(Int64.max) + 1, .max])
  func theSeedLosesNothing(seed: UInt64) throws {
    let store = try folder.store()
    try store.begin(fixtureRun(seed: seed), plan: [], metrics: [])
    #expect(try store.run("latest").seed == seed)
  }

  @Test func anExistingRunCannotBeginAgain() throws {
    let store = try folder.store()
    try store.addRun()
    #expect(throws: StoreError.row(.existingRun(id: runID), path: store.path)) {
      try store.begin(fixtureRun(), plan: [], metrics: [])
    }
  }

  @Test func aRunWhosePlanIsRefusedIsNotStored() throws {
    let store = try folder.store()
    var plan = fixturePlan([fixtureCase(), fixtureCase()])
    plan[1].position = 0
    #expect(throws: StoreError.self) {
      try store.begin(fixtureRun(), plan: plan, metrics: Metric.common)
    }
    #expect(try store.runs() == [])
    for table in ["run", "machine", "machineFact", "benchmarkCase", "metric", "plannedTrial"] {
      #expect(try store.count("SELECT count(*) FROM \(table)") == 0, "\(table)")
    }
  }

  @Test func resumingFindsExactlyTheMissingTrials() throws {
    let store = try folder.store()
    let plan = fixturePlan([fixtureCase(tasks: 1), fixtureCase(tasks: 2), fixtureCase(tasks: 3)])
    try store.begin(fixtureRun(), plan: plan, metrics: Metric.common)
    #expect(try store.pendingTrials(of: runID) == plan)
    try store.record(fixtureTrial(plan[1]), in: runID)
    #expect(try store.pendingTrials(of: runID) == [plan[0], plan[2]])
    #expect(throws: StoreError.row(.unfinished(run: runID, missing: 2), path: store.path)) {
      try store.finish(runID, at: startedAt)
    }
    try store.record(fixtureTrial(plan[0], Outcome(.timedOut)), in: runID)
    try store.record(fixtureTrial(plan[2]), in: runID)
    #expect(try store.pendingTrials(of: runID) == [])
    try store.finish(runID, at: startedAt)
    try store.finish(runID, at: startedAt.addingTimeInterval(5))
    #expect(try store.run(runID).finishedAt == startedAt)
  }

  @Test func theSameTrialIsNotStoredTwice() throws {
    let store = try folder.store()
    let trials = try store.addRun()
    #expect(throws: StoreError.row(.existingTrial(run: runID, position: 0), path: store.path)) {
      try store.record(trials[0], in: runID)
    }
    #expect(try store.trials(of: runID) == trials)
  }

  @Test func aTrialOutsideThePlanIsRefused() throws {
    let store = try folder.store()
    let plan = fixturePlan([fixtureCase(), fixtureCase(variant: "blocking", tasks: 5)])
    try store.begin(fixtureRun(), plan: [plan[1]], metrics: Metric.common)
    #expect(throws: StoreError.row(.notPlanned(run: runID, position: 0), path: store.path)) {
      try store.record(fixtureTrial(plan[0]), in: runID)
    }
    var other = plan[1]
    other.case = fixtureCase(.init("sleeping-tasks"), .go)
    let problem = RowProblem.otherCase(
      run: runID, position: 1, planned: plan[1].case.description, found: other.case.description)
    #expect(throws: StoreError.row(problem, path: store.path)) {
      try store.record(fixtureTrial(other), in: runID)
    }
    #expect(throws: StoreError.question(.unknownRun(name: "x", nearest: nil), path: store.path)) {
      try store.record(fixtureTrial(plan[1]), in: "x")
    }
  }

  @Test func wrongAnswerStoresNoTime() throws {
    try expectRefusal(
      .measuredWithoutCompletion(position: 0, outcome: "wrongAnswer"),
      outcome: Outcome(.wrongAnswer), fixtureMeasurements([1, 2, 3]))
  }

  @Test func aMeasurementOfAnUnknownMetricIsRefused() throws {
    try expectRefusal(
      .unknownMetric(name: "elapsedNanosecond", position: 0, nearest: "elapsedNanoseconds"),
      [Measurement("peakResidentBytes", 1), Measurement("elapsedNanosecond", iteration: 0, 1)])
  }

  @Test(arguments: [Double.infinity, -.infinity, 1.1e300])
  func aMeasurementThatIsNoNumberIsRefused(value: Double) throws {
    try expectRefusal(
      .unusableValue(metric: "peakResidentBytes", position: 0, value: "\(value)"),
      [Measurement("peakResidentBytes", value)])
    try expectRefusal(
      .unusableValue(metric: "peakResidentBytes", position: 0, value: "nan"),
      [Measurement("peakResidentBytes", .nan)])
  }

  @Test(arguments: [nil, 3])
  func twoValuesForOneThingAreRefused(iteration: Int?) throws {
    let twice = Measurement("elapsedNanoseconds", iteration: iteration, 1)
    try expectRefusal(
      .repeatedMeasurement(metric: "elapsedNanoseconds", position: 0, iteration: iteration),
      [twice, Measurement("elapsedNanoseconds", iteration: 4, 1), twice])
  }

  /// Expects that the trial is refused and not stored, and that a valid one is stored afterwards.
  private func expectRefusal(
    _ problem: RowProblem, outcome: Outcome = Outcome(.completed), _ measurements: [Measurement]
  ) throws {
    let store = try folder.store("\(UUID()).sqlite")
    let plan = fixturePlan([fixtureCase()])
    try store.begin(fixtureRun(), plan: plan, metrics: Metric.common)
    var trial = fixtureTrial(plan[0], outcome)
    trial.measurements = measurements
    #expect(throws: StoreError.row(problem, path: store.path)) {
      try store.record(trial, in: runID)
    }
    #expect(try store.pendingTrials(of: runID) == plan)
    try store.record(fixtureTrial(plan[0]), in: runID)
    #expect(try store.trials(of: runID) == [fixtureTrial(plan[0])])
  }

  @Test func aTrialThatFailsHalfwayLeavesNothing() throws {
    let store = try folder.store()
    let plan = fixturePlan([fixtureCase()])
    try store.begin(fixtureRun(), plan: plan, metrics: Metric.common)
    var trial = fixtureTrial(plan[0])
    trial.measurements.append(Measurement("elapsedNanoseconds", iteration: -1, 1))
    #expect(throws: StoreError.self) { try store.record(trial, in: runID) }
    #expect(try store.count("SELECT count(*) FROM trial") == 0)
    #expect(try store.count("SELECT count(*) FROM measurement") == 0)
  }

  @Test func aMetricKeepsItsUnitAndTakesANewLabel() throws {
    let store = try folder.store()
    try store.addRun()
    var metric = Metric.elapsed
    metric.label = "Time"
    try store.begin(fixtureRun(otherRunID), plan: [], metrics: [metric])
    #expect(try store.metrics().contains(metric))
    metric.better = .higher
    let problem = RowProblem.changedMetric(
      name: "elapsedNanoseconds", stored: "nanoseconds, lower is better",
      found: "nanoseconds, higher is better")
    #expect(throws: StoreError.row(problem, path: store.path)) {
      try store.begin(fixtureRun(UUID().uuidString.lowercased()), plan: [], metrics: [metric])
    }
    #expect(try store.runs().count == 2)
  }

  @Test func aChangedMachineIsAnotherRowWithTheSameFingerprint() throws {
    let store = try folder.store()
    let machines = [fixtureMachine(), fixtureMachine(), fixtureMachine(memoryBytes: nil)]
    for (index, machine) in machines.enumerated() {
      let id = "00000000-0000-4000-8000-00000000000\(index)"
      try store.begin(fixtureRun(id, machine: machine), plan: [], metrics: [])
      #expect(try store.run(id).machine == machine)
    }
    #expect(try store.count("SELECT count(*) FROM machine") == 2)
  }

  @Test func theStateOfTheMachineIsReadAsItWasStored() throws {
    let store = try folder.store()
    var run = fixtureRun()
    run.loadBefore = 0.25
    run.calibration = [.spinMedian: 100_000.5, .spawn: 0]
    run.goal = PrecisionGoal(halfWidth: 0.05, trialCap: 40)
    run.budgetSeconds = 90
    run.lookCount = 5
    try store.begin(run, plan: [], metrics: [])
    #expect(try store.run(runID) == run)
    try store.finish(
      runID, at: startedAt, loadAfter: 1.5,
      warnings: run.warnings + [RunWarning(.disturbedTrials, "3 of 10.")])
    run.finishedAt = startedAt
    run.loadAfter = 1.5
    run.warnings.append(RunWarning(.disturbedTrials, "3 of 10."))
    #expect(try store.run(runID) == run)
    try store.finish(runID, at: startedAt, loadAfter: 9, warnings: [RunWarning(.debugBuild, "")])
    #expect(try store.run(runID) == run)
  }

  @Test func aPlanGrowsUntilItsRunIsFinished() throws {
    let store = try folder.store()
    let plan = fixturePlan((1...3).map { fixtureCase(tasks: $0) })
    try store.begin(fixtureRun(), plan: [plan[0]], metrics: Metric.common)
    try store.extend(runID, by: Array(plan[1...]))
    #expect(try store.plan(of: runID) == plan)
    #expect(throws: StoreError.self) { try store.extend(runID, by: [plan[1]]) }
    for planned in plan { try store.record(fixtureTrial(planned), in: runID) }
    try store.finish(runID, at: startedAt)
    let problem = RowProblem.finishedRun(run: runID)
    #expect(throws: StoreError.row(problem, path: store.path)) {
      try store.extend(
        runID,
        by: [
          PlannedTrial(
            position: 3, block: 1, case: fixtureCase(), warmups: 0, iterations: 1)
        ])
    }
  }

  @Test func aRunIsFoundByItsLatestName() throws {
    let store = try folder.store()
    try store.addRun()
    try store.addRun(otherRunID, startedAt: startedAt.addingTimeInterval(100))
    try store.name(runID, "before")
    #expect(try store.run("before").id == runID)
    try store.name(otherRunID, "before")
    try store.name(otherRunID, "6.3-release")
    #expect(try store.run("before").id == otherRunID)
    #expect(try store.runs().map(\.names) == [["6.3-release", "before"], []])
  }

  @Test(arguments: ["", "latest", "0a1b", "FACE-1", "a b", "naïve", "x'"])
  func aNameThatCouldMeanAnotherRunIsRefused(name: String) throws {
    let store = try folder.store()
    try store.addRun()
    let problem = QuestionProblem.unusableName(name)
    #expect(throws: StoreError.question(problem, path: store.path)) {
      try store.name(runID, name)
    }
  }

  @Test func storedTrialsSurviveAFullDisk() throws {
    let store = try folder.store()
    let plan = fixturePlan((0..<500).map { fixtureCase(tasks: $0 % 5) }, iterations: 199)
    try store.begin(fixtureRun(), plan: plan, metrics: Metric.common)
    let pages = try #require(try store.count("SELECT page_count FROM pragma_page_count"))
    try store.execute("PRAGMA max_page_count = \(pages + 20)")
    var stored: [Trial] = []
    #expect(throws: StoreError.file(.diskFull, path: store.path)) {
      for planned in plan {
        let trial = fixtureTrial(
          planned, measurements: fixtureMeasurements((0..<200).map { Double($0) + 0.5 }))
        try store.record(trial, in: runID)
        stored.append(trial)
      }
    }
    #expect(stored.count > 2)
    #expect(try store.trials(of: runID) == stored)
    try store.execute("PRAGMA max_page_count = 100000")
    try store.record(fixtureTrial(plan[stored.count]), in: runID)
    let reopened = try MeasurementStore(path: store.path, access: .open)
    #expect(try reopened.trials(of: runID).count == stored.count + 1)
  }
}
