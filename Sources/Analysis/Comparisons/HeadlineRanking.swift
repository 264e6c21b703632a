package import BenchmarkModel
import Statistics

/// A ranking of the runtimes by a metric at a size, usually a workload's headline metric at its headline size.
///
/// Variants are not ranked, since not every runtime has them.
package struct HeadlineRanking: Sendable {
  package let result: WorkloadResult
  package let metric: Metric
  package let size: [Parameter]
  /// The runtimes that have a place, best first.
  package let order: Ranking
  /// The runtimes that no other is shown to be better than; empty with fewer than two values, or with one
  /// trial of a runtime.
  package let leaders: [Runtime]

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
    order = Ranking(of: metric, at: size, in: result)
    leaders = order.canBeConclusive ? Self.leaders(of: order, result.method) : []
  }

  /// Only runtimes earlier in the order can be better.
  private static func leaders(of ranking: Ranking, _ method: RunMethod) -> [Runtime] {
    let entries = ranking.entries
    return entries.indices.filter { index in
      entries[..<index].allSatisfy { better in
        !Comparison(
          entries[index].measured, to: better.measured, metric: ranking.metric, method: method
        ).isConclusive
      }
    }.map { entries[$0].implementation.runtime }
  }

  /// The runtime that is better than all others; nil if that is inconclusive.
  package var winner: Runtime? { leaders.count == 1 ? leaders[0] : nil }

  /// The runtime that is worse than all others; nil if that is inconclusive.
  package var loser: Runtime? {
    guard order.canBeConclusive, let step = order.steps.last, step.isConclusive else { return nil }
    return order.entries.last?.implementation.runtime
  }

  /// Each runtime with a place but the best, against the best, in their order.
  package var comparisonsWithBest: [Comparison] {
    guard let best = order.entries.first else { return [] }
    return order.entries.dropFirst().map {
      Comparison($0.measured, to: best.measured, metric: metric, method: result.method)
    }
  }

  /// One runtime against another; nil where either has no place.
  package func comparison(of one: Runtime, to other: Runtime) -> Comparison? {
    func entry(_ runtime: Runtime) -> MeasuredCase? {
      order.entries.first { $0.implementation.runtime == runtime }
    }
    guard let one = entry(one), let other = entry(other) else { return nil }
    return Comparison(one.measured, to: other.measured, metric: metric, method: result.method)
  }

  /// The ratio of the second to the best, as a remark; nil where there is none.
  package var distanceToNext: String? {
    guard let step = order.steps.first, let ratio = step.ratio else { return nil }
    return "next: \(order.entries[1].implementation.label), \(ratioText(ratio.estimate))"
  }

  /// The implementation that represents a runtime.
  package func implementation(of runtime: Runtime) -> Implementation {
    Implementation(workload: result.workload.name, runtime: runtime)
  }

  /// What was measured of a runtime; nil when it has no value.
  package func measured(of runtime: Runtime) -> CaseResult.Measured? {
    result.result(implementation(of: runtime), at: size)?.measured[metric.name]
  }

  /// Why a runtime has no place although it has a value; nil for all others.
  package func refusal(of runtime: Runtime) -> String? {
    order.unplaced.first { $0.entry.implementation.runtime == runtime }?.reason
  }

  /// Why a runtime has no value; nil when it has one.
  package func absence(of runtime: Runtime) -> String? {
    measured(of: runtime) == nil ? result.absence(of: implementation(of: runtime), at: size) : nil
  }

  /// Why a runtime has no place, with or without a value; nil when it has one.
  package func reasonForNoPlace(of runtime: Runtime) -> String? {
    absence(of: runtime) ?? refusal(of: runtime)
  }
}
