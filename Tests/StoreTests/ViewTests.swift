import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Store

@Suite struct ViewTests {
  let folder: TemporaryFolder
  let store: MeasurementStore

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
  }

  /// Stores a run with the elapsed times of each trial; the first of each is a warm-up.
  func add(
    _ trials: [(Case, [Double], peak: Double)], _ id: String = runID,
    startedAt: Date = startedAt
  ) throws {
    let plan = fixturePlan(trials.map(\.0), iterations: 9)
    try store.begin(fixtureRun(id, startedAt: startedAt), plan: plan, metrics: Metric.common)
    for (planned, trial) in zip(plan, trials) {
      let measurements = fixtureMeasurements(trial.1, peak: trial.peak)
      try store.record(fixtureTrial(planned, measurements: measurements), in: id)
    }
  }

  @Test func aTrialIsSummarizedWithoutItsWarmups() throws {
    try add([
      (fixtureCase(), [999, 4, 1, 3, 2], peak: 7), (fixtureCase(tasks: 5), [999, 30, 10, 20], 8),
    ])
    let sql = """
      SELECT trial, count, minimum, median, maximum, total FROM trialSummary
      JOIN metric ON metric.id = metric WHERE name = :metric ORDER BY trial
      """
    #expect(
      try store.rows(sql, ["metric": "elapsedNanoseconds"]) == [
        [.integer(1), .integer(4), .real(1), .real(2.5), .real(4), .real(10)],
        [.integer(2), .integer(3), .real(10), .real(20), .real(30), .real(60)],
      ])
    #expect(
      try store.rows(sql, ["metric": "peakResidentBytes"]) == [
        [.integer(1), .integer(1), .real(7), .real(7), .real(7), .real(7)],
        [.integer(2), .integer(1), .real(8), .real(8), .real(8), .real(8)],
      ])
  }

  @Test func theMedianOfACaseIsThatOfItsTrialsMedians() throws {
    // Medians of the trials: 2, 100 and 7; all values together would have the median 6.
    try add([
      (fixtureCase(), [0, 1, 2, 3], 1), (fixtureCase(tasks: 5), [0, 50], 1),
      (fixtureCase(), [0, 100, 100, 100, 100, 100, 100, 100, 100, 100], 2),
      (fixtureCase(), [0, 6, 8], 4),
    ])
    let sql = """
      SELECT parameters, trials, count, minimum, median, maximum, mean FROM caseSummary
      WHERE uuid = :run AND metric = :metric ORDER BY benchmarkCase
      """
    let expected: [[QueryValue]] = [
      [
        .text("tasks=1000 hold-milliseconds=200"), .integer(3), .integer(14), .real(1), .real(7),
        .real(100), .real(920.0 / 14),
      ],
      [
        .text("tasks=5 hold-milliseconds=200"), .integer(1), .integer(1), .real(50), .real(50),
        .real(50), .real(50),
      ],
    ]
    #expect(try store.rows(sql, ["run": runID, "metric": "elapsedNanoseconds"]) == expected)
    let peaks = try store.rows(sql, ["run": runID, "metric": "peakResidentBytes"])
    #expect(peaks.map { $0[4] } == [.real(2), .real(1)])
    try add([(fixtureCase(), [0, 1], 1), (fixtureCase(), [0, 4], 1)], otherRunID)
    let even = try store.rows(sql, ["run": otherRunID, "metric": "elapsedNanoseconds"])
    #expect(even.map { $0[4] } == [.real(2.5)])
  }

  @Test func valuesHaveTheNamesOfTheirCaseAndMetric() throws {
    try add([(fixtureCase(), [999, 4], peak: 7)])
    let sql = """
      SELECT position, workload, runtime, variant, parameters, metric, unit, iteration, isWarmup,
        value
      FROM trialValue WHERE run = 1 AND metric <> 'elapsedNanoseconds' OR value = 4
      ORDER BY metric
      """
    let names: [QueryValue] = [
      .integer(0), .text("sleeping-tasks"), .text("swift-async"), .text("default"),
      .text("tasks=1000 hold-milliseconds=200"),
    ]
    #expect(
      try store.rows(sql) == [
        names + [
          .text("elapsedNanoseconds"), .text("nanoseconds"), .integer(1), .integer(0), .real(4),
        ],
        names + [.text("peakResidentBytes"), .text("bytes"), .null, .integer(0), .real(7)],
      ])
    #expect(try store.rows("SELECT count(*) FROM trialValue") == [[.integer(3)]])
  }

  @Test func aConditionOnTheRunReachesTheTables() throws {
    try store.addRun()
    for view in [
      "trialValue", "caseSummary", "latencyDistribution", "memoryPerTask", "outcomeSummary",
      "publishedVersusMeasured", "caseEstimate", "caseComparison",
    ] {
      let plan = try store.rows("EXPLAIN QUERY PLAN SELECT * FROM \(view) WHERE run = 1")
      let steps = plan.map { "\($0[3])" }
      #expect(!steps.contains { $0.contains("SCAN measurement") }, "\(view): \(steps)")
      #expect(!steps.contains { $0.contains("SCAN trial\"") }, "\(view): \(steps)")
      #expect(!steps.contains { $0.contains("SCAN latency\"") }, "\(view): \(steps)")
      #expect(
        steps.contains {
          $0.contains("SEARCH") && $0.contains("(run=?") || $0.contains("estimateByCase")
        },
        "\(view): \(steps)")
    }
  }

  /// A page of Datasette shows the first hundred rows of a view and has a second for them.
  @Test(arguments: [
    "trialValue", "caseSummary", "memoryPerTask", "caseEstimate", "caseComparison", "caseChange",
  ])
  func theFirstRowsOfAViewNeedNotAllRows(view: String) throws {
    let plan = try store.rows("EXPLAIN QUERY PLAN SELECT * FROM \(view) LIMIT 101")
    let steps = plan.map { "\($0[3])" }
    // What follows works on the rows of one case.
    let outer = steps.prefix { !$0.contains("SUBQUERY") }
    #expect(!outer.contains { $0.contains("MATERIALIZE") || $0.contains("B-TREE") }, "\(steps)")
  }

  @Test func latenciesAreSummarizedOverTheIterationsWithoutWarmups() throws {
    let metric = Metric(name: "wakeNanoseconds", label: "Wake", unit: .nanoseconds)
    let plan = fixturePlan([fixtureCase()], iterations: 2)
    try store.begin(fixtureRun(), plan: plan, metrics: Metric.common + [metric])
    var trial = fixtureTrial(plan[0])
    trial.latencies = [
      LatencyBucket(metric.name, iteration: 0, isWarmup: true, value: 5, count: 9),
      LatencyBucket(metric.name, iteration: 1, value: 5, count: 1),
      LatencyBucket(metric.name, iteration: 1, value: 7, count: 2),
      LatencyBucket(metric.name, iteration: 2, value: 7, count: 1),
    ]
    try store.record(trial, in: runID)
    #expect(try store.trials(of: runID)[0].latencies == trial.latencies)
    let rows = try store.rows("SELECT metric, value, count FROM latencyDistribution ORDER BY value")
    #expect(
      rows == [
        [.text(metric.name), .integer(5), .integer(1)],
        [.text(metric.name), .integer(7), .integer(3)],
      ])
    trial.latencies = [LatencyBucket("naps", iteration: 0, value: 1, count: 1)]
    #expect(throws: StoreError.self) { try store.record(trial, in: runID) }
  }

  @Test func theLatestRunIsTheOneThatStartedLast() throws {
    #expect(try store.rows("SELECT * FROM latestRun") == [])
    try add([(fixtureCase(), [0, 1], 1)], otherRunID, startedAt: startedAt.addingTimeInterval(1))
    try store.addRun()
    let sql = "SELECT uuid, plannedTrials, finishedTrials, fingerprint, seed FROM latestRun"
    #expect(
      try store.rows(sql) == [
        [
          .text(otherRunID), .integer(1), .integer(1), .text("f1"), .text("18446744073709551615"),
        ]
      ])
  }

  @Test func outcomesOtherThanCompletedAreCountedWithTheirReason() throws {
    let plan = fixturePlan((0..<5).map { _ in fixtureCase() })
    try store.begin(fixtureRun(), plan: plan, metrics: Metric.common)
    let outcomes = [
      Outcome(.completed), Outcome(.refused, reached: 5, detail: "no more"), Outcome(.timedOut),
      Outcome(.refused, reached: 3, detail: "no more"), Outcome(.refused, detail: "other"),
    ]
    for (planned, outcome) in zip(plan, outcomes) {
      try store.record(fixtureTrial(planned, outcome), in: runID)
    }
    let sql = """
      SELECT outcome, detail, trials, reachedMinimum, reachedMaximum FROM outcomeSummary
      WHERE uuid = :run ORDER BY outcome, detail
      """
    #expect(
      try store.rows(sql, ["run": runID]) == [
        [.text("refused"), .text("no more"), .integer(2), .integer(3), .integer(5)],
        [.text("refused"), .text("other"), .integer(1), .null, .null],
        [.text("timedOut"), .null, .integer(1), .null, .null],
      ])
  }

  @Test func everyViewAnswersOnAnEmptyDatabase() throws {
    let views = try store.rows("SELECT name FROM sqlite_schema WHERE type = 'view'")
    #expect(views.count == 14)
    for view in views {
      guard case .text(let name) = view[0] else { continue }
      #expect(try store.rows("SELECT * FROM \(name)") == [], "\(name)")
    }
  }
}
