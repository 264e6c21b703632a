import Analysis
import BenchmarkModel
import Statistics

/// The values of the page on method and limitations.
struct MethodPage: Encodable, Sendable {
  /// What the smallest case of a workload takes.
  struct FixedCost: Encodable, Sendable {
    var heading: String
    var table: Table
    var proof: Proof?
  }

  /// A word of the report with its meaning.
  struct Word: Encodable, Sendable {
    var word: String
    var meaning: String
  }

  /// What some of the workloads suffer from.
  struct Limitation: Encodable, Sendable {
    var text: String
    /// The pages of those workloads; empty when it is all of them.
    var links: [Markup]
  }

  /// What this very report suffers from.
  var limitations: [Limitation]
  var resamples: String
  var level: String
  var band: String
  var minimumTrials: String
  var comparability: [Word]
  /// How each derived metric is computed.
  var derived: [Word]
  var fixedCosts: [FixedCost]
}

extension MethodPage {
  /// Gathers the page from all results.
  static func page(_ results: [WorkloadResult]) -> ReportPage {
    let bootstrap = Bootstrap(seed: 0)
    let context = MethodPage(
      limitations: limitations(results),
      resamples: groupedText(bootstrap.resamples), level: percentText(bootstrap.level),
      band: percentText(comparisonRule.band),
      minimumTrials: groupedText(comparisonRule.minimumTrials),
      comparability: Comparability.allCases.map { Word(word: $0.rawValue, meaning: $0.meaning) },
      derived: derived, fixedCosts: results.compactMap(fixedCost))
    return ReportPage(
      name: "method", title: "Method",
      description: "What the numbers cannot say, and how they were made.", menuTitle: "Method",
      template: "method", context: context)
  }

  /// Each derived metric; those that are read from latencies once for all distributions.
  private static var derived: [Word] {
    DerivedMetric.all.map { Word(word: $0.metric.label, meaning: $0.words) }
      + LatencyFigure.all.map { Word(word: $0.label, meaning: $0.words) }
  }

  /// Each limitation once, with the workloads that have it.
  private static func limitations(_ results: [WorkloadResult]) -> [Limitation] {
    var texts: [String] = []
    var links: [String: [Markup]] = [:]
    for result in results {
      for text in limitations(result) {
        if links[text] == nil { texts.append(text) }
        links[text, default: []].append(result.pageLink)
      }
    }
    return texts.map { text in
      let some = links[text, default: []]
      return Limitation(text: text, links: some.count == results.count ? [] : some)
    }
  }

  private static func limitations(_ result: WorkloadResult) -> [String] {
    guard let run = result.workload.run else { return ["Not measured."] }
    var texts: [String] = []
    let counts = result.cases.flatMap { $0.measured.values.map(\.sample.trialCount) }
    if let fewest = counts.min(), fewest < comparisonRule.minimumTrials {
      texts.append("Some cases have only \(counted(fewest, "trial")).")
    }
    if run.finishedAt == nil {
      texts.append("The run is not complete: planned trials are missing.")
    }
    return texts + run.warnings.map(\.message)
  }

  /// What there is besides the work at the smallest size, where fixed costs show.
  private static func fixedCost(_ result: WorkloadResult) -> FixedCost? {
    let metrics = [
      DerivedMetric.outsideClock.metric, DerivedMetric.overFloor.metric, .peakResident,
    ].filter(result.metrics.contains)
    guard result.sizeParameter != nil, let size = result.sizes.first, !metrics.isEmpty else {
      return nil
    }
    let rows = result.implementations.map { implementation in
      [.implementation(implementation)]
        + metrics.map { result.number($0, of: implementation, at: size) }
    }
    return FixedCost(
      heading: "\(result.workload.name) with \(result.shortText(of: size))",
      table: Table(
        [.words("Runtime")] + metrics.map { .numbers($0.label) }, rows: rows,
        notes: result.notes(on: metrics)),
      proof: Proof(result))
  }
}

extension Comparability {
  /// What may be said of two such numbers, as a sentence or two.
  var meaning: String {
    switch self {
    case .sameRun:
      "measured in one run, in the same blocks. A ratio is given, with its interval and a verdict."
    case .sameMachine:
      "measured in two runs of one machine. A ratio is given and judged, and what has changed between "
        + "the runs is said."
    case .otherMachine:
      "measured on two machines. Both are shown; no ratio is judged."
    case .unknown:
      "of one of them the machine is not stated. Both are shown; no ratio is judged."
    }
  }
}
