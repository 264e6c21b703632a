import Analysis
import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Store
@testable import parallax

extension HostileValueTests {
  /// Creates a database with rows in every table, without a journal.
  static func makeDatabase(at path: String) throws {
    let store = try MeasurementStore(path: path, access: .create)
    for (index, id) in Self.runs.enumerated() { try Self.add(id, index, to: store) }
    try Self.add("0a1b2c3d-0000-4000-8000-000000000003", 2, to: store)
    try store.remove(
      store.removable(
        RunChoice(ids: ["0a1b2c3d-0000-4000-8000-000000000003"]), onlyLatencies: false),
      at: Self.moment)
    try store.name(Self.runs[0], "before")
    try store.tag(Self.runs[0], ["nightly"])
    try store.note(Self.runs[0], "A note.", at: Self.moment)
    try store.importReferences(
      path: "p.csv", sha256: Self.sha256, sources: [ExportTests.source(title: "A page")],
      references: [ExportTests.reference], importedAt: Self.moment)
    try store.importExternal(
      ExternalFile(path: "bench.txt", format: .goBench), importedAt: Self.moment
    ) { sink in
      var result = ExternalResult(
        position: 0, name: "X", metric: "ns/op", unit: ExternalUnit("ns/op", .nanoseconds),
        toolVersion: "1", values: [1, 2], iterations: [1, 1],
        statistics: [ExternalStatistic("median", 2)], facts: [ExternalFact("goos", "linux")])
      result.add(ExternalGap(printed: "NaN"))
      try sink.add([result])
      return Self.sha256
    }
    let runtimes = try SourceTree(from: ImportTests.root.path).runtimes
    try AnalysisWriter(store: store, runtimes: runtimes).bringUpToDate(again: true)
    try store.execute(
      """
      INSERT INTO changePoint
      SELECT machine, benchmarkCase, metric, run, run, value, 2 * value, 2, 1.9, 2.1, 0.01, 'worse'
      FROM estimate JOIN run ON run.id = estimate.run LIMIT 1;
      PRAGMA journal_mode = DELETE
      """)
  }

  private static func add(_ id: String, _ index: Int, to store: MeasurementStore) throws {
    let sizes = [
      ("sleeping-tasks", ["tasks=10", "tasks=100"], "hold-milliseconds=400"),
      ("tail-latency", ["entries=1000"], "rate-per-second=2000 duration-milliseconds=100"),
    ]
    var plan: [PlannedTrial] = []
    for (workload, firsts, rest) in sizes {
      for first in firsts {
        for runtime in [Runtime.swiftAsync, .go] {
          let parameters = "\(first) \(rest)".split(separator: " ").map { text in
            let sides = text.split(separator: "=").map(String.init)
            return Parameter(sides[0], Int(sides[1]) ?? 0)
          }
          plan += (0..<2).map { block in
            PlannedTrial(
              position: plan.count + block, block: block,
              case: Case(Implementation(workload: workload, runtime: runtime), parameters),
              warmups: 0, iterations: 2)
          }
        }
      }
    }
    let machine = Machine(
      fingerprint: "3f2a", cpuModel: "Example 9000", architecture: "x86_64", logicalCores: 2,
      memoryBytes: 8_000_000_000, operatingSystem: "Linux", kernel: "6.\(index)",
      facts: ["governor": "performance"])
    let run = Run(
      id: id, startedAt: moment.addingTimeInterval(Double(index) * 1_000), preset: "smoke", seed: 1,
      toolVersion: "0.1.0", commit: "c0ffee", isDirty: false, machine: machine,
      toolchains: [Toolchain(name: "swift", version: "6.3.1")],
      listings: [
        Listing(
          implementation: plan[0].case.implementation, path: "Async.swift", sha256: sha256)
      ], environment: ["GOGC": "off"], warnings: [RunWarning(.busyMachine, "Busy.")],
      loadBefore: 0.5, loadAfter: 1,
      calibration: [.spawn: 750_000], goal: PrecisionGoal(halfWidth: 0.05, trialCap: 40),
      budgetSeconds: 60, lookCount: 5)
    try store.begin(run, plan: plan, metrics: Metric.common + Metric.knownLatencies)
    try store.record(
      plan.map { planned in
        let shift = Double(planned.position) * 1_001
        var trial = Trial(
          planned: planned, startedAt: moment.addingTimeInterval(Double(planned.position)),
          outcome: Outcome(.completed), runtimeVersion: "1",
          measurements: [
            Measurement(Metric.elapsed.name, iteration: 0, 4.1e8 + shift),
            Measurement(Metric.elapsed.name, iteration: 1, 4.2e8 + shift),
            Measurement(Metric.peakResident.name, 5e6 + shift),
            Measurement(Metric.processTime.name, 9e8),
            Measurement(Metric.instructions.name, 2e9 + shift),
          ])
        if planned.case.implementation.workload == "tail-latency" {
          trial.latencies = [
            LatencyBucket("latencyNanoseconds", iteration: 0, value: 100, count: 20_000),
            LatencyBucket("latencyNanoseconds", iteration: 0, value: 900, count: 50),
          ]
        }
        return trial
      }, in: id)
    try store.finish(id, at: run.startedAt.addingTimeInterval(60), loadAfter: 1)
  }
}
