import Analysis
import BenchmarkModel
import Statistics

/// What a workload's headline ranking says, in one sentence, with where another runtime is best.
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
    let rest = Self.followers(ranking) + Self.elsewhere(ranking) + Self.failures(ranking)
    sentence = ([title] + rest).joined(separator: "; ") + "."
  }

  private static func title(
    _ ranking: HeadlineRanking, _ entries: [MeasuredCase], _ best: MeasuredCase
  ) -> String {
    let size = ranking.result.shortText(of: ranking.size)
    let subject = "\(ranking.metric.label.lowercasedFirst) at \(size)"
    func value(_ entry: MeasuredCase) -> String {
      quantityText(entry.measured.estimate.value, ranking.metric.unit)
    }
    guard entries.count > 1 else {
      return "Only \(best.implementation.label) has a place by \(subject): \(value(best))"
    }
    if ranking.winner != nil {
      return "\(best.implementation.label) is best by \(subject): \(value(best))"
    }
    let leaders = ranking.leaders
    let shared = entries.filter { leaders.contains($0.implementation.runtime) }
    guard leaders.count > 1, leaders.count < entries.count, let last = shared.last else {
      let text = entries.last.map { "\(value(best)) to \(value($0))" } ?? value(best)
      return "No runtime is confirmed best by \(subject): \(text)"
    }
    return "\(enumerated(shared.map(\.implementation.label))) are tied for best by \(subject): "
      + "\(value(best)) to \(value(last))"
  }

  /// The other sizes and headline metrics at which another runtime is confirmed best.
  private static func elsewhere(_ ranking: HeadlineRanking) -> [String] {
    let result = ranking.result
    func winner(by metric: Metric, at size: [Parameter]) -> Runtime? {
      let winner = HeadlineRanking(result, by: metric, at: size).winner
      return winner == ranking.winner ? nil : winner
    }
    let sizes = result.rankedSizes.filter { $0 != ranking.size }
      .map { (size: $0, winner: winner(by: ranking.metric, at: $0)) }
    let metrics = result.headlines.dropFirst()
      .map { (metric: $0, winner: winner(by: $0, at: ranking.size)) }
    return result.runtimes.compactMap { runtime in
      let ownSizes = sizes.filter { $0.winner == runtime }.map(\.size)
      let ownMetrics = metrics.filter { $0.winner == runtime }.map {
        $0.metric.label.lowercasedFirst
      }
      var places = ownSizes.isEmpty ? [] : ["at \(result.briefText(of: ownSizes))"]
      if !ownMetrics.isEmpty { places.append("by \(enumerated(ownMetrics))") }
      return places.isEmpty ? nil : "\(runtime.label) is best \(enumerated(places))"
    }
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

  /// A factor that stays on its line.
  private static func factorText(_ distance: Estimate) -> String {
    ratioText(Estimate(value: distance.value, interval: nil)).replacing(" ", with: "\u{A0}")
  }
}

extension WorkloadResult {
  /// Sizes in a few words: how many they are where they differ in several parameters.
  fileprivate func briefText(of sizes: [[Parameter]]) -> String {
    guard sizeParameter == nil, let first = sizes.first else { return shortText(of: sizes) }
    return sizes.count == 1 ? tellingText(of: first) : counted(sizes.count, "other size")
  }
}
