import GRDB

extension Database.Rule {
  /// What is derived must be there as a whole, and from the trials that are stored now.
  static let ofAnalysis = [
    Database.Rule(
      "was analyzed with another number of trials",
      """
      SELECT \(RowName.run("runAnalysis.run")) AS name FROM runAnalysis
      WHERE trials <> (SELECT count(*) FROM trial WHERE trial.run = runAnalysis.run)
      """),
    Database.Rule(
      "has estimates or comparisons without a row in runAnalysis",
      """
      SELECT \(RowName.run("run.id")) AS name FROM run
      WHERE id NOT IN (SELECT run FROM runAnalysis)
        AND (EXISTS (SELECT * FROM estimate WHERE estimate.run = run.id)
          OR EXISTS (SELECT * FROM comparison WHERE comparison.run = run.id))
      """),
    Database.Rule(
      "has one bound of an interval, or bounds in the wrong order",
      ["estimate", "comparison", "changePoint"].map { table in
        """
        SELECT \(RowName.sql(of: table)) AS name FROM \(table)
        WHERE (lower IS NULL) <> (upper IS NULL) OR lower > upper
        """
      }.joined(separator: " UNION ALL ")),
    Database.Rule(
      "is confirmed without being better or worse",
      """
      SELECT \(RowName.sql(of: "comparison")) AS name FROM comparison
      WHERE isConfirmed AND verdict NOT IN ('better', 'worse')
      """),
    Database.Rule(
      "compares cases of two workloads or sizes",
      """
      SELECT \(RowName.sql(of: "comparison")) AS name FROM comparison
      JOIN benchmarkCase AS ours ON ours.id = comparison.benchmarkCase
      JOIN benchmarkCase AS theirs ON theirs.id = comparison.baseline
      WHERE ours.workload <> theirs.workload OR ours.parameters <> theirs.parameters
      """),
    Database.Rule(
      "is a change on another machine than its runs",
      """
      SELECT \(RowName.sql(of: "changePoint")) AS name FROM changePoint
      JOIN run AS first ON first.id = firstRun
      JOIN run AS last ON last.id = lastRun
      JOIN machine AS ours ON ours.id = changePoint.machine
      JOIN machine AS theirs ON theirs.id = last.machine
      WHERE first.machine <> changePoint.machine OR ours.fingerprint <> theirs.fingerprint
      """),
  ]
}
