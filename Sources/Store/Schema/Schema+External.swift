extension Schema {
  /// Results of other tools.
  ///
  /// Each row of `externalSample` holds many values as a JSON array of numbers: a file of 100 MB may
  /// hold millions, and a row for each would take most of an import. The view `externalValue` gives
  /// them one by one.
  static let externalTables = """
    CREATE TABLE externalFile (
      importedFile INTEGER PRIMARY KEY REFERENCES importedFile(id) ON DELETE CASCADE,
      format TEXT NOT NULL CHECK (format <> ''),
      mapping TEXT CHECK (mapping <> ''),
      mappingSHA256 TEXT CHECK (\(isSHA256("mappingSHA256"))),
      CHECK ((mapping IS NULL) = (mappingSHA256 IS NULL))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE externalResult (
      id INTEGER PRIMARY KEY,
      externalFile INTEGER NOT NULL REFERENCES externalFile(importedFile) ON DELETE CASCADE,
      position INTEGER NOT NULL CHECK (position >= 0),
      name TEXT NOT NULL CHECK (name <> ''),
      metric TEXT NOT NULL CHECK (metric <> ''),
      printedUnit TEXT NOT NULL,
      unit TEXT CHECK (unit <> ''),
      unitFactor REAL NOT NULL CHECK (unitFactor > 0 AND unitFactor <= 1e300),
      toolVersion TEXT,
      workload TEXT CHECK (workload <> ''),
      runtime TEXT CHECK (runtime <> ''),
      variant TEXT CHECK (variant <> ''),
      parameters TEXT,
      ourMetric TEXT CHECK (ourMetric <> ''),
      UNIQUE (externalFile, position),
      CHECK ((workload IS NULL) = (runtime IS NULL) AND (workload IS NULL) = (variant IS NULL)
        AND (workload IS NULL) = (parameters IS NULL)),
      CHECK (ourMetric IS NULL OR workload IS NOT NULL)
    ) STRICT;

    CREATE INDEX externalResultByName ON externalResult (name);
    CREATE INDEX externalResultByWorkload ON externalResult (workload) WHERE workload IS NOT NULL;

    CREATE TABLE externalSample (
      externalResult INTEGER NOT NULL REFERENCES externalResult(id) ON DELETE CASCADE,
      sequence INTEGER NOT NULL CHECK (sequence >= 0),
      numbers TEXT NOT NULL CHECK (\(isList("numbers"))),
      iterations TEXT CHECK (\(isList("iterations"))),
      PRIMARY KEY (externalResult, sequence)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE externalStatistic (
      externalResult INTEGER NOT NULL REFERENCES externalResult(id) ON DELETE CASCADE,
      position INTEGER NOT NULL CHECK (position >= 0),
      name TEXT NOT NULL CHECK (name <> ''),
      value REAL NOT NULL CHECK (abs(value) <= 1e300),
      PRIMARY KEY (externalResult, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE externalFact (
      externalResult INTEGER NOT NULL REFERENCES externalResult(id) ON DELETE CASCADE,
      position INTEGER NOT NULL CHECK (position >= 0),
      name TEXT NOT NULL CHECK (name <> ''),
      value TEXT NOT NULL,
      PRIMARY KEY (externalResult, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE externalGap (
      externalResult INTEGER NOT NULL REFERENCES externalResult(id) ON DELETE CASCADE,
      name TEXT NOT NULL \(Bound.check("externalGap.name")),
      printed TEXT NOT NULL \(Bound.check("externalGap.printed")),
      count INTEGER NOT NULL \(Bound.check("externalGap.count")),
      PRIMARY KEY (externalResult, name, printed)
    ) STRICT, WITHOUT ROWID;


    """

  /// A condition on a JSON array: brackets around something.
  ///
  /// Checking every number here would take a quarter of an import's time, so imports and merges
  /// check them before they store them. SQLite's JSON functions, other than `json_each`, are not
  /// allowed in a schema that is not trusted.
  private static func isList(_ column: String) -> String {
    "\(column) GLOB '[[]*]' AND length(\(column)) > 2"
  }

  /// What the tools call a median; asv's result is that of its samples.
  private static let medianNames = "'median', 'med', 'p50', '50%', '50th', 'result'"
  /// What the tools call a mean.
  private static let meanNames = "'mean', 'score', 'avg', 'Avg', 'average', 'Average'"

  /// Views of other tools' results.
  static let externalViews = """
    CREATE VIEW externalVersion AS
    SELECT externalFile.importedFile, path, format, sha256, importedAt,
      row_number() OVER (PARTITION BY path ORDER BY importedAt, sha256) AS version,
      row_number() OVER (PARTITION BY path ORDER BY importedAt DESC, sha256 DESC) = 1 AS isNewest
    FROM externalFile
    JOIN importedFile ON importedFile.id = externalFile.importedFile;

    CREATE VIEW externalValue AS
    SELECT externalResult, sequence + number.key AS sequence, number.value AS value,
      times.value AS iterations
    FROM externalSample
    JOIN json_each(numbers) AS number
    LEFT JOIN json_each(iterations, '$[' || number.key || ']') AS times;

    CREATE VIEW externalSummary AS
    WITH newest AS MATERIALIZED (
      SELECT importedFile, path, format, version FROM externalVersion WHERE isNewest
    ), whole AS (
      SELECT result.id, count(number.value) AS count, min(number.value) AS minimum,
        max(number.value) AS maximum, avg(number.value) AS mean
      FROM newest
      JOIN externalResult AS result ON result.externalFile = newest.importedFile
      LEFT JOIN externalSample AS sample ON sample.externalResult = result.id
      LEFT JOIN json_each(sample.numbers) AS number
      GROUP BY result.id
    )
    SELECT result.id AS externalResult, path, version, format, result.name, metric, unit, printedUnit,
      toolVersion, workload, runtime, variant, parameters, ourMetric, count, minimum,
      CASE count WHEN 0 THEN NULL WHEN 1 THEN minimum ELSE (
        SELECT avg(value)
        FROM (
          SELECT number.value, row_number() OVER (ORDER BY number.value) AS place
          FROM externalSample AS sample, json_each(sample.numbers) AS number
          WHERE sample.externalResult = result.id
        )
        WHERE place IN ((count + 1) / 2, count / 2 + 1)
      ) END AS median,
      maximum, mean,
      (SELECT value FROM externalStatistic AS printed
        WHERE printed.externalResult = result.id
          AND printed.name IN (\(medianNames)) LIMIT 1) AS printedMedian,
      (SELECT value FROM externalStatistic AS printed
        WHERE printed.externalResult = result.id
          AND printed.name IN (\(meanNames)) LIMIT 1) AS printedMean,
      (SELECT group_concat(gap.name || '=' || gap.printed, ' ') FROM externalGap AS gap
        WHERE gap.externalResult = result.id) AS missing
    FROM newest
    JOIN externalResult AS result ON result.externalFile = newest.importedFile
    JOIN whole ON whole.id = result.id;

    """
}
