package import BenchmarkModel
import GRDB

extension MeasurementStore {
  /// The seconds that a trial of each case usually takes on a machine, from all stored trials with the
  /// same numbers of warm-ups and iterations.
  ///
  /// The estimate is the median time from the start of such a trial to the start of the next trial of
  /// its run, which includes everything a trial costs: a fixture, the many processes of a search,
  /// storing. Where a run paused, one of these times is far too long, so the median of an even number
  /// is the smaller of the two middle ones, and a single trial counts with its process time.
  ///
  /// - Parameters:
  ///   - planned: The trials to estimate; cases without stored trials are left out of the result.
  ///   - fingerprint: The machine's fingerprint.
  package func usualSeconds(
    of planned: [PlannedTrial], onMachine fingerprint: String
  ) throws(StoreError) -> [Case: Double] {
    try reading { connection in
      let sql = """
        SELECT workload, runtime, variant, toolchain, parameters, warmups, iterations,
          86400 * (julianday(lead(trial.startedAt) OVER (
            PARTITION BY trial.run ORDER BY trial.startedAt, trial.position
          )) - julianday(trial.startedAt)),
          (SELECT max(value) / 1e9 FROM measurement
           WHERE measurement.trial = trial.id
             AND metric = (SELECT id FROM metric WHERE name = ?))
        FROM trial
        JOIN plannedTrial
          ON plannedTrial.run = trial.run AND plannedTrial.position = trial.position
        JOIN benchmarkCase ON benchmarkCase.id = plannedTrial.benchmarkCase
        JOIN run ON run.id = trial.run
        JOIN machine ON machine.id = run.machine AND machine.fingerprint = ?
        """
      var costs: [WorkKey: (whole: [Double], process: Double?)] = [:]
      let rows = try Row.fetchCursor(
        connection, sql: sql, arguments: [Metric.processTime.name, fingerprint])
      while let row = try rows.next() {
        let key: WorkKey
        do { key = try WorkKey(row) } catch is RowDecodingError { continue }
        var cost = costs[key] ?? ([], nil)
        // A stored date or time that is out of bounds says nothing.
        let usable = 0...1e9
        if let whole = Double.fromDatabaseValue(row[7]), usable.contains(whole) {
          cost.whole.append(whole)
        }
        if let process = Double.fromDatabaseValue(row[8]), usable.contains(process) {
          cost.process = process
        }
        costs[key] = cost
      }
      return planned.reduce(into: [:]) { seconds, planned in
        guard let cost = costs[WorkKey(planned)] else { return }
        let middle = (cost.whole.count - 1) / 2
        seconds[planned.case] = cost.whole.count > 1 ? cost.whole.sorted()[middle] : cost.process
      }
    }
  }
}

/// What two trials that do the same work have in common, as the tables spell it.
private struct WorkKey: Hashable {
  var workload, runtime, variant, toolchain, parameters: String
  var warmups, iterations: Int
}

extension WorkKey {
  init(_ row: Row) throws {
    try self.init(
      workload: row.value(0), runtime: row.value(1), variant: row.value(2),
      toolchain: row.value(3), parameters: row.value(4), warmups: row.value(5),
      iterations: row.value(6))
  }

  init(_ planned: PlannedTrial) {
    let implementation = planned.case.implementation
    self.init(
      workload: implementation.workload, runtime: implementation.runtime.id,
      variant: implementation.variantName, toolchain: implementation.toolchainName,
      parameters: planned.case.parameterText,
      warmups: planned.warmups, iterations: planned.iterations)
  }
}
