import Analysis
import BenchmarkModel

/// A run in which versions were measured side by side, and what pages of versions show of it.
struct VersionRun: Encodable, Sendable, Equatable {
  /// The run as a link to its machine, toolchains and warnings.
  var run: Markup
  var begun: String
  var preset: String
  var machine: String
  /// The variables that were added to the environment of its trials; nil without any.
  var environment: String?
  /// The runtimes whose versions it shows, in words.
  var runtimes: String
  /// The number of workloads of which it shows them; the names of a few.
  var workloads: String
  /// Whether another run is shown on the pages of these workloads.
  var isBesideAnother: Bool
}

extension [VersionSeries] {
  /// The runs that the series come from, in their order.
  var runs: [VersionRun] {
    var ids: [String] = []
    for id in compactMap(\.result.workload.run?.id) where !ids.contains(id) { ids.append(id) }
    return ids.compactMap { id in
      let own = filter { $0.result.workload.run?.id == id }
      guard let run = own.first?.result.workload.run else { return nil }
      var workloads: [String] = []
      for name in own.map(\.result.workload.name) where !workloads.contains(name) {
        workloads.append(name)
      }
      let environment = run.environmentTexts
      return VersionRun(
        run: .link(run.shortID, to: "machines.md#\(runAnchor(run))"),
        begun: timeText(run.startedAt), preset: run.preset, machine: machineText(run.machine),
        environment: environment.isEmpty ? nil : environment.joined(separator: " "),
        runtimes: Analysis.enumerated(Set(own.map(\.runtime)).sorted().map(\.label)),
        workloads: workloads.count > 3
          ? counted(workloads.count, "workload") : Analysis.enumerated(workloads),
        isBesideAnother: own.contains { $0.result.workload.isOfVersions })
    }
  }
}
