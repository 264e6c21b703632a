package import BenchmarkModel
package import Statistics

/// The default implementations at one size in the order of one metric, best first.
///
/// Order, distances and verdicts come from the same ratios in blocks, so none contradicts another. The medians,
/// which are shown beside them, can be in another order, as where the trials of a case have two modes.
///
/// Variants are shown in tables and charts, each compared with the default of its runtime. They are not
/// ranked, since not every runtime has them.
package struct Ranking: Sendable {
  /// What is compared.
  package let metric: Metric
  /// The implementations with a place: the best, then the others by their distance from it.
  package let entries: [MeasuredCase]
  /// The implementations with a value that have no place or may have none, in the order of the runtimes.
  package let unplaced: [Unplaced]
  /// Each entry against each, in the order of the entries.
  private let comparisons: [[Comparison]]

  package init(of metric: Metric, at size: [Parameter], in result: WorkloadResult) {
    self.metric = metric
    let all = result.measured(metric, at: size).filter(\.implementation.isDefault)
    unplaced = Unplaced.all(of: all, by: metric, at: size, in: result)
    let refused = Set(unplaced.map(\.entry.implementation))
    let placed = all.filter { !refused.contains($0.implementation) }
    let pairs = placed.map { one in
      placed.map {
        Comparison(one.measured, to: $0.measured, metric: metric, method: result.method)
      }
    }
    let order = Self.order(of: placed, pairs, by: metric)
    entries = order.map { placed[$0] }
    comparisons = order.map { one in order.map { pairs[one][$0] } }
  }

  /// The indices of the best and then of the others by their distance from it; equal ones keep their order.
  private static func order(
    of all: [MeasuredCase], _ pairs: [[Comparison]], by metric: Metric
  ) -> [Int] {
    func distance(_ one: Int, _ best: Int) -> Double? {
      Self.distance(of: one, from: best, pairs, metric)?.value
    }
    func hasBetterMedian(_ one: Int, _ other: Int) -> Bool {
      metric.better.prefers(
        all[one].measured.estimate.value, to: all[other].measured.estimate.value)
    }
    // Where there is no ratio, as to a median of zero, the medians decide.
    let losses = all.indices.map { one in
      all.indices.count { other in
        guard other != one else { return false }
        guard let ratio = distance(one, other), ratio != 1 else {
          return hasBetterMedian(other, one)
        }
        return ratio > 1
      }
    }
    // With blocks in common, the best loses to none.
    let best = all.indices.min { one, other in
      losses[one] == losses[other] ? hasBetterMedian(one, other) : losses[one] < losses[other]
    }
    guard let best else { return [] }
    let others = all.indices.filter { $0 != best }
      .map { (index: $0, distance: distance($0, best) ?? .infinity) }
      .sorted { one, other in
        if one.distance != other.distance { return one.distance < other.distance }
        if hasBetterMedian(one.index, other.index) { return true }
        return !hasBetterMedian(other.index, one.index) && one.index < other.index
      }
    return [best] + others.map(\.index)
  }

  /// How many times worse one is than another: their ratio, inverted where higher is better.
  private static func distance(
    of one: Int, from other: Int, _ pairs: [[Comparison]], _ metric: Metric
  ) -> Estimate? {
    (metric.better == .lower ? pairs[one][other] : pairs[other][one]).ratio?.estimate
  }

  /// One entry against another, by their indices.
  package func comparison(of one: Int, to other: Int) -> Comparison { comparisons[one][other] }

  /// How many times worse an entry is than the first; nil where no ratio is meaningful.
  package func distance(of index: Int) -> Estimate? {
    Self.distance(of: index, from: 0, comparisons, metric)
  }

  /// The smallest number of trials behind any entry; 0 if there are no entries.
  package var minimumTrialCount: Int { entries.map(\.trialCount).min() ?? 0 }

  /// Whether there are two or more to compare, each with the two trials that an interval needs.
  package var canBeConclusive: Bool { entries.count > 1 && minimumTrialCount > 1 }

  /// The entries in groups: each is confirmed worse than the one before it where a group begins, and not
  /// within a group.
  package var groups: [[MeasuredCase]] {
    var groups: [[MeasuredCase]] = entries.first.map { [[$0]] } ?? []
    for index in entries.indices.dropFirst() {
      if comparison(of: index, to: index - 1).verdict == .worse {
        groups.append([entries[index]])
      } else {
        groups[groups.count - 1].append(entries[index])
      }
    }
    return groups
  }

  /// The order as a clause, for example
  /// `lowest first: Tokio (Rust) 47.2 MB; Go 269 MB and Swift threads 270 MB (inconclusive)`.
  package var text: String {
    let parts = [("without a place", true), ("place inconclusive", false)].compactMap {
      title, isConfirmed -> String? in
      let found = unplaced.filter { $0.isConfirmed == isConfirmed }
        .map { "\(entryText($0.entry)) with \($0.reason)" }
      return found.isEmpty ? nil : "\(title): \(found.joined(separator: "; "))"
    }
    return ([order] + parts).joined(separator: "; ")
  }

  private var order: String {
    guard entries.count > 1 else {
      return entries.first.map { "\(entryText($0)), and no other runtime to compare it with" }
        ?? "nothing was measured"
    }
    let first = "\(metric.better.superlative) first"
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
    "\(entry.implementation.label) \(entry.measured.valueText(metric.unit))"
  }
}

extension Metric.Better {
  /// What the best value is: `lowest` or `highest`.
  package var superlative: String { self == .lower ? "lowest" : "highest" }
}

extension Ranking {
  /// An implementation that is without a place, or may be, because it reached too little of another metric.
  package struct Unplaced: Sendable {
    /// The implementation with its value.
    package let entry: MeasuredCase
    /// Whether the whole interval of what it reached is too little; otherwise its place is inconclusive.
    package let isConfirmed: Bool
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
        result.result($0.implementation, at: size)?.measured[other.name]
      }
      let most = reached.compactMap(\.self).max { $0.estimate.value < $1.estimate.value }
      guard let most, most.estimate.value > 0 else { return [] }
      // Logarithms must not refuse a place to what reached exactly the share.
      let needed = condition.share * (1 - 1e-9)
      return zip(measured, reached).compactMap { entry, own in
        let share =
          own.flatMap { result.method.ratio(of: $0, to: most, other.name).ratio?.estimate }
          ?? Estimate(value: (own?.estimate.value ?? 0) / most.estimate.value, interval: nil)
        guard share.value < needed else { return nil }
        let isConfirmed = own == nil || share.interval.map { $0.upper < needed } ?? false
        return Unplaced(
          entry: entry, isConfirmed: isConfirmed,
          reason: reason(own, share.value, other, condition.share, isConfirmed: isConfirmed))
      }
    }

    private static func reason(
      _ own: CaseResult.Measured?, _ share: Double, _ metric: Metric, _ needed: Double,
      isConfirmed: Bool
    ) -> String {
      let value = own.map { quantityText($0.estimate, metric.unit) } ?? "0"
      // Rounded down, so that a value below the share never reads as the share.
      return "\(value) \(metric.label.lowercased()), "
        + "\(Int((share * 100).rounded(.down))) % of the most "
        + (isConfirmed ? "instead of at least" : "where a place needs") + " \(percentText(needed))"
    }
  }
}
