import Analysis
import BenchmarkModel
import Statistics

// What releases and other builds changed, in sentences. Time and memory are counted apart, and a change
// counts only where it is confirmed.

extension [VersionSeries] {
  /// Which release changed the most workloads, and where times published for the oldest versions still hold;
  /// empty without releases.
  var answer: [String] {
    contains(where: \.hasReleases) ? [mostChanged, stillHold].compactMap(\.self) : []
  }

  /// The runtimes, those with releases first.
  var runtimesByReleases: [Runtime] {
    let released = Set(filter(\.hasReleases).map(\.runtime))
    let all = Set(map(\.runtime)).sorted()
    return all.filter(released.contains) + all.filter { !released.contains($0) }
  }

  /// What is said of the releases of a runtime, then of its other builds.
  func sentences(about runtime: Runtime) -> [String] {
    let own = filter { $0.runtime == runtime }
    return [own.overall, own.published].compactMap(\.self) + own.builds
  }

  /// How many steps were compared, and how many of them are confirmed.
  var scope: String {
    let steps = flatMap(\.steps)
    let releases = steps.count { !$0.isWithinVersion }
    let kinds = [
      (releases, "of a version with the one before it"),
      (steps.count - releases, "of another build with the first of its version"),
    ].filter { $0.0 > 0 }.map { "\(groupedText($0)) \($1)" }
    let confirmed = steps.count(where: \.isConfirmed)
    let unconfirmed = steps.count { $0.comparison.isConclusive && !$0.isConfirmed }
    let open = steps.count { $0.comparison.verdict == .inconclusive }
    return
      "\(counted(steps.count, "comparison")) by the headline metrics and the peak of memory, "
      + "\(Analysis.enumerated(kinds)): \(groupedText(confirmed)) better or worse and confirmed, "
      + "\(groupedText(unconfirmed)) better or worse but unconfirmed, "
      + "\(groupedText(steps.count - confirmed - unconfirmed - open)) equal within "
      + "\(percentText(comparisonRule.band)), \(groupedText(open)) inconclusive."
  }
}

/// A confirmed step from one release to the next.
private struct Change {
  let series: VersionSeries
  let step: VersionSeries.Step
}

extension [Change] {
  fileprivate var workloads: Int { Set(map(\.series.result.workload.name)).count }

  fileprivate var largest: Change? {
    self.max { $0.step.magnitude < $1.step.magnitude }
  }
}

extension [VersionSeries] {
  private var mostChanged: String {
    let changes = flatMap { series in
      series.steps.filter { $0.isConfirmed && !$0.isWithinVersion }
        .map { Change(series: series, step: $0) }
    }
    let releases = Dictionary(grouping: changes) { change in
      "\(change.series.runtime.label) \(change.step.after.name)"
    }
    let most = releases.max { one, other in
      let sizes = [one, other].map { $0.value.largest?.step.magnitude ?? 0 }
      return (one.value.workloads, sizes[0], other.key) < (other.value.workloads, sizes[1], one.key)
    }
    guard let most, let example = most.value.largest else {
      return
        "No release is confirmed to have changed a headline metric or the peak of memory by more than "
        + "\(percentText(comparisonRule.band))."
    }
    let kinds = Dictionary(grouping: most.value) { change in
      VersionKind(change.series).verb(change.step.comparison.verdict)
    }
    let sorted = kinds.sorted { one, other in
      (one.value.workloads, other.key) > (other.value.workloads, one.key)
    }
    // The largest change of the first kind stands for all.
    let parts = sorted.prefix(2).enumerated().map { index, kind in
      part(kind.key, kind.value, saysLargest: index == 0)
    }
    let others = sorted.dropFirst(2).reduce(0) { $0 + $1.value.count }
    let rest = others == 0 ? [] : ["\(counted(others, "other change")) confirmed"]
    return "\(most.key) changed the most workloads: compared with \(example.step.before.name), "
      + "\((parts + rest).joined(separator: "; "))."
  }

  /// What changed in one way, for example `peak memory grew in 7 of 22, by 6 to 9 % (most in ping-pong: 1.09 ×
  /// (1.07 to 1.11))`.
  private func part(_ verb: String, _ changes: [Change], saysLargest: Bool) -> String {
    let (first, kind) = (changes[0], VersionKind(changes[0].series))
    let compared = Set(
      filter { series in
        series.runtime == first.series.runtime && VersionKind(series) == kind
          && series.steps.contains {
            $0.after.implementation.toolchain == first.step.after.implementation.toolchain
          }
      }.map(\.result.workload.name)
    ).count
    let largest = saysLargest ? changes.largest : nil
    let example = largest.flatMap { change in
      change.step.comparison.ratio.map { ratio in
        " (\(changes.workloads > 1 ? "most in " : "")\(change.series.result.workload.name): "
          + "\(ratioText(ratio.estimate)))"
      }
    }
    return
      "\(verb) in \(groupedText(changes.workloads)) of \(groupedText(compared))\(range(changes))"
      + (example ?? "")
  }

