package import BenchmarkModel
package import Statistics

/// A ranking of the runtimes by a metric at a size, usually a workload's headline metric at its headline size.
///
/// Variants are not ranked, since not every runtime has them.
package struct HeadlineRanking: Sendable {
  package let result: WorkloadResult
  package let metric: Metric
  package let size: [Parameter]
  /// The runtimes that have a place, best first.
  package let order: Ranking
  /// The runtimes that no other is shown to be better than, best first; empty with fewer than two values, or
  /// with one trial of a runtime.
  package let leaders: [Runtime]
  /// Whether one whose place is inconclusive may be better than all that have one.
  private let hasOpenRival: Bool

  /// Nil without trials.
  package init?(_ result: WorkloadResult) {
    guard let metric = result.headlines.first, let size = result.headlineSize else { return nil }
    self.init(result, by: metric, at: size)
  }

  /// By any metric at any size.
  package init(_ result: WorkloadResult, by metric: Metric, at size: [Parameter]) {
    self.result = result
    self.metric = metric
    self.size = size
    let order = Ranking(of: metric, at: size, in: result)
    let entries = order.entries
    self.order = order
    leaders =
      order.canBeConclusive
      ? entries.indices.filter { index in
        entries.indices.allSatisfy { order.comparison(of: index, to: $0).verdict != .worse }
      }.map { entries[$0].implementation.runtime } : []
    hasOpenRival = order.unplaced.contains { rival in
      guard !rival.isConfirmed, let best = entries.first else { return false }
      return Comparison(
        rival.entry.measured, to: best.measured, metric: metric, method: result.method
      ).verdict != .worse
    }
  }

  /// The runtime that is better than all others; nil if that is inconclusive.
  package var winner: Runtime? { leaders.count == 1 && !hasOpenRival ? leaders[0] : nil }

  /// Whether the leaders are equal, each to each, rather than not separated by their trials.
  package var areLeadersEqual: Bool {
    let indices = order.entries.indices.filter {
      leaders.contains(order.entries[$0].implementation.runtime)
    }
    return indices.allSatisfy { one in
      indices.allSatisfy { one == $0 || order.comparison(of: one, to: $0).verdict == .equal }
    }
  }

  /// The smallest number of trials of a leader.
  package var leaderTrialCount: Int {
    order.entries.filter { leaders.contains($0.implementation.runtime) }.map(\.trialCount).min()
      ?? 0
  }

  /// The runtime that is worse than all others; nil if that is inconclusive.
  package var loser: Runtime? {
    guard order.canBeConclusive else { return nil }
    let last = order.entries.count - 1
    let isWorst = (0..<last).allSatisfy { order.comparison(of: last, to: $0).verdict == .worse }
    return isWorst ? order.entries[last].implementation.runtime : nil
  }

  /// Each runtime with a place but the best, against the best, in their order.
  package var comparisonsWithBest: [Comparison] {
    order.entries.indices.dropFirst().map { order.comparison(of: $0, to: 0) }
  }

  /// One runtime against another; nil where either has no place.
  package func comparison(of one: Runtime, to other: Runtime) -> Comparison? {
    func index(_ runtime: Runtime) -> Int? {
      order.entries.firstIndex { $0.implementation.runtime == runtime }
    }
    guard let one = index(one), let other = index(other) else { return nil }
    return order.comparison(of: one, to: other)
  }

  /// How many times worse a runtime is than the best; nil for the best, without a place, and where no ratio is
  /// meaningful.
  package func distance(of runtime: Runtime) -> Estimate? {
    order.entries.firstIndex { $0.implementation.runtime == runtime }
      .flatMap { $0 == 0 ? nil : order.distance(of: $0) }
  }

  /// How many times worse the second is than the best, as a remark; nil where there is none.
  package var distanceToNext: String? {
    guard order.entries.count > 1, let distance = order.distance(of: 1) else { return nil }
    return "next: \(order.entries[1].implementation.label), \(ratioText(distance))"
  }

  /// The implementation that represents a runtime.
  package func implementation(of runtime: Runtime) -> Implementation {
    Implementation(workload: result.workload.name, runtime: runtime)
  }

  /// What was measured of a runtime; nil when it has no value.
  package func measured(of runtime: Runtime) -> CaseResult.Measured? {
    result.result(implementation(of: runtime), at: size)?.measured[metric.name]
  }

  /// What keeps a runtime with a value from a place; nil for all others.
  package func refusal(of runtime: Runtime) -> Ranking.Unplaced? {
    order.unplaced.first { $0.entry.implementation.runtime == runtime }
  }

  /// Why a runtime has no value; nil when it has one.
  package func absence(of runtime: Runtime) -> String? {
    measured(of: runtime) == nil ? result.absence(of: implementation(of: runtime), at: size) : nil
  }

  /// Why a runtime has no place, with or without a value; nil when it has one, or when that is inconclusive.
  package func reasonForNoPlace(of runtime: Runtime) -> String? {
    absence(of: runtime) ?? refusal(of: runtime).flatMap { $0.isConfirmed ? $0.reason : nil }
  }
}

extension Ranking.Unplaced {
  /// What it has instead of a place, in two words.
  package var label: String { isConfirmed ? "no place" : "place inconclusive" }
}
