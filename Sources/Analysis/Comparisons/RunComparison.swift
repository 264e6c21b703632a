package import BenchmarkModel
import Statistics

/// A comparison of cases: those of two runs, or the runtimes of one run.
///
/// The verdict of a row requires that the interval of the ratio is clear of the band. Among hundreds of
/// rows of equal programs a few verdicts are still wrong, so the conclusion requires more: a better or
/// worse row counts only when it is *confirmed*, that is, when its p-value, adjusted by Holm's procedure
/// over all rows, is below ``significance``. Then at most one in twenty comparisons of equal programs
/// concludes that something is better or worse, however many rows there are.
///
/// Two runs share no blocks, so their ratio is that of the geometric means of the trial medians
/// (``RunMethod/unpairedRatio(of:to:_:)``). The runtimes of one run are compared block by block, as
/// in the report.
package struct RunComparison: Sendable, Equatable {
  /// A run with its trials.
  package struct Side: Sendable {
    package let run: Run
    package let trials: [Trial]

    /// Pairs a run with its trials.
    package init(run: Run, trials: [Trial]) {
      self.run = run
      self.trials = trials
    }
  }

  /// Which metrics are compared, and which differences do not matter.
  package struct Terms: Sendable {
    /// The metrics, in the order of the rows of a case.
    package var metrics: [Metric]
    /// The distributions of latencies that some of the metrics describe.
    package var latencies: [Metric]
    /// What the contract says about a case, from which some of the metrics are computed.
    package var caseTerms: @Sendable (Case) -> CaseTerms
    /// The relative difference that does not matter: 0.05 for 5 %.
    package var tolerance: Double
    /// The difference that does not matter for the metrics of a unit, in that unit.
    package var absolute: [Metric.Unit: Double]

    /// Makes terms; those that are left out are the elapsed time and the peak memory, within the band
    /// of the report.
    package init(
      metrics: [Metric] = [.elapsed, .peakResident], latencies: [Metric] = [],
      caseTerms: @escaping @Sendable (Case) -> CaseTerms = { _ in CaseTerms() },
      tolerance: Double? = nil, absolute: [Metric.Unit: Double] = [:]
    ) {
      self.metrics = metrics
      self.latencies = latencies
      self.caseTerms = caseTerms
      self.tolerance = tolerance ?? comparisonRule.band
      self.absolute = absolute
    }
  }

  /// What a comparison comes to, of one row or of all.
  package enum Conclusion: String, Sendable {
    /// Every row is equal within the band.
    case equal
    /// At least one row got worse, and that is confirmed.
    case worse
    /// At least one row got better, which is confirmed, and every other is equal or better as well.
    case onlyBetter = "only better"
    /// At least one row is inconclusive, not confirmed, or without a value on one side, and none is worse.
    case inconclusive
    /// The runs are from different machines, so there is no verdict.
    case notComparable = "not comparable"
  }

  /// The adjusted p-value below which a row is confirmed.
  package static let significance = 0.05

  /// The rows, in the order of the baseline's plan.
  package let rows: [Row]
  /// The conclusion from all rows.
  package let conclusion: Conclusion
  /// Further notes, in sentences.
  package let notes: [String]

  /// Compares every case that both runs completed.
  ///
  /// - Throws: `AnalysisError.unusableMeasurement` for a stored value that cannot be used.
  package init(
    of candidate: Side, to baseline: Side, terms: Terms = Terms()
  ) throws(AnalysisError) {
    let before = try Self.results(of: baseline, terms).cases
    let after = try Self.results(of: candidate, terms).cases
    // The planner of a run does not look at the other run.
    let method = RunMethod(
      of: baseline.run, cases: [], metrics: [],
      lookCount: max(baseline.run.lookCount, candidate.run.lookCount))
    let pairs = before.compactMap { old in
      after.first { $0.case == old.case }.map { Pair(candidate: $0, baseline: old) }
    }
    let isSameMachine = Comparability(of: candidate.run, and: baseline.run).earnsRatio
    self.init(
      pairs, terms, isSameMachine ? .runs(method) : .none,
      notes: Self.notes(on: candidate.run, baseline.run, pairs: pairs, of: before, after))
  }

  /// Compares the runtimes of one run with one of them, at each size of each workload.
  ///
  /// The baseline is named rather than the fastest of each size, since which one is fastest is chance
  /// where two are close, and changes from size to size.
  ///
  /// - Parameters:
  ///   - side: The run.
  ///   - runtimeID: The runtime, with its variant if it has one, that the others are compared with.
  ///   - terms: What is compared.
  /// - Throws: `AnalysisError.unusableMeasurement` for a stored value that cannot be used.
  package init(
    runtimesOf side: Side, against runtimeID: String, terms: Terms = Terms()
  ) throws(AnalysisError) {
    let (results, method) = try Self.results(of: side, terms)
    let pairs = results.filter { $0.case.implementation.runtimeID == runtimeID }.flatMap { base in
      results.filter { other in
        other.case != base.case && other.case.parameters == base.case.parameters
          && other.case.implementation.workload == base.case.implementation.workload
      }.map { Pair(candidate: $0, baseline: base) }
    }
    var notes = Self.warnings(of: [("run", side.run)])
    if pairs.isEmpty {
      notes.insert(
        "No case of the run has \(runtimeID) and another runtime beside it. "
          + "Compare with another one: --baseline-runtime RUNTIME.", at: 0)
    }
    self.init(pairs, terms, .blocks(method), notes: notes)
  }

  private init(_ pairs: [Pair], _ terms: Terms, _ design: Design, notes: [String]) {
    var rows = pairs.flatMap { pair in
      terms.metrics.compactMap { Row(pair, $0, terms, design) }
    }
    for (index, p) in holmAdjusted(rows.map(\.p)).enumerated() { rows[index].p = p }
    self.rows = rows
    let lost = pairs.filter(\.hasLostItsValues)
    if case .none = design {
      conclusion = .notComparable
    } else {
      conclusion = Self.conclusion(of: rows, hasLosses: !lost.isEmpty)
    }
    self.notes = notes + lost.map(\.lossText) + Self.notes(on: rows)
  }

  /// What rows come to together; of none, nothing can be concluded.
  package static func conclusion(of rows: [Row], hasLosses: Bool = false) -> Conclusion {
    if rows.contains(where: { $0.verdict == .worse && $0.isConfirmed }) { return .worse }
    let isDecided = rows.allSatisfy { $0.verdict == .equal || $0.isConfirmed }
    if rows.isEmpty || hasLosses || !isDecided { return .inconclusive }
    return rows.contains { $0.verdict == .better } ? .onlyBetter : .equal
  }
}

