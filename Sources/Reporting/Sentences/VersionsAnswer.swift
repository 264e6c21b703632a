import Analysis
import BenchmarkModel
import Statistics

extension [VersionSeries] {
  /// Which release changed most, for each runtime whether what was published for its oldest version can
  /// still be right, and what other builds of one version change.
  var answer: [String] {
    let hasReleases = contains { $0.steps.contains { !$0.isWithinVersion } }
    return (hasReleases ? [mostChanged] : [])
      + Set(map(\.runtime)).sorted().flatMap { sentences(about: $0) }
  }

  /// What is said of one runtime.
  func sentences(about runtime: Runtime) -> [String] {
    [stillRight(runtime)].compactMap(\.self) + builds(of: runtime)
  }

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
    let changes = flatMap { series in
      series.steps.filter { $0.isConfirmed && !$0.isWithinVersion }.map { (series, $0) }
    }
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
    let counts = [(better, "better"), (most.value.count - better, "worse")].filter { $0.0 > 0 }
      .map { "\(groupedText($0)) \($1)" }
    let (series, step) = example
    return
      "\(most.key) changed most: \(Analysis.enumerated(counts)) than \(step.before.name), "
      + "confirmed. Its largest change is \(series.result.workload.name), "
      + "\(series.metric.label.lowercasedFirst): \(step.comparison.text)."
  }

  /// Nil without series of several versions by a headline metric.
  private func stillRight(_ runtime: Runtime) -> String? {
    let own = filter { $0.runtime == runtime && $0.isHeadline && $0.whole != nil }
    guard
      let oldest = own.map({ $0.versions[0] }).min(by: {
        VersionNumber.precedes($0.order, $1.order)
      }),
      let newest = own.map(\.newest).max(by: { VersionNumber.precedes($0.order, $1.order) })
    else { return nil }
    let verdicts = own.compactMap(\.whole?.verdict)
    let text =
      "From \(runtime.label) \(oldest.name) to \(newest.name), \(verdicts.counts)."
    if verdicts.allSatisfy({ $0 == .equal }) {
      return "\(text) What was published for \(oldest.name) can still be right."
    }
    return verdicts.contains(.equal)
      ? "\(text) A number published for \(oldest.name) can still be right where nothing changed."
      : text
  }
}

extension [VersionSeries] {
  /// A sentence for each other build of a version of the runtime, such as one with other flags.
  private func builds(of runtime: Runtime) -> [String] {
    let steps = filter { $0.runtime == runtime && $0.isHeadline }.flatMap(\.steps)
      .filter(\.isWithinVersion)
    let builds = Dictionary(grouping: steps) { "\($0.after.name) instead of \($0.before.name)" }
    return builds.sorted { $0.key < $1.key }.map { name, steps in
      "With \(runtime.label) \(name), \(steps.map(\.comparison.verdict).counts)."
    }
  }
}

extension [Verdict] {
  /// How many are of each kind, for example
  /// `of 12 workloads 3 stayed within 5 %, 6 became better, 2 became worse and 1 is inconclusive`.
  fileprivate var counts: String {
    let kinds: [(verdict: Verdict, one: String, several: String)] = [
      (.equal, "stayed within \(percentText(comparisonRule.band))", ""),
      (.better, "became better", ""), (.worse, "became worse", ""),
      (.inconclusive, "is inconclusive", "are inconclusive"),
    ]
    let parts = kinds.compactMap { kind -> String? in
      let number = count { $0 == kind.verdict }
      guard number > 0 else { return nil }
      let verb = number == 1 || kind.several.isEmpty ? kind.one : kind.several
      return "\(groupedText(number)) \(verb)"
    }
    return "of \(counted(count, "workload")) \(Analysis.enumerated(parts))"
  }
}

extension String {
  /// The text in the middle of a sentence.
  var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
