import Analysis
import BenchmarkModel
import Statistics

extension [VersionSeries] {
  /// Which release changed most, and for each runtime whether what was published for its oldest version can
  /// still be right.
  var answer: [String] { [mostChanged] + Set(map(\.runtime)).sorted().compactMap(stillRight) }

  /// How many steps were compared, and how many of them are confirmed.
  var scope: String {
    let steps = flatMap(\.steps)
    let confirmed = steps.count(where: \.isConfirmed)
    let open = steps.count { $0.comparison.verdict == .inconclusive }
    return
      "\(counted(steps.count, "step")) from one version to the next, by the headline metrics and "
      + "the peak of memory: \(groupedText(confirmed)) confirmed as better or worse, "
      + "\(groupedText(open)) inconclusive."
  }

  private var mostChanged: String {
    let changes = flatMap { series in series.steps.filter(\.isConfirmed).map { (series, $0) } }
    let releases = Dictionary(grouping: changes) { series, step in
      "\(series.runtime.label) \(step.after.name)"
    }
    let largest = releases.mapValues { $0.map(\.1.magnitude).max() ?? 0 }
    let most = releases.max { one, other in
      (one.value.count, largest[one.key] ?? 0, other.key)
        < (other.value.count, largest[other.key] ?? 0, one.key)
    }
    guard let most, let example = most.value.max(by: { $0.1.magnitude < $1.1.magnitude }) else {
      return "No release is confirmed to have changed a headline metric by more than "
        + "\(percentText(comparisonRule.band))."
    }
    let better = most.value.count { $0.1.comparison.verdict == .better }
    let worse = most.value.count - better
    let (series, step) = example
    return
      "\(most.key) changed most: \(groupedText(better)) better and \(groupedText(worse)) worse "
      + "than \(step.before.name), confirmed. Its largest change is \(series.result.workload.name), "
      + "\(series.metric.label.lowercasedFirst): \(step.comparison.text)."
  }

  /// Nil without series of the runtime by a headline metric.
  private func stillRight(_ runtime: Runtime) -> String? {
    let own = filter { $0.runtime == runtime && $0.isHeadline }
    let versions = own.flatMap(\.versions)
    guard let oldest = versions.min(by: { VersionNumber.precedes($0.order, $1.order) }),
      let newest = versions.max(by: { VersionNumber.precedes($0.order, $1.order) })
    else { return nil }
    let verdicts = own.map(\.whole.verdict)
    func count(_ verdict: Verdict) -> Int { verdicts.count { $0 == verdict } }
    let equal = count(.equal)
    let text =
      "From \(runtime.label) \(oldest.name) to \(newest.name), \(groupedText(equal)) of "
      + "\(counted(own.count, "workload")) stayed within \(percentText(comparisonRule.band)), "
      + "\(groupedText(count(.better))) became better, \(groupedText(count(.worse))) worse, and "
      + "\(groupedText(count(.inconclusive))) are inconclusive."
    return equal == own.count
      ? "\(text) What was published for \(oldest.name) can still be right."
      : "\(text) A number published for \(oldest.name) can still be right where nothing changed."
  }
}

extension String {
  /// The text in the middle of a sentence.
  var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
