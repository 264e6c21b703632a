import BenchmarkModel
import FoundationEssentials
import GRDB
import Testing

@testable import Store

/// A temporary folder, removed when it is released.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID())").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func file(_ name: String = "results.sqlite") -> String { "\(path)/\(name)" }

  func store(_ name: String = "results.sqlite") throws -> MeasurementStore {
    try MeasurementStore(path: file(name), access: .create)
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: file(name)))
  }
}

let runID = "0a1b2c3d-0000-4000-8000-000000000001"
let otherRunID = "0a9f2c3d-0000-4000-8000-000000000002"
let startedAt = Date(timeIntervalSince1970: 1_764_000_000.042)

func fixtureMachine(memoryBytes: Int? = 8_000_000_000) -> Machine {
  Machine(
    fingerprint: "f1", cpuModel: "Example 9000", architecture: "x86_64", logicalCores: 2,
    memoryBytes: memoryBytes, operatingSystem: nil, kernel: "Linux 6.1.0",
    facts: ["governor": "performance", "libc": "glibc 2.36"])
}

func fixtureRun(
  _ id: String = runID, startedAt: Date = startedAt, seed: UInt64 = .max,
  machine: Machine = fixtureMachine()
) -> Run {
  Run(
    id: id, startedAt: startedAt, preset: "quick", seed: seed, toolVersion: "0.1.0",
    commit: "c0ffee", isDirty: true, machine: machine,
    toolchains: [
      Toolchain(name: "swift", version: "6.3.1"), Toolchain(name: "go", version: "go1.27.3"),
    ],
    listings: [
      Listing(
        implementation: Implementation(workload: "sleeping-tasks", runtime: .swiftAsync),
        path: "Workloads/SleepingTasks/swift/Async.swift",
        sha256: String(repeating: "a", count: 64),
        programSHA256: String(repeating: "b", count: 64))
    ],
    environment: ["GOGC": "off"],
    warnings: [RunWarning(.busyMachine, "Load was 2.5; close other programs.")])
}

func fixtureCase(
  _ workload: String = "sleeping-tasks", _ runtime: Runtime = .swiftAsync,
  variant: String? = nil, toolchain: String? = nil, tasks: Int = 1000
) -> Case {
  Case(
    Implementation(workload: workload, runtime: runtime, variant: variant, toolchain: toolchain),
    [Parameter("tasks", tasks), Parameter("hold-milliseconds", 200)])
}

func fixturePlan(_ cases: [Case], warmups: Int = 1, iterations: Int = 2) -> [PlannedTrial] {
  cases.enumerated().map {
    PlannedTrial(
      position: $0.offset, block: 0, case: $0.element, warmups: warmups, iterations: iterations)
  }
}

func fixtureMeasurements(_ elapsed: [Double], peak: Double = 4_000_000) -> [Measurement] {
  elapsed.enumerated().map {
    Measurement(
      "elapsedNanoseconds", iteration: $0.offset, isWarmup: $0.offset == 0, $0.element)
  } + [Measurement("peakResidentBytes", peak)]
}

func fixtureTrial(
  _ planned: PlannedTrial, _ outcome: Outcome = Outcome(.completed),
  measurements: [Measurement] = fixtureMeasurements([900, 500, 700])
) -> Trial {
  Trial(
    planned: planned, startedAt: startedAt.addingTimeInterval(Double(planned.position)),
    outcome: outcome, runtimeVersion: "Swift 6.3.1", standardError: "",
    measurements: outcome.kind == .completed ? measurements : [])
}

extension MeasurementStore {
  /// The results of a file's newest version, in file order; empty when there is no such file.
  func externalResults(path file: String) throws -> [ExternalResult] {
    try reading { connection in
      let sql = "SELECT importedFile FROM externalVersion WHERE path = ? AND isNewest"
      guard let id = try Int64.fetchOne(connection, sql: sql, arguments: [file]) else { return [] }
      var results: [ExternalResult] = []
      try connection.forEachExternalResult(file: id) { results.append($0) }
      return results
    }
  }

  /// Stores a run whose trials are all finished, one for each case.
  @discardableResult
  func addRun(
    _ id: String = runID, startedAt: Date = startedAt, cases: [Case] = [fixtureCase()]
  ) throws -> [Trial] {
    let plan = fixturePlan(cases)
    try begin(fixtureRun(id, startedAt: startedAt), plan: plan, metrics: Metric.common)
    let trials = plan.map { fixtureTrial($0) }
    for trial in trials { try record(trial, in: id) }
    try finish(id, at: startedAt.addingTimeInterval(60))
    return trials
  }

