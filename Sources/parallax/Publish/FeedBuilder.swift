import Analysis
import BenchmarkModel
import Rendering
import Reporting
import Store
import WorkloadCatalog
import WorkloadKit

/// Collects the changes of verdicts from all runs of a database, oldest first.
struct FeedBuilder {
  let tree: SourceTree
  let store: MeasurementStore
  /// The machines that have pages; runs of others are left out.
  let evidence: Evidence

  /// The feed; nil if there are no measurements, because a feed needs a date.
  func feed() throws -> Feed? {
    var history = VerdictHistory(
      of: try tree.checkedClaims(),
      folders: Dictionary(
        evidence.machines.enumerated().map { index, found in
          (found.machine.fingerprint, index == 0 ? "" : "machines/\(found.slug)/")
        }, uniquingKeysWith: { first, _ in first }))
    for summary in try store.runs().reversed() where !Run.presetsApart.contains(summary.preset) {
      let run = try store.run(summary.id)
      let trials = Dictionary(
        grouping: tree.runtimes.describing(try store.trials(of: run.id)),
        by: \.planned.case.implementation.workload)
      try history.add(
        run,
        Catalog.workloads.compactMap { workload in
          trials[workload.name].map { WorkloadInput(workload, run: run, trials: $0) }
        })
    }
    return history.date.map { Feed(history.changes, date: $0) }
  }
}
