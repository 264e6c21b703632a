import AnalysisFixtures
import BenchmarkModel
import Statistics
import Testing

@testable import Analysis

struct RunComparisonTests {
  private let size = tasks(1_000)

  private func run(_ digit: Character = "1", machine: String = "0123abcd") -> Run {
    var run = fixtureRun()
    run.id = String(repeating: digit, count: 8) + "-0000-4000-8000-000000000000"
    run.machine.fingerprint = machine
    return run
  }

  private func side(
    _ values: [Double], of metric: Metric = .elapsed, _ run: Run? = nil
  ) -> RunComparison.Side {
    RunComparison.Side(run: run ?? self.run(), trials: trials(.go, size, metric, values))
  }

  /// Ten values within half a per cent of a middle.
  private func around(_ value: Double) -> [Double] {
    (0..<10).map { value * (1 + (Double($0) - 4.5) / 1_000) }
  }

  private func compared(
    _ candidate: [Double], to baseline: [Double], of metric: Metric = .elapsed,
    terms: RunComparison.Terms? = nil
  ) throws -> RunComparison {
    try RunComparison(
      of: side(candidate, of: metric, run("2")), to: side(baseline, of: metric),
      terms: terms ?? RunComparison.Terms(metrics: [metric]))
  }

  @Test(arguments: [
    (1.2, Verdict.worse, Gate.Conclusion.worse),
    (0.8, .better, .onlyBetter), (1.01, .equal, .notWorse),
  ])
  func clearIntervalGivesTheConclusion(
    factor: Double, verdict: Verdict, conclusion: Gate.Conclusion
  ) throws {
    let comparison = try compared(around(factor * 1e6), to: around(1e6))
    #expect(comparison.rows.map(\.verdict) == [verdict])
    #expect(comparison.gate.conclusion == conclusion)
  }

  @Test func rowCarriesItsNumbers() throws {
    let row = try #require(compared(around(2e6), to: around(1e6)).rows.first)
    #expect(row.baseline.value == 1e6 && row.candidate.value == 2e6)
    #expect(row.ratio?.text == "2.00 ×")
    let bounds = try #require(row.ratio?.bounds)
    #expect(bounds.lowerBound > 1.98 && bounds.upperBound < 2.02)
    #expect(try #require(row.p) < 1e-20)
    #expect(row.effect == 1)
    #expect(row.trials == 10)
    #expect(row.isConfirmed)
  }

  @Test func moreIsBetterWhereTheMetricSaysSo() throws {
    let metric = Metric(name: "rate", label: "Rate", unit: .perSecond, better: .higher)
    #expect(try compared(around(200), to: around(100), of: metric).gate.conclusion == .onlyBetter)
    #expect(try compared(around(100), to: around(200), of: metric).gate.conclusion == .worse)
  }

  @Test func derivedMetricsAreComparedByTheContract() throws {
    let metrics = [DerivedMetric.perOperation, .operationsPerSecond].map(\.metric)
    let terms = RunComparison.Terms(
      metrics: metrics, caseTerms: { _ in CaseTerms(operations: 1_000) })
    let comparison = try compared(around(2e6), to: around(1e6), terms: terms)
    #expect(comparison.rows.map(\.metric) == metrics)
    #expect(comparison.rows.map(\.verdict) == [.worse, .worse])
    #expect(comparison.rows.first?.candidate.value == 2_000)
  }

  @Test func fewTrialsDecideWhatIsFarApart() throws {
    let comparison = try compared([3e6, 3.1e6, 3.2e6], to: [1e6, 1.1e6, 1.2e6])
    #expect(comparison.gate.conclusion == .worse)
    #expect(try compared([3e6, 1e6, 2e6], to: [1e6, 2e6, 1.5e6]).gate.conclusion == .inconclusive)
  }

