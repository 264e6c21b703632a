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
/// (``RunMethod/unpairedRatio(of:to:drift:)``), and contains how much the machine changed between them,
/// if that is known (``Drift``). The runtimes of one run are compared block by block, as
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
    /// The metrics, in the order of the rows of a case; nil for the headline metric of each workload.
    package var metrics: [Metric]?
    /// The headline metrics, by the name of the workload.
    package var headlines: [String: Metric]
    /// The distributions of latencies that some of the metrics describe.
    package var latencies: [Metric]
    /// What the contract says about a case, from which some of the metrics are computed.
    package var caseTerms: @Sendable (Case) -> CaseTerms
    /// The relative difference that does not matter: 0.05 for 5 %.
    package var tolerance: Double
    /// The difference that does not matter for the metrics of a unit, in that unit.
    package var absolute: [Metric.Unit: Double]
    /// The worsening that a gate must exclude: 0.5 for half again as much.
    package var margin: Double

    /// Makes terms; without metrics and without a headline metric, the elapsed time is compared.
    ///
    /// The tolerance is the band of the report if it is left out.
    package init(
      metrics: [Metric]? = nil, headlines: [String: Metric] = [:], latencies: [Metric] = [],
      caseTerms: @escaping @Sendable (Case) -> CaseTerms = { _ in CaseTerms() },
      tolerance: Double? = nil, absolute: [Metric.Unit: Double] = [:], margin: Double = Gate.margin
    ) {
      self.metrics = metrics
      self.headlines = headlines
      self.latencies = latencies
      self.caseTerms = caseTerms
      self.tolerance = tolerance ?? comparisonRule.band
      self.absolute = absolute
      self.margin = margin
    }

    /// The metrics of a case.
    func metrics(of measured: Case) -> [Metric] {
      metrics ?? [headlines[measured.implementation.workload] ?? .elapsed]
    }

    /// The metrics of all cases, each once.
    var allMetrics: [Metric] {
      metrics ?? Set(headlines.values).union([.elapsed]).sorted { $0.name < $1.name }
    }
  }

  /// The adjusted p-value below which a row is confirmed.
  package static let significance = 0.05

  /// The rows, in the order of the baseline's plan.
  package let rows: [Row]
  /// What the rows come to together.
  package let gate: Gate
  /// The runs on both sides, which are the same for the runtimes of one run; several baselines are the
  /// newest first.
  package let baselineRuns: [Run]
  package let candidateRun: Run
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
    let drift = Drift(between: baseline.run, candidate.run, pairs, terms)
    self.init(
      pairs, terms, isSameMachine ? .runs(method, drift) : .none, [baseline.run], candidate.run,
      notes: Self.notes(on: candidate.run, baseline.run, pairs: pairs, of: before, after)
        + (isSameMachine ? drift.notes : []))
  }

  /// Compares a run with the level of several earlier ones, each of which counts as one value.
  ///
  /// Nights differ by more than their trials do. If all trials were pooled, every night that differs as
  /// nights do would look like a change; the README of Statistics shows how often. The interval of a ratio
  /// is one of prediction: where the value of another such run lies, divided by the level of these.
  ///
  /// - Parameter baselines: Runs of the same machine, newest first; at least two.
  /// - Throws: `AnalysisError.unusableMeasurement` for a stored value that cannot be used.
  package init(
    of candidate: Side, toLevelOf baselines: [Side], terms: Terms = Terms()
  ) throws(AnalysisError) {
    precondition(baselines.count >= 2, "one run has no level")
    let after = try Self.results(of: candidate, terms).cases
    var earlier: [CaseResult] = []
    // Of each baseline only the levels count, so no interval of it is computed.
    for side in baselines { earlier += try Self.samples(of: side, terms) }
    let groups = Dictionary(grouping: earlier, by: \.case)
    var before = after.compactMap { groups[$0.case].map(CaseResult.init(levelsOf:)) }
    let method = RunMethod(
      of: candidate.run, cases: before, metrics: terms.allMetrics, lookCount: 1)
    for index in before.indices { before[index].estimate(by: method) }
    let pairs = after.compactMap { new in
      before.first { $0.case == new.case }.map { Pair(candidate: new, baseline: $0) }
    }
    let isSameMachine = baselines.allSatisfy {
      Comparability(of: candidate.run, and: $0.run).earnsRatio
    }
    self.init(
      pairs, terms, isSameMachine ? .levels(method) : .none, baselines.map(\.run), candidate.run,
      notes: Self.unpaired([
        ("the baselines", groups.count - pairs.count),
        ("the candidate", after.count - pairs.count),
      ]) + Self.warnings(of: [("candidate", candidate.run)]))
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
    self.init(pairs, terms, .blocks(method), [side.run], side.run, notes: notes)
  }

  init(
    _ pairs: [Pair], _ terms: Terms, _ design: Design, _ baselines: [Run], _ candidate: Run,
    notes: [String]
  ) {
    var rows = pairs.flatMap { pair in
      terms.metrics(of: pair.candidate.case).compactMap { Row(pair, $0, terms, design) }
    }
    let alone = rows.map(\.p)
    let (adjusted, discoveries) = (holmAdjusted(alone), falseDiscoveryAdjusted(alone))
    for index in rows.indices {
      rows[index].pAlone = alone[index]
      rows[index].p = adjusted[index]
      rows[index].falseDiscovery = discoveries[index]
    }
    self.rows = rows
    // A runtime that never completes beside another has lost nothing.
    let (leftOut, tried) = (pairs.filter(\.isLeftOut), pairs.filter { !$0.isLeftOut })
    let losses = design.losesCases ? tried.flatMap { $0.losses(terms) } : []
    gate = Gate(
      rows, losses: losses, leftOut: design.losesCases ? leftOut.map(\.candidate.case) : [], terms,
      isComparable: !design.isNone,
      countsTrials: design.countsTrials(toExclude: 1 + terms.margin),
      growsWithBudget: design.growsWithBudget)
    (baselineRuns, candidateRun) = (baselines, candidate)
    let lost =
      design.losesCases
      ? losses : pairs.filter(\.hasLostItsValues).map { $0.loss($0.ends) }
    self.notes = notes + lost.map(\.text) + Self.notes(on: rows)
  }
}

