import BenchmarkModel
import GRDB

/// Reading runs, plans and metrics.
extension Database {
  /// The run with a key; throws when there is none.
  func run(_ id: Int64) throws -> Run {
    let sql = """
      SELECT uuid, startedAt, finishedAt, preset, seed, toolVersion, gitCommit, isDirty, machine,
        loadBefore, loadAfter, goalHalfWidth, goalTrialCap, budgetSeconds
      FROM run WHERE id = ?
      """
    guard let row = try Row.fetchOne(self, sql: sql, arguments: [id]) else {
      throw FileProblem.damaged(problem: "run \(id) is missing")
    }
    let seed: String = try row.value(4)
    guard let seedValue = UInt64(seed) else {
      throw QuestionProblem.unknownWord(column: "run.seed", value: seed)
    }
    let finishedAt: String? = try row.value(2)
    let (halfWidth, trialCap): (Double?, Int?) = try (row.value(11), row.value(12))
    let goal = halfWidth.flatMap { width in
      trialCap.map { PrecisionGoal(halfWidth: width, trialCap: $0) }
    }
    return try Run(
      id: row.value(0), startedAt: Timestamp.date(row.value(1), column: "run.startedAt"),
      finishedAt: finishedAt.map { try Timestamp.date($0, column: "run.finishedAt") },
      preset: row.value(3), seed: seedValue, toolVersion: row.value(5), commit: row.value(6),
      isDirty: row.value(7), machine: machine(row.value(8), run: id),
      toolchains: toolchains(run: id), listings: listings(run: id),
      environment: environment(run: id), warnings: warnings(run: id),
      loadBefore: row.value(9), loadAfter: row.value(10), calibration: calibration(run: id),
      goal: goal, budgetSeconds: row.value(13))
  }

  private func machine(_ id: Int64, run: Int64) throws -> Machine {
    let facts = try Row.fetchAll(
      self, sql: "SELECT name, value FROM machineFact WHERE run = ?", arguments: [run])
    let sql = """
      SELECT fingerprint, cpuModel, architecture, logicalCores, memoryBytes, operatingSystem, kernel
      FROM machine WHERE id = ?
      """
    guard let row = try Row.fetchOne(self, sql: sql, arguments: [id]) else {
      throw FileProblem.damaged(problem: "machine \(id) is missing")
    }
    return try Machine(
      fingerprint: row.value(0), cpuModel: row.value(1), architecture: row.value(2),
      logicalCores: row.value(3), memoryBytes: row.value(4), operatingSystem: row.value(5),
      kernel: row.value(6),
      facts: facts.reduce(into: [:]) { try $0[$1.value(0)] = $1.value(1) })
  }

  private func toolchains(run: Int64) throws -> [Toolchain] {
    let sql = "SELECT name, version FROM toolchain WHERE run = ? ORDER BY position"
    return try Row.fetchAll(self, sql: sql, arguments: [run]).map {
      try Toolchain(name: $0.value(0), version: $0.value(1))
    }
  }

  private func listings(run: Int64) throws -> [Listing] {
    let sql = """
      SELECT workload, runtime, variant, path, sha256 FROM listing WHERE run = ? ORDER BY position
      """
    return try Row.fetchAll(self, sql: sql, arguments: [run]).map { row in
      let implementation = try Implementation(
        workload: row.value(0), runtime: row.value(1), variant: row.value(2))
      return try Listing(
        implementation: implementation, path: row.value(3), sha256: row.value(4))
    }
  }

  private func environment(run: Int64) throws -> [String: String] {
    let sql = "SELECT name, value FROM runEnvironment WHERE run = ?"
    return try Row.fetchAll(self, sql: sql, arguments: [run]).reduce(into: [:]) {
      try $0[$1.value(0)] = $1.value(1)
    }
  }

  private func calibration(run: Int64) throws -> [CalibrationFigure: Double] {
    let sql = "SELECT figure, nanoseconds FROM calibration WHERE run = ?"
    return try Row.fetchAll(self, sql: sql, arguments: [run]).reduce(into: [:]) { figures, row in
      let figure = try CalibrationFigure(stored: row.value(0), column: "calibration.figure")
      figures[figure] = try row.value(1)
    }
  }

  private func warnings(run: Int64) throws -> [RunWarning] {
    let sql = "SELECT kind, message FROM runWarning WHERE run = ? ORDER BY position"
    return try Row.fetchAll(self, sql: sql, arguments: [run]).map { row in
      try RunWarning(RunWarning.Kind(stored: row.value(0), column: "runWarning.kind"), row.value(1))
    }
  }

  /// The plan of a run, by position.
  func plan(run: Int64) throws -> [PlannedTrial] {
    let cases = try cases(run: run)
    let sql = """
      SELECT position, block, benchmarkCase, warmups, iterations
      FROM plannedTrial WHERE run = ? ORDER BY position
      """
    return try Row.fetchAll(self, sql: sql, arguments: [run]).map { row in
      try PlannedTrial(
        position: row.value(0), block: row.value(1), case: cases.value(of: row.value(2)),
        warmups: row.value(3), iterations: row.value(4))
    }
  }

  /// The cases of a run's plan, by key.
  func cases(run: Int64) throws -> [Int64: Case] {
    let sql = """
      SELECT id, workload, runtime, variant, name, value
      FROM benchmarkCase
      LEFT JOIN caseParameter ON caseParameter.benchmarkCase = benchmarkCase.id
      WHERE id IN (SELECT benchmarkCase FROM plannedTrial WHERE run = ?)
      ORDER BY id, position
      """
    var cases: [Int64: Case] = [:]
    for row in try Row.fetchAll(self, sql: sql, arguments: [run]) {
      let id: Int64 = try row.value(0)
      let implementation = try Implementation(
        workload: row.value(1), runtime: row.value(2), variant: row.value(3))
      var known = cases[id] ?? Case(implementation, [])
      if let name: String = try row.value(4) {
        known.parameters.append(Parameter(name, try row.value(5)))
      }
      cases[id] = known
    }
    return cases
  }

  /// All metrics, sorted by name.
  func storedMetrics() throws -> [Metric] {
    let sql = "SELECT name, label, unit, isLowerBetter FROM metric ORDER BY name"
    return try Row.fetchAll(self, sql: sql).map { row in
      try Metric(
        name: row.value(0), label: row.value(1),
        unit: Metric.Unit(stored: row.value(2), column: "metric.unit"),
        better: row.value(3) ? .lower : .higher)
    }
  }

  /// The key of each metric, by name.
  func metricIDs() throws -> [String: Int64] {
    let statement = try cachedStatement(sql: "SELECT name, id FROM metric")
    return try Row.fetchAll(statement).reduce(into: [:]) { try $0[$1.value(0)] = $1.value(1) }
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

extension [Int64: Case] {
  /// The case with a key; throws when it is missing, which a foreign key should prevent.
  func value(of id: Int64) throws -> Case {
    guard let value = self[id] else { throw FileProblem.damaged(problem: "case \(id) is missing") }
    return value
  }
}
