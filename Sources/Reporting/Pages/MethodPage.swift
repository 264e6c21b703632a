import Analysis
import BenchmarkModel
import Statistics

/// The values of the page of method and limitations.
struct MethodPage: Encodable, Sendable {
  /// The cost of the smallest case of a workload.
  struct FixedCost: Encodable, Sendable {
    var heading: String
    var table: Table
    var proof: Proof?
  }

  /// A term of the report with its meaning.
  struct Word: Encodable, Sendable {
    var word: String
    var meaning: String
  }

  /// A limitation of some workloads.
  struct Limitation: Encodable, Sendable {
    var text: String
    /// The pages of those workloads; empty when it applies to all.
    var links: [Markup]
  }

  /// Limitations of this report in particular.
  var limitations: [Limitation]
  var resamples: String
  var level: String
  var band: String
  var comparability: [Word]
  /// How each derived metric is computed.
  var derived: [Word]
  var fixedCosts: [FixedCost]
}

extension MethodPage {
  static func page(_ results: [WorkloadResult]) -> ReportPage {
    let bootstrap = Bootstrap(seed: 0)
    let context = MethodPage(
      limitations: limitations(results),
      resamples: groupedText(bootstrap.resamples), level: percentText(bootstrap.level),
      band: percentText(comparisonRule.band),
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
    let tallies = Dictionary(grouping: results, by: \.workload.run?.id)
      .mapValues { InterferenceTally(of: $0) }
    for result in results {
      let tally = tallies[result.workload.run?.id] ?? InterferenceTally()
      for text in limitations(result, tally) {
        if links[text] == nil { texts.append(text) }
        links[text, default: []].append(result.pageLink)
      }
    }
    return texts.map { text in
      let some = links[text, default: []]
      return Limitation(text: text, links: some.count == results.count ? [] : some)
    }
  }

  private static func limitations(
    _ result: WorkloadResult, _ tally: InterferenceTally
  ) -> [String] {
    guard let run = result.workload.run else {
      return [result.workload.isLeftOut ? "Left out of this report." : "Not measured."]
    }
    var texts: [String] = []
    let counts = result.cases.flatMap { $0.measured.values.map(\.sample.trialCount) }
    if let minimum = counts.min(), minimum < Bootstrap.minimumTrials {
      texts.append("Some cases have only \(counted(minimum, "trial")).")
    }
    if run.finishedAt == nil {
      texts.append("The run is not complete: planned trials are missing.")
    }
    return texts + run.warningTexts(tally)
  }

  /// Fixed costs, which show at the smallest size.
  private static func fixedCost(_ result: WorkloadResult) -> FixedCost? {
    let metrics = [
      DerivedMetric.outsideClock.metric, DerivedMetric.overFloor.metric, .peakResident,
    ].filter(result.metrics.contains)
    guard result.sizeParameter != nil, let size = result.sizes.first, !metrics.isEmpty else {
      return nil
    }
    let rows = result.shownImplementations.map { implementation in
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
  /// What two such numbers allow, as a sentence or two.
  var meaning: String {
    switch self {
    case .sameRun:
      "Measured in one run, in the same blocks. A ratio is given with its interval and a verdict."
    case .sameMachine:
      "Measured in two runs on one machine. A ratio is given with a verdict, and changes between the "
        + "runs are named."
    case .otherMachine:
      "Measured on two machines. Both numbers are shown, without a verdict."
    case .unknown:
      "The machine of one number is not stated. Both numbers are shown, without a verdict."
    }
  }
}
