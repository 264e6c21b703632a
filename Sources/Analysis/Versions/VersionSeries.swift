package import BenchmarkModel
package import Statistics

/// What the toolchains of one runtime make of a workload at one size, oldest version first.
///
/// The size is the one at which most toolchains have a value; of several, the largest that may stand for the
/// workload, if one may. A size that was planned for the default toolchain alone, as one that a claim asks for,
/// does not count.
package struct VersionSeries: Sendable {
  /// What one toolchain built.
  package struct Version: Sendable {
    package let implementation: Implementation
    /// The version as its trials state it, for example `1.25.5`; nil if they state none.
    package let number: String?
    package let measured: CaseResult.Measured
    /// How it was built, as its trials state it, for example `-O`.
    private let flags: [String]
    /// What tells it from the first build of its version: the flags that the first does not have, for example
    /// `-Ounchecked`, or its label if there are none; nil for the first build itself.
    package private(set) var build: String?

    fileprivate init(
      _ implementation: Implementation, stated: String?, measured: CaseResult.Measured
    ) {
      self.implementation = implementation
      self.measured = measured
      number = stated.flatMap(VersionNumber.stated)
      flags = stated.map(Self.flags) ?? []
    }

    /// The version with all its numbers and, of another build, what tells it from the first, for example
    /// `6.3.1 -Ounchecked`.
    package var name: String { build.map { "\(order) \($0)" } ?? order }

    /// What it is ordered by and compared with published versions.
    package var order: String {
      number ?? implementation.toolchain ?? Implementation.defaultToolchain
    }

    /// The version among all of its series, the first build of each version first.
    fileprivate func told(from versions: [Version]) -> Version {
      guard let first = versions.first(where: isOfVersion),
        first.implementation != implementation
      else { return self }
      var version = self
      let own = flags.filter { !first.flags.contains($0) }
      version.build =
        own.isEmpty
        ? implementation.toolchain ?? Implementation.defaultToolchain
        : own.joined(separator: ", ")
      return version
    }

    /// What the parentheses at the end of a text list, for example `-O` of `Swift 6.3.1 (-O)`.
    private static func flags(in stated: String) -> [String] {
      guard stated.hasSuffix(")"), let start = stated.lastIndex(of: "(") else { return [] }
      return stated[stated.index(after: start)...].dropLast().split(separator: ",")
        .map { String($0.drop { $0 == " " }) }
    }

    fileprivate func isOfVersion(_ other: Version) -> Bool {
      VersionNumber.isSame(order, other.order)
    }
  }

  /// A version against the one before it, or another build of a version against its first one.
  package struct Step: Sendable {
    package let before, after: Version
    /// The new version ÷ the old one.
    package let comparison: Comparison
    /// The probability of such a difference by chance, adjusted by Holm for all given steps of the run;
    /// nil where the trials do not say.
    package fileprivate(set) var adjusted: Double?

    /// Whether it is between two builds of one version, such as with other flags.
    package var isWithinVersion: Bool { after.isOfVersion(before) }

    /// Whether it is better or worse, and chance is unlikely to explain it even among all steps.
    package var isConfirmed: Bool {
      comparison.isConclusive && (adjusted ?? 1) < RunComparison.significance
    }
  }

  package let result: WorkloadResult
  package let runtime: Runtime
  package let metric: Metric
  package let size: [Parameter]
  /// At least two.
  package let versions: [Version]
  /// Each version but the first against the first build of the one before it; another build of a version
  /// against that version's first build.
  package fileprivate(set) var steps: [Step]
  /// The newest version against the oldest where that is no step; nil otherwise.
  fileprivate var span: Step?

  /// Nil unless two toolchains have a value at one of the sizes that rank.
  init?(_ result: WorkloadResult, _ runtime: Runtime, _ metric: Metric) {
    var size: [Parameter] = []
    var found: [Version] = []
    let isHeadline = { (size: [Parameter]) in result.workload.terms[size]?.isHeadline ?? true }
    let sizes = result.rankedSizes
    for candidate in sizes.filter({ !isHeadline($0) }) + sizes.filter(isHeadline) {
      let versions = Self.versions(of: runtime, metric, at: candidate, in: result)
      if versions.count >= found.count { (size, found) = (candidate, versions) }
    }
    guard found.count > 1 else { return nil }
    self.result = result
    self.runtime = runtime
    self.metric = metric
    self.size = size
    let sorted = found.sorted(by: Self.precedes)
    let versions = sorted.map { $0.told(from: sorted) }
    self.versions = versions
    func step(from before: Version, to after: Version) -> Step {
      Step(
        before: before, after: after,
        comparison: Comparison(
          after.measured, to: before.measured, metric: metric, method: result.method))
    }
    steps = zip(versions.dropFirst(), versions).map { after, previous in
      step(from: versions.first { $0.isOfVersion(previous) } ?? previous, to: after)
    }
    if !newest.isOfVersion(versions[0]), !steps.contains(where: isWhole) {
      span = step(from: versions[0], to: newest)
    }
  }

  private static func versions(
    of runtime: Runtime, _ metric: Metric, at size: [Parameter], in result: WorkloadResult
  ) -> [Version] {
    result.cases.compactMap { one in
      let implementation = one.case.implementation
      guard implementation.runtime == runtime, implementation.variant == nil,
        one.case.parameters == size, let measured = one.measured[metric.name]
      else { return nil }
      return Version(implementation, stated: one.statedVersion, measured: measured)
    }
  }

  /// Of two toolchains of one version, such as two sets of flags, the default comes first.
  package static func precedes(_ one: Version, _ other: Version) -> Bool {
    let numbers = (VersionNumber.numbers(in: one.order), VersionNumber.numbers(in: other.order))
    if numbers.0 != numbers.1 { return VersionNumber.precedes(one.order, other.order) }
    return (one.implementation.toolchain ?? "") < (other.implementation.toolchain ?? "")
  }

  /// The newest version against the oldest; nil where all are builds of one version.
  package var whole: Step? { span ?? steps.first(where: isWhole) }

  /// Whether a step is from the oldest version to the newest.
  private func isWhole(_ step: Step) -> Bool {
    !step.isWithinVersion && step.before.implementation == versions[0].implementation
      && isNewest(step.after)
  }

  /// The newest version, and of several builds of it the default one.
  package var newest: Version {
    let last = versions[versions.count - 1]
    return versions.first { $0.isOfVersion(last) } ?? last
  }

  /// Whether it is the newest version.
  package func isNewest(_ version: Version) -> Bool {
    version.implementation == newest.implementation
  }

  /// How many times worse a version is than the newest: their ratio, inverted where higher is better; nil
  /// where no ratio is meaningful.
  package func distance(of version: Version) -> Estimate? {
    result.distance(of: version.measured, from: newest.measured, by: metric)
  }
}