  /// Without logarithms and from fewer than six trials there is no interval, however far they are apart.
  @Test func valuesOfZeroNeedSixTrials() throws {
    let few = try compared([3e6, 3.1e6, 0], to: [1e6, 1.1e6, 1.2e6])
    #expect(few.gate.conclusion == .inconclusive)
    #expect(few.notes.contains { $0.hasPrefix("1 row inconclusive without an interval") })
    #expect(few.rows.first?.ratio != nil && few.rows.first?.ratio?.bounds == nil)
    let many = try compared(around(3e6) + [0], to: around(1e6))
    #expect(many.rows.map(\.verdict) == [.worse])
  }

  /// 53 cases with six trials a side, each ten times slower in the second run.
  @Test func aRunThatIsTenTimesSlowerIsConfirmedWorse() throws {
    var generator = SeededGenerator(seed: 18)
    func side(_ run: Run, _ factor: Double) -> RunComparison.Side {
      let all = (0..<53).flatMap { index in
        let values = (0..<6).map { _ in
          factor * 1e6 * Double(index + 1) * Double.random(in: 0.7...1.4, using: &generator)
        }
        return trials(.go, tasks(index + 1), .elapsed, values)
      }
      return RunComparison.Side(run: run, trials: all)
    }
    let comparison = try RunComparison(of: side(run("2"), 10), to: side(run(), 1))
    #expect(comparison.rows.count == 53)
    #expect(comparison.rows.allSatisfy { $0.verdict == .worse && $0.isConfirmed })
    #expect(comparison.gate.conclusion == .worse)
  }

  /// A row whose interval ends just beyond the tolerance is confirmed alone, and not among 24.
  @Test(arguments: [(1, Gate.Conclusion.worse), (24, .inconclusive)])
  func confirmationTakesMoreAmongManyRows(
    rows: Int, conclusion: Gate.Conclusion
  ) throws {
    let values = (0..<6).map { 1e6 * (1 + 0.2 * (Double($0) - 2.5)) }
    let steady = (0..<rows).map { trials(.go, tasks($0 + 1), .elapsed, values) }
    let slower = trials(.go, tasks(1), .elapsed, values.map { $0 * 1.85 })
    let comparison = try RunComparison(
      of: RunComparison.Side(run: run("2"), trials: slower + steady.dropFirst().flatMap(\.self)),
      to: RunComparison.Side(run: run(), trials: steady.flatMap(\.self)))
    #expect(comparison.rows.count == rows)
    #expect(comparison.rows.first?.verdict == .worse)
    #expect(comparison.gate.conclusion == conclusion)
    #expect(comparison.notes.contains { $0.contains("not confirmed") } == (rows == 24))
    #expect(comparison.rows.first?.isOpen == (rows == 24))
  }

