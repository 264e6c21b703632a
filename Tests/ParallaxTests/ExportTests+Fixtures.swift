import BenchmarkModel
import FoundationEssentials
import Store

extension ExportTests {
  static let run = "0a1b2c3d-0000-4000-8000-000000000001"
  static let other = "0a9f2c3d-0000-4000-8000-000000000002"
  static let moment = Date(timeIntervalSince1970: 1_764_000_000.042)
  static let rate = Metric(
    name: "messagesPerSecond", label: "Messages", unit: .perSecond, better: .higher)

  static func source(title: String) -> Source {
    Source(
      id: "someone-2024", title: title, author: "Someone", published: "2024-12",
      url: "https://example.com/", trust: .medium, trustReason: "Method partly stated.",
      method: "One run.", retrieved: "archived copy")
  }

  static let reference = Reference(
    id: "someone-go-1000", workload: "ping-pong", language: "Go", runtime: "goroutines",
    runtimeVersion: "1.22", comparesTo: Implementation(workload: "ping-pong", runtime: .go),
    parameters: [Parameter("rounds", 1000)],
    metric: "time", comparesToMetric: "elapsedNanoseconds", statistic: .mean,
    qualifier: .approximate,
    value: PublishedValue(
      printed: "0.2", printedUnit: "ms", normalized: 200_000, normalizedUnit: .nanoseconds,
      conversion: "1 ms = 1,000,000 ns"),
    contract: .similar(difference: "Unbuffered."),
    provenance: Provenance(
      sourceID: "someone-2024", locator: "table 1", hardware: Reference.notStated,
      operatingSystem: "Linux", note: nil))

  static let machine = Machine(
    fingerprint: "3f2a", cpuModel: "Example 9000", architecture: "x86_64", logicalCores: 2,
    memoryBytes: 8_000_000_000, operatingSystem: nil, kernel: "Linux 6.1.0",
    facts: ["governor": "performance"])

  /// Adds a run of two trials, of which the second did not complete.
  static func add(_ id: String, to store: MeasurementStore) throws {
    let cases = [
      Case(
        Implementation(workload: "ping-pong", runtime: .go), [Parameter("rounds", 1000)]),
      Case(
        Implementation(workload: "ping-pong", runtime: .swiftAsync, variant: "actor"),
        [Parameter("rounds", 1000)]),
    ]
    let plan = cases.enumerated().map {
      PlannedTrial(position: $0.offset, block: 0, case: $0.element, warmups: 1, iterations: 2)
    }
    let run = Run(
      id: id, startedAt: moment, preset: "quick", seed: .max, toolVersion: "0.1.0",
      commit: "c0ffee", isDirty: false, machine: machine,
      toolchains: [Toolchain(name: "go", version: "go1.27.3")],
      listings: [
        Listing(
          implementation: cases[0].implementation, path: "Workloads/PingPong/go/main.go",
          sha256: String(repeating: "a", count: 64),
          programSHA256: String(repeating: "b", count: 64))
      ],
      environment: ["GOGC": "off"],
      warnings: [RunWarning(.busyMachine, "Load was 2.5.")], loadBefore: 2.5,
      calibration: [.spawn: 750_000.5])
    try store.begin(run, plan: plan, metrics: Metric.common + [rate])
    try store.record(completed(plan[0]), in: id)
    try store.record(
      Trial(
        planned: plan[1], startedAt: moment.addingTimeInterval(2),
        outcome: Outcome(.refused, reached: 7, detail: "no more, \"really\""),
        standardError: "a\nb"), in: id)
    try store.finish(id, at: moment.addingTimeInterval(3))
  }

  private static func completed(_ planned: PlannedTrial) -> Trial {
    Trial(
      planned: planned, startedAt: moment.addingTimeInterval(1), outcome: Outcome(.completed),
      runtimeVersion: "go1.27.3",
      measurements: [
        Measurement("elapsedNanoseconds", iteration: 0, isWarmup: true, 900_000),
        Measurement("elapsedNanoseconds", iteration: 1, 250_000.5),
        Measurement("elapsedNanoseconds", iteration: 2, 150_000),
        Measurement("messagesPerSecond", iteration: 1, 4_000_000),
        Measurement("peakResidentBytes", 4_194_304), Measurement("userNanoseconds", 2_000_000),
      ],
      latencies: [
        LatencyBucket("elapsedNanoseconds", iteration: 1, value: 511, count: 1000),
        LatencyBucket("elapsedNanoseconds", iteration: 1, value: 767, count: 24),
        LatencyBucket("elapsedNanoseconds", iteration: 2, value: 255, count: 1024),
      ])
  }
}
