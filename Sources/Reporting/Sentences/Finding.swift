import Analysis
import BenchmarkModel
import Statistics

/// What a workload's headline ranking says, in one sentence.
struct Finding {
  /// The main clause, which is also the title of the chart.
  let title: String
  /// The whole sentence.
  let sentence: String

  /// Nil where no runtime has a value with a place.
  init?(_ ranking: HeadlineRanking) {
    let entries = ranking.order.entries
    guard let best = entries.first else { return nil }
    title = Self.title(ranking, entries, best)
    let rest = Self.followers(ranking) + Self.failures(ranking)
    sentence = ([title] + rest).joined(separator: "; ") + "."
  }

  private static func title(
    _ ranking: HeadlineRanking, _ entries: [MeasuredCase], _ best: MeasuredCase
  ) -> String {
    let size = ranking.result.shortText(of: ranking.size)
    let metric =
      ranking.metric.label.first.map { first in
        first.lowercased() + ranking.metric.label.dropFirst()
      } ?? ""
    let isAmount = [.count, .perSecond].contains(ranking.metric.unit)
    let extreme =
      ranking.metric.better == .lower ? "lowest" : isAmount ? "most" : "highest"
    let subject = "\(extreme) \(metric) at \(size)"
    func value(_ entry: MeasuredCase) -> String {
      quantityText(entry.measured.estimate.value, ranking.metric.unit)
    }
    guard entries.count > 1 else {
      return "Only \(best.implementation.label) has a \(metric) at \(size): \(value(best))"
    }
    if ranking.winner != nil {
      return "\(best.implementation.label) has the \(subject): \(value(best))"
    }
    let leaders = ranking.leaders
    let shared = entries.filter { leaders.contains($0.implementation.runtime) }
    guard leaders.count > 1, leaders.count < entries.count, let last = shared.last else {
      let text = entries.last.map { "\(value(best)) to \(value($0))" } ?? value(best)
      return "No runtime is confirmed to have the \(subject): \(text)"
    }
    return "\(enumerated(shared.map(\.implementation.label))) share the \(subject): "
      + "\(value(best)) to \(value(last))"
  }

  /// How far behind the next and the last are.
  private static func followers(_ ranking: HeadlineRanking) -> [String] {
    let entries = ranking.order.entries
    guard let best = entries.first else { return [] }
    var named: [MeasuredCase] = []
    if ranking.winner != nil, entries.count > 2 { named.append(entries[1]) }
    if let last = entries.last, last.implementation.runtime == ranking.loser { named.append(last) }
    let parts = named.compactMap { entry in
      ranking.distance(of: entry.measured, from: best.measured).map {
        "\(entry.implementation.label) is \(factorText($0)) behind"
      }
    }
    return parts.isEmpty ? [] : [enumerated(parts)]
  }

  /// The runtimes that did not complete.
  private static func failures(_ ranking: HeadlineRanking) -> [String] {
    let failed = ranking.result.runtimes.compactMap { runtime -> String? in
      let implementation = ranking.implementation(of: runtime)
      guard let found = ranking.result.result(implementation, at: ranking.size),
        ranking.measured(of: runtime) == nil,
        let incident = found.incidents.first, !incident.kind.isGap
      else { return nil }
      return "\(runtime.label): \(incident.summary)"
    }
    return failed.isEmpty ? [] : [failed.joined(separator: ", ")]
  }

  private static func factorText(_ distance: Estimate) -> String {
    ratioText(Estimate(value: distance.value, interval: nil))
  }
}
