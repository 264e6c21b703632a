import BenchmarkModel
import Store

/// Tables and rows as SQL for other databases.
///
/// Rows have natural keys instead of the numbers of one database, so that exports of several databases can
/// be loaded into one, and loading a file again changes nothing.
extension Exporter {
  private static let runs = SQLTable(
    name: "run",
    columns: [
      .init(name: "id", type: .text), .init(name: "startedAt", type: .moment),
      .init(name: "finishedAt", type: .moment, isOptional: true),
      .init(name: "preset", type: .text), .init(name: "seed", type: .text),
      .init(name: "toolVersion", type: .text),
      .init(name: "gitCommit", type: .text, isOptional: true),
      .init(name: "isDirty", type: .flag, isOptional: true),
      .init(name: "fingerprint", type: .text),
      .init(name: "cpuModel", type: .text, isOptional: true),
      .init(name: "architecture", type: .text), .init(name: "logicalCores", type: .integer),
      .init(name: "memoryBytes", type: .integer, isOptional: true),
      .init(name: "operatingSystem", type: .text, isOptional: true),
      .init(name: "kernel", type: .text, isOptional: true),
    ], key: ["id"], growing: ["finishedAt"])

  private static let toolchains = SQLTable(
    name: "toolchain",
    columns: [
      .init(name: "run", type: .text), .init(name: "position", type: .integer),
      .init(name: "name", type: .text), .init(name: "version", type: .text),
    ], key: ["run", "position"])

  private static let trials = SQLTable(
    name: "trial",
    columns: [
      .init(name: "run", type: .text), .init(name: "position", type: .integer),
      .init(name: "block", type: .integer), .init(name: "workload", type: .text),
      .init(name: "runtime", type: .text), .init(name: "variant", type: .text),
      .init(name: "toolchain", type: .text), .init(name: "parameters", type: .text),
      .init(name: "warmups", type: .integer),
      .init(name: "iterations", type: .integer), .init(name: "startedAt", type: .moment),
      .init(name: "outcome", type: .text), .init(name: "reached", type: .integer, isOptional: true),
      .init(name: "detail", type: .text, isOptional: true),
      .init(name: "runtimeVersion", type: .text, isOptional: true),
    ], key: ["run", "position"])

  private static let measurements = SQLTable(
    name: "measurement",
    columns: [
      .init(name: "run", type: .text), .init(name: "position", type: .integer),
      .init(name: "sequence", type: .integer), .init(name: "metric", type: .text),
      .init(name: "unit", type: .text), .init(name: "iteration", type: .integer, isOptional: true),
      .init(name: "isWarmup", type: .flag), .init(name: "value", type: .real),
    ], key: ["run", "position", "sequence"])

  private static let latencies = SQLTable(
    name: "latency",
    columns: [
      .init(name: "run", type: .text), .init(name: "position", type: .integer),
      .init(name: "metric", type: .text), .init(name: "iteration", type: .integer),
      .init(name: "value", type: .integer), .init(name: "count", type: .integer),
      .init(name: "isWarmup", type: .flag),
    ], key: ["run", "position", "metric", "iteration", "value"])

  func writeSQL(to sink: inout TextSink) throws {
    let tables =
      [Self.runs, Self.toolchains, Self.trials, Self.measurements, Self.latencies]
      + SQLTable.ofAnalysis
    let units = Dictionary(
      uniqueKeysWithValues: try store.metrics().map { ($0.name, $0.unit.rawValue) })
    try sink.add("-- Parallax results as SQL for \(dialect.rawValue)\n\(dialect.frame.beginning)\n")
    for table in tables { try sink.add(dialect.definition(of: table)) }
    var rows = SQLRows(dialect: dialect)
    for summary in try chosenRuns() {
      let run = try store.run(summary.id)
      try rows.add(run.sqlValues, to: Self.runs, &sink)
      for (position, toolchain) in run.toolchains.enumerated() {
        try rows.add(
          [.text(run.id), .integer(position), .text(toolchain.name), .text(toolchain.version)],
          to: Self.toolchains, &sink)
      }
      if hasTrials { try addTrials(of: run.id, units: units, to: &rows, &sink) }
      try addAnalysis(of: run.id, to: &rows, &sink)
    }
    try addChanges(to: &rows, &sink)
    try rows.end(&sink)
    try sink.add(dialect.end(of: tables))
  }

