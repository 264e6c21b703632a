import Analysis
import BenchmarkModel
import FoundationEssentials
import Statistics
import Store

/// 21 workloads, 5 runtimes and 2 sizes with 20 trials each: 4,200 trials of 238 values.
///
/// In one workload, 50 trials also have 20,000 latencies each. The first workload is one with many
/// published numbers at these sizes.
private enum Shape {
  static let workloads = ["sleeping-tasks"] + (2...21).map { "workload-\($0)" }
  static let runtimes = ["swift-threads", "swift-dispatch", "swift-async", "go", "tokio"]
    .map { Runtime($0) }
  static let sizes = [10_000, 100_000]
  static let latencies = 20_000
  static let blocksWithLatencies = 5
  static let trials = 20
  static let iterations = 115
  static let ofTrial = Metric.common.filter { metric in
    ![Metric.elapsed.name, Metric.processorTime.name].contains(metric.name)
  }.prefix(8)
}

extension Machine {
  /// The machine of made-up runs.
  static let bench = Machine(
    fingerprint: "bench", cpuModel: nil, architecture: "any", logicalCores: 1, memoryBytes: nil,
    operatingSystem: nil, kernel: nil)
}

/// All statistics of a database with a million measurements: reading, medians and intervals.
func database() async throws {
  try inTemporaryFolder { try database(in: $0) }
}

private func database(in folder: String) throws {
  let path = "\(folder)/results.sqlite"
  let run = try fill(path)
  let store = try MeasurementStore(path: path, access: .readOnly)
  var reading: [Double] = []
  var computing: [Double] = []
  var count = 0
  for _ in 0..<3 {
    var read = 0.0
    var computed = 0.0
    count = 0
    for workload in Shape.workloads {
      var trials: [Trial] = []
      read += try nanoseconds { trials = try store.trials(of: run, workload: workload) }
      count += trials.reduce(0) { $0 + $1.measurements.count }
      computed += try nanoseconds { try estimates(of: trials) }
    }
    reading.append(read)
    computing.append(computed)
  }
  let all = zip(reading, computing).map { ($0 + $1) / 1e9 }
  figure("measurements in the database", Double(count), "", digits: 0, target: "1,000,000")
  figure("reading them", try median(reading) / 1e9, "s", digits: 2, target: "")
  figure(
    "medians and intervals of all cases", try median(computing) / 1e9, "s", digits: 2, target: "")
  figure("both together", try median(all), "s", digits: 2, target: "1 s")
}

/// The medians with intervals of every metric of every case, as the report computes them.
private func estimates(of trials: [Trial]) throws -> [Estimate] {
  try Dictionary(grouping: trials, by: \.planned.case).values.flatMap { trials in
    try trials.map(TrialValues.init).byMetric.values.map { values in
      try Sample(trials: values.filter { !$0.isEmpty }).median(prior: .none)
    }
  }
}

/// Creates the database and returns its run.
@discardableResult
func fill(_ path: String) throws -> String {
  let store = try MeasurementStore(path: path, access: .create)
  let cases = Shape.workloads.flatMap { workload in
    Shape.runtimes.flatMap { runtime in
      Shape.sizes.map { size in
        Case(Implementation(workload: workload, runtime: runtime), [Parameter("tasks", size)])
      }
    }
  }
  let plan = (0..<Shape.trials).flatMap { block in
    cases.enumerated().map { index, one in
      PlannedTrial(
        position: block * cases.count + index, block: block, case: one, warmups: 1,
        iterations: Shape.iterations - 1)
    }
  }
  let run = Run(
    id: "00000000-0000-4000-8000-000000000001", startedAt: Date(timeIntervalSince1970: 0),
    preset: "full", seed: 1, toolVersion: "bench", commit: nil, isDirty: nil, machine: .bench)
  try store.begin(run, plan: plan, metrics: Metric.common + [latency])
  var generator = SeededGenerator(seed: 1)
  for planned in plan { try store.record(trial(planned, &generator), in: run.id) }
  try store.finish(run.id, at: Date(timeIntervalSince1970: 1))
  return run.id
}

private func trial(_ planned: PlannedTrial, _ generator: inout SeededGenerator) -> Trial {
  func value() -> Double { 1_000_000 + Double(generator.next() % 1_000_000) / 10 }
  let ofIterations = (0..<Shape.iterations).flatMap { iteration in
    [Metric.elapsed, .processorTime].map {
      Measurement($0.name, iteration: iteration, isWarmup: iteration == 0, value())
    }
  }
  var trial = Trial(
    planned: planned, startedAt: Date(timeIntervalSince1970: 0), outcome: Outcome(.completed),
    measurements: ofIterations + Shape.ofTrial.map { Measurement($0.name, value()) })
  if planned.case.implementation.workload == Shape.workloads.last,
    planned.block < Shape.blocksWithLatencies
  {
    trial.latencies = latencies(&generator)
  }
  return trial
}

private let latency = Metric(
  name: "latencyNanoseconds", label: "Latency", unit: .nanoseconds)

/// The latencies of a trial with a long tail, in buckets of three significant digits, as
/// programs print them.
private func latencies(_ generator: inout SeededGenerator) -> [LatencyBucket] {
  var counts: [Int: Int] = [:]
  for _ in 0..<Shape.latencies {
    let value = 10_000_000_000 / Int(100 + generator.next() % 100_000)
    let width = max(1, 1 << (Int.bitWidth - value.leadingZeroBitCount - 11))
    counts[value / width * width + width - 1, default: 0] += 1
  }
  return counts.sorted { $0.key < $1.key }.map {
    LatencyBucket(latency.name, iteration: 1, value: $0.key, count: $0.value)
  }
}
