import Analysis
import BenchmarkModel
import FoundationEssentials
import References
import Runner
import Statistics
import Store
import WorkloadCatalog
import WorkloadKit

/// The time of a report of every workload from a million measurements, by the `parallax` program
/// next to this one: from scratch and when nothing has changed, compared with the time in which the
/// `sqlite3` program imports a million measurements, and how it grows with their number.
func report() throws {
  var medians: [Double] = []
  for trials in [5, 10, 20] {
    try inTemporaryFolder { folder in
      let bench = try ReportBench(trials: trials, in: folder)
      let full = try (0..<3).map { _ in try bench.reported("--force") }
      medians.append(try median(full.map(\.wall)))
      guard trials == 20 else { return }
      figure(
        "measurements of all workloads", Double(bench.count), "", digits: 0, target: "1,000,000")
      figure("report", try median(full.map(\.wall)), "s", digits: 2, target: "2 s")
      figure("its processor time", try median(full.map(\.processor)), "s", digits: 2, target: "")
      let again = try (0..<5).map { _ in try bench.reported() }
      figure(
        "report, nothing changed", try median(again.map(\.wall)), "s", digits: 3, target: "0.2 s")
    }
  }
  let last = medians[medians.count - 1]
  let theirs = try importTimes(rounds: 3)
  if !theirs.isEmpty {
    figure(
      "report ÷ sqlite3 .import of as many rows", last * 1e9 / (try median(theirs)), "", digits: 2,
      target: "1")
  }
  growth(of: "report", medians)
}

/// A database with measurements of every workload, and the program that reports it.
private struct ReportBench {
  /// The number of measurements.
  let count: Int
  private let folder, programs: String

  private var database: String { "\(folder)/results.sqlite" }

  init(trials: Int, in folder: String) throws {
    self.folder = folder
    programs = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path
    count = try fill("\(folder)/results.sqlite", trials: trials, programs: programs)
    let imported = ChildProcess(
      program: "\(programs)/parallax", arguments: ["import", "--db", database],
      timeLimit: .seconds(120))
    guard try imported.run().ending == .exited(code: 0) else {
      throw BenchError.child("parallax import")
    }
  }

  func reported(_ choices: String...) throws -> (wall: Double, processor: Double) {
    let child = ChildProcess(
      program: "\(programs)/parallax",
      // The made-up values contradict some of the report's own sentences.
      arguments: [
        "report", "--db", database, "--out", "\(folder)/report", "--keep-contradicted",
      ] + choices,
      timeLimit: .seconds(120))
    let result = try child.run()
    guard result.ending == .exited(code: 0) else { throw BenchError.child("parallax report") }
    let processor = result.usage.userNanoseconds + result.usage.systemNanoseconds
    return (Double(result.elapsedNanoseconds) / 1e9, Double(processor) / 1e9)
  }
}

/// Creates a database in which every implementation has so many trials of each of its standard cases.
///
/// Twenty trials make a million measurements. Returns the number of measurements.
private func fill(_ path: String, trials trialCount: Int, programs: String) throws -> Int {
  let root = FileManager.default.currentDirectoryPath
  let locator = ProgramLocator(
    root: root, programs: programs, runtimes: try RuntimeReader.catalog(inTree: root))
  let shape = try Plan(preset: .standard, trials: 1, seed: 1, locator: locator)
  let missing = Set(
    shape.implementations.filter { $0.status == .notImplemented }.map(\.implementation))
  let cases = shape.trials.map(\.case).filter { !missing.contains($0.implementation) }
  // Two metrics for each iteration and a dozen for each trial.
  let iterations = (1_000_000 / (cases.count * 20) - 10) / 2
  let plan = (0..<trialCount).flatMap { block in
    cases.enumerated().map { index, one in
      PlannedTrial(
        position: block * cases.count + index, block: block, case: one, warmups: 1,
        iterations: iterations - 1)
    }
  }
  let run = Run(
    id: "00000000-0000-4000-8000-000000000002", startedAt: Date(timeIntervalSince1970: 0),
    preset: "standard", seed: 1, toolVersion: "bench", commit: nil, isDirty: nil, machine: .bench)
  let store = try MeasurementStore(path: path, access: .create)
  let metrics = Catalog.workloads.flatMap { $0.addedMetrics }.reduce(into: Metric.common) {
    known, metric in
    if !known.contains(where: { $0.name == metric.name }) { known.append(metric) }
  }
  try store.begin(run, plan: plan, metrics: metrics)
  var generator = SeededGenerator(seed: 1)
  var count = 0
  for planned in plan {
    let trial = syntheticTrial(planned, of: locator.runtimes.runtimes, &generator)
    count += trial.measurements.count
    try store.record(trial, in: run.id)
  }
  try store.finish(run.id, at: Date(timeIntervalSince1970: 1))
  return count
}

/// A completed trial, whose values depend on the runtime and vary from trial to trial.
private func syntheticTrial(
  _ planned: PlannedTrial, of runtimes: [Runtime], _ generator: inout SeededGenerator
) -> Trial {
  let runtime = runtimes.firstIndex(of: planned.case.implementation.runtime) ?? 0
  func value() -> Double {
    Double(runtime + 10) * 100_000 + Double(generator.next() % 1_000_000) / 10
  }
  let ofIterations = (0..<planned.warmups + planned.iterations).flatMap { iteration in
    [Metric.elapsed, .processorTime].map {
      Measurement($0.name, iteration: iteration, isWarmup: iteration == 0, value())
    }
  }
  let contract =
    Catalog.workload(named: planned.case.implementation.workload)?.addedMetrics ?? []
  let names = (Metric.common.dropFirst(2).prefix(8) + contract).map(\.name)
  let ofTrial = names.map { Measurement($0, value()) }
  return Trial(
    planned: planned, startedAt: Date(timeIntervalSince1970: 0), outcome: Outcome(.completed),
    measurements: ofIterations + ofTrial)
}
