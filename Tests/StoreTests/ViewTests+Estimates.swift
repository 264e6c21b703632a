import BenchmarkModel
import Testing

@testable import Store

/// Views of what the analysis derived.
extension ViewTests {
  @Test func publishedNumbersAreMatchedByRuntimeMetricAndSizes() throws {
    try add([
      (fixtureCase(), [0, 1], peak: 6_000_000), (fixtureCase(tasks: 5), [0, 1], peak: 5),
      (fixtureCase("sleeping-tasks", .go), [0, 1], peak: 9), (fixtureCase("other"), [0, 1], 4),
      (fixtureCase(variant: "detached"), [0, 1], peak: 7),
    ])
    var otherMetric = fixtureReference("metric")
    otherMetric.comparesToMetric = "elapsedNanoseconds"
    var otherHold = fixtureReference("hold")
    otherHold.parameters.append(Parameter("hold-milliseconds", 10_000))
    var sameHold = fixtureReference("same hold")
    sameHold.parameters += [Parameter("hold-milliseconds", 200), Parameter("runs", 3)]
    var without = fixtureReference("no parameters")
    without.parameters = []
    var nothing = fixtureReference("no shared parameter")
    nothing.parameters = [Parameter("leaves", 1000)]
    let cases = [
      (fixtureCase(), 6_000_000.0), (fixtureCase(tasks: 5), 5),
      (fixtureCase("sleeping-tasks", .go), 9), (fixtureCase("other"), 4),
      (fixtureCase(variant: "detached"), 7),
    ]
    let levels = cases.flatMap { measured, peak in
      [("peakResidentBytes", peak), ("elapsedNanoseconds", 1)].map { metric, value in
        RunAnalysis.Level(
          measured, metric: metric, value: value, interval: nil, trials: 1, modes: nil)
      }
    }
    let analysis = RunAnalysis(
      method: "1", confidence: 0.95, trials: 5, levels: levels, quotients: [])
    #expect(try store.store(analysis, of: runID, metrics: []))
    var anyHold = fixtureReference("time of another hold")
    anyHold.comparesToMetric = "elapsedNanoseconds"
    anyHold.value.normalizedUnit = .nanoseconds
    anyHold.parameters.append(Parameter("hold-milliseconds", 10_000))
    var onlyHold = fixtureReference("only a hold")
    onlyHold.parameters = [Parameter("hold-milliseconds", 200)]
    let references = [
      fixtureReference(), fixtureReference("size", tasks: 1001), otherMetric, otherHold, sameHold,
      without, nothing, fixtureReference("go", comparesTo: .go),
      fixtureReference("variant", variant: "detached"), fixtureReference("none", comparesTo: nil),
      anyHold, onlyHold,
    ]
    try store.importReferences(
      path: "p.csv", sha256: sha256, sources: [fixtureSource()],
      references: references, importedAt: startedAt)
    let sql = """
      SELECT reference, printed, published, measured, runtime, unit
      FROM publishedVersusMeasured ORDER BY reference
      """
    func row(_ id: String, _ measured: Double, _ runtime: String) -> [QueryValue] {
      [
        .text(id), .text("4.0"), .real(4_194_304), .real(measured), .text(runtime), .text("bytes"),
      ]
    }
    #expect(
      try store.rows(sql) == [
        row("go", 9, "go"), row("hold", 6_000_000, "swift-async"),
        row("same hold", 6_000_000, "swift-async"),
        row("someone-tokio-1000", 6_000_000, "swift-async"), row("variant", 7, "swift-async"),
      ])
    // The report pairs by the same rule, written in Swift.
    let pairs = references.flatMap { reference in
      levels.filter { level in
        guard let metric = Metric.common.first(where: { $0.name == level.metric }) else {
          return false
        }
        return reference.comparesTo == level.measured.implementation
          && reference.comparesToMetric == metric.name
          && reference.value.normalizedUnit == metric.unit
          && reference.differences(from: level.measured.parameters, in: metric) != nil
      }.map { _ in reference.id }
    }
    #expect(try store.rows(sql).map { $0[0] } == pairs.sorted().map { .text($0) })
  }

  /// Of a year's estimates, few may have a published number.
  @Test func publishedNumbersAreMatchedFromTheirOwnTable() throws {
    let plan = try store.rows("EXPLAIN QUERY PLAN SELECT * FROM publishedVersusMeasured")
    let first = try #require(plan.first.map { "\($0[3])" })
    #expect(first.contains("SCAN reference"), "\(first)")
  }

  @Test func memoryPerTaskIsASlopeOverTheNumberOfTasks() throws {
    // On the line 5,000 + 20 × tasks, except for the last point, which raises the slope.
    let points = [(100, 7_000.0), (200, 9_000), (300, 11_000), (400, 14_000)]
    let peaks: [(Case, Double)] =
      points.map { (fixtureCase(tasks: $0.0), $0.1) }
      + [(fixtureCase("sleeping-tasks", .tokio), 3)]
    try add(peaks.map { ($0.0, [0, 1], peak: $0.1) })
    let levels = peaks.map { measured, peak in
      RunAnalysis.Level(
        measured, metric: "peakResidentBytes", value: peak, interval: nil, trials: 1, modes: nil)
    }
    let analysis = RunAnalysis(
      method: "1", confidence: 0.95, trials: 5, levels: levels, quotients: [])
    #expect(try store.store(analysis, of: runID, metrics: []))
    let rows = try store.rows(
      "SELECT runtime, points, tasksMinimum, tasksMaximum, bytesPerTask FROM memoryPerTask")
    // Least squares by hand: deviations of x −150, −50, 50, 150; Σ dx·y = 1,150,000; Σ dx² = 50,000.
    #expect(
      rows == [[.text("swift-async"), .integer(4), .integer(100), .integer(400), .real(23)]])
  }
}