  private func addTrials(
    of run: String, units: [String: String], to rows: inout SQLRows, _ sink: inout TextSink
  ) throws {
    try store.forEachTrial(of: run) { trial in
      try rows.add(trial.sqlValues(of: run), to: Self.trials, &sink)
      let key: [SQLDialect.Value] = [.text(run), .integer(trial.planned.position)]
      for (sequence, measurement) in trial.measurements.enumerated() {
        let unit = units[measurement.metric] ?? ""
        try rows.add(
          key + [.integer(sequence)] + measurement.sqlValues(in: unit), to: Self.measurements,
          &sink)
      }
      for bucket in trial.latencies {
        try rows.add(key + bucket.sqlValues, to: Self.latencies, &sink)
      }
    }
  }
}

/// Rows on their way out, as statements that insert many of them.
struct SQLRows {
  /// The maximum size of a statement in bytes, unless a single row is larger.
  private static let maximumBytes = 64 << 10

  let dialect: SQLDialect
  /// The rows of each table that are not written yet.
  private var waiting: [String: (table: SQLTable, text: String)] = [:]

  init(dialect: SQLDialect) {
    self.dialect = dialect
  }

  mutating func add(
    _ values: [SQLDialect.Value], to table: SQLTable, _ sink: inout TextSink
  ) throws {
    let row = "(" + values.map(dialect.literal).joined(separator: ", ") + ")"
    waiting[table.name, default: (table, "")].text += row + ",\n"
    if let text = waiting[table.name]?.text, text.utf8.count >= Self.maximumBytes {
      try write(table, &sink)
    }
  }

  /// Writes the rows that are still waiting.
  mutating func end(_ sink: inout TextSink) throws {
    for (_, rows) in waiting.sorted(by: { $0.key < $1.key }) { try write(rows.table, &sink) }
  }

  private mutating func write(_ table: SQLTable, _ sink: inout TextSink) throws {
    guard let rows = waiting.removeValue(forKey: table.name) else { return }
    let columns = table.columns.map(\.name).joined(separator: ", ")
    try sink.add("INSERT INTO \(table.name) (\(columns)) VALUES\n")
    try sink.add(rows.text.dropLast(2) + dialect.conflict(in: table))
  }
}

extension Run {
  fileprivate var sqlValues: [SQLDialect.Value] {
    [
      .text(id), .moment(startedAt), .init(finishedAt), .text(preset), .text("\(seed)"),
      .text(toolVersion), .init(commit), .init(isDirty), .text(machine.fingerprint),
      .init(machine.cpuModel), .text(machine.architecture), .integer(machine.logicalCores),
      .init(machine.memoryBytes), .init(machine.operatingSystem), .init(machine.kernel),
    ]
  }
}

extension Trial {
  fileprivate func sqlValues(of run: String) -> [SQLDialect.Value] {
    let implementation = planned.case.implementation
    return [
      .text(run), .integer(planned.position), .integer(planned.block),
      .text(implementation.workload), .text(implementation.runtime.id),
      .text(implementation.variantName), .text(implementation.toolchainName),
      .text(planned.case.parameterText),
      .integer(planned.warmups), .integer(planned.iterations), .moment(startedAt),
      .text(outcome.kind.rawValue), .init(outcome.reached), .init(outcome.detail),
      .init(runtimeVersion),
    ]
  }
}

extension Measurement {
  fileprivate func sqlValues(in unit: String) -> [SQLDialect.Value] {
    [.text(metric), .text(unit), .init(iteration), .flag(isWarmup), .real(value)]
  }
}

extension LatencyBucket {
  fileprivate var sqlValues: [SQLDialect.Value] {
    [.text(metric), .integer(iteration), .integer(value), .integer(count), .flag(isWarmup)]
  }
}
