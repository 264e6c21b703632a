import BenchmarkModel
import GRDB

/// Reading runs.
extension Database {
  /// The run with a key; throws when there is none, and a ``RowFault`` when the run cannot be used.
  ///
  /// A value that a run can do without is left out when it cannot be used, and a warning says so.
  func run(_ id: Int64) throws -> Run {
    let sql = """
      SELECT uuid, startedAt, finishedAt, preset, seed, toolVersion, gitCommit, isDirty, machine,
        loadBefore, loadAfter, goalHalfWidth, goalTrialCap, budgetSeconds, lookCount
      FROM run WHERE id = ?
      """
    guard let row = try Row.fetchOne(cachedStatement(sql: sql), arguments: [id]) else {
      throw FileProblem.damaged(problem: "run \(id) is missing")
    }
    let uuid: String = try row.value(0, "run.uuid")
    do {
      var faults = RunFaults()
      let halfWidth: Double? = try faults.unlessFaulty { try row.value(11, "run.goalHalfWidth") }
      let trialCap: Int? = try faults.unlessFaulty { try row.value(12, "run.goalTrialCap") }
      let goal = halfWidth.flatMap { width in
        trialCap.map { PrecisionGoal(halfWidth: width, trialCap: $0) }
      }
      let seed: String = try row.value(4, "run.seed")
      let finishedAt: String? = try faults.unlessFaulty { try row.value(2, "run.finishedAt") }
      var run = try Run(
        id: uuid,
        startedAt: Timestamp.date(row.value(1, "run.startedAt"), column: "run.startedAt"),
        finishedAt: finishedAt.map { try Timestamp.date($0, column: "run.finishedAt") },
        preset: row.value(3, "run.preset"), seed: UInt64(seed) ?? 0,
        toolVersion: row.value(5, "run.toolVersion"),
        commit: faults.unlessFaulty { try row.value(6, "run.gitCommit") },
        isDirty: faults.unlessFaulty { try row.value(7, "run.isDirty") },
        machine: machine(row.value(8, "run.machine"), run: id, &faults),
        toolchains: toolchains(run: id, &faults), listings: listings(run: id, &faults),
        environment: environment(run: id, &faults), warnings: warnings(run: id, &faults),
        loadBefore: faults.unlessFaulty { try row.value(9, "run.loadBefore") },
        loadAfter: faults.unlessFaulty { try row.value(10, "run.loadAfter") },
        calibration: calibration(run: id, &faults), goal: goal,
        budgetSeconds: faults.unlessFaulty { try row.value(13, "run.budgetSeconds") },
        lookCount: row.value(14, "run.lookCount"))
      run.warnings += faults.warnings
      return run
    } catch let fault as RowFault {
      throw fault.of("run \(uuid)")
    }
  }

  private func machine(
    _ id: Int64, run: Int64, _ faults: inout RunFaults
  ) throws -> Machine {
    let facts = try Row.fetchAll(
      cachedStatement(sql: "SELECT name, value FROM machineFact WHERE run = ?"), arguments: [run])
    let sql = """
      SELECT fingerprint, cpuModel, architecture, logicalCores, memoryBytes, operatingSystem, kernel
      FROM machine WHERE id = ?
      """
    guard let row = try Row.fetchOne(cachedStatement(sql: sql), arguments: [id]) else {
      throw RowFault(column: "run.machine", value: "\(id)", bound: "the key of a machine")
    }
    return try Machine(
      fingerprint: row.value(0, "machine.fingerprint"),
      cpuModel: faults.unlessFaulty { try row.value(1, "machine.cpuModel") },
      architecture: row.value(2, "machine.architecture"),
      logicalCores: row.value(3, "machine.logicalCores"),
      memoryBytes: faults.unlessFaulty { try row.value(4, "machine.memoryBytes") },
      operatingSystem: faults.unlessFaulty { try row.value(5, "machine.operatingSystem") },
      kernel: faults.unlessFaulty { try row.value(6, "machine.kernel") },
      facts: facts.reduce(into: [:]) { facts, row in
        let fact = try faults.unlessFaulty {
          try (
            row.value(0, "machineFact.name") as String, row.value(1, "machineFact.value") as String
          )
        }
        if let fact { facts[fact.0] = fact.1 }
      })
  }

