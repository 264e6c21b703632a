extension Schema {
  /// The tables of version 1.
  static let versionOne = runTables + caseTables + trialTables + referenceTables

  /// What version 2 adds.
  static let versionTwo = """
    CREATE TABLE latency (
      trial INTEGER NOT NULL REFERENCES trial ON DELETE CASCADE,
      metric INTEGER NOT NULL REFERENCES metric,
      iteration INTEGER NOT NULL CHECK (iteration >= 0),
      value INTEGER NOT NULL CHECK (value >= 0),
      count INTEGER NOT NULL CHECK (count >= 1),
      isWarmup INTEGER NOT NULL CHECK (isWarmup IN (0, 1)),
      PRIMARY KEY (trial, metric, iteration, value)
    ) STRICT, WITHOUT ROWID;

    """

  /// What version 3 adds.
  static let versionThree = """
    ALTER TABLE run ADD COLUMN loadBefore REAL CHECK (loadBefore >= 0);
    ALTER TABLE run ADD COLUMN loadAfter REAL CHECK (loadAfter >= 0);
    ALTER TABLE run ADD COLUMN goalHalfWidth REAL CHECK (goalHalfWidth > 0);
    ALTER TABLE run ADD COLUMN goalTrialCap INTEGER CHECK (goalTrialCap >= 1);
    ALTER TABLE run ADD COLUMN budgetSeconds REAL CHECK (budgetSeconds > 0);

    CREATE TABLE calibration (
      run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
      figure TEXT NOT NULL CHECK (figure <> ''),
      nanoseconds REAL NOT NULL CHECK (nanoseconds >= 0 AND nanoseconds <= 1e300),
      PRIMARY KEY (run, figure)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE runName (
      name TEXT PRIMARY KEY CHECK (name <> '' AND name <> 'latest'),
      run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX runNameByRun ON runName (run);

    """

  /// A moment as stored: UTC with milliseconds, so that the order of the texts is that of time.
  static func isMoment(_ column: String) -> String {
    "\(column) GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
      + "T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z'"
  }

  private static let isSHA256 = "length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'"

  private static let runTables = """
    CREATE TABLE machine (
      id INTEGER PRIMARY KEY,
      fingerprint TEXT NOT NULL CHECK (fingerprint <> ''),
      cpuModel TEXT,
      architecture TEXT NOT NULL,
      logicalCores INTEGER NOT NULL CHECK (logicalCores >= 1),
      memoryBytes INTEGER CHECK (memoryBytes > 0),
      operatingSystem TEXT,
      kernel TEXT
    ) STRICT;

    CREATE UNIQUE INDEX machineByDescription ON machine (
      fingerprint, architecture, logicalCores, coalesce(cpuModel, ''),
      coalesce(memoryBytes, 0), coalesce(operatingSystem, ''), coalesce(kernel, '')
    );

    CREATE TABLE run (
      id INTEGER PRIMARY KEY,
      uuid TEXT NOT NULL UNIQUE
        CHECK (uuid GLOB '????????-????-????-????-????????????' AND uuid NOT GLOB '*[^0-9a-f-]*'),
      startedAt TEXT NOT NULL CHECK (\(isMoment("startedAt"))),
      finishedAt TEXT CHECK (\(isMoment("finishedAt"))),
      preset TEXT NOT NULL,
      seed TEXT NOT NULL CHECK (seed <> '' AND seed NOT GLOB '*[^0-9]*'),
      toolVersion TEXT NOT NULL,
      gitCommit TEXT,
      isDirty INTEGER CHECK (isDirty IN (0, 1)),
      machine INTEGER NOT NULL REFERENCES machine
    ) STRICT;

    CREATE INDEX runByStart ON run (startedAt);
    CREATE INDEX runByMachine ON run (machine);

    CREATE TABLE machineFact (
      run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
      name TEXT NOT NULL CHECK (name <> ''),
      value TEXT NOT NULL,
      PRIMARY KEY (run, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE toolchain (
      run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
      position INTEGER NOT NULL CHECK (position >= 0),
      name TEXT NOT NULL CHECK (name <> ''),
      version TEXT NOT NULL,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE listing (
      run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
      position INTEGER NOT NULL CHECK (position >= 0),
      workload TEXT NOT NULL CHECK (workload <> ''),
      runtime TEXT NOT NULL CHECK (runtime <> ''),
      variant TEXT NOT NULL,
      path TEXT NOT NULL CHECK (path <> ''),
      sha256 TEXT NOT NULL CHECK (\(isSHA256)),
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE runWarning (
      run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
      position INTEGER NOT NULL CHECK (position >= 0),
      kind TEXT NOT NULL CHECK (kind <> ''),
      message TEXT NOT NULL,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;


    """

  private static let caseTables = """
    CREATE TABLE benchmarkCase (
      id INTEGER PRIMARY KEY,
      workload TEXT NOT NULL CHECK (workload <> ''),
      runtime TEXT NOT NULL CHECK (runtime <> ''),
      variant TEXT NOT NULL,
      parameters TEXT NOT NULL,
      UNIQUE (workload, runtime, variant, parameters)
    ) STRICT;

    CREATE TABLE caseParameter (
      benchmarkCase INTEGER NOT NULL REFERENCES benchmarkCase ON DELETE CASCADE,
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

  private static let trialTables = """
    CREATE TABLE plannedTrial (
      run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
      position INTEGER NOT NULL CHECK (position >= 0),
      block INTEGER NOT NULL CHECK (block >= 0),
      benchmarkCase INTEGER NOT NULL REFERENCES benchmarkCase,
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
      FOREIGN KEY (run, position) REFERENCES plannedTrial ON DELETE CASCADE
    ) STRICT;

    CREATE TABLE measurement (
      trial INTEGER NOT NULL REFERENCES trial ON DELETE CASCADE,
      metric INTEGER NOT NULL REFERENCES metric,
      sequence INTEGER NOT NULL CHECK (sequence >= 0),
      iteration INTEGER CHECK (iteration >= 0),
      isWarmup INTEGER NOT NULL CHECK (isWarmup IN (0, 1)),
      value REAL NOT NULL CHECK (abs(value) <= 1e300),
      PRIMARY KEY (trial, metric, sequence)
    ) STRICT, WITHOUT ROWID;


    """

  private static let referenceTables = """
    CREATE TABLE importedFile (
      id INTEGER PRIMARY KEY,
      path TEXT NOT NULL UNIQUE CHECK (path <> ''),
      sha256 TEXT NOT NULL CHECK (\(isSHA256)),
      importedAt TEXT NOT NULL CHECK (\(isMoment("importedAt")))
    ) STRICT;

    CREATE TABLE source (
      id TEXT PRIMARY KEY CHECK (id <> ''),
      title TEXT NOT NULL,
      author TEXT NOT NULL,
      published TEXT NOT NULL,
      url TEXT NOT NULL CHECK (url LIKE 'http://%' OR url LIKE 'https://%'),
      trust TEXT NOT NULL CHECK (trust <> ''),
      trustReason TEXT NOT NULL,
      method TEXT NOT NULL,
      retrieved TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE reference (
      id TEXT PRIMARY KEY CHECK (id <> ''),
      importedFile INTEGER NOT NULL REFERENCES importedFile ON DELETE CASCADE,
      position INTEGER NOT NULL CHECK (position >= 0),
      workload TEXT NOT NULL CHECK (workload <> ''),
      language TEXT NOT NULL,
      runtime TEXT NOT NULL,
      runtimeVersion TEXT NOT NULL,
      comparesTo TEXT,
      metric TEXT NOT NULL,
      comparesToMetric TEXT,
      statistic TEXT NOT NULL,
      qualifier TEXT NOT NULL,
      printed TEXT NOT NULL,
      printedUnit TEXT NOT NULL,
      normalised REAL NOT NULL CHECK (abs(normalised) <= 1e300),
      normalisedUnit TEXT NOT NULL,
      conversion TEXT NOT NULL,
      contract TEXT NOT NULL,
      difference TEXT CHECK ((contract = 'same') = (difference IS NULL)),
      source TEXT NOT NULL REFERENCES source,
      locator TEXT NOT NULL,
      hardware TEXT NOT NULL,
      operatingSystem TEXT NOT NULL,
      note TEXT,
      UNIQUE (importedFile, position)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX referenceByWorkload ON reference (workload);
    CREATE INDEX referenceBySource ON reference (source);

    CREATE TABLE referenceParameter (
      reference TEXT NOT NULL REFERENCES reference ON DELETE CASCADE,
      name TEXT NOT NULL CHECK (name <> ''),
      position INTEGER NOT NULL CHECK (position >= 0),
      value INTEGER NOT NULL,
      PRIMARY KEY (reference, name)
    ) STRICT, WITHOUT ROWID;

    """
}
