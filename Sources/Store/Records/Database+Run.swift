import BenchmarkModel
import GRDB

/// Rows of runs, cases and metrics.
extension Database {
  func insert(_ run: Run) throws -> Int64 {
    let known = "SELECT 1 FROM run WHERE uuid = ?"
    guard try Int.fetchOne(self, sql: known, arguments: [run.id]) == nil else {
      throw RowProblem.existingRun(id: run.id)
    }
    try execute(
      sql: """
        INSERT INTO run (
          uuid, startedAt, finishedAt, preset, seed, toolVersion, gitCommit, isDirty, machine,
          loadBefore, loadAfter, goalHalfWidth, goalTrialCap, budgetSeconds,
          lookCount
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        run.id, Timestamp(run.startedAt).text, run.finishedAt.map { Timestamp($0).text },
        run.preset, String(run.seed), run.toolVersion, run.commit, run.isDirty,
        id(of: run.machine), run.loadBefore, run.loadAfter, run.goal?.halfWidth,
        run.goal?.trialCap, run.budgetSeconds, run.lookCount,
      ])
    let id = lastInsertedRowID
    try execute(sql: "DELETE FROM removedRun WHERE uuid = ?", arguments: [run.id])
    try insertDetails(of: run, id: id)
    return id
  }

  private func insertDetails(of run: Run, id: Int64) throws {
    for (name, value) in run.machine.facts.sorted(by: <) {
      try execute(
        sql: "INSERT INTO machineFact VALUES (?, ?, ?)", arguments: [id, name, value])
    }
    for (position, toolchain) in run.toolchains.enumerated() {
      try execute(
        sql: "INSERT INTO toolchain VALUES (?, ?, ?, ?)",
        arguments: [id, position, toolchain.name, toolchain.version])
    }
    for (position, listing) in run.listings.enumerated() {
      let implementation = listing.implementation
      try execute(
        sql: "INSERT INTO listing VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          id, position, implementation.workload, implementation.runtime.id,
          implementation.variantName, listing.path, listing.sha256, listing.programSHA256,
        ])
    }
    for (name, value) in run.environment.sorted(by: <) {
      try execute(
        sql: "INSERT INTO runEnvironment VALUES (?, ?, ?)", arguments: [id, name, value])
    }
    try insert(run.warnings, run: id)
    for (figure, nanoseconds) in run.calibration.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      try execute(
        sql: "INSERT INTO calibration VALUES (?, ?, ?)",
        arguments: [id, figure.rawValue, nanoseconds])
    }
  }

  /// Appends warnings to those of a run, except those that it already has.
  func insert(_ warnings: [RunWarning], run: Int64) throws {
    for warning in warnings {
      try execute(
        sql: """
          INSERT INTO runWarning
          SELECT ?1, (SELECT count(*) FROM runWarning WHERE run = ?1), ?2, ?3
          WHERE NOT EXISTS (
            SELECT * FROM runWarning WHERE run = ?1 AND kind = ?2 AND message = ?3
          )
          """,
        arguments: [run, warning.kind.rawValue, warning.message])
    }
  }

  func insert(_ plan: [PlannedTrial], run: Int64) throws {
    var ids: [Case: Int64] = [:]
    let statement = try makeStatement(sql: "INSERT INTO plannedTrial VALUES (?, ?, ?, ?, ?, ?)")
    for planned in plan {
      let known = try ids[planned.case] ?? id(of: planned.case)
      ids[planned.case] = known
      try statement.execute(arguments: [
        run, planned.position, planned.block, known, planned.warmups, planned.iterations,
      ])
    }
  }

  /// Inserts metrics that are new, and updates the labels of the others.
  ///
  /// Throws when a metric is stored with another unit or direction.
  func update(_ metrics: [Metric]) throws {
    let stored = Dictionary(uniqueKeysWithValues: try storedMetrics().map { ($0.name, $0) })
    for metric in metrics {
      if let old = stored[metric.name],
        old.unit != metric.unit || old.better != metric.better
      {
        throw RowProblem.changedMetric(
          name: metric.name, stored: old.kindInWords, found: metric.kindInWords)
      }
      try execute(
        sql: """
          INSERT INTO metric (name, label, unit, isLowerBetter) VALUES (?, ?, ?, ?)
          ON CONFLICT (name) DO UPDATE SET label = excluded.label
          """,
        arguments: [metric.name, metric.label, metric.unit.rawValue, metric.better == .lower])
    }
  }

  /// The key of a machine, inserted when it is new; facts belong to runs and are ignored.
  private func id(of machine: Machine) throws -> Int64 {
    let columns: StatementArguments = [
      machine.fingerprint, machine.cpuModel, machine.architecture, machine.logicalCores,
      machine.memoryBytes, machine.operatingSystem, machine.kernel,
    ]
    let sql = """
      SELECT id FROM machine
      WHERE fingerprint = ? AND cpuModel IS ? AND architecture = ? AND logicalCores = ?
        AND memoryBytes IS ? AND operatingSystem IS ? AND kernel IS ?
      """
    if let id = try Int64.fetchOne(self, sql: sql, arguments: columns) { return id }
    try execute(
      sql: """
        INSERT INTO machine (
          fingerprint, cpuModel, architecture, logicalCores, memoryBytes, operatingSystem, kernel
        ) VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: columns)
    return lastInsertedRowID
  }

  /// The key of a case, inserted when it is new.
  private func id(of benchmarkCase: Case) throws -> Int64 {
    let implementation = benchmarkCase.implementation
    let columns: StatementArguments = [
      implementation.workload, implementation.runtime.id, implementation.variantName,
      implementation.toolchainName, benchmarkCase.parameterText,
    ]
    let sql = """
      SELECT id FROM benchmarkCase
      WHERE workload = ? AND runtime = ? AND variant = ? AND toolchain = ? AND parameters = ?
      """
    if let id = try Int64.fetchOne(self, sql: sql, arguments: columns) { return id }
    try execute(
      sql: """
        INSERT INTO benchmarkCase (workload, runtime, variant, toolchain, parameters)
        VALUES (?, ?, ?, ?, ?)
        """,
      arguments: columns)
    let id = lastInsertedRowID
    for (position, parameter) in benchmarkCase.parameters.enumerated() {
      try execute(
        sql: "INSERT INTO caseParameter (benchmarkCase, name, position, value) VALUES (?, ?, ?, ?)",
        arguments: [id, parameter.name, position, parameter.value])
    }
    return id
  }
}

extension Metric {
  /// The unit and the better direction.
  var kindInWords: String {
    "\(unit.rawValue), \(better == .lower ? "lower" : "higher") is better"
  }
}
