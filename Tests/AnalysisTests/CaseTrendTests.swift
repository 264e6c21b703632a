import AnalysisFixtures
import BenchmarkModel
import FoundationEssentials
import Statistics
import Testing

@testable import Analysis

struct CaseTrendTests {
  private let measured = Case(.sleeping(.go), tasks(1_000))
  private let peak = HistoryMetric(.peakResident, latencies: [])

  /// A night's run with three trials around a value.
  private func entry(_ night: Int, _ value: Double) -> CaseHistory.Entry {
    CaseHistory.Entry(
      run: HistoryRun(
        id: "\(night)", startedAt: Date(unix: 1_700_000_000 + Double(night) * 86_400)),
      values: [0.99 * value, value, 1.01 * value],
      version: night < 6 ? "go1.27.2" : "go1.27.3")
  }

  private func trend(_ levels: [Double], at size: [Parameter]? = nil) throws -> CaseTrend {
    try CaseTrend(
      of: CaseHistory(
        Case(.sleeping(.go), size ?? tasks(1_000)),
        entries: levels.enumerated().map { entry($0, $1) }), try #require(peak))
  }

  /// Levels that alternate by one percent, with a step after six nights.
  private func nights(_ count: Int, step: Double = 1) -> [Double] {
    (0..<count).map { night in (night < 6 ? 1 : step) * (night % 2 == 0 ? 1e6 : 1.01e6) }
  }

  @Test func aStepIsAChangeBetweenTheRunsAroundIt() throws {
    let trend = try trend(nights(12, step: 1.5))
    #expect(trend.points.map(\.run.id) == (0..<12).map { "\($0)" })
    #expect(trend.points[0].estimate.value == 1e6 && trend.points[0].trialCount == 3)
    let change = try #require(trend.changes.first)
    #expect(trend.changes.count == 1)
    #expect(change.last.run.id == "5" && change.first.run.id == "6")
    #expect(change.last.version == "go1.27.2" && change.first.version == "go1.27.3")
    #expect(change.verdict == .worse)
    #expect((change.ratio.value - 1.5).magnitude < 1e-9)
    #expect((change.after / change.before - 1.5).magnitude < 1e-9)
    #expect(trend.change(at: trend.points[6]) == change)
    #expect(trend.change(at: trend.points[5]) == nil)
  }

  @Test func aSmallStepIsEqualWithinTheBand() throws {
    #expect(try trend(nights(12, step: 1.03)).changes.map(\.verdict) == [.equal])
  }

  @Test func aValueOfZeroHasNoChanges() throws {
    let trend = try trend([0, 0, 0, 5, 5, 5])
    #expect(trend.points.count == 6 && trend.changes == [])
  }

  @Test func runsWithoutAValueAreLeftOut() throws {
    var history = CaseHistory(measured, entries: (0..<4).map { entry($0, 1e6) })
    history.entries[1].values = []
    #expect(try CaseTrend(of: history, try #require(peak)).points.map(\.run.id) == ["0", "2", "3"])
  }

  @Test func derivedValuesFollowFromTheContract() throws {
    let history = CaseHistory(measured, entries: [entry(0, 2e6)])
    let perOperation = try #require(
      HistoryMetric(DerivedMetric.perOperation.metric, latencies: []))
    #expect(perOperation.figure == SummaryFigure(metric: "elapsedNanoseconds", column: .median))
    let trend = try CaseTrend(of: history, perOperation, terms: CaseTerms(operations: 1_000))
    #expect(trend.points.map(\.estimate.value) == [2_000])
    #expect(try CaseTrend(of: history, perOperation).points.isEmpty)
  }

  @Test func metricsThatNeedAllMeasurementsHaveNoHistory() {
    let latency = Metric(name: "latencyNanoseconds", label: "Latency", unit: .nanoseconds)
    let figures = latency.latencyFigures.map { HistoryMetric($0, latencies: [latency])?.figure }
    #expect(
      figures
        == [.p50, .p99, .p999, .maximum].map {
          SummaryFigure(metric: "latencyNanoseconds", column: $0)
        })
    for derived in [DerivedMetric.coresBusy, .outsideClock, .instructionsPerOperation] {
      #expect(HistoryMetric(derived.metric, latencies: []) == nil)
    }
  }

  /// A change that is clear on its own is not among many series.
  @Test func changesOfManyTrendsAreJudgedTogether() throws {
    // The smallest step that is one in noisy nights.
    let steps = try (1...100).map { percent in try trend(noisy(step: 1 + Double(percent) / 100)) }
    let one = try #require(steps.first { $0.changes.count == 1 })
    let clear = try trend(nights(12, step: 2), at: tasks(5))
    let calm = try (0..<60).map { try trend(nights(12), at: tasks($0 + 10)) }
    #expect([one].judgedTogether.flatMap(\.changes).count == 1)
    let all = ([one, clear] + calm).judgedTogether
    #expect(all.map(\.changes.count).prefix(2) == [0, 1])
    #expect(all.flatMap(\.changes).count == 1)
  }

  private func noisy(step: Double) -> [Double] {
    (0..<12).map { night in
      let level = 1e6 + 1e4 * Double(night * 7 % 12)
      return night < 6 ? level : level * step
    }
  }

  @Test func newestChangesComeFirst() throws {
    let late = Array(repeating: 1e6, count: 9) + Array(repeating: 2e6, count: 3)
    let trends = try [trend(nights(12, step: 1.5)), trend(late, at: tasks(5))]
    #expect(trends.newestChanges.map(\.change.first.run.id) == ["9", "6"])
  }
}
