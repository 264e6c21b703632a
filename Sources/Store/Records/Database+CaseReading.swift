import BenchmarkModel
import GRDB

/// Reading plans, cases and metrics.
extension Database {
  /// The plan of a run, by position; throws a ``RowFault`` when a number of it cannot be used.
  func plan(run: Int64) throws -> [PlannedTrial] {
    try storedPlan(run: run).map { stored in
      if let fault = stored.fault { throw try fault.of("run \(uuid(ofRun: run))") }
      return stored.planned
    }
  }

  /// The plan of a run, by position, each trial with the first value of it that cannot be used,
  /// which is replaced by the nearest that can.
  func storedPlan(run: Int64) throws -> [(planned: PlannedTrial, fault: RowFault?)] {
    let cases = try cases(run: run)
    let sql = """
      SELECT position, block, benchmarkCase, warmups, iterations
      FROM plannedTrial WHERE run = ? ORDER BY position
      """
    return try Row.fetchAll(self, sql: sql, arguments: [run]).map { row in
      try PlannedTrial.stored(in: row, from: 0, cases: cases)
    }
  }

  /// The cases of a run's plan, by key; only those of one workload if it is given.
  func cases(run: Int64, workload: String? = nil) throws -> [Int64: StoredCase] {
    try cases(
      where: """
        id IN (SELECT benchmarkCase FROM plannedTrial WHERE run = ?1)
          AND (?2 IS NULL OR workload = ?2)
        """, arguments: [run, workload])
  }

  /// The cases of a workload, by key; only those of one implementation if it is given.
  func cases(ofWorkload workload: String, _ one: Implementation?) throws -> [Int64: StoredCase] {
    guard let one else { return try cases(where: "workload = ?", arguments: [workload]) }
    return try cases(
      where: "workload = ? AND runtime = ? AND variant = ? AND toolchain = ?",
      arguments: [workload, one.runtime.id, one.variantName, one.toolchainName])
  }

  /// All cases, by key.
  func allCases() throws -> [Int64: StoredCase] { try cases(where: "TRUE", arguments: []) }

  private func cases(
    where condition: String, arguments: StatementArguments
  ) throws -> [Int64: StoredCase] {
    let sql = """
      SELECT id, workload, runtime, variant, name, value, parameters, toolchain
      FROM benchmarkCase
      LEFT JOIN caseParameter ON caseParameter.benchmarkCase = benchmarkCase.id
      WHERE \(condition)
      ORDER BY id, position
      """
    var cases: [Int64: StoredCase] = [:]
    for row in try Row.fetchAll(self, sql: sql, arguments: arguments) {
      let id: Int64 = try row.value(0)
      var stored = try cases[id] ?? StoredCase(row)
      try stored.addParameter(of: row)
      cases[id] = stored
    }
    return cases
  }

  /// All metrics, sorted by name; throws a ``RowFault`` when one of them cannot be used.
  func storedMetrics() throws -> [Metric] {
    let sql = "SELECT name, label, unit, isLowerBetter FROM metric ORDER BY name"
    return try Row.fetchAll(self, sql: sql).map(metric)
  }

  /// The metrics that can be used, sorted by name.
  func usableMetrics() throws -> [Metric] {
    let sql = "SELECT name, label, unit, isLowerBetter FROM metric ORDER BY name"
    return try Row.fetchAll(self, sql: sql).compactMap { row in
      do { return try metric(row) } catch is RowFault { return nil }
    }
  }

  private func metric(_ row: Row) throws -> Metric {
    let name: String = try row.value(0, "metric.name")
    do {
      return try Metric(
        name: name, label: row.value(1, "metric.label"),
        unit: Metric.Unit(stored: row.value(2, "metric.unit"), column: "metric.unit"),
        better: row.value(3, "metric.isLowerBetter") ? .lower : .higher)
    } catch let fault as RowFault {
      throw fault.of(name)
    }
  }