  @Test func differenceWithinTheAbsoluteToleranceIsNone() throws {
    var terms = RunComparison.Terms(metrics: [.elapsed], absolute: [.nanoseconds: 1e6])
    #expect(try compared(around(1.5e6), to: around(1e6), terms: terms).gate.conclusion == .notWorse)
    #expect(try compared(around(1e6), to: around(1.5e6), terms: terms).gate.conclusion == .notWorse)
    #expect(try compared(around(2.1e6), to: around(1e6), terms: terms).gate.conclusion == .worse)
    #expect(
      try compared(around(1e6), to: around(2.1e6), terms: terms).gate.conclusion == .onlyBetter)
    terms.absolute = [.bytes: 1e6]
    #expect(try compared(around(1.5e6), to: around(1e6), terms: terms).gate.conclusion == .worse)
  }

  @Test func toleranceIsTheBand() throws {
    let terms = RunComparison.Terms(metrics: [.elapsed], tolerance: 0.3)
    #expect(try compared(around(1.2e6), to: around(1e6), terms: terms).gate.conclusion == .notWorse)
  }

  @Test func differentMachinesAreShownAndNotJudged() throws {
    let comparison = try RunComparison(
      of: side(around(2e6), run("2", machine: "ffff")), to: side(around(1e6)))
    let row = try #require(comparison.rows.first)
    #expect(row.candidate.value == 2e6 && row.baseline.value == 1e6)
    #expect(row.ratio == nil && row.p == nil && row.effect == nil)
    #expect(row.verdict == nil)
    #expect(comparison.gate.conclusion == .notComparable)
    #expect(comparison.notes.first?.contains("different machines") == true)
  }

  @Test func caseThatTheCandidateLostIsNotPassedOver() throws {
    let crashed = incidents(.go, tasks(2), Outcome(.crashed), count: 3)
    let baseline =
      trials(.go, size, .elapsed, around(1e6)) + trials(.go, tasks(2), .elapsed, around(1e6))
    let comparison = try RunComparison(
      of: RunComparison.Side(
        run: run("2"), trials: trials(.go, size, .elapsed, around(1e6)) + crashed),
      to: RunComparison.Side(run: run(), trials: baseline))
    #expect(comparison.rows.map(\.verdict) == [.equal])
    #expect(comparison.gate.conclusion == .worse)
    #expect(comparison.notes.contains { $0.contains("has no value: 3 crashed.") })
  }

  @Test func nothingInCommonConcludesNothing() throws {
    let comparison = try RunComparison(
      of: RunComparison.Side(run: run("2"), trials: trials(.tokio, size, .elapsed, around(1))),
      to: side(around(1)))
    #expect(comparison.rows.isEmpty)
    #expect(comparison.gate.conclusion == .inconclusive)
    #expect(comparison.notes.contains("1 case only in the baseline: not compared."))
  }

  @Test func casesThatALevelLacksAreCounted() throws {
    let both = (1...3).map { trials(.go, tasks($0), .elapsed, around(1e6)) }
    let comparison = try RunComparison(
      of: RunComparison.Side(run: run("3"), trials: both[0] + both[1]),
      toLevelOf: (["1", "2"] as [Character]).map {
        RunComparison.Side(run: run($0), trials: both[0] + both[2])
      })
    #expect(comparison.rows.count == 1)
    #expect(
      comparison.notes.prefix(2) == [
        "1 case only in the baselines: not compared.",
        "1 case only in the candidate: not compared.",
      ])
  }

  @Test func warningsOfBothRunsAreSaid() throws {
    var dirty = run("2")
    dirty.warnings = [RunWarning(.dirtyTree, "The tree had changes.")]
    let comparison = try RunComparison(of: side(around(1), dirty), to: side(around(1)))
    #expect(comparison.notes.first == "Candidate 22222222: The tree had changes.")
    var before = run("1")
    before.warnings = dirty.warnings
    dirty.warnings += [RunWarning(.busyMachine, "It was busy."), dirty.warnings[0]]
    #expect(
      RunComparison.warnings(of: [("baseline", before), ("candidate", dirty)]) == [
        "Baseline \(before.shortID) and candidate 22222222 (2 times): The tree had changes.",
        "Candidate 22222222: It was busy.",
      ])
    #expect(comparison.gate.conclusion == .notWorse)
  }

  @Test func runtimesOfARunStandAgainstTheNamedOne() throws {
    let all =
      trials(.swiftAsync, size, .elapsed, around(1e6)) + trials(.go, size, .elapsed, around(2e6))
      + trials(.tokio, size, .elapsed, around(0.5e6))
      + trials(.go, tasks(7), .elapsed, around(1e6))
    let side = RunComparison.Side(run: run(), trials: all)
    let comparison = try RunComparison(runtimesOf: side, against: "swift-async")
    #expect(comparison.rows.map(\.case.implementation.runtime) == [.go, .tokio])
    #expect(comparison.rows.map(\.verdict) == [.worse, .better])
    #expect(comparison.rows.allSatisfy { $0.baselineCase.implementation.runtime == .swiftAsync })
    let none = try RunComparison(runtimesOf: side, against: "swift-threads")
    #expect(none.rows.isEmpty && none.gate.conclusion == .inconclusive)
    #expect(none.notes.first?.contains("swift-threads") == true)
  }
}