// MARK: - Cases

extension RunComparison {
  /// A case with the one that it is compared with.
  package struct Pair {
    package let candidate: CaseResult
    package let baseline: CaseResult

    /// Whether the baseline completed and the candidate was tried and never did.
    package var hasLostItsValues: Bool {
      baseline.completedCount > 0 && candidate.completedCount == 0
    }

    /// Whether the baseline completed and the candidate's budget was too small for a trial.
    var isLeftOut: Bool { baseline.completedCount > 0 && candidate.isLeftOut }

    /// The case once if the baseline has a value that the candidate was to give and did not.
    func losses(_ terms: Terms) -> [Gate.Loss] {
      let missing = terms.metrics(of: candidate.case).filter {
        baseline.measured[$0.name] != nil && candidate.measured[$0.name] == nil
      }
      guard !missing.isEmpty else { return [] }
      let names = missing.map { "no \($0.label.lowercased())" }
      return [loss(ends.isEmpty ? names : ends)]
    }

    /// How the candidate's trials without a value ended.
    fileprivate var ends: [String] { candidate.incidents.map { "\($0.count) \($0.summary)" } }

    fileprivate func loss(_ ends: [String]) -> Gate.Loss {
      Gate.Loss(candidate.case, outcome: enumerated(ends))
    }
  }

  /// The cases of a run with their intervals.
  static func results(
    of side: Side, _ terms: Terms
  ) throws(AnalysisError) -> (cases: [CaseResult], method: RunMethod) {
    var results = try samples(of: side, terms)
    let method = RunMethod(
      of: side.run, cases: results, metrics: terms.allMetrics, headlines: terms.headlines)
    for index in results.indices { results[index].estimate(by: method) }
    return (results, method)
  }

  /// The cases of a run, without intervals.
  private static func samples(
    of side: Side, _ terms: Terms
  ) throws(AnalysisError) -> [CaseResult] {
    let names = DerivedMetric.inputs(of: terms.allMetrics.map(\.name))
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
    return results
  }
}
