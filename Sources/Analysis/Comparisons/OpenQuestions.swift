package import BenchmarkModel
import Statistics

/// What the trials of a run have to decide: the headline comparisons of its workloads, the rules of claims,
/// and what each version of a runtime changed.
///
/// A headline comparison is that of a default implementation with the best one, by the first headline
/// metric of the workload, at one of its sizes. Implementations without a place are not compared.
package struct OpenQuestions: Sendable {
  /// One comparison or rule.
  package struct Question: Sendable, Equatable {
    /// The identifier of the workload, for example `sleeping-tasks`.
    package let workload: String
    /// The size; for a rule about several sizes, that of the first case.
    package let size: [Parameter]
    /// The name of the metric.
    package let metric: String
    /// The cases whose further trials would help; for a rule about several sizes, of all these sizes.
    package let cases: [Case]
    /// Whether it is a headline comparison; otherwise it is the rule of a claim or a step between versions.
    package let isHeadline: Bool
    /// The number of blocks behind the estimate: that of the case with the fewest.
    package let blocks: Int
    /// Whether the interval decides.
    package let isDecided: Bool
    /// Whether it is decided and, if the verdict is better or worse, chance is unlikely to explain that even
    /// among all headline comparisons of the run (Holm 1979); a rule is when it is decided.
    package fileprivate(set) var isConfirmed: Bool
    /// Whether the verdict is better or worse.
    fileprivate let isDifferent: Bool
    /// The probability of such a difference by chance; nil for a rule, and where the trials do not say.
    fileprivate let pValue: Double?
    /// Half the width of the interval's logarithm; nil without an interval.
    ///
    /// For a quantity that can be negative, half the width of the interval in units of its estimate.
    package let logHalfWidth: Double?
    /// The distance from the estimate to the nearest edge that the interval must not reach, in the unit
    /// of ``logHalfWidth``; nil when there is no such estimate.
    package let logDistance: Double?

    /// Whether a headline comparison is inconclusive although its ratio is known to within half of the band.
    ///
    /// It lies on the edge of what matters, and more trials would only tell on which side.
    package var isOnTheEdge: Bool {
      guard isHeadline, !isDecided, let logHalfWidth else { return false }
      return logHalfWidth <= Elementary.logarithm(1 + comparisonRule.band) / 2
    }
  }

  /// The headline comparisons in the order of the workloads and sizes, then the rules in their order, then
  /// the steps between versions.
  package let questions: [Question]

  /// Looks at the trials so far.
  ///
  /// - Parameters:
  ///   - inputs: The workloads with their trials; their texts and listings are not read.
  ///   - run: The run that the trials are from.
  ///   - rules: The rules of the claims. Those that no further trial can decide are left out: rules about
  ///     outcomes or packages, about other machines, and about values that no trial has.
  /// - Throws: ``AnalysisError`` for a stored value that cannot be used.
  package init(of inputs: [WorkloadInput], run: Run, rules: [ClaimRule]) throws(AnalysisError) {
    let metrics = rules.compactMap { rule -> String? in
      guard case .quantity(let quantity) = rule.condition else { return nil }
      return quantity.metric
    }
    let results = try WorkloadResult.all(
      inputs.map { input in
        var input = input.trimmed(to: metrics)
        input.run = run
        return input
      })
    self.init(among: results, rules: rules)
  }

  /// Looks at finished results.
  package init(among results: [WorkloadResult], rules: [ClaimRule] = []) {
    var seen: Set<ClaimRule> = []
    var headlines = results.flatMap(Self.headlines)
    // A comparison without a p-value counts as one more.
    let adjusted = holmAdjusted(headlines.map { $0.pValue ?? 1 })
    for index in headlines.indices where headlines[index].isDifferent {
      headlines[index].isConfirmed = (adjusted[index] ?? 1) < RunComparison.significance
    }
    questions =
      headlines
      + rules.filter { seen.insert($0).inserted }.compactMap { Question($0, among: results) }
      + results.flatMap(Self.steps)
  }

  /// The number of headline comparisons.
  package var count: Int { questions.count(where: \.isHeadline) }

  /// The number of headline comparisons that are decided.
  package var decidedCount: Int { questions.count { $0.isHeadline && $0.isDecided } }

  /// The number of headline comparisons that are decided and confirmed.
  package var confirmedCount: Int { questions.count { $0.isHeadline && $0.isConfirmed } }

  /// The middle one of the half-widths of the logarithms of the headline comparisons' ratios, where one without
  /// an interval counts as infinite; nil when there are none.
  package var medianLogHalfWidth: Double? {
    let widths = questions.filter(\.isHeadline).map { $0.logHalfWidth ?? .infinity }.sorted()
    return BenchmarkModel.median(ofSorted: widths).flatMap { $0.isFinite ? $0 : nil }
  }

  private static func headlines(of result: WorkloadResult) -> [Question] {
    guard let metric = result.headlines.first else { return [] }
    return result.rankedSizes.flatMap { size -> [Question] in
      let entries = Ranking(of: metric, at: size, in: result).entries
      guard let best = entries.first else { return [] }
      return entries.dropFirst().map { Question($0, best, metric, size, in: result) }
    }
  }

  /// What the versions of each runtime changed.
  private static func steps(of result: WorkloadResult) -> [Question] {
    guard let metric = result.headlines.first else { return [] }
    return result.runtimes.compactMap { VersionSeries(result, $0, metric) }.flatMap { series in
      series.steps.map { step in
        let sides = [step.after, step.before].map {
          MeasuredCase(implementation: $0.implementation, measured: $0.measured)
        }
        return Question(sides[0], sides[1], metric, series.size, in: result, isHeadline: false)
      }
    }
  }
}

