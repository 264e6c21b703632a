import Analysis
import BenchmarkModel
import FoundationEssentials
import Runner
import Statistics
import Store

/// Trials of 119 iterations with two metrics; 4,200 of them have a million values.
private enum Shape {
  static let sizes = [1_050, 2_100, 4_200]
  static let iterations = 119
  static let metrics = [Metric.elapsed, .processorTime]
  static let rounds = 5
}

/// The time to store a million measurements in one transaction, compared with
/// the `sqlite3` program, and how it grows with their number.
///
/// The `sqlite3` program imports the same rows into the same table as CSV, also in one transaction.
/// A third way stores trial by trial, each with a durable commit. The ways take turns, each with a
/// fresh copy of a database.
func insert() async throws {
  try inTemporaryFolder { folder in
    var medians: [Double] = []
    for size in Shape.sizes {
      let rows = try InsertedRows(trials: size, in: folder)
      let isLast = size == Shape.sizes.last
      var (ours, theirs, durable): ([Double], [Double], [Double]) = ([], [], [])
      for _ in 0..<Shape.rounds {
        ours.append(try rows.ours())
        if isLast { durable.append(try rows.durable()) }
        if isLast, hasSQLite() { theirs.append(try rows.theirs()) }
      }
      medians.append(try median(ours))
      if isLast { try show(ours: ours, theirs: theirs, durable: durable) }
    }
    growth(of: "insert", medians)
    try checkpoints(folder)
  }
}

/// The times in nanoseconds of the `sqlite3` program for the import of a million measurements; empty without
/// the program.
func importTimes(rounds: Int) throws -> [Double] {
  guard hasSQLite(), let size = Shape.sizes.last else { return [] }
  return try inTemporaryFolder { folder in
    let rows = try InsertedRows(trials: size, in: folder)
    return try (0..<rounds).map { _ in try rows.theirs() }
  }
}

/// Trials to store, and their measurements as CSV beside a database that lacks only those.
private struct InsertedRows {
  private let trials: [Trial]
  private let empty, prepared, csv, target: String

  init(trials count: Int, in folder: String) throws {
    trials = makeTrials(count, iterations: Shape.iterations)
    (empty, prepared) = ("\(folder)/empty-\(count).sqlite", "\(folder)/prepared-\(count).sqlite")
    (csv, target) = ("\(folder)/measurement.csv", "\(folder)/target.sqlite")
    try begin(empty, trials)
    try begin(prepared, trials)
    try prepare(prepared, trials, csv: csv)
  }

  /// The time in nanoseconds to store them in one transaction.
  func ours() throws -> Double {
    try replace(target, with: empty)
    return try nanoseconds {
      try MeasurementStore(path: target, access: .open).record(trials, in: runID)
    }
  }

  /// The same with a transaction for each trial.
  func durable() throws -> Double {
    try replace(target, with: empty)
    return try nanoseconds { try record(trials, in: target) }
  }

  /// The same of the `sqlite3` program.
  func theirs() throws -> Double {
    try replace(target, with: prepared)
    let time = try nanoseconds { try importCSV(csv, into: target) }
    try expectValues(trials.reduce(0) { $0 + $1.measurements.count }, in: target)
    return time
  }
}

/// Prints the medians.
///
/// `theirs` is empty without the `sqlite3` program.
private func show(ours: [Double], theirs: [Double], durable: [Double]) throws {
  figure(
    "1M measurements, one transaction", try median(ours) / 1e9, "s", digits: 2, target: "")
  if theirs.isEmpty {
    print("sqlite3 .import: not installed. Install it: apt-get install sqlite3")
  } else {
    figure("sqlite3 .import of the same rows", try median(theirs) / 1e9, "s", digits: 2, target: "")
    let shares = zip(ours, theirs).map { $0 / $1 }
    figure("ours ÷ theirs", try median(shares), "", digits: 2, target: "1")
  }
  figure(
    "the same, a durable commit for each trial", try median(durable) / 1e9, "s", digits: 2,
    target: "")
}

