package import BenchmarkModel
import Statistics

/// The default implementations at one size in the order of one metric, best first.
///
/// Variants are shown in tables and charts, each compared with the default of its runtime. They are not
/// ranked, since not every runtime has them.
package struct Ranking: Sendable {
  /// What is compared.
  package let metric: Metric
  /// The implementations with a place, best first.
  package let entries: [MeasuredCase]
  /// The implementations with a value that the contract refuses a place, in the order of the runtimes.
  package let unplaced: [Unplaced]
  /// Each entry but the first, against the one before it.
  package let steps: [Comparison]

  package init(of metric: Metric, at size: [Parameter], in result: WorkloadResult) {
    self.metric = metric
    let all = result.measured(metric, at: size).filter(\.implementation.isDefault)
    unplaced = Unplaced.all(of: all, by: metric, at: size, in: result)
    let refused = Set(unplaced.map(\.entry.implementation))
    let measured = all.filter { !refused.contains($0.implementation) }
    let entries = measured.enumerated().sorted { one, other in
      let values = (one.element.measured.estimate.value, other.element.measured.estimate.value)
      if values.0 == values.1 { return one.offset < other.offset }
      return metric.better.prefers(values.0, to: values.1)
    }.map(\.element)
    self.entries = entries
    steps = zip(entries.dropFirst(), entries).map {
      Comparison($0.measured, to: $1.measured, metric: metric, method: result.method)
    }
  }

  /// The smallest number of trials behind any entry; 0 if there are no entries.
  package var minimumTrialCount: Int { entries.map(\.trialCount).min() ?? 0 }

  /// Whether there are two or more to compare, each with the two trials that an interval needs.
  package var canBeConclusive: Bool { entries.count > 1 && minimumTrialCount > 1 }

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
    guard !unplaced.isEmpty else { return order }
    let without = unplaced.map { "\(entryText($0.entry)) with \($0.reason)" }
    return "\(order); without a place: \(without.joined(separator: "; "))"
  }

  private var order: String {
    guard entries.count > 1 else {
      return entries.first.map { "\(entryText($0)), and no other runtime to compare it with" }
        ?? "nothing was measured"
    }
    let first = "\(metric.better == .lower ? "lowest" : "highest") first"
    guard canBeConclusive else {
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

extension Ranking {
  /// An implementation without a place, because it reached too little of another metric.
  package struct Unplaced: Sendable {
    /// The implementation with its value.
    package let entry: MeasuredCase
    /// How much it reached and how much a place needs, for example
    /// `3,012 chunks crunched, 62 % of the most instead of at least 95 %`.
    package let reason: String

    fileprivate static func all(
      of measured: [MeasuredCase], by metric: Metric, at size: [Parameter],
      in result: WorkloadResult
    ) -> [Unplaced] {
      guard let condition = result.workload.placeCondition, condition.metric != metric.name,
        let other = result.metrics.first(where: { $0.name == condition.metric })
      else { return [] }
      let reached = measured.map {
        result.result($0.implementation, at: size)?.measured[other.name]?.estimate.value ?? 0
      }
      guard let most = reached.max(), most > 0 else { return [] }
      return zip(measured, reached).filter { $1 < condition.share * most }.map { entry, value in
        // Rounded down, so that a value below the share never reads as the share.
        let percent = Int((value / most * 100).rounded(.down))
        return Unplaced(
          entry: entry,
          reason: "\(quantityText(value, other.unit)) \(other.label.lowercased()), "
            + "\(percent) % of the most instead of at least "
            + percentText(condition.share))
      }
    }
  }
}