extension OpenQuestions.Question {
  fileprivate init(
    _ one: MeasuredCase, _ best: MeasuredCase, _ metric: Metric, _ size: [Parameter],
    in result: WorkloadResult, isHeadline: Bool = true
  ) {
    let comparison = Comparison(
      one.measured, to: best.measured, metric: metric, method: result.method)
    workload = result.workload.name
    self.size = size
    self.metric = metric.name
    cases = [one, best].map { Case($0.implementation, size) }
    self.isHeadline = isHeadline
    blocks = comparison.ratio?.trialCount ?? min(one.trialCount, best.trialCount)
    isDecided = comparison.verdict != .inconclusive
    isDifferent = comparison.isConclusive
    isConfirmed = isDecided
    pValue = comparison.pValue
    let edge = 1 + comparisonRule.band
    (logHalfWidth, logDistance) = reach(of: comparison.ratio?.estimate, edges: [1 / edge, edge])
  }

  /// Nil for a rule that no further trial can decide.
  init?(_ rule: ClaimRule, among results: [WorkloadResult]) {
    guard case .quantity(let quantity) = rule.condition,
      let result = results.first(where: { $0.workload.name == quantity.selection.workload }),
      let cores = result.workload.run?.machine.logicalCores,
      cores == quantity.selection.onCores ?? cores
    else { return nil }
    let verdict = RuleVerdict(rule, among: [result])
    let cases = result.cases(behind: quantity, of: rule.runtime)
    guard case .estimate(let estimate) = verdict.finding, let first = cases.first else {
      return nil
    }
    workload = quantity.selection.workload
    size = first.case.parameters
    metric = quantity.metric
    self.cases = cases.map(\.case)
    isHeadline = false
    blocks = cases.compactMap { $0.measured[quantity.metric]?.sample.trialCount }.min() ?? 0
    isDecided = verdict.verdict != .inconclusive
    (isDifferent, isConfirmed, pValue) = (false, isDecided, nil)
    switch quantity.bound {
    case .limits(let limits):
      (logHalfWidth, logDistance) = reach(of: estimate, edges: limits.range().edges)
    case .limitsPerCore(let limits):
      let edges = limits.range(scaledBy: Double(cores)).edges
      (logHalfWidth, logDistance) = reach(of: estimate, edges: edges)
    case .above:
      let own = reach(of: estimate, edges: verdict.other.map { [$0.value] } ?? [])
      let other = reach(of: verdict.other, edges: []).halfWidth
      logHalfWidth = own.halfWidth.flatMap { own in other.map { own + $0 } }
      logDistance = own.distance
    }
  }
}

/// Half the width of an interval and the distance from the estimate to the nearest edge.
private func reach(
  of estimate: Estimate?, edges: [Double]
) -> (halfWidth: Double?, distance: Double?) {
  guard let estimate, estimate.value != 0 else { return (nil, nil) }
  let isPositive = ([estimate.interval?.lower ?? estimate.value] + edges).allSatisfy { $0 > 0 }
  func place(_ value: Double) -> Double {
    isPositive ? Elementary.logarithm(value) : value / estimate.value.magnitude
  }
  let distances = edges.map { (place(estimate.value) - place($0)).magnitude }
  return (
    estimate.interval.map { (place($0.upper) - place($0.lower)) / 2 }, distances.min()
  )
}

extension ClosedRange<Double> {
  /// The bounds that are numbers.
  fileprivate var edges: [Double] { [lowerBound, upperBound].filter(\.isFinite) }
}

extension WorkloadResult {
  /// The results that a rule is decided from, the runtime's first.
  fileprivate func cases(
    behind rule: ClaimRule.BoundedQuantity, of runtime: Runtime
  ) -> [CaseResult] {
    func found(_ runtime: Runtime, _ selection: ClaimRule.Selection) -> [CaseResult] {
      results(of: runtime, selection).filter { $0.measured[rule.metric] != nil }
    }
    func all(at size: [Parameter]) -> [CaseResult] {
      var rule = rule
      rule.selection.size = size
      let own = found(runtime, rule.selection)
      if let other = rule.other(than: runtime) {
        return own + found(other.runtime, other.selection)
      }
      guard case .ratioToBest = rule.quantity else { return own }
      return own
        + runtimes.filter { $0 != runtime }.flatMap { found($0, rule.selection.ofDefault) }
    }
    guard case .above(let other) = rule.bound else { return all(at: rule.selection.size) }
    return all(at: rule.selection.size) + all(at: other)
  }
}
