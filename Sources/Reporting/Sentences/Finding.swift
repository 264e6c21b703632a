import Analysis
import BenchmarkModel
import Statistics

/// What a workload's headline ranking says: the title of its chart, and one sentence that says where another
/// runtime is best, too.
struct Finding {
  /// The metric, which runtime is best and how far the last one is from it, in a few words.
  let title: String
  /// The sentence, which also has the size, the value and the others.
  let sentence: String

  /// Nil where no runtime has a value with a place.
  init?(_ ranking: HeadlineRanking) {
    guard !ranking.order.entries.isEmpty else { return nil }
    title = Self.title(ranking)
    let size = ranking.result.shortText(of: ranking.size)
    let clauses =
      ["\(ranking.metric.label) at \(size): \(Self.best(ranking))"] + Self.followers(ranking)
      + Self.otherMedians(ranking) + Self.elsewhere(ranking) + Self.unplaced(ranking)
      + Self.failures(ranking)
    sentence = clauses.joined(separator: "; ") + "."
  }

  private static func title(_ ranking: HeadlineRanking) -> String {
    let entries = ranking.order.entries
    let superlative = ranking.metric.better.superlative
    let leaders = ranking.leaders.map(\.label)
    let clause: String
    if entries.count == 1, ranking.hasOpenPlaces {
      return "\(ranking.metric.label): which is \(superlative) is inconclusive"
    } else if entries.count == 1 {
      clause = "only \(named(entries[0], "has", "have")) a place"
    } else if let winner = ranking.winner {
      clause = "\(winner.label) \(superlative)"
    } else if leaders.count > 1, ranking.areLeadersEqual {
      let labels = leaders.count == 2 ? enumerated(leaders) : "\(leaders.count) runtimes"
      clause = "\(labels) equally \(superlative)"
    } else {
      return "\(ranking.metric.label): which is \(superlative) is inconclusive"
    }
    let last = entries.count - 1
    guard last > 0, ranking.order.comparison(of: last, to: 0).verdict == .worse,
      let distance = ranking.order.distance(of: last)
    else { return "\(ranking.metric.label): \(clause)" }
    let label = entries[last].implementation.label
    let times = timesText([distance], digits: 2)
    return "\(ranking.metric.label): \(clause), "
      + (ranking.metric.better == .lower ? "\(label) \(times)" : "\(times) \(label)")
  }

  /// Which runtime is best, with its value.
  private static func best(_ ranking: HeadlineRanking) -> String {
    let entries = ranking.order.entries
    let superlative = ranking.metric.better.superlative
    func value(_ entry: MeasuredCase) -> String {
      quantityText(entry.measured.estimate, ranking.metric.unit)
    }
    func range(_ entries: [MeasuredCase]) -> String {
      let texts = entries.sorted { $0.measured.estimate.value < $1.measured.estimate.value }
        .map(value)
      return texts[0] == texts[texts.count - 1]
        ? texts[0] : "\(texts[0]) to \(texts[texts.count - 1])"
    }
    guard entries.count > 1 else {
      let only =
        ranking.hasOpenPlaces
        ? "\(named(entries[0], "is", "are")) confirmed to have" : named(entries[0], "has", "have")
      return "only \(only) a place, with \(value(entries[0]))"
    }
    if ranking.winner != nil {
      return "\(named(entries[0], "is", "are")) \(superlative) with \(value(entries[0]))"
    }
    let leading = entries.filter { ranking.leaders.contains($0.implementation.runtime) }
    let labels = enumerated(leading.map(\.implementation.label))
    if leading.count == 1 {
      return "\(named(leading[0], "is", "are")) \(superlative) with \(value(leading[0])) "
        + "among those that have a place"
    }
    guard !leading.isEmpty, leading.count < entries.count || ranking.areLeadersEqual else {
      return "no runtime is confirmed \(superlative), \(range(entries))"
    }
    return ranking.areLeadersEqual
      ? "\(labels) are equally \(superlative) with \(range(leading))"
      : "\(labels) are \(superlative) with \(range(leading)), and "
        + "\(counted(ranking.leaderTrialCount, "trial")) do not separate them"
  }

