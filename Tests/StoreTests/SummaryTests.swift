import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Store

/// Recorded and merged trials have the same summaries.
@Suite struct SummaryTests {
  let folder: TemporaryFolder
  static let wake = Metric(name: "wakeNanoseconds", label: "Wake", unit: .nanoseconds)

  init() throws { folder = try TemporaryFolder() }

  /// Stores two trials, with an odd and an even number of values.
  private func fill(_ store: MeasurementStore) throws {
    let plan = fixturePlan([fixtureCase(), fixtureCase(tasks: 5)], iterations: 9)
    try store.begin(fixtureRun(), plan: plan, metrics: Metric.common + [Self.wake])
    var first = fixtureTrial(plan[0], measurements: fixtureMeasurements([999, 4, 1, 3, 2.25]))
    first.latencies = [
      LatencyBucket(Self.wake.name, iteration: 0, isWarmup: true, value: 9_000, count: 70_000),
      LatencyBucket(Self.wake.name, iteration: 1, value: 10, count: 4_999),
      LatencyBucket(Self.wake.name, iteration: 2, value: 10, count: 1),
      LatencyBucket(Self.wake.name, iteration: 1, value: 20, count: 4_900),
      LatencyBucket(Self.wake.name, iteration: 1, value: 30, count: 90),
      LatencyBucket(Self.wake.name, iteration: 2, value: 40, count: 10),
    ]
    try store.record(first, in: runID)
    var second = fixtureTrial(plan[1], measurements: fixtureMeasurements([999, 0.1, 0.2, 0.3]))
    second.latencies = [LatencyBucket(Self.wake.name, iteration: 1, value: 7, count: 999)]
    try store.record(second, in: runID)
  }

  private func summaries(_ store: MeasurementStore) throws -> [[QueryValue]] {
    try store.rows(
      """
      SELECT run, parameters, metric.name, trial, median, count, minimum, maximum, total
      FROM trialSummary
      JOIN benchmarkCase ON benchmarkCase.id = benchmarkCase
      JOIN metric ON metric.id = metric ORDER BY trial, metric.name
      """)
      + store.rows(
        """
        SELECT trial, metric.name, count, p50, p99, p999, maximum FROM latencySummary
        JOIN metric ON metric.id = metric ORDER BY trial
        """)
  }

  private var expected: [[QueryValue]] {
    func row(
      _ tasks: Int, _ metric: String, _ trial: Int64, _ median: Double, _ count: Int64,
      _ minimum: Double, _ maximum: Double, _ total: Double
    ) -> [QueryValue] {
      [
        .integer(1), .text("tasks=\(tasks) hold-milliseconds=200"), .text(metric),
        .integer(trial), .real(median), .integer(count), .real(minimum), .real(maximum),
        .real(total),
      ]
    }
    return [
      row(1000, "elapsedNanoseconds", 1, 2.625, 4, 1, 4, 10.25),
      row(1000, "peakResidentBytes", 1, 4_000_000, 1, 4_000_000, 4_000_000, 4_000_000),
      row(5, "elapsedNanoseconds", 2, 0.2, 3, 0.1, 0.3, 0.1 + 0.2 + 0.3),
      row(5, "peakResidentBytes", 2, 4_000_000, 1, 4_000_000, 4_000_000, 4_000_000),
      // Of 10,000 values 5,000 are up to 10, 9,900 up to 20 and 9,990 up to 30.
      [
        .integer(1), .text("wakeNanoseconds"), .integer(10_000), .integer(10), .integer(20),
        .integer(30), .integer(40),
      ],
      // One value too few for the 99th of a hundred.
      [
        .integer(2), .text("wakeNanoseconds"), .integer(999), .integer(7), .null, .null,
        .integer(7),
      ],
    ]
  }

  @Test func aRecordedTrialIsSummarized() throws {
    let store = try folder.store()
    try fill(store)
    #expect(try summaries(store) == expected)
  }

  @Test func aMergedTrialHasTheSameSummaries() throws {
    let other = try folder.store("other.sqlite")
    try fill(other)
    let store = try folder.store()
    try store.merge(from: folder.file("other.sqlite"))
    #expect(try summaries(store) == expected)
  }

  @Test func theSummariesAreRemovedWithTheirTrial() throws {
    let store = try folder.store()
    try fill(store)
    try store.execute("DELETE FROM trial WHERE id = 1")
    #expect(try summaries(store) == expected.filter { $0.contains(.integer(2)) })
  }
}
