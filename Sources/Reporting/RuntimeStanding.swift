import BenchmarkModel
import Statistics

/// Where a runtime leads and where it comes last, one list a runtime.
struct RuntimeStanding: Sendable, Equatable {
  /// One line of the list.
  struct Line: Sendable, Equatable {
    var text: String
    var proof: Markup?
  }

  var mark: String
  var label: String
  var lines: [Line]

  /// The standing of every runtime in what each workload is chiefly read for, at its headline size.
  static func all(_ results: [WorkloadResult]) -> [RuntimeStanding] {
    let contests = results.compactMap { result -> Contest? in
      guard let metric = result.headlines.first, let size = result.headlineSize else { return nil }
      return Contest(result, metric, at: [size])
    }.filter { !$0.rounds.isEmpty }
    return Runtime.allCases.map { runtime in
      let lines =
        contests.flatMap { $0.leads(of: runtime) } + contests.flatMap { $0.lags(of: runtime) }
        + results.flatMap { gaps(of: runtime, in: $0) }
      return RuntimeStanding(
        mark: runtime.rawValue, label: runtime.label,
        lines: lines.isEmpty ? [Line(text: neither(contests))] : lines)
    }
  }

  private static func neither(_ contests: [Contest]) -> String {
    let count = contests.reduce(0) { $0 + $1.rounds.count }
    return count == 0
      ? "Nothing was compared."
      : "Neither first nor last in any of \(counted(count, "comparison"))."
  }

  /// The sizes at which it has no value, grouped by the reason.
  private static func gaps(of runtime: Runtime, in result: WorkloadResult) -> [Line] {
    let implementation = Implementation(workload: result.workload.name, runtime: runtime)
    let missing = result.sizes.filter { size in
      result.result(implementation, at: size)?.measured.isEmpty ?? true
    }
    var reasons: [String] = []
    for size in missing {
      let reason = result.absence(of: implementation, at: size)
      if !reasons.contains(reason) { reasons.append(reason) }
    }
    return reasons.map { reason in
      let sizes = missing.filter { result.absence(of: implementation, at: $0) == reason }
      return Line(
        text: "No value at \(result.shortText(of: sizes)): \(reason).", proof: result.pageLink)
    }
  }
}

/// One metric of one workload as a contest between runtimes, a round a size.
private struct Contest {
  /// The ranking at one size, of at least two.
  struct Round {
    var size: [Parameter]
    var ranking: Ranking
  }

  let result: WorkloadResult
  let metric: Metric
  let rounds: [Round]

  init(_ result: WorkloadResult, _ metric: Metric, at sizes: [[Parameter]]) {
    self.result = result
    self.metric = metric
    rounds = sizes.map { Round(size: $0, ranking: Ranking(of: metric, at: $0, in: result)) }
      .filter { $0.ranking.entries.count > 1 }
  }

  func leads(of runtime: Runtime) -> [RuntimeStanding.Line] {
    let led = rounds.filter { $0.ranking.entries[0].implementation.runtime == runtime }
    return lines("First", led) { ranking in
      let next = ranking.entries[1].implementation.label
      guard let ratio = ranking.steps[0].ratio else { return "next is \(next)" }
      return "the next, \(next), has \(ratioText(ratio.estimate)) as much"
    } step: {
      $0.steps[0]
    }
  }

  func lags(of runtime: Runtime) -> [RuntimeStanding.Line] {
    let lagged = rounds.filter { round in
      round.ranking.entries.last?.implementation.runtime == runtime
    }
    return lines("Last", lagged) { ranking in
      let entries = ranking.entries
      return "the one before is \(entries[entries.count - 2].implementation.label)"
    } step: {
      $0.steps[$0.steps.count - 1]
    }
  }

  /// One line for the rounds that are decided and one for those that are not, each with a remark on
  /// the largest size.
  private func lines(
    _ place: String, _ rounds: [Round], remark: (Ranking) -> String, step: (Ranking) -> Comparison
  ) -> [RuntimeStanding.Line] {
    [true, false].compactMap { isDecided in
      let rounds = rounds.filter { step($0.ranking).isDecided == isDecided }
      guard let last = rounds.last else { return nil }
      let certainty = isDecided ? place : "\(place) as observed, not decided,"
      let sizes = result.shortText(of: rounds.map(\.size))
      let remarkPlace = rounds.count > 1 ? " at \(result.shortText(of: last.size))" : ""
      return RuntimeStanding.Line(
        text: "\(certainty) in \(metric.label.lowercased()) at \(sizes)"
          + "; \(remark(last.ranking))\(remarkPlace).",
        proof: result.pageLink)
    }
  }
}

extension WorkloadResult {
  /// The link to the workload's page.
  var pageLink: Markup { .link(workload.name, to: "\(workload.name).md") }
}
