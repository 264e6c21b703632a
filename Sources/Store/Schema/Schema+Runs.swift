import BenchmarkModel

extension Schema {
  /// Machines and runs.
  static let runTables = """
    CREATE TABLE machine (
      id INTEGER PRIMARY KEY,
      fingerprint TEXT NOT NULL \(Bound.check("machine.fingerprint")),
      cpuModel TEXT,
      architecture TEXT NOT NULL,
      logicalCores INTEGER NOT NULL \(Bound.check("machine.logicalCores")),
      memoryBytes INTEGER \(Bound.check("machine.memoryBytes")),
      operatingSystem TEXT,
      kernel TEXT
    ) STRICT;

    CREATE UNIQUE INDEX machineByDescription ON machine (
      fingerprint, architecture, logicalCores, coalesce(cpuModel, ''),
      coalesce(memoryBytes, 0), coalesce(operatingSystem, ''), coalesce(kernel, '')
    );

    CREATE TABLE run (
      id INTEGER PRIMARY KEY,
      uuid TEXT NOT NULL UNIQUE \(Bound.check("run.uuid")),
      startedAt TEXT NOT NULL \(Bound.check("run.startedAt")),
      finishedAt TEXT \(Bound.check("run.finishedAt")),
      preset TEXT NOT NULL,
      seed TEXT NOT NULL \(Bound.check("run.seed")),
      toolVersion TEXT NOT NULL,
      gitCommit TEXT,
      isDirty INTEGER \(Bound.check("run.isDirty")),
      machine INTEGER NOT NULL REFERENCES machine(id),
      loadBefore REAL \(Bound.check("run.loadBefore")),
      loadAfter REAL \(Bound.check("run.loadAfter")),
      goalHalfWidth REAL \(Bound.check("run.goalHalfWidth")),
      goalTrialCap INTEGER \(Bound.check("run.goalTrialCap")),
      budgetSeconds REAL \(Bound.check("run.budgetSeconds")),
      lookCount INTEGER NOT NULL \(Bound.check("run.lookCount"))
    ) STRICT;

    CREATE INDEX runByStart ON run (startedAt);
    CREATE INDEX runByMachine ON run (machine);

    CREATE TABLE machineFact (
      run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
      name TEXT NOT NULL \(Bound.check("machineFact.name")),
      value TEXT NOT NULL,
      PRIMARY KEY (run, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE toolchain (
      run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
      position INTEGER NOT NULL \(Bound.check("toolchain.position")),
      name TEXT NOT NULL \(Bound.check("toolchain.name")),
      version TEXT NOT NULL,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE listing (
      run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
      position INTEGER NOT NULL \(Bound.check("listing.position")),
      workload TEXT NOT NULL \(Bound.check("listing.workload")),
      runtime TEXT NOT NULL \(Bound.check("listing.runtime")),
      variant TEXT NOT NULL \(Bound.check("listing.variant")),
      path TEXT NOT NULL \(Bound.check("listing.path")),
      sha256 TEXT NOT NULL \(Bound.check("listing.sha256")),
      programSHA256 TEXT \(Bound.check("listing.programSHA256")),
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE runEnvironment (
      run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
      name TEXT NOT NULL \(Bound.check("runEnvironment.name")),
      value TEXT NOT NULL \(Bound.check("runEnvironment.value")),
      PRIMARY KEY (run, name)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE runWarning (
      run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
      position INTEGER NOT NULL \(Bound.check("runWarning.position")),
      kind TEXT NOT NULL \(Bound.check("runWarning.kind")),
      message TEXT NOT NULL,
      PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE calibration (
      run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
      figure TEXT NOT NULL \(Bound.check("calibration.figure")),
      nanoseconds REAL NOT NULL \(Bound.check("calibration.nanoseconds")),
      PRIMARY KEY (run, figure)
    ) STRICT, WITHOUT ROWID;


    """

  /// Names, tags and notes, which users add to runs, and which runs they removed.
  static let runAnnotationTables = """
    CREATE TABLE runName (
      name TEXT PRIMARY KEY \(Bound.check("runName.name")),
      run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX runNameByRun ON runName (run);

    CREATE TABLE removedRun (
      uuid TEXT PRIMARY KEY \(Bound.check("removedRun.uuid")),
      removedAt TEXT NOT NULL \(Bound.check("removedRun.removedAt"))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE runTag (
      run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
      tag TEXT NOT NULL \(Bound.check("runTag.tag")),
      PRIMARY KEY (run, tag)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX runTagByTag ON runTag (tag);

    CREATE TABLE runNote (
      run INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
      text TEXT NOT NULL \(Bound.check("runNote.text")),
      writtenAt TEXT NOT NULL \(Bound.check("runNote.writtenAt")),
      PRIMARY KEY (run, text)
    ) STRICT, WITHOUT ROWID;


    """

  /// Whether a run has a trial that ran: 1 or 0.
  ///
  /// A run that was ended before its first trial, or for which no program was there, is never the
  /// latest beside one that says something. One whose trials all crashed says something.
  static let hasTried = """
    EXISTS (
      SELECT * FROM trial
      WHERE trial.run = run.id AND outcome NOT IN ('notInstalled', 'notImplemented')
    )
    """

  /// The presets of runs that are not results, as a list of SQL.
  static let presetsApart = Run.presetsApart.map { "'\($0)'" }.joined(separator: ", ")

  /// Views of runs as wholes.
  static let runViews = """
    CREATE VIEW latestRun AS
    SELECT run.id AS run, uuid, startedAt, finishedAt, preset, seed, toolVersion, gitCommit, isDirty,
      (SELECT count(*) FROM plannedTrial WHERE plannedTrial.run = run.id) AS plannedTrials,
      (SELECT count(*) FROM trial WHERE trial.run = run.id) AS finishedTrials,
      fingerprint, cpuModel, architecture, logicalCores, memoryBytes, operatingSystem, kernel
    FROM run
    JOIN machine ON machine.id = run.machine
    WHERE preset NOT IN (\(presetsApart))
    ORDER BY \(hasTried) DESC, startedAt DESC, uuid
    LIMIT 1;

    CREATE VIEW namedRun AS
    SELECT 'latest' AS name, run FROM latestRun
    UNION ALL SELECT name, run FROM runName WHERE name NOT IN (SELECT uuid FROM run)
    UNION ALL SELECT uuid, id FROM run;


    """
}
