package import BenchmarkModel
import GRDB

extension MeasurementStore {
  /// What runs have measured, in their order, from counts and summaries of trials.
  package func coverage(of runs: [RunSummary]) throws(StoreError) -> [RunCoverage] {
    let counted = try reading { connection in
      var counted = try connection.completedTrials()
      try connection.addDisturbedTrials(to: &counted)
      return counted
    }
    return runs.map { run in
      RunCoverage(
        id: run.id, startedAt: run.startedAt, preset: run.preset, machine: run.machine,
        environment: run.environment,
        workloads: counted[run.id, default: [:]].values.sorted { $0.workload < $1.workload })
    }
  }
}

/// Coverage by run and workload.
private typealias CoverageByRun = [String: [String: WorkloadCoverage]]

extension Database {
  /// The runtimes, completed trials and versions of each workload of each run; trials of a workload
  /// whose name cannot be used are not counted.
  ///
  /// Trials are grouped by keys before they get names, since a database may have millions of them.
  fileprivate func completedTrials() throws -> CoverageByRun {
    let sql = """
      WITH tried AS MATERIALIZED (
        SELECT trial.run, benchmarkCase, count(*) FILTER (WHERE outcome = ?1) AS completed,
          min(runtimeVersion) FILTER (WHERE outcome = ?1) AS firstVersion,
          max(runtimeVersion) FILTER (WHERE outcome = ?1) AS lastVersion
        FROM trial
        JOIN plannedTrial
          ON plannedTrial.run = trial.run AND plannedTrial.position = trial.position
        GROUP BY trial.run, benchmarkCase
      )
      SELECT CAST(uuid AS TEXT), workload, runtime, variant, toolchain, completed, firstVersion,
        lastVersion
      FROM tried
      JOIN run ON run.id = tried.run
      JOIN benchmarkCase ON benchmarkCase.id = tried.benchmarkCase
      """
    var coverage: CoverageByRun = [:]
    let rows = try Row.fetchCursor(self, sql: sql, arguments: [Outcome.Kind.completed.rawValue])
    while let row = try rows.next() {
      do { try coverage.add(row) } catch is RowFault {}
    }
    return coverage
  }

  /// Counts the trials that recorded what else the machine did, and those that it disturbed.
  ///
  /// The condition is that of ``Trial/interference(logicalCores:)``. Each case's three metrics are
  /// looked up by key, because the summaries of all other metrics are much longer.
  fileprivate func addDisturbedTrials(to runs: inout CoverageByRun) throws {
    let sql = """
      WITH observed AS (
        SELECT summary.run, summary.benchmarkCase,
          max(median) FILTER (WHERE name = ?1) AS process,
          max(median) FILTER (WHERE name = ?2) AS stolen,
          max(median) FILTER (WHERE name = ?3) AS otherWork
        FROM (SELECT DISTINCT run, benchmarkCase FROM plannedTrial) AS planned
        CROSS JOIN metric
        CROSS JOIN trialSummary AS summary
          ON summary.run = planned.run AND summary.benchmarkCase = planned.benchmarkCase
          AND summary.metric = metric.id
        WHERE name IN (?1, ?2, ?3)
        GROUP BY summary.run, summary.benchmarkCase, summary.trial
      ), taken AS (
        SELECT run, benchmarkCase, process, coalesce(stolen, 0) + coalesce(otherWork, 0) AS taken
        FROM observed
        WHERE stolen IS NOT NULL OR otherWork IS NOT NULL
      )
      SELECT CAST(uuid AS TEXT), workload, count(*),
        count(*) FILTER (
          WHERE process > 0 AND taken >= ?4 AND taken > ?5 * process * logicalCores)
      FROM taken
      JOIN run ON run.id = taken.run
      JOIN machine ON machine.id = run.machine
      JOIN benchmarkCase ON benchmarkCase.id = taken.benchmarkCase
      GROUP BY taken.run, workload
      """
    let arguments: StatementArguments = [
      Metric.processTime.name, Metric.stolenTime.name, Metric.otherWork.name,
      Interference.minimumNanoseconds, Interference.toleratedShare,
    ]
    for row in try Row.fetchAll(self, sql: sql, arguments: arguments) {
      do {
        let workload: String = try row.value(1, "benchmarkCase.workload")
        try runs[row.value(0)]?[workload]?.observedTrials = row.value(2)
        try runs[row.value(0)]?[workload]?.disturbedTrials = row.value(3)
      } catch is RowFault {}
    }
  }
}

extension CoverageByRun {
  /// Adds the trials of a case.
  ///
  /// What cannot be used names no runtime or version; the trials are there all the same, and the report
  /// says what is wrong with them.
  fileprivate mutating func add(_ row: Row) throws {
    let name: String = try row.value(1, "benchmarkCase.workload")
    let completed: Int = try row.value(5)
    let isVariant =
      try row.usableText(3, "benchmarkCase.variant") != Implementation.defaultVariant
    let toolchain = try row.usableText(4, "benchmarkCase.toolchain")
    let runtime =
      completed > 0 && !isVariant ? try row.usableText(2, "benchmarkCase.runtime") : nil
    let versions = try [6, 7].compactMap { try row.usableText($0, "trial.runtimeVersion") }
    let id: String = try row.value(0)
    self[id, default: [:]][name, default: WorkloadCoverage(workload: name)]
      .add(completed, runtime, toolchain, versions)
  }
}

extension WorkloadCoverage {
  /// Adds the completed trials of a case.
  ///
  /// - Parameters:
  ///   - runtime: Its runtime if it is no variant and completed a trial.
  ///   - toolchain: What built it; nil if that cannot be used.
  fileprivate mutating func add(
    _ completed: Int, _ runtime: String?, _ toolchain: String?, _ versions: [String]
  ) {
    guard toolchain == nil || toolchain == Implementation.defaultToolchain else {
      guard let runtime, let toolchain else { return }
      toolchains.insert("\(runtime)@\(toolchain)")
      state(versions, of: "\(runtime)@\(toolchain)")
      return
    }
    completedTrials += completed
    guard let runtime, toolchain != nil else { return }
    runtimes.insert(runtime)
    state(versions, of: runtime)
  }

  private mutating func state(_ versions: [String], of runtime: String) {
    if !versions.isEmpty { self.versions[runtime, default: []].formUnion(versions) }
  }
}

extension Row {
  /// The text of a column; nil if there is none that can be used.
  fileprivate func usableText(_ index: Int, _ column: String) throws -> String? {
    do { return try value(index, column) } catch is RowFault { return nil }
  }
}