  /// Stores rows in every table and returns the trials of the run.
  func fillEveryTable() throws -> [Trial] {
    var run = fixtureRun()
    run.calibration = [.spawn: 750_000]
    run.loadBefore = 0.5
    run.goal = PrecisionGoal(halfWidth: 0.05, trialCap: 40)
    run.budgetSeconds = 60
    run.lookCount = 5
    let plan = fixturePlan([fixtureCase(), fixtureCase(variant: "tuned")])
    try begin(run, plan: plan, metrics: Metric.common)
    var trials = plan.map { fixtureTrial($0) }
    trials[0].latencies = [
      LatencyBucket(Metric.common[0].name, iteration: 1, value: 5, count: 2_000)
    ]
    try record(trials, in: runID)
    try addRun(otherRunID)
    try remove(removable(RunChoice(ids: [otherRunID]), onlyLatencies: false), at: startedAt)
    try name(runID, "before")
    try tag(runID, ["nightly"])
    try note(runID, "A note.", at: startedAt)
    try importReferences(
      path: "p.csv", sha256: sha256, sources: [fixtureSource()], references: [fixtureReference()],
      importedAt: startedAt)
    try importExternal(
      ExternalFile(path: "bench.txt", format: .goBench), importedAt: startedAt
    ) { sink in
      var result = fixtureResult(match: ExternalMatch(fixtureCase(), metric: nil))
      result.add(ExternalGap(printed: "NaN"))
      try sink.add([result])
      return sha256
    }
    try store(fixtureAnalysis(plan.map(\.case)), of: runID, metrics: Metric.common)
    try store([fixtureChange(plan[0].case)], onMachine: "f1", method: "1", metrics: [])
    return trials
  }

  /// Merges one file.
  @discardableResult
  func merge(from path: String) throws -> MergeSummary {
    try #require(try merge(from: [path]).first)
  }

  /// All rows of a query.
  func rows(_ sql: String, _ arguments: [String: String] = [:]) throws -> [[QueryValue]] {
    var rows: [[QueryValue]] = []
    try query(sql, arguments: arguments.mapValues(QueryValue.init(argument:))) {
      rows.append($0)
      return .more
    }
    return rows
  }

  /// The integer in the first column of the first row.
  func count(_ sql: String) throws -> Int? {
    guard case .integer(let count) = try rows(sql).first?.first else { return nil }
    return Int(count)
  }
}

func fixtureSource(_ id: String = "someone-2024", title: String = "A page") -> Source {
  Source(
    id: id, title: title, author: "Someone", published: "2024-12", url: "https://example.com/",
    trust: .medium, trustReason: "Method partly stated.", method: "time -v, one run",
    retrieved: "archived copy")
}

func fixtureReference(
  _ id: String = "someone-tokio-1000", comparesTo: Runtime? = .swiftAsync, variant: String? = nil,
  tasks: Int = 1000, contract: ContractMatch = .same, source: String = "someone-2024",
  printed: String = "4.0"
) -> Reference {
  Reference(
    id: id, workload: "sleeping-tasks", language: "Rust", runtime: "tokio",
    runtimeVersion: Reference.notStated,
    comparesTo: comparesTo.map {
      Implementation(workload: "sleeping-tasks", runtime: $0, variant: variant)
    },
    parameters: [Parameter("tasks", tasks)], metric: "max-rss",
    comparesToMetric: "peakResidentBytes", statistic: .peak, qualifier: .approximate,
    value: PublishedValue(
      printed: printed, printedUnit: "MB", normalized: 4_194_304, normalizedUnit: .bytes,
      conversion: "1 MB = 1,048,576 bytes"),
    contract: contract,
    provenance: Provenance(
      sourceID: source, locator: "table 1", hardware: Reference.notStated,
      operatingSystem: "Linux", note: nil))
}

let sha256 = String(repeating: "b", count: 64)

/// What could be derived from one trial of each case: elapsed times, and each case ÷ the first.
func fixtureAnalysis(_ cases: [Case], method: String = "1") -> RunAnalysis {
  RunAnalysis(
    method: method, confidence: 0.95, trials: cases.count,
    levels: cases.map {
      RunAnalysis.Level(
        $0, metric: "elapsedNanoseconds", value: 600,
        interval: RunAnalysis.Bounds(lower: 500, upper: 700), trials: 1,
        modes: RunAnalysis.Modes(low: 500, high: 700, lowShare: 0.5))
    },
    quotients: cases.dropFirst().map {
      RunAnalysis.Quotient(
        $0, baseline: cases[0], metric: "elapsedNanoseconds", ratio: 0.5,
        interval: RunAnalysis.Bounds(lower: 0.4, upper: 0.6), pValue: 0.001, adjustedPValue: 0.002,
        verdict: "better", isConfirmed: true)
    })
}

func fixtureChange(
  _ measured: Case, from last: String = runID, to first: String = runID
) -> StoredChange {
  StoredChange(
    measured, metric: "elapsedNanoseconds", lastRun: last, firstRun: first, before: 600, after: 900,
    ratio: 1.5, interval: RunAnalysis.Bounds(lower: 1.4, upper: 1.6), pValue: 0.001,
    verdict: "worse")
}

func fixtureResult(
  _ position: Int = 0, name: String = "BenchmarkX-8", values: [Double] = [3, 1.5, 2],
  match: ExternalMatch? = nil
) -> ExternalResult {
  ExternalResult(
    position: position, name: name, metric: "ns/op", unit: ExternalUnit("ns/op", .nanoseconds),
    toolVersion: "1.0", values: values, iterations: values.indices.map { $0 + 1 },
    statistics: [ExternalStatistic("median", 2), ExternalStatistic("cv", 0.1)],
    facts: [ExternalFact("goos", "linux"), ExternalFact("note", "it's\n\"odd\"")], match: match)
}
