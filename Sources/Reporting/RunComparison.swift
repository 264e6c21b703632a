public import BenchmarkModel
import Statistics

/// Two runs side by side: for each case that both have, candidate ÷ baseline with its interval.
public struct RunComparison: Sendable, Equatable {
  /// A run with its trials.
  public struct Side: Sendable {
    let run: Run
    let trials: [Trial]

    /// Pairs a run with its trials.
    public init(run: Run, trials: [Trial]) {
      self.run = run
      self.trials = trials
    }
  }

  /// What a comparison of two runs comes to.
  public enum Conclusion: String, Sendable {
    /// Every case is equal within the band.
    case same
    /// At least one case got worse.
    case worse
    /// At least one case got better, and no other is worse or undecided.
    case onlyBetter = "only better"
    /// At least one case could not be decided, and none is worse.
    case inconclusive
    /// The runs are of different machines, which are shown and never judged.
    case notComparable = "not comparable"
  }

  /// One case and metric.
  public struct Row: Sendable, Equatable {
    /// What was measured.
    public var `case`: Case
    /// The metric.
    public var metric: Metric
    /// The baseline's median with its interval.
    public var baseline: String
    /// The candidate's median with its interval.
    public var candidate: String
    /// Candidate ÷ baseline with its interval; nil when the runs are of different machines.
    public var ratio: String?
    /// `better`, `worse`, `same`, `inconclusive` or `not comparable`.
    public var verdict: String
  }

  /// The rows, in the order of the baseline's plan.
  public let rows: [Row]
  /// What all rows together come to.
  public let conclusion: Conclusion

  /// Compares the elapsed time and the peak memory of every case that both runs completed.
  ///
  /// - Throws: `ReportingError.unusableMeasurement` for a stored value that cannot be used.
  public init(of candidate: Side, to baseline: Side) throws(ReportingError) {
    let isSameMachine = candidate.run.machine.fingerprint == baseline.run.machine.fingerprint
    let bootstrap = Bootstrap(seed: baseline.run.seed)
    let before = try Self.results(of: baseline, bootstrap)
    let after = try Self.results(of: candidate, bootstrap)
    var rows: [Row] = []
    var verdicts: [Verdict] = []
    for old in before {
      guard let new = after.first(where: { $0.case == old.case }) else { continue }
      for metric in [Metric.elapsed, .peakResident] {
        guard let one = new.measured[metric.name], let other = old.measured[metric.name] else {
          continue
        }
        let comparison = Comparison(one, to: other, metric: metric, bootstrap: bootstrap)
        verdicts.append(comparison.verdict)
        rows.append(
          Row(
            case: old.case, metric: metric,
            baseline: QuantityText(other.estimate, metric.unit).text,
            candidate: QuantityText(one.estimate, metric.unit).text,
            ratio: isSameMachine ? comparison.ratio.map { ratioText($0.estimate) } : nil,
            verdict: isSameMachine
              ? comparison.verdict.gateText : Conclusion.notComparable.rawValue))
      }
    }
    self.rows = rows
    conclusion = isSameMachine ? Self.conclusion(of: verdicts) : .notComparable
  }

  /// What verdicts come to together; of none, nothing can be concluded.
  static func conclusion(of verdicts: [Verdict]) -> Conclusion {
    if verdicts.contains(.slower) { return .worse }
    if verdicts.isEmpty || verdicts.contains(.inconclusive) { return .inconclusive }
    return verdicts.contains(.faster) ? .onlyBetter : .same
  }

  private static func results(
    of side: Side, _ bootstrap: Bootstrap
  ) throws(ReportingError) -> [CaseResult] {
    var order: [Case] = []
    let groups = Dictionary(grouping: side.trials, by: \.planned.case)
    for trial in side.trials where !order.contains(trial.planned.case) {
      order.append(trial.planned.case)
    }
    var results: [CaseResult] = []
    for `case` in order {
      results.append(
        try CaseResult(
          `case`, trials: groups[`case`, default: []], bootstrap: bootstrap, runID: side.run.id))
    }
    return results
  }
}

extension Verdict {
  /// The verdict in the words of a gate: faster and slower mean better and worse for any metric.
  fileprivate var gateText: String {
    switch self {
    case .faster: "better"
    case .slower: "worse"
    case .equivalent: "same"
    case .inconclusive: "inconclusive"
    }
  }
}
