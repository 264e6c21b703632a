import Analysis
import BenchmarkModel
import Statistics

/// What a version can change: sentences count each kind apart.
enum VersionKind: CaseIterable {
  case time, memory, other

  init(_ series: VersionSeries) {
    self = series.isMemory ? .memory : series.isTime ? .time : .other
  }

  /// What became better or worse, for example `peak memory grew`.
  func verb(_ verdict: Verdict) -> String {
    switch (self, verdict) {
    case (.time, .better): "time became shorter"
    case (.time, _): "time became longer"
    case (.memory, .better): "peak memory shrank"
    case (.memory, _): "peak memory grew"
    case (.other, .better): "another headline metric became better"
    case (.other, _): "another headline metric became worse"
    }
  }

  /// How many workloads changed by each kind, for example `in time, 1 of 22 workloads became slower and 21 are
  /// inconclusive; in peak memory, 12 of 22 grew and 10 stayed within 5 %`.
  ///
  /// Other headline metrics are counted only where there is neither time nor memory.
  static func counts(_ steps: [(VersionSeries, VersionSeries.Step)]) -> String {
    let groups = allCases.map { kind in (kind, steps.filter { Self($0.0) == kind }.map(\.1)) }
    let known = groups.filter { $0.0 != .other && !$0.1.isEmpty }
    return (known.isEmpty ? groups.filter { !$0.1.isEmpty } : known).enumerated()
      .map { index, group in group.0.counts(group.1, saysNoun: index == 0) }
      .joined(separator: "; ")
  }

  /// The number of steps of each outcome.
  private func counts(_ steps: [VersionSeries.Step], saysNoun: Bool) -> String {
    let band = percentText(comparisonRule.band)
    let words: (better: String, worse: String, smaller: String, larger: String) =
      switch self {
      case .time: ("became faster", "became slower", "faster", "slower")
      case .memory: ("shrank", "grew", "smaller", "larger")
      case .other: ("became better", "became worse", "better", "worse")
      }
    func number(_ verdict: Verdict, _ isConfirmed: Bool) -> Int {
      steps.count { $0.comparison.verdict == verdict && $0.isConfirmed == isConfirmed }
    }
    func look(_ number: Int, _ word: String) -> String {
      "\(number == 1 ? "looks" : "look") \(word) (unconfirmed)"
    }
    let open = (better: number(.better, false), worse: number(.worse, false))
    let inconclusive = number(.inconclusive, false)
    let parts = [
      (number(.better, true), words.better), (number(.worse, true), words.worse),
      (open.better, look(open.better, words.smaller)),
      (open.worse, look(open.worse, words.larger)),
      (number(.equal, false), "stayed within \(band)"),
      (inconclusive, inconclusive == 1 ? "is inconclusive" : "are inconclusive"),
    ].filter { $0.0 > 0 }
    let all = saysNoun ? counted(steps.count, "workload") : groupedText(steps.count)
    let texts = parts.enumerated().map { index, part in
      index > 0
        ? "\(groupedText(part.0)) \(part.1)"
        : part.0 == steps.count && part.0 > 1
          ? "all \(all) \(part.1)" : "\(groupedText(part.0)) of \(all) \(part.1)"
    }
    return "in \(name), \(enumerated(texts))"
  }

  private var name: String {
    switch self {
    case .time: "time"
    case .memory: "peak memory"
    case .other: "the headline metric"
    }
  }
}
