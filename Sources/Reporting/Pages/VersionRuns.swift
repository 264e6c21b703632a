import Analysis
import BenchmarkModel

/// The runs that the numbers of versions come from.
struct VersionRuns: Encodable, Sendable {
  struct Entry: Encodable, Sendable {
    var run: Markup
    var begun: String
    var preset: String
    var machine: String
    /// The variables that were added to the environment of its trials; nil without any.
    var environment: String?
    /// What the run measured; nil for the only run.
    var workloads: String?
  }

  /// Oldest first.
  var entries: [Entry]
  /// Whether the pages of some workloads show other runs.
  var differs: Bool

  init(_ series: [VersionSeries]) {
    let groups = Dictionary(grouping: series) { $0.result.workload.run?.id ?? "" }
    entries = groups.values.compactMap { group in group[0].result.workload.run.map { ($0, group) } }
      .sorted { ($0.0.startedAt, $0.0.id) < ($1.0.startedAt, $1.0.id) }.map { run, group in
        let names = Set(group.map(\.result.workload.name))
        let environment = run.environmentTexts
        return Entry(
          run: .link(run.shortID, to: "machines.md#\(runAnchor(run))"),
          begun: timeText(run.startedAt), preset: run.preset, machine: machineText(run.machine),
          environment: environment.isEmpty ? nil : environment.joined(separator: " "),
          workloads: groups.count == 1 ? nil : enumerated(names.sorted()))
      }
    differs = series.contains(where: \.result.workload.isOfVersions)
  }
}
