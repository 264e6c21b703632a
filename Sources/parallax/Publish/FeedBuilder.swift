import Analysis
import BenchmarkModel
import Rendering
import Reporting
import Store
import WorkloadCatalog
import WorkloadKit

/// Collects the changes of verdicts and levels from all runs of a database, oldest first.
struct FeedBuilder {
  let tree: SourceTree
  let store: MeasurementStore
  /// The machines that have pages; runs of others are left out.
  let evidence: Evidence

  /// The feed; nil if there are no measurements, because a feed needs a date.
  func feed() throws -> Feed? {
    let folders = Dictionary(
      evidence.machines.enumerated().map { index, found in
        (found.machine.fingerprint, index == 0 ? "" : "machines/\(found.slug)/")
      }, uniquingKeysWith: { first, _ in first })
    var history = VerdictHistory(of: try tree.checkedClaims())
    for summary in try store.runs().reversed() where !Run.presetsApart.contains(summary.preset) {
      let run = try store.run(summary.id)
      guard folders[run.machine.fingerprint] != nil else { continue }
      let trials = Dictionary(
        grouping: tree.runtimes.describing(try store.trials(of: run.id)),
        by: \.planned.case.implementation.workload)
      try history.add(
        run,
        Catalog.measurable.compactMap { workload in
          trials[workload.name].map { WorkloadInput(workload, run: run, trials: $0) }
        })
    }
    let turns = history.changes.compactMap { change in
      change.run.flatMap { folders[$0.machine.fingerprint] }.flatMap {
        VerdictChange(change, in: $0)
      }
    }
    let changes = try turns + levelChanges()
    return history.date.map { Feed(changes.sorted { $0.date < $1.date }, date: $0) }
  }

  /// The changes that the page of history of the first machine lists, to which they lead.
  private func levelChanges() throws -> [VerdictChange] {
    guard let machine = evidence.machines.first?.machine.fingerprint else { return [] }
    let reader = TrendReader(store: store, runtimes: tree.runtimes)
    let titles = Dictionary(Catalog.measurable.map { ($0.name, $0.title) }) { first, _ in first }
    return try reader.headlineTrends { _ in machine }.newestChanges.filter(\.change.isNews).map {
      let name = $0.trend.case.implementation.workload
      return VerdictChange(of: $0.change, in: $0.trend, workload: titles[name] ?? name)
    }
  }
}
