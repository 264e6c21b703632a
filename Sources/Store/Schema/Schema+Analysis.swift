extension Schema {
  /// What the analysis derives from trials, so that SQL answers with the numbers that reports print.
  ///
  /// All rows of a run or a machine are written in one transaction with a row of `runAnalysis` or
  /// `machineAnalysis`, and removed in the transaction that changes what they were derived from.
  static let analysisTables = """
    CREATE TABLE runAnalysis (
      run INTEGER PRIMARY KEY REFERENCES run(id) ON DELETE CASCADE,
      method TEXT NOT NULL \(Bound.check("runAnalysis.method")),
      level REAL NOT NULL \(Bound.check("runAnalysis.level")),
      trials INTEGER NOT NULL \(Bound.check("runAnalysis.trials"))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE estimate (
      run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
      benchmarkCase INTEGER NOT NULL REFERENCES benchmarkCase(id),
      metric INTEGER NOT NULL REFERENCES metric(id),
      value REAL NOT NULL \(Bound.check("estimate.value")),
      lower REAL \(Bound.check("estimate.lower")),
      upper REAL \(Bound.check("estimate.upper")),
      trials INTEGER NOT NULL \(Bound.check("estimate.trials")),
      lowMode REAL \(Bound.check("estimate.lowMode")),
      highMode REAL \(Bound.check("estimate.highMode")),
      lowModeShare REAL \(Bound.check("estimate.lowModeShare")),
      PRIMARY KEY (run, benchmarkCase, metric)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX estimateByCase ON estimate (benchmarkCase, metric);

    CREATE TABLE comparison (
      run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
      benchmarkCase INTEGER NOT NULL REFERENCES benchmarkCase(id),
      baseline INTEGER NOT NULL REFERENCES benchmarkCase(id),
      metric INTEGER NOT NULL REFERENCES metric(id),
      ratio REAL \(Bound.check("comparison.ratio")),
      lower REAL \(Bound.check("comparison.lower")),
      upper REAL \(Bound.check("comparison.upper")),
      pValue REAL \(Bound.check("comparison.pValue")),
      adjustedPValue REAL \(Bound.check("comparison.adjustedPValue")),
      verdict TEXT NOT NULL \(Bound.check("comparison.verdict")),
      isConfirmed INTEGER NOT NULL \(Bound.check("comparison.isConfirmed")),
      PRIMARY KEY (run, benchmarkCase, baseline, metric)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX comparisonByCase ON comparison (benchmarkCase, baseline, metric);
    CREATE INDEX comparisonByBaseline ON comparison (baseline);

    CREATE TABLE machineAnalysis (
      fingerprint TEXT PRIMARY KEY \(Bound.check("machineAnalysis.fingerprint")),
      method TEXT NOT NULL \(Bound.check("machineAnalysis.method"))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE changePoint (
      machine INTEGER NOT NULL REFERENCES machine(id) ON DELETE CASCADE,
      benchmarkCase INTEGER NOT NULL REFERENCES benchmarkCase(id),
      metric INTEGER NOT NULL REFERENCES metric(id),
      lastRun INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
      firstRun INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
      before REAL NOT NULL \(Bound.check("changePoint.before")),
      after REAL NOT NULL \(Bound.check("changePoint.after")),
      ratio REAL NOT NULL \(Bound.check("changePoint.ratio")),
      lower REAL \(Bound.check("changePoint.lower")),
      upper REAL \(Bound.check("changePoint.upper")),
      pValue REAL NOT NULL \(Bound.check("changePoint.pValue")),
      verdict TEXT NOT NULL \(Bound.check("changePoint.verdict")),
      PRIMARY KEY (machine, benchmarkCase, metric, firstRun)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX changePointByCase ON changePoint (benchmarkCase, metric);
    CREATE INDEX changePointByFirstRun ON changePoint (firstRun);
    CREATE INDEX changePointByLastRun ON changePoint (lastRun);


    """

  /// The same with the names of cases and metrics.
  static let analysisViews = """
    CREATE VIEW caseEstimate AS
    SELECT estimate.run, uuid, benchmarkCase, workload, runtime, variant, toolchain, parameters,
      metric.name AS metric, unit, value, lower, upper, level, estimate.trials, lowMode, highMode,
      lowModeShare, method
    FROM estimate
    JOIN runAnalysis ON runAnalysis.run = estimate.run
    JOIN run ON run.id = estimate.run
    JOIN benchmarkCase ON benchmarkCase.id = estimate.benchmarkCase
    JOIN metric ON metric.id = estimate.metric;

    CREATE VIEW caseComparison AS
    SELECT comparison.run, uuid, benchmarkCase, comparison.baseline, ours.workload, ours.parameters,
      ours.runtime, ours.variant, ours.toolchain, theirs.runtime AS baselineRuntime,
      theirs.toolchain AS baselineToolchain, metric.name AS metric, ratio, lower, upper, level, pValue, adjustedPValue, verdict,
      isConfirmed, method
    FROM comparison
    JOIN runAnalysis ON runAnalysis.run = comparison.run
    JOIN run ON run.id = comparison.run
    JOIN benchmarkCase AS ours ON ours.id = comparison.benchmarkCase
    JOIN benchmarkCase AS theirs ON theirs.id = comparison.baseline
    JOIN metric ON metric.id = comparison.metric;

    CREATE VIEW caseChange AS
    SELECT changePoint.machine, fingerprint, cpuModel, benchmarkCase, workload, runtime, variant,
      toolchain, parameters, metric.name AS metric, unit, lastRun, firstRun, run.startedAt, run.gitCommit,
      before, after, ratio, lower, upper, pValue, verdict
    FROM changePoint
    JOIN machine ON machine.id = changePoint.machine
    JOIN run ON run.id = changePoint.firstRun
    JOIN benchmarkCase ON benchmarkCase.id = changePoint.benchmarkCase
    JOIN metric ON metric.id = changePoint.metric;


    """
}
