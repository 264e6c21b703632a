import BenchmarkModel
import FoundationEssentials
import Statistics
import Store
import Testing

@testable import Analysis
@testable import Reporting

/// Every derived metric on a stored database: its values are what the query of a proof gives.
@Suite struct DerivedMetricTests {
  private static let wake = Metric(name: "wakeNanoseconds", label: "Wake", unit: .nanoseconds)
  private static let run = "0a1b2c3d-0000-4000-8000-000000000003"

  private let folder: String
  private let store: MeasurementStore

  init() throws {
    folder =
      FileManager.default.temporaryDirectory.appending(path: "derived-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    store = try MeasurementStore(path: "\(folder)/results.sqlite", access: .create)
  }

  /// A trial with a warm-up, two iterations, and latencies enough for every figure; its processor time
  /// and its latencies are missing where they were not reported.
  private static func trial(_ position: Int, of measured: Case, isComplete: Bool = true) -> Trial {
    let shift = Double(position) * 1_001
    var trial = Trial(
      planned: PlannedTrial(
        position: position, block: position, case: measured, warmups: 1, iterations: 2),
      startedAt: Date(timeIntervalSince1970: 0), outcome: Outcome(.completed),
      measurements: [
        Measurement(Metric.elapsed.name, iteration: 0, isWarmup: true, 90e6 + shift),
        Measurement(Metric.elapsed.name, iteration: 1, 21e6 + shift),
        Measurement(Metric.elapsed.name, iteration: 2, 23e6 + shift),
        Measurement(Metric.processTime.name, 500e6),
      ])
    guard isComplete else { return trial }
    trial.measurements += [
      Measurement(Metric.instructions.name, 4e9 + shift),
      Measurement(Metric.processorTime.name, iteration: 0, isWarmup: true, 80e6),
      Measurement(Metric.processorTime.name, iteration: 1, 30e6),
      Measurement(Metric.processorTime.name, iteration: 2, 31e6 + shift),
    ]
    trial.latencies = [
      LatencyBucket(wake.name, iteration: 0, isWarmup: true, value: 1, count: 90_000),
      LatencyBucket(wake.name, iteration: 1, value: 10 + position, count: 5_000),
      LatencyBucket(wake.name, iteration: 2, value: 20 + position, count: 4_900),
      LatencyBucket(wake.name, iteration: 1, value: 30, count: 90),
      LatencyBucket(wake.name, iteration: 2, value: 40, count: 9),
      LatencyBucket(wake.name, iteration: 2, value: 50, count: 1),
    ]
    return trial
  }

  /// One case with operations and one with a floor besides.
  private static var workload: WorkloadInput {
    let sizes = [[Parameter("tasks", 1)], [Parameter("tasks", 1_000)]]
    let cases = sizes.map {
      Case(Implementation(workload: "sleeping-tasks", runtime: .swiftAsync), $0)
    }
    let trials = (0..<6).map { trial($0, of: cases[$0 % 2], isComplete: $0 < 4) }
    let machine = Machine(
      fingerprint: "3f2a", cpuModel: nil, architecture: "x86_64", logicalCores: 2,
      memoryBytes: nil, operatingSystem: nil, kernel: nil)
    return WorkloadInput(
      name: "sleeping-tasks", title: "Sleeping tasks", operation: "task", folder: "", readme: "",
      latencies: [wake],
      terms: [
        sizes[0]: CaseTerms(operations: 7),
        sizes[1]: CaseTerms(floorNanoseconds: 20_000_003, operations: 7),
      ],
      run: Run(
        id: run, startedAt: Date(timeIntervalSince1970: 0), preset: "smoke", seed: 1,
        toolVersion: "0.1.0", machine: machine),
      trials: trials)
  }

  @Test func queryOfAProofGivesTheValuesOfEach() throws {
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: folder) } }
    let workload = Self.workload
    let run = try #require(workload.run)
    try store.begin(
      run, plan: workload.trials.map(\.planned), metrics: Metric.common + [Self.wake])
    try store.record(workload.trials, in: run.id)
    var proven: Set<String> = []
    let result = try WorkloadResult(workload)
    let query = SampleQuery(result, run: run)
    let values = try values(of: query.statement(for: workload.derivedMetrics.map(\.metric)))
    for derived in workload.derivedMetrics {
      let metric = derived.metric
      for one in result.cases {
        let sample = one.measured[metric.name]?.sample
        #expect(
          values[[metric.name, one.case.parameterText]] == sample?.trials.flatMap(\.self),
          "\(metric.name) of \(one.case)")
        if sample != nil { proven.insert(metric.name) }
      }
      #expect(query.explanation(of: metric)?.hasPrefix(derived.words) == true)
    }
    #expect(proven == Set(DerivedMetric.all(with: [Self.wake]).map(\.metric.name)))
  }

  /// The last column of what a statement gives, by the metric and the parameters of the case.
  private func values(of statement: String) throws -> [[String]: [Double]] {
    var values: [[String]: [Double]] = [:]
    try store.query(statement) { row in
      guard case .text(let metric) = row[0], case .text(let size) = row[4] else {
        Issue.record("no metric or parameters: \(row)")
        return .enough
      }
      switch row.last {
      case .real(let value): values[[metric, size], default: []].append(value)
      case .integer(let value): values[[metric, size], default: []].append(Double(value))
      default: Issue.record("no number: \(row)")
      }
      return .more
    }
    return values
  }
}
