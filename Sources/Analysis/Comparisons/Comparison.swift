package import BenchmarkModel
package import Statistics

/// The rule for every comparison of the report: a difference within five percent does not matter, and
/// with fewer than six trials per side the verdict is inconclusive.
package let comparisonRule = VerdictRule(band: 0.05)

extension VerdictRule {
  /// The verdict on a ratio of medians of a metric.
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

/// A case against a baseline, by the ratio of their medians within one run.
package struct Comparison: Sendable {
  /// The metric that is compared.
  package let metric: Metric
  /// Case ÷ baseline; nil where no ratio is meaningful.
  package let ratio: Ratio?
  /// The verdict from the interval of the ratio.
  package let verdict: Verdict
  /// Whether the trials' medians differ by ranks; nil where they cannot be compared.
  package let ranks: MannWhitney?

  /// Compares two results of one run.
  package init(
    _ one: CaseResult.Measured, to baseline: CaseResult.Measured, metric: Metric,
    bootstrap: Bootstrap
  ) {
    self.metric = metric
    ratio = bootstrap.ratio(of: one.sample, to: baseline.sample)
    verdict = comparisonRule.verdict(on: ratio, of: metric)
    ranks = MannWhitney(one.sample.sortedTrialMedians, baseline.sample.sortedTrialMedians)
  }

  /// Whether the verdict is better or worse, so that the order of the two is known.
  package var isConclusive: Bool { verdict == .better || verdict == .worse }

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

  /// The ratio with its interval and the verdict, for example `0.243 × (0.240 to 0.246), less`.
  package var text: String {
    guard let ratio else { return "no ratio: the baseline's median is zero" }
    return "\(ratioText(ratio.estimate)), \(verdictText)"
  }
}

/// The default implementations at one size in the order of one metric, best first.
///
/// Variants are shown in tables and charts, each compared with the default of its runtime. They are not
/// ranked, since not every runtime has them.
package struct Ranking: Sendable {
  /// What is compared.
  package let metric: Metric
  /// The implementations with a value, best first.
  package let entries: [MeasuredCase]
  /// Each entry but the first, against the one before it.
  package let steps: [Comparison]

  package init(of metric: Metric, at size: [Parameter], in result: WorkloadResult) {
    self.metric = metric
    let measured = result.measured(metric, at: size).filter { $0.implementation.variant == nil }
    let entries = measured.enumerated().sorted { one, other in
      let values = (one.element.measured.estimate.value, other.element.measured.estimate.value)
      if values.0 == values.1 { return one.offset < other.offset }
      return (values.0 < values.1) == (metric.better == .lower)
    }.map(\.element)
    self.entries = entries
    steps = zip(entries.dropFirst(), entries).map {
      Comparison($0.measured, to: $1.measured, metric: metric, bootstrap: result.bootstrap)
    }
  }

  /// The smallest number of trials behind any entry; 0 if there are no entries.
  package var minimumTrialCount: Int { entries.map(\.trialCount).min() ?? 0 }

  /// Whether there are two or more to compare, with enough trials for conclusive verdicts.
  package var canBeConclusive: Bool {
    entries.count > 1 && minimumTrialCount >= comparisonRule.minimumTrials
  }

  /// The entries in groups: the order of two neighbors is inconclusive within a group and known between
  /// groups.
  package var groups: [[MeasuredCase]] {
    var groups: [[MeasuredCase]] = entries.first.map { [[$0]] } ?? []
    for (entry, step) in zip(entries.dropFirst(), steps) {
      if step.isConclusive {
        groups.append([entry])
      } else {
        groups[groups.count - 1].append(entry)
      }
    }
    return groups
  }

  /// The order as a clause, for example
  /// `lowest first: Tokio (Rust) 47.2 MB; Go 269 MB and Swift threads 270 MB (inconclusive)`.
  package var text: String {
    guard entries.count > 1 else {
      return entries.first.map { "\(entryText($0)), and no other runtime to compare it with" }
        ?? "nothing was measured"
    }
    let first = "\(metric.better == .lower ? "lowest" : "highest") first"
    guard minimumTrialCount >= comparisonRule.minimumTrials else {
      return "\(first): \(entries.map(entryText).joined(separator: "; ")) "
        + "(inconclusive with \(counted(minimumTrialCount, "trial")) per side)"
    }
    let parts = groups.map { group in
      enumerated(group.map(entryText)) + (group.count > 1 ? " (inconclusive)" : "")
    }
    return "\(first): \(parts.joined(separator: "; "))"
  }

  private func entryText(_ entry: MeasuredCase) -> String {
    let text = QuantityText(entry.measured.estimate, metric.unit).text
    return "\(entry.implementation.label) \(text)"
  }
}