  /// The key of each metric, by name.
  func metricIDs() throws -> [String: Int64] {
    let statement = try cachedStatement(sql: "SELECT CAST(name AS TEXT), id FROM metric")
    return try Row.fetchAll(statement).reduce(into: [:]) { try $0[$1.value(0)] = $1.value(1) }
  }
}

/// A case as stored, with the first value of it that cannot be used.
struct StoredCase {
  var measured: Case
  var fault: RowFault?

  /// A case that is missing.
  init(unknownBecause fault: RowFault?) {
    measured = Case(
      Implementation(workload: "unusable", runtime: "unusable", variant: "unusable"), [])
    self.fault = fault
  }

  /// Reads workload, runtime, variant and toolchain from the columns of the case.
  fileprivate init(_ row: Row) throws {
    func text(_ index: Int, _ column: String) -> (text: String, fault: RowFault?) {
      do {
        return (try row.value(index, column), nil)
      } catch {
        return ("unusable", error as? RowFault)
      }
    }
    let workload = text(1, "benchmarkCase.workload")
    let runtime = text(2, "benchmarkCase.runtime")
    let variant = text(3, "benchmarkCase.variant")
    let toolchain = text(7, "benchmarkCase.toolchain")
    measured = Case(
      Implementation(
        workload: workload.text, runtime: runtime.text, variant: variant.text,
        toolchain: toolchain.text), [])
    fault = workload.fault ?? runtime.fault ?? variant.fault ?? toolchain.fault
  }

  /// The value of a parameter according to the text of all parameters, so that a case whose value
  /// cannot be used keeps its place among the others; nil when the text does not help.
  private static func valueInText(of name: String, _ row: Row) -> Int? {
    guard let text = String.fromDatabaseValue(row[6]) else { return nil }
    let value = text.split(separator: " ").lazy
      .filter { $0.hasPrefix("\(name)=") }.compactMap { Int64($0.dropFirst(name.count + 1)) }.first
    guard let value, Bound.of("caseParameter.value").admits(value.databaseValue) else { return nil }
    return Int(value)
  }

  /// Reads a parameter from the columns after those of the implementation.
  fileprivate mutating func addParameter(of row: Row) throws {
    guard let name = String.fromDatabaseValue(row[4]) else { return }
    let value = row.nearestValue(5, "caseParameter.value")
    let usable = value.fault == nil ? value.number : Self.valueInText(of: name, row)
    measured.parameters.append(Parameter(name, usable ?? value.number))
    fault = fault ?? value.fault?.of("\(measured.implementation.id), \(name)")
  }
}

extension PlannedTrial {
  /// Reads position, block, case, warm-ups and iterations from columns of a row, and returns the
  /// first fault among them.
  static func stored(
    in row: Row, from index: Int, cases: [Int64: StoredCase]
  ) throws -> (planned: PlannedTrial, fault: RowFault?) {
    let position = row.nearestValue(index, "plannedTrial.position")
    let block = row.nearestValue(index + 1, "plannedTrial.block")
    let warmups = row.nearestValue(index + 3, "plannedTrial.warmups")
    let iterations = row.nearestValue(index + 4, "plannedTrial.iterations")
    let stored: StoredCase
    do { stored = try cases.value(of: row.value(index + 2, "plannedTrial.benchmarkCase")) } catch {
      stored = StoredCase(unknownBecause: error as? RowFault)
    }
    let planned = PlannedTrial(
      position: position.number, block: block.number, case: stored.measured,
      warmups: warmups.number, iterations: iterations.number)
    let fault = [position, block, warmups, iterations].lazy.compactMap(\.fault).first
    return (planned, stored.fault ?? fault?.of("position \(position.number)"))
  }
}

extension [Int64: StoredCase] {
  /// The case with a key; throws when it is missing, which a foreign key should prevent.
  fileprivate func value(of id: Int64) throws -> StoredCase {
    guard let value = self[id] else {
      throw RowFault(
        column: "plannedTrial.benchmarkCase", value: "\(id)", bound: "the key of a case")
    }
    return value
  }
}
