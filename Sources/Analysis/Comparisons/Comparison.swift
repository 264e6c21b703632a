package import BenchmarkModel
package import Statistics

/// The rule for every comparison of the report: a difference within five percent does not matter.
package let comparisonRule = VerdictRule(band: 0.05)

extension VerdictRule {
  /// The verdict on a ratio of a metric.
  ///
  /// The module Statistics does not know metrics, and metrics do not know statistics, so the
  /// direction is translated here.
  package func verdict(on ratio: Ratio?, of metric: Metric) -> Verdict {
    switch metric.better {
    case .lower: verdict(on: ratio, better: .lower)
    case .higher: verdict(on: ratio, better: .higher)
    }
  }
}

/// A case against a baseline, by their ratio within one run.
package struct Comparison: Sendable {
  /// The metric that is compared.
  package let metric: Metric
  /// Case ÷ baseline; nil where no ratio is meaningful.
  package let ratio: Ratio?
  /// The verdict from the interval of the ratio.
  package let verdict: Verdict
  /// The probability of such a difference by chance; nil where the trials do not say.
  package let pValue: Double?
  /// Whether the trials of either side fall into two modes, between which the ratio is one of many.
  package let hasModes: Bool

  /// Compares two results of one run and size.
  package init(
    _ one: CaseResult.Measured, to baseline: CaseResult.Measured, metric: Metric, method: RunMethod
  ) {
    self.metric = metric
    let found = method.ratio(of: one, to: baseline, metric.name)
    (ratio, pValue) = (found.ratio, found.pValue)
    verdict = comparisonRule.verdict(on: ratio, of: metric)
    hasModes = one.modes != nil || baseline.modes != nil
  }

  /// Whether the verdict is better or worse, so that the order of the two is known.
  package var isConclusive: Bool { verdict.isDifferent }

  /// The verdict in the words of the metric: times are faster or slower, sizes less or more.
  package var verdictText: String {
    switch (verdict, metric.unit) {
    case (.equal, _): "equal within \(percentText(comparisonRule.band))"
    case (.inconclusive, _): "inconclusive"
    case (_, .nanoseconds): hasSmallerValue ? "faster" : "slower"
    case (_, .bytes), (_, .perSecond): hasSmallerValue ? "less" : "more"
    case (_, .count): hasSmallerValue ? "fewer" : "more"
    case (_, .ratio): hasSmallerValue ? "lower" : "higher"
    }
  }

  private var hasSmallerValue: Bool { (verdict == .better) == (metric.better == .lower) }

  /// The ratio with its interval and the verdict, for example `0.243 × (0.240 to 0.246), less`; where a
  /// side has two modes, that as well.
  package var text: String {
    guard let ratio else { return "no ratio: the baseline's median is zero" }
    return "\(ratioText(ratio.estimate)), \(verdictText)" + (hasModes ? " (two modes)" : "")
  }
}