// MARK: - Cases

extension RunComparison {
  /// What the two sides of each pair have in common.
  package enum Design {
    /// The blocks of one run.
    case blocks(RunMethod)
    /// Only the machine.
    case runs(RunMethod)
    /// Nothing that allows a ratio.
    case none

    /// Candidate ÷ baseline; nil when there may be no ratio.
    func ratio(
      _ one: CaseResult.Measured, _ other: CaseResult.Measured, _ metric: String
    ) -> RunMethod.TestedRatio? {
      switch self {
      case .blocks(let method): method.ratio(of: one, to: other, metric)
      case .runs(let method): method.unpairedRatio(of: one, to: other, metric)
      case .none: nil
      }
    }
  }

  /// A case with the one that it is compared with.
  package struct Pair {
    package let candidate: CaseResult
    package let baseline: CaseResult

    /// Whether the baseline completed and the candidate was tried and never did.
    package var hasLostItsValues: Bool {
      baseline.completedCount > 0 && candidate.completedCount == 0
    }

    /// What became of the candidate's trials, as a sentence.
    package var lossText: String {
      let ends = candidate.incidents.map { "\($0.count) \($0.summary)" }
      return "\(candidate.case.description) has no value: \(enumerated(ends))."
    }
  }

  private static func results(
    of side: Side, _ terms: Terms
  ) throws(AnalysisError) -> (cases: [CaseResult], method: RunMethod) {
    let names = DerivedMetric.inputs(of: terms.metrics.map(\.name))
    var order: [Case] = []
    var groups: [Case: [Trial]] = [:]
    for var trial in side.trials {
      trial.measurements.removeAll { !names.contains($0.metric) }
      if groups[trial.planned.case] == nil { order.append(trial.planned.case) }
      groups[trial.planned.case, default: []].append(trial)
    }
    var results: [CaseResult] = []
    for `case` in order {
      results.append(
        try CaseResult(
          `case`, trials: groups[`case`, default: []], latencies: terms.latencies,
          terms: terms.caseTerms(`case`), runID: side.run.id))
    }
    let method = RunMethod(of: side.run, cases: results, metrics: terms.metrics)
    for index in results.indices { results[index].estimate(by: method) }
    return (results, method)
  }
}
