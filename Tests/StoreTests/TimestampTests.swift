import FoundationEssentials
import Testing

@testable import Store

@Suite struct TimestampTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [
    (0.0, "1970-01-01T00:00:00.000Z"), (-0.001, "1969-12-31T23:59:59.999Z"),
    (1_764_000_000.042, "2025-11-24T16:00:00.042Z"), (0.9996, "1970-01-01T00:00:01.000Z"),
    (951_782_400.5, "2000-02-29T00:00:00.500Z"),
  ])
  func momentsAreStoredInUTCWithMilliseconds(seconds: Double, text: String) throws {
    let date = Date(timeIntervalSince1970: seconds)
    #expect(Timestamp(date).text == text)
    let back = try Timestamp.date(text, column: "run.startedAt")
    #expect(abs(back.timeIntervalSince1970 - seconds) <= 0.000_5)
    #expect(Timestamp(back).text == text)
  }

  /// One moment in 1,000 days, each at another time of the year and of the day.
  @Test func theCalendarIsThatOfSQLite() throws {
    let rows = try folder.store().rows(
      """
      WITH RECURSIVE moment(second) AS (
        SELECT unixepoch('0001-01-01')
        UNION ALL SELECT second + 86413717 FROM moment WHERE second + 86413717 < unixepoch('9999-12-31')
      )
      SELECT second, strftime('%Y-%m-%dT%H:%M:%S', second, 'unixepoch') || '.000Z' FROM moment
      """)
    #expect(rows.count > 3_000)
    for row in rows {
      guard case .integer(let second) = row[0], case .text(let text) = row[1] else { continue }
      #expect(Timestamp(Date(timeIntervalSince1970: Double(second))).text == text)
      #expect(try Timestamp.date(text, column: "").timeIntervalSince1970 == Double(second))
    }
  }

  @Test(arguments: [
    "", "2026", "2026-11-23T19:18:16Z", "2026-11-23 19:18:16.042Z", "2026-11-23T19:18:16.042",
    "2026-11-23T19:18:16.042z", "2026-11-23T19:18:16.04xZ", "+026-11-23T19:18:16.042Z",
    "2026-11-23T19:18:16.0422Z", "2026-11-23T24:00:00.000Z", "2026-11-23T19:60:00.000Z",
    "2026-11-23T19:18:60.000Z", "2026-13-01T00:00:00.000Z", "2026-00-01T00:00:00.000Z",
    "2026-11-00T00:00:00.000Z", "2026-11-31T00:00:00.000Z", "2026-02-29T00:00:00.000Z",
    "1900-02-29T00:00:00.000Z", "0000-12-31T23:59:59.999Z", "２026-11-23T19:18:16.04Z",
  ])
  func whatIsNoMomentIsRefused(text: String) {
    #expect(Timestamp(text) == nil)
  }
}
