extension Schema {
  /// Machines and runs.
  static let runTables = """
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
      machine INTEGER NOT NULL REFERENCES machine(id),
      loadBefore REAL CHECK (loadBefore >= 0),
      loadAfter REAL CHECK (loadAfter >= 0),
      goalHalfWidth REAL CHECK (goalHalfWidth > 0),
      goalTrialCap INTEGER CHECK (goalTrialCap >= 1),
      budgetSeconds REAL CHECK (budgetSeconds > 0)
    ) STRICT;

    CREATE INDEX runByStart ON run (startedAt);
    CREATE INDEX runByMachine ON run (machine);

    CREATE TABLE machineFact (
      run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
      name TEXT NOT NULL CHECK (name <> ''),
      value TEXT NOT NULL,
      PRIMARY KEY (run, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE toolchain (
      run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
      position INTEGER NOT NULL CHECK (position >= 0),
      name TEXT NOT NULL CHECK (name <> ''),
      version TEXT NOT NULL,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE listing (
      run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
      position INTEGER NOT NULL CHECK (position >= 0),
      workload TEXT NOT NULL CHECK (workload <> ''),
      runtime TEXT NOT NULL CHECK (runtime <> ''),
      variant TEXT NOT NULL CHECK (variant <> ''),
      path TEXT NOT NULL CHECK (path <> ''),
      sha256 TEXT NOT NULL CHECK (\(isSHA256("sha256"))),
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE runEnvironment (
      run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
      name TEXT NOT NULL CHECK (
        name GLOB '[A-Za-z_]*' AND name NOT GLOB '*[^A-Za-z0-9_]*' AND length(name) <= 1000
      ),
      value TEXT NOT NULL CHECK (length(value) <= 1000),
      PRIMARY KEY (run, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE runWarning (
      run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
      position INTEGER NOT NULL CHECK (position >= 0),
      kind TEXT NOT NULL CHECK (kind <> ''),
      message TEXT NOT NULL,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE calibration (
      run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
      figure TEXT NOT NULL CHECK (figure <> ''),
      nanoseconds REAL NOT NULL CHECK (nanoseconds >= 0 AND nanoseconds <= 1e300),
      PRIMARY KEY (run, figure)
    ) STRICT, WITHOUT ROWID;


    """

  /// Names, tags and notes, which users add to runs.
  static let runAnnotationTables = """
    CREATE TABLE runName (
      name TEXT PRIMARY KEY CHECK (name <> '' AND name <> 'latest'),
      run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX runNameByRun ON runName (run);

    CREATE TABLE runTag (
      run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
      tag TEXT NOT NULL CHECK (length(tag) BETWEEN 1 AND 100),
      PRIMARY KEY (run, tag)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX runTagByTag ON runTag (tag);

    CREATE TABLE runNote (
      run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
      text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 4000),
      writtenAt TEXT NOT NULL CHECK (\(isMoment("writtenAt"))),
      PRIMARY KEY (run, text)
    ) STRICT, WITHOUT ROWID;


    """

  /// Views of runs as wholes.
  static let runViews = """
    CREATE VIEW latestRun AS
    SELECT run.id AS run, uuid, startedAt, finishedAt, preset, seed, toolVersion, gitCommit, isDirty,
      (SELECT count(*) FROM plannedTrial WHERE plannedTrial.run = run.id) AS plannedTrials,
      (SELECT count(*) FROM trial WHERE trial.run = run.id) AS finishedTrials,
      fingerprint, cpuModel, architecture, logicalCores, memoryBytes, operatingSystem, kernel
    FROM run
    JOIN machine ON machine.id = run.machine
    WHERE preset NOT IN ('certify', 'reproduce')
    ORDER BY startedAt DESC, uuid
    LIMIT 1;

    CREATE VIEW namedRun AS
    SELECT 'latest' AS name, run FROM latestRun
    UNION ALL SELECT name, run FROM runName
    UNION ALL SELECT uuid, id FROM run;


    """
}