extension [VersionSeries] {
  /// The series of all workloads and runtimes with several toolchains: by their first headline metric, then
  /// by the others and the peak of memory.
  ///
  /// The p-values of all their steps are adjusted together, run by run.
  package init(_ results: [WorkloadResult]) {
    self = results.flatMap { result -> [VersionSeries] in
      let metrics =
        result.headlines
        + result.metrics.filter { metric in
          metric.name == Metric.peakResident.name && !result.headlines.contains(metric)
        }
      return metrics.flatMap { metric in
        result.runtimes.compactMap { VersionSeries(result, $0, metric) }
      }
    }
    for own in Dictionary(grouping: indices, by: { self[$0].result.workload.run?.id }).values {
      var adjusted = holmAdjusted(own.flatMap { self[$0].steps.map(\.comparison.pValue) })[...]
      for index in own {
        for step in self[index].steps.indices {
          self[index].steps[step].adjusted = adjusted.removeFirst()
        }
      }
    }
    adjustSpans()
  }

  /// Adjusts the p-values of the newest versions against the oldest, run by run, among all steps and
  /// themselves.
  private mutating func adjustSpans() {
    for own in Dictionary(grouping: indices, by: { self[$0].result.workload.run?.id }).values {
      let spans = own.filter { self[$0].span != nil }
      let adjusted = holmAdjusted(
        spans.map { self[$0].span?.comparison.pValue }
          + own.flatMap { self[$0].steps.map(\.comparison.pValue) })
      for (index, value) in zip(spans, adjusted) { self[index].span?.adjusted = value }
    }
  }
}