/// The number of small trials per second that can be stored with a durable commit for each.
private func checkpoints(_ folder: String) throws {
  let trials = makeTrials(3_000, iterations: 10)
  let path = "\(folder)/checkpoints.sqlite"
  try begin(path, trials)
  let time = try nanoseconds { try record(trials, in: path) }
  figure(
    "durable trials of 20 values a second", Double(trials.count) / time * 1e9, "", digits: 0,
    target: "1,000")
}

private let runID = "00000000-0000-4000-8000-000000000002"
private let moment = Date(timeIntervalSince1970: 0)

private func makeTrials(_ count: Int, iterations: Int) -> [Trial] {
  var generator = SeededGenerator(seed: 2)
  let one = Case(
    Implementation(workload: "insert", runtime: Runtime("swift-async")), [Parameter("tasks", 1_000)]
  )
  return (0..<count).map { position in
    let measurements = (0..<iterations).flatMap { iteration in
      Shape.metrics.map {
        Measurement(
          $0.name, iteration: iteration, isWarmup: iteration == 0,
          1_000_000 + Double(generator.next() % 1_000_000) / 10)
      }
    }
    return Trial(
      planned: PlannedTrial(
        position: position, block: position, case: one, warmups: 1, iterations: iterations - 1),
      startedAt: moment, outcome: Outcome(.completed), measurements: measurements)
  }
}

/// Creates a database with the run and its plan.
private func begin(_ path: String, _ trials: [Trial]) throws {
  let run = Run(
    id: runID, startedAt: moment, preset: "full", seed: 1, toolVersion: "bench", machine: .bench)
  try MeasurementStore(path: path, access: .create)
    .begin(run, plan: trials.map(\.planned), metrics: Shape.metrics)
}

private func record(_ trials: [Trial], in path: String) throws {
  let store = try MeasurementStore(path: path, access: .open)
  for trial in trials { try store.record(trial, in: runID) }
}

/// Stores the trials without their measurements and writes the measurements as CSV.
private func prepare(_ path: String, _ trials: [Trial], csv: String) throws {
  try record(
    trials.map { trial in
      var trial = trial
      trial.measurements = []
      return trial
    }, in: path)
  let store = try MeasurementStore(path: path, access: .readOnly)
  var keys: [QueryValue: Int64] = [:]
  try store.query("SELECT name, id FROM metric") { row in
    if case .integer(let key) = row[1] { keys[row[0]] = key }
    return .more
  }
  var lines = ""
  // The keys of the trials count from 1 in order.
  for (trial, key) in zip(trials, 1...) {
    for (sequence, measurement) in trial.measurements.enumerated() {
      guard let metric = keys[.text(measurement.metric)], let iteration = measurement.iteration
      else { continue }
      let isWarmup = measurement.isWarmup ? 1 : 0
      lines += "\(key),\(metric),\(sequence),\(iteration),\(isWarmup),\(measurement.value)\n"
    }
  }
  try Data(lines.utf8).write(to: URL(filePath: csv))
}

private func replace(_ path: String, with original: String) throws {
  for ending in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: path + ending) {
    try FileManager.default.removeItem(atPath: path + ending)
  }
  try FileManager.default.copyItem(atPath: original, toPath: path)
}

private func sqlite(_ arguments: String...) -> ChildProcess {
  ChildProcess(program: "sqlite3", arguments: arguments, timeLimit: .seconds(120))
}

private func hasSQLite() -> Bool { isInstalled("sqlite3", "-version") }

private func importCSV(_ csv: String, into path: String) throws {
  let result = try sqlite(path, ".mode csv", ".import '\(csv)' measurement").run()
  guard result.ending == .exited(code: 0), result.standardError.isEmpty else {
    throw BenchError.child("sqlite3 .import")
  }
}

private func expectValues(_ count: Int, in path: String) throws {
  let store = try MeasurementStore(path: path, access: .readOnly)
  var found: [QueryValue] = []
  try store.query("SELECT count(*) FROM measurement") { row in
    found = row
    return .more
  }
  guard found == [.integer(Int64(count))] else { throw BenchError.child("sqlite3 .import") }
}
