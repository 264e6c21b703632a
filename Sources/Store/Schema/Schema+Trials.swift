extension Schema {
  /// Cases and metrics.
  static let caseTables = """
    CREATE TABLE benchmarkCase (
      id INTEGER PRIMARY KEY,
      workload TEXT NOT NULL CHECK (workload <> ''),
      runtime TEXT NOT NULL CHECK (runtime <> ''),
      variant TEXT NOT NULL CHECK (variant <> ''),
      parameters TEXT NOT NULL,
      UNIQUE (workload, runtime, variant, parameters)
    ) STRICT;

    CREATE TABLE caseParameter (
      benchmarkCase INTEGER NOT NULL REFERENCES benchmarkCase(id) ON DELETE CASCADE,
      name TEXT NOT NULL CHECK (name <> ''),
      position INTEGER NOT NULL CHECK (position >= 0),
      value INTEGER NOT NULL,
      PRIMARY KEY (benchmarkCase, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE metric (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE CHECK (name <> ''),
      label TEXT NOT NULL,
      unit TEXT NOT NULL CHECK (unit <> ''),
      isLowerBetter INTEGER NOT NULL CHECK (isLowerBetter IN (0, 1))
    ) STRICT;


    """

  /// Plans, trials and what was measured in them.
  static let trialTables = """
    CREATE TABLE plannedTrial (
      run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
      position INTEGER NOT NULL CHECK (position >= 0),
      block INTEGER NOT NULL CHECK (block >= 0),
      benchmarkCase INTEGER NOT NULL REFERENCES benchmarkCase(id),
      warmups INTEGER NOT NULL CHECK (warmups >= 0),
      iterations INTEGER NOT NULL CHECK (iterations >= 1),
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX plannedTrialByCase ON plannedTrial (benchmarkCase, run);

    CREATE TABLE trial (
      id INTEGER PRIMARY KEY,
      run INTEGER NOT NULL,
      position INTEGER NOT NULL,
      startedAt TEXT NOT NULL CHECK (\(isMoment("startedAt"))),
      outcome TEXT NOT NULL CHECK (outcome <> ''),
      reached INTEGER CHECK (reached >= 0),
      detail TEXT,
      runtimeVersion TEXT,
      standardError TEXT NOT NULL,
      UNIQUE (run, position),
      FOREIGN KEY (run, position) REFERENCES plannedTrial(run, position) ON DELETE CASCADE
    ) STRICT;

    CREATE TABLE measurement (
      trial INTEGER NOT NULL REFERENCES trial(id) ON DELETE CASCADE,
      metric INTEGER NOT NULL REFERENCES metric(id),
      sequence INTEGER NOT NULL CHECK (sequence >= 0),
      iteration INTEGER CHECK (iteration >= 0),
      isWarmup INTEGER NOT NULL CHECK (isWarmup IN (0, 1)),
      value REAL NOT NULL CHECK (abs(value) <= 1e300),
      PRIMARY KEY (trial, metric, sequence)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE latency (
      trial INTEGER NOT NULL REFERENCES trial(id) ON DELETE CASCADE,
      metric INTEGER NOT NULL REFERENCES metric(id),
      iteration INTEGER NOT NULL CHECK (iteration >= 0),
      value INTEGER NOT NULL CHECK (value >= 0),
      count INTEGER NOT NULL CHECK (count >= 1),
      isWarmup INTEGER NOT NULL CHECK (isWarmup IN (0, 1)),
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
      median REAL NOT NULL,
      trial INTEGER NOT NULL REFERENCES trial(id) ON DELETE CASCADE,
      count INTEGER NOT NULL CHECK (count >= 1),
      minimum REAL NOT NULL,
      maximum REAL NOT NULL,
      total REAL NOT NULL,
      PRIMARY KEY (run, benchmarkCase, metric, median, trial)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX trialSummaryByTrial ON trialSummary (trial);

    CREATE TABLE latencySummary (
      trial INTEGER NOT NULL REFERENCES trial(id) ON DELETE CASCADE,
      metric INTEGER NOT NULL REFERENCES metric(id),
      count INTEGER NOT NULL CHECK (count >= 1),
      p50 INTEGER,
      p99 INTEGER,
      p999 INTEGER,
      maximum INTEGER NOT NULL,
      PRIMARY KEY (trial, metric)
    ) STRICT, WITHOUT ROWID;


    """
}
