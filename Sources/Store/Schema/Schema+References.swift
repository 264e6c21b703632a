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

  /// The view that matches published numbers with measured ones, and with quantiles of latencies, each
  /// the median over the trials.
  static let referenceViews = """
    CREATE VIEW publishedVersusMeasured AS
    WITH distribution AS (
      SELECT trial.run, benchmarkCase,
        substr(metric.name, 1, length(metric.name) - length('Nanoseconds')) AS stem,
        p50, p99, p999, latencySummary.maximum
      FROM plannedTrial
      JOIN trial ON trial.run = plannedTrial.run AND trial.position = plannedTrial.position
      JOIN latencySummary ON latencySummary.trial = trial.id
      JOIN metric ON metric.id = latencySummary.metric
      WHERE metric.name GLOB '*Nanoseconds'
    ), figure AS (
      \(figures)
    ), ranked AS (
      SELECT run, benchmarkCase, metric, value, count(*) OVER sample AS trials,
        row_number() OVER (PARTITION BY run, benchmarkCase, metric ORDER BY value) AS place
      FROM figure
      WINDOW sample AS (PARTITION BY run, benchmarkCase, metric)
    ), quantile AS (
      SELECT ranked.run, uuid, ranked.benchmarkCase, workload, runtime, variant, toolchain,
        parameters, ranked.metric, 'nanoseconds' AS unit, trials, avg(value) AS median
      FROM ranked
      JOIN run ON run.id = ranked.run
      JOIN benchmarkCase ON benchmarkCase.id = ranked.benchmarkCase
      WHERE place IN ((trials + 1) / 2, trials / 2 + 1)
      GROUP BY ranked.run, ranked.benchmarkCase, ranked.metric
    )
    \(matched("caseSummary"))
    UNION ALL
    \(matched("quantile"));


    """

  /// The quantiles that `latencySummary` has, under the names that reports give them.
  private static let figures = [
    ("P50", "p50"), ("P99", "p99"), ("P999", "p999"), ("Maximum", "maximum"),
  ].map { ending, column in
    "SELECT run, benchmarkCase, stem || '\(ending)Nanoseconds' AS metric, \(column) AS value "
      + "FROM distribution WHERE \(column) IS NOT NULL"
  }.joined(separator: "\n  UNION ALL ")

  /// The published numbers beside the numbers of a summary with the same sizes.
  private static func matched(_ summary: String) -> String {
    """
    SELECT reference.id AS reference, reference.source, reference.workload, reference.language,
      reference.runtime AS publishedRuntime, reference.runtimeVersion, reference.statistic,
      reference.qualifier, reference.contract, reference.hardware, reference.printed,
      reference.printedUnit, reference.normalizedValue AS published,
      summary.run, summary.uuid, summary.benchmarkCase, summary.runtime, summary.variant,
      summary.toolchain, summary.parameters, summary.metric, summary.unit, summary.trials,
      summary.median AS measuredMedian
    FROM \(summary) AS summary
    JOIN reference ON reference.workload = summary.workload
      AND reference.comparesTo = summary.runtime
      AND reference.comparesToVariant = summary.variant
      AND reference.comparesToMetric = summary.metric
      AND reference.normalizedUnit = summary.unit
    WHERE EXISTS (
        SELECT *
        FROM referenceParameter AS theirs
        JOIN caseParameter AS ours ON ours.name = theirs.name AND ours.value = theirs.value
        WHERE theirs.reference = reference.id AND ours.benchmarkCase = summary.benchmarkCase
      ) AND NOT EXISTS (
        SELECT *
        FROM referenceParameter AS theirs
        JOIN caseParameter AS ours ON ours.name = theirs.name AND ours.value <> theirs.value
        WHERE theirs.reference = reference.id AND ours.benchmarkCase = summary.benchmarkCase
      )
    """
  }
}
