extension Schema {
  /// What version 4 adds: what people write beside runs.
  static let versionFourAnnotations = """
    CREATE TABLE runTag (
      run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
      tag TEXT NOT NULL CHECK (length(tag) BETWEEN 1 AND 100),
      PRIMARY KEY (run, tag)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX runTagByTag ON runTag (tag);

    CREATE TABLE runNote (
      run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
      text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 4000),
      writtenAt TEXT NOT NULL CHECK (\(isMoment("writtenAt"))),
      PRIMARY KEY (run, text)
    ) STRICT, WITHOUT ROWID;

    """
}