  /// How many times worse the next are, and those that are last.
  private static func followers(_ ranking: HeadlineRanking) -> [String] {
    let order = ranking.order
    let worse = order.entries.indices.dropFirst().filter {
      order.comparison(of: $0, to: 0).verdict == .worse
    }
    guard !ranking.leaders.isEmpty, let first = worse.first else { return [] }
    // Those that are not told from the last are last as well.
    let lastCount = order.groups.last?.count ?? 0
    let last = worse.filter { $0 >= order.entries.count - lastCount }
    let groups = ranking.winner == nil || last.contains(first) ? [last] : [[first], last]
    let parts = groups.compactMap { group -> String? in
      let distances = group.compactMap { order.distance(of: $0) }
      guard !distances.isEmpty else { return nil }
      let labels = enumerated(group.map { order.entries[$0].implementation.label })
      let times = timesText(distances, digits: 3)
      guard ranking.metric.better == .lower else { return "\(times) that of \(labels)" }
      let unit = ranking.metric.unit
      let isOne = group.count == 1 && !order.entries[group[0]].implementation.runtime.isPlural
      return "\(labels) \(isOne ? unit.verb.one : unit.verb.several) \(times) \(unit.comparative)"
    }
    guard !parts.isEmpty else { return [] }
    guard ranking.metric.better == .higher else { return [enumerated(parts)] }
    let best = ranking.winner == nil ? named(order.entries[0], "has", "have") : "this is"
    return ["\(best) \(enumerated(parts))"]
  }

  /// Says that a median is better than that of the best where its ratio is not.
  private static func otherMedians(_ ranking: HeadlineRanking) -> [String] {
    guard ranking.winner != nil, let best = ranking.order.entries.first else { return [] }
    let other = ranking.order.entries.dropFirst().first {
      ranking.metric.better.prefers(
        $0.measured.estimate.value, to: best.measured.estimate.value)
    }
    guard let other else { return [] }
    let value = quantityText(other.measured.estimate, ranking.metric.unit)
    return [
      "the median of \(other.implementation.label), \(value), is better, but not its ratio in trials that "
        + "ran back to back"
    ]
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
      let verb = runtime.isPlural ? "are" : "is"
      return places.isEmpty ? nil : "\(runtime.label) \(verb) best \(enumerated(places))"
    }
  }

  /// The name of a case with the verb in its number.
  private static func named(_ case: MeasuredCase, _ one: String, _ several: String) -> String {
    let implementation = `case`.implementation
    return "\(implementation.label) \(implementation.runtime.isPlural ? several : one)"
  }

  /// The runtimes that reached too little for a place, or may have.
  private static func unplaced(_ ranking: HeadlineRanking) -> [String] {
    func implementations(_ isConfirmed: Bool) -> [Implementation] {
      ranking.order.unplaced.filter { $0.isConfirmed == isConfirmed }.map(\.entry.implementation)
    }
    let result = ranking.result
    let metric = result.metrics.first { $0.name == result.workload.placeCondition?.metric }
    let what = metric.map { ", with too few \($0.label.lowercasedFirst)" } ?? ""
    let (refused, open) = (implementations(true), implementations(false).map(\.label))
    let isOne = refused.count == 1 && !refused[0].runtime.isPlural
    return [
      refused.isEmpty
        ? nil : "\(enumerated(refused.map(\.label))) \(isOne ? "has" : "have") no place\(what)",
      open.isEmpty ? nil : "whether \(enumerated(open)) did enough for a place is inconclusive",
    ].compactMap(\.self)
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

  /// Factors in words, for example `2.01 times`, `208 to 249 times`, or `at least 42 times` where an interval
  /// is too wide.
  private static func timesText(_ distances: [Estimate], digits: Int) -> String {
    func text(_ value: Double) -> String {
      numberText(value, lastDigit: min(lastDigit(of: value, keeping: digits), 0))
    }
    if distances.contains(where: \.isTooWide) {
      let minimum = distances.compactMap { $0.bounds?.lowerBound }.min() ?? 1
      return "at least \(text(minimum)) times"
    }
    let texts = distances.map(\.value).sorted().map(text)
    let (first, last) = (texts[0], texts[texts.count - 1])
    return first == last ? "\(first) times" : "\(first) to \(last) times"
  }
}

extension HeadlineRanking {
  /// Whether it is inconclusive if some runtime has a place.
  fileprivate var hasOpenPlaces: Bool { order.unplaced.contains { !$0.isConfirmed } }
}

extension Metric.Unit {
  /// What a runtime does that needs more of it.
  fileprivate var verb: (one: String, several: String) {
    self == .ratio || self == .perSecond ? ("is", "are") : ("takes", "take")
  }

  /// What a multiple of it is: times take `2 times as long`.
  fileprivate var comparative: String {
    switch self {
    case .nanoseconds: "as long"
    case .bytes: "as much"
    case .count: "as many"
    case .ratio, .perSecond: "as high"
    }
  }
}

extension WorkloadResult {
  /// Sizes in a few words: how many they are where they differ in several parameters.
  fileprivate func briefText(of sizes: [[Parameter]]) -> String {
    guard sizeParameter == nil, let first = sizes.first else { return shortText(of: sizes) }
    return sizes.count == 1 ? tellingText(of: first) : counted(sizes.count, "other size")
  }
}
