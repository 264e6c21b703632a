import Testing

@testable import Store

/// Views of a file that are not those of this Parallax.
extension ViewTests {
  @Test(
    "The views of this Parallax are read, whatever the file's are",
    arguments: [
      "",
      "CREATE VIEW caseSummary AS SELECT 'theirs' AS run",
      """
      CREATE VIEW caseSummary AS
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS run FROM n
      """,
      "CREATE TABLE caseSummary (run INTEGER)",
      "DROP VIEW trialValue; CREATE VIEW trialValue AS SELECT 'theirs' AS run",
    ])
  func foreignViewsAreHidden(_ script: String) throws {
    try add([(fixtureCase(), [999, 4, 1, 3, 2], peak: 7)])
    let sql = "SELECT * FROM caseSummary"
    let own = try store.rows(sql)
    #expect(own.count > 0)
    try store.execute("DROP VIEW caseSummary; \(script)")
    #expect(try store.rows(sql) == own)
    let reader = try MeasurementStore(path: store.path, access: .readOnly)
    #expect(try reader.rows(sql) == own)
  }

  @Test func aViewInPlaceOfATableIsRefused() throws {
    try store.execute("DROP TABLE runNote; CREATE VIEW runNote AS SELECT 1 AS run")
    #expect(throws: StoreError.self) {
      try MeasurementStore(path: store.path, access: .readOnly)
    }
  }
}
