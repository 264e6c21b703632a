extension Schema {
  /// Cases and metrics.
  static let caseTables = """
    CREATE TABLE benchmarkCase (
      id INTEGER PRIMARY KEY,
      workload TEXT NOT NULL \(Bound.check("benchmarkCase.workload")),
      runtime TEXT NOT NULL \(Bound.check("benchmarkCase.runtime")),
      variant TEXT NOT NULL \(Bound.check("benchmarkCase.variant")),
      toolchain TEXT NOT NULL \(Bound.check("benchmarkCase.toolchain")),
      parameters TEXT NOT NULL,
      UNIQUE (workload, runtime, variant, toolchain, parameters)
    ) STRICT;

    CREATE TABLE caseParameter (
      benchmarkCase INTEGER NOT NULL REFERENCES benchmarkCase(id) ON DELETE CASCADE,
      name TEXT NOT NULL \(Bound.check("caseParameter.name")),
      position INTEGER NOT NULL \(Bound.check("caseParameter.position")),
      value INTEGER NOT NULL \(Bound.check("caseParameter.value")),
      PRIMARY KEY (benchmarkCase, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE metric (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE \(Bound.check("metric.name")),
      label TEXT NOT NULL,
      unit TEXT NOT NULL \(Bound.check("metric.unit")),
      isLowerBetter INTEGER NOT NULL \(Bound.check("metric.isLowerBetter"))
    ) STRICT;


    """

  /// Plans, trials and what was measured in them.
  static let trialTables = """
    CREATE TABLE plannedTrial (
      run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
      position INTEGER NOT NULL \(Bound.check("plannedTrial.position")),
      block INTEGER NOT NULL \(Bound.check("plannedTrial.block")),
      benchmarkCase INTEGER NOT NULL REFERENCES benchmarkCase(id),
      warmups INTEGER NOT NULL \(Bound.check("plannedTrial.warmups")),
      iterations INTEGER NOT NULL \(Bound.check("plannedTrial.iterations")),
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX plannedTrialByCase ON plannedTrial (benchmarkCase, run);

    CREATE TABLE trial (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL,
      position INTEGER NOT NULL \(Bound.check("trial.position")),
      startedAt TEXT NOT NULL \(Bound.check("trial.startedAt")),
      outcome TEXT NOT NULL \(Bound.check("trial.outcome")),
      reached INTEGER \(Bound.check("trial.reached")),
      detail TEXT,
      runtimeVersion TEXT,
      standardError TEXT NOT NULL,
      UNIQUE (run, position),
      FOREIGN KEY (run, position) REFERENCES plannedTrial(run, position) ON DELETE CASCADE
    ) STRICT;

    CREATE TABLE measurement (
      trial INTEGER NOT NULL REFERENCES trial(id) ON DELETE CASCADE,
      metric INTEGER NOT NULL REFERENCES metric(id),
      sequence INTEGER NOT NULL \(Bound.check("measurement.sequence")),
      iteration INTEGER \(Bound.check("measurement.iteration")),
      isWarmup INTEGER NOT NULL \(Bound.check("measurement.isWarmup")),
      value REAL NOT NULL \(Bound.check("measurement.value")),
      PRIMARY KEY (trial, metric, sequence)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE latency (
      trial INTEGER NOT NULL REFERENCES trial(id) ON DELETE CASCADE,
      metric INTEGER NOT NULL REFERENCES metric(id),
      iteration INTEGER NOT NULL \(Bound.check("latency.iteration")),
      value INTEGER NOT NULL \(Bound.check("latency.value")),
      count INTEGER NOT NULL \(Bound.check("latency.count")),
      isWarmup INTEGER NOT NULL \(Bound.check("latency.isWarmup")),
      PRIMARY KEY (trial, metric, iteration, value)
    ) STRICT, WITHOUT ROWID;


    """

  /// Summaries of each trial's values, which repeat `measurement` and `latency` so that a million
  /// measurements are queried at once.
  ///
  /// `Database.summarize` writes them in the transaction that stores the trial.
  static let summaryTables = """
    CREATE TABLE trialSummary (
      run INTEGER NOT NULL,
      benchmarkCase INTEGER NOT NULL,
      metric INTEGER NOT NULL REFERENCES metric(id),
      median REAL NOT NULL \(Bound.check("trialSummary.median")),
      trial INTEGER NOT NULL REFERENCES trial(id) ON DELETE CASCADE,
      count INTEGER NOT NULL \(Bound.check("trialSummary.count")),
      minimum REAL NOT NULL \(Bound.check("trialSummary.minimum")),
      maximum REAL NOT NULL \(Bound.check("trialSummary.maximum")),
      total REAL NOT NULL \(Bound.check("trialSummary.total")),
      PRIMARY KEY (run, benchmarkCase, metric, median, trial)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX trialSummaryByTrial ON trialSummary (trial);

    CREATE TABLE latencySummary (
      trial INTEGER NOT NULL REFERENCES trial(id) ON DELETE CASCADE,
      metric INTEGER NOT NULL REFERENCES metric(id),
      count INTEGER NOT NULL \(Bound.check("latencySummary.count")),
      p50 INTEGER \(Bound.check("latencySummary.p50")),
      p99 INTEGER \(Bound.check("latencySummary.p99")),
      p999 INTEGER \(Bound.check("latencySummary.p999")),
      maximum INTEGER NOT NULL \(Bound.check("latencySummary.maximum")),
      PRIMARY KEY (trial, metric)
    ) STRICT, WITHOUT ROWID;


    """
}