  private func toolchains(run: Int64, _ faults: inout RunFaults) throws -> [Toolchain] {
    let sql = "SELECT name, version FROM toolchain WHERE run = ? ORDER BY position"
    return try Row.fetchAll(cachedStatement(sql: sql), arguments: [run]).compactMap { row in
      try faults.unlessFaulty {
        try Toolchain(
          name: row.value(0, "toolchain.name"), version: row.value(1, "toolchain.version"))
      }
    }
  }

  private func listings(run: Int64, _ faults: inout RunFaults) throws -> [Listing] {
    let sql = """
      SELECT workload, runtime, variant, path, sha256, programSHA256 FROM listing
      WHERE run = ? ORDER BY position
      """
    return try Row.fetchAll(cachedStatement(sql: sql), arguments: [run]).compactMap { row in
      try faults.unlessFaulty {
        let implementation = try Implementation(
          workload: row.value(0, "listing.workload"), runtime: row.value(1, "listing.runtime"),
          variant: row.value(2, "listing.variant"))
        return try Listing(
          implementation: implementation, path: row.value(3, "listing.path"),
          sha256: row.value(4, "listing.sha256"),
          programSHA256: row.value(5, "listing.programSHA256"))
      }
    }
  }

  private func environment(run: Int64, _ faults: inout RunFaults) throws -> [String: String] {
    let sql = "SELECT name, value FROM runEnvironment WHERE run = ?"
    return try Row.fetchAll(cachedStatement(sql: sql), arguments: [run]).reduce(into: [:]) {
      variables, row in
      try faults.unlessFaulty {
        try variables[row.value(0, "runEnvironment.name")] = row.value(1, "runEnvironment.value")
      }
    }
  }

  private func calibration(
    run: Int64, _ faults: inout RunFaults
  ) throws -> [CalibrationFigure: Double] {
    let sql = "SELECT figure, nanoseconds FROM calibration WHERE run = ?"
    return try Row.fetchAll(cachedStatement(sql: sql), arguments: [run]).reduce(into: [:]) {
      figures, row in
      try faults.unlessFaulty {
        let figure = try CalibrationFigure(
          stored: row.value(0, "calibration.figure"), column: "calibration.figure")
        figures[figure] = try row.value(1, "calibration.nanoseconds")
      }
    }
  }

  private func warnings(run: Int64, _ faults: inout RunFaults) throws -> [RunWarning] {
    let sql = "SELECT kind, message FROM runWarning WHERE run = ? ORDER BY position"
    return try Row.fetchAll(cachedStatement(sql: sql), arguments: [run]).compactMap { row in
      try faults.unlessFaulty {
        try RunWarning(
          RunWarning.Kind(stored: row.value(0, "runWarning.kind"), column: "runWarning.kind"),
          row.value(1, "runWarning.message"))
      }
    }
  }

  /// The identifier of the run with a key, for messages.
  func uuid(ofRun run: Int64) throws -> String {
    try String.fetchOne(self, sql: "SELECT uuid FROM run WHERE id = ?", arguments: [run]) ?? "?"
  }
}

extension Row {
  /// The value of a column, counted from 0; throws when it has another type.
  func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(
    _ column: Int
  ) throws -> Value {
    try decode(atIndex: column)
  }
}

/// The values of a run that cannot be used and that it can do without.
private struct RunFaults {
  private var found: [RowFault] = []

  /// The value, or nil when it cannot be used.
  @discardableResult
  mutating func unlessFaulty<Value>(_ read: () throws -> Value?) throws -> Value? {
    do {
      return try read()
    } catch let fault as RowFault {
      found.append(fault)
      return nil
    }
  }

  var warnings: [RunWarning] {
    found.map { RunWarning(.unusableValue, "\($0). It is left out.") }
  }
}
