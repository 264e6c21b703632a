extension Schema {
  /// Imported files.
  static let importedFileTable = """
    CREATE TABLE importedFile (
      id INTEGER PRIMARY KEY,
      path TEXT NOT NULL CHECK (path <> ''),
      sha256 TEXT NOT NULL CHECK (\(isSHA256("sha256"))),
      importedAt TEXT NOT NULL CHECK (\(isMoment("importedAt"))),
      UNIQUE (path, sha256)
    ) STRICT;


    """

  /// The published numbers.
  static let referenceTables = """
    CREATE TABLE source (
      id TEXT PRIMARY KEY CHECK (id <> ''),
      title TEXT NOT NULL,
      author TEXT NOT NULL,
      published TEXT NOT NULL,
      url TEXT NOT NULL \(Bound.check("source.url")),
      trust TEXT NOT NULL CHECK (trust <> ''),
      trustReason TEXT NOT NULL,
      method TEXT NOT NULL,
      retrieved TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE reference (
      id TEXT PRIMARY KEY CHECK (id <> ''),
      importedFile INTEGER NOT NULL REFERENCES importedFile(id) ON DELETE CASCADE,
      position INTEGER NOT NULL CHECK (position >= 0),
      workload TEXT NOT NULL CHECK (workload <> ''),
      language TEXT NOT NULL,
      runtime TEXT NOT NULL,
      runtimeVersion TEXT NOT NULL,
      comparesTo TEXT,
      comparesToVariant TEXT CHECK ((comparesTo IS NULL) = (comparesToVariant IS NULL)),
      metric TEXT NOT NULL,
      comparesToMetric TEXT,
      statistic TEXT NOT NULL,
      qualifier TEXT NOT NULL,
      printed TEXT NOT NULL,
      printedUnit TEXT NOT NULL,
      normalizedValue REAL NOT NULL CHECK (abs(normalizedValue) <= 1e300),
      normalizedUnit TEXT NOT NULL,
      conversion TEXT NOT NULL,
      contract TEXT NOT NULL,
      difference TEXT CHECK ((contract = 'same') = (difference IS NULL)),
      source TEXT NOT NULL REFERENCES source(id),
      locator TEXT NOT NULL,
      hardware TEXT NOT NULL,
      operatingSystem TEXT NOT NULL,
      note TEXT,
      UNIQUE (importedFile, position)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX referenceByComparison
      ON reference (workload, comparesTo, comparesToVariant, comparesToMetric, normalizedUnit);
    CREATE INDEX referenceBySource ON reference (source);

    CREATE TABLE referenceParameter (
      reference TEXT NOT NULL REFERENCES reference(id) ON DELETE CASCADE,
      name TEXT NOT NULL CHECK (name <> ''),
      position INTEGER NOT NULL CHECK (position >= 0),
      value INTEGER NOT NULL \(Bound.check("referenceParameter.value")),
      PRIMARY KEY (reference, name)
    ) STRICT, WITHOUT ROWID;


    """

  /// The view that matches published numbers with estimates by ``Reference/differences(from:in:)``.
  ///
  /// It starts from the published numbers, of which there are fewer than estimates.
  static let referenceViews = """
    CREATE VIEW publishedVersusMeasured AS
    SELECT reference.id AS reference, reference.source, reference.workload, reference.language,
      reference.runtime AS publishedRuntime, reference.runtimeVersion, reference.statistic,
      reference.qualifier, reference.contract, reference.hardware, reference.printed,
      reference.printedUnit, reference.normalizedValue AS published,
      estimate.run, uuid, estimate.benchmarkCase, ours.runtime, ours.variant, ours.toolchain, ours.parameters,
      metric.name AS metric, unit, trials, value AS measured, lower, upper
    FROM reference
    CROSS JOIN benchmarkCase AS ours ON ours.workload = reference.workload
      AND ours.runtime = reference.comparesTo AND ours.variant = reference.comparesToVariant
    CROSS JOIN metric ON metric.name = reference.comparesToMetric AND metric.unit = normalizedUnit
    CROSS JOIN estimate ON estimate.benchmarkCase = ours.id AND estimate.metric = metric.id
    CROSS JOIN run ON run.id = estimate.run
    WHERE EXISTS (
        SELECT *
        FROM referenceParameter AS theirs
        JOIN caseParameter AS size ON size.benchmarkCase = ours.id AND size.name = theirs.name
          AND size.value = theirs.value
        WHERE theirs.reference = reference.id AND theirs.name NOT GLOB '*-milliseconds'
      ) AND NOT EXISTS (
        SELECT *
        FROM referenceParameter AS theirs
        JOIN caseParameter AS size ON size.benchmarkCase = ours.id AND size.name = theirs.name
          AND size.value <> theirs.value
        WHERE theirs.reference = reference.id
          AND (unit = 'nanoseconds' OR theirs.name NOT GLOB '*-milliseconds')
      );


    """
}