  /// By how much, in percent; empty if a ratio is too large for that.
  private func range(_ changes: [Change]) -> String {
    let ratios = changes.compactMap { $0.step.comparison.ratio?.estimate.value }
    let shares = ratios.map { numberText(($0 - 1).magnitude * 100) }
    guard ratios.allSatisfy({ (0.5...2).contains($0) }), shares.count == changes.count,
      let first = ratios.indices.min(by: { (ratios[$0] - 1).magnitude < (ratios[$1] - 1).magnitude }
      ),
      let last = ratios.indices.max(by: { (ratios[$0] - 1).magnitude < (ratios[$1] - 1).magnitude })
    else { return "" }
    return shares[first] == shares[last]
      ? ", by \(shares[last]) %" : ", by \(shares[first]) to \(shares[last]) %"
  }

  private var stillHold: String? {
    let counts = runtimesByReleases.compactMap {
      runtime -> (version: String, equal: String, all: Int, open: String)? in
      let own = filter { $0.runtime == runtime && $0.isTime && $0.hasReleases }
      guard let oldest = own.oldest else { return nil }
      func count(_ verdict: Verdict) -> Int {
        own.count { $0.whole?.comparison.verdict == verdict }
      }
      let (equal, open) = (count(.equal), count(.inconclusive))
      return (
        "\(runtime.label) \(oldest.name)", equal == 0 ? "none" : groupedText(equal), own.count,
        open == 0 ? "" : " (\(groupedText(open)) inconclusive)"
      )
    }
    guard let first = counts.first else { return nil }
    let rest = counts.dropFirst().map {
      ", for \($0.version) in \($0.equal) of \(groupedText($0.all))\($0.open)"
    }.joined()
    return "Times published for \(first.version) still hold in \(first.equal) of "
      + "\(counted(first.all, "workload"))\(first.open)\(rest)."
  }

  /// The oldest version of all series.
  private var oldest: VersionSeries.Version? {
    map { $0.versions[0] }.min { VersionNumber.precedes($0.order, $1.order) }
  }

  /// The newest against the oldest version of one runtime; nil without releases.
  private var overall: String? {
    let released = filter(\.hasReleases)
    let newest = released.map(\.newest).max { VersionNumber.precedes($0.order, $1.order) }
    guard let oldest = released.oldest, let newest else { return nil }
    let counts = VersionKind.counts(
      released.compactMap { series in series.whole.map { (series, $0) } })
    return "From \(released[0].runtime.label) \(oldest.name) to \(newest.name): \(counts)."
  }

  /// Where times published for the oldest version still hold; nil without times.
  private var published: String? {
    let times = filter { $0.isTime && $0.hasReleases }
    guard let oldest = times.oldest else { return nil }
    let verdicts = times.compactMap(\.whole?.comparison.verdict)
    let equal = times.filter { $0.whole?.comparison.verdict == .equal }
    let subject = "Times published for \(oldest.name)"
    let isOpen = verdicts.contains(.inconclusive)
    if equal.count == verdicts.count { return "\(subject) still hold." }
    guard !equal.isEmpty else {
      return isOpen
        ? "These trials cannot tell whether times published for \(oldest.name) still hold."
        : "\(subject) no longer hold."
    }
    let places =
      equal.count <= 4
      ? "in \(Analysis.enumerated(equal.map(\.result.workload.name)))"
      : "where they stayed within \(percentText(comparisonRule.band))"
    return "\(subject) still hold \(places)"
      + (isOpen ? "; these trials cannot tell about the inconclusive ones." : ".")
  }

  /// A sentence for each other build of a version of one runtime, such as one with other flags.
  private var builds: [String] {
    let steps = flatMap { series in
      series.steps.filter(\.isWithinVersion).map { (series, $0) }
    }
    let builds = Dictionary(grouping: steps) { $0.1.after.buildText }
    return builds.sorted { $0.key < $1.key }.map { build, steps in
      "\(steps[0].0.runtime.label) \(build): \(VersionKind.counts(steps))."
    }
  }
}

extension String {
  /// The text in the middle of a sentence.
  var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
