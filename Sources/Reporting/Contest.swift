import BenchmarkModel
import Statistics

/// What a workload is chiefly read for, at its headline size, as a contest of the runtimes.
///
/// Variants take no place, since not every runtime has them.
struct Contest: Sendable {
  /// The workload.
  let result: WorkloadResult
  /// What is compared.
  let metric: Metric
  /// The size at which it is compared.
  let size: [Parameter]
  /// The runtimes that have a value, best first.
  let ranking: Ranking
  /// Those that none is shown to be better than; empty where nothing is decided, since there is but
  /// one value or there are too few trials.
  let leaders: [Runtime]

  /// Compares the runtimes; nil without trials.
  init?(_ result: WorkloadResult) {
    guard let metric = result.headlines.first, let size = result.headlineSize else { return nil }
    self.result = result
    self.metric = metric
    self.size = size
    ranking = Ranking(of: metric, at: size, in: result)
    leaders = ranking.decidesOrders ? Self.leaders(of: ranking, result.bootstrap) : []
  }

  /// None that comes later in the order can be better.
  private static func leaders(of ranking: Ranking, _ bootstrap: Bootstrap) -> [Runtime] {
    let entries = ranking.entries
    return entries.indices.filter { index in
      entries[..<index].allSatisfy { better in
        !Comparison(
          entries[index].measured, to: better.measured, metric: ranking.metric, bootstrap: bootstrap
        ).isDecided
      }
    }.map { entries[$0].implementation.runtime }
  }

  /// The one that is better than the others; nil where that is not decided.
  var winner: Runtime? { leaders.count == 1 ? leaders[0] : nil }

  /// The one that is worse than the others; nil where that is not decided.
  var loser: Runtime? {
    guard ranking.decidesOrders, let step = ranking.steps.last, step.isDecided else { return nil }
    return ranking.entries.last?.implementation.runtime
  }

  /// What is compared and at which size, for example `Time per task at 200,000 tasks`.
  var subject: String { "\(result.directed(metric)) at \(result.shortText(of: size))" }

  /// The ratio of the second to the best, as a remark; nil where there is none.
  var distanceToNext: String? {
    guard let step = ranking.steps.first, let ratio = step.ratio else { return nil }
    return "next: \(ranking.entries[1].implementation.label), \(ratioText(ratio.estimate))"
  }

  /// The implementation with which a runtime takes part.
  func implementation(of runtime: Runtime) -> Implementation {
    Implementation(workload: result.workload.name, runtime: runtime)
  }

  /// What was measured of a runtime; nil when it has no value.
  func measured(of runtime: Runtime) -> CaseResult.Measured? {
    result.result(implementation(of: runtime), at: size)?.measured[metric.name]
  }

  /// Why a runtime has no value; nil when it has one.
  func absence(of runtime: Runtime) -> String? {
    measured(of: runtime) == nil ? result.absence(of: implementation(of: runtime), at: size) : nil
  }
}

extension WorkloadResult {
  /// The link to the workload's page.
  var pageLink: Markup { .link(workload.name, to: "\(workload.name).md") }
}
