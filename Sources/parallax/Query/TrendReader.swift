import Analysis
import BenchmarkModel
import Runner
import Store
import WorkloadCatalog
import WorkloadKit

/// Computes trends from a database by the contracts of the workloads.
struct TrendReader {
  let store: MeasurementStore
  /// The runtimes that the source tree describes.
  let runtimes: RuntimeCatalog
  /// The number of runs of a trend, the newest.
  var last = maximumRuns

  /// The maximum of ``last``: with more points a chart shows nothing, and the older ones change nothing.
  static let maximumRuns = 1_000

  /// The fingerprint of a machine by the beginning of it or by a part of its processor's name.
  ///
  /// Without a name, that of the newest run; nil if the database has no run. Throws if the name fits none or
  /// several.
  func machine(_ name: String?) throws -> String? {
    let machines = try store.machines()
    guard let name else { return machines.first?.fingerprint }
    let found = machines.filter {
      Machine.isMeant(by: name, fingerprint: $0.fingerprint, cpuModel: $0.cpuModel)
    }
    let names = (found.isEmpty ? machines : found).map { machine in
      machine.fingerprint + (machine.cpuModel.map { " (\($0))" } ?? "")
    }
    guard let first = found.first else { throw unknownName("machine", name, among: names) }
    guard found.count == 1 else { throw severalMachines(fitting: name, names) }
    return first.fingerprint
  }

  /// The machine with the newest run of those that measured an implementation, by its fingerprint; nil if none did.
  func machine(
    with implementation: Implementation, of workload: any Workload.Type, _ metric: HistoryMetric
  ) throws -> String? {
    try store.machines().map(\.fingerprint).first { fingerprint in
      try !trends(
        of: workload, metric, implementation: implementation, onMachine: fingerprint
      ).isEmpty
    }
  }

  /// The trends of all cases by the headline metrics of their workloads, with the changes that are
  /// unlikely to be chance among all of them.
  ///
  /// - Parameter machine: The fingerprint of the machine for the name of a workload; nil leaves it out.
  func headlineTrends(onMachineOf machine: (String) -> String?) throws -> [CaseTrend] {
    var trends: [CaseTrend] = []
    var runs: [String: HistoryRuns] = [:]
    for workload in Catalog.measurable {
      guard let machine = machine(workload.name), let metric = Self.headline(of: workload)
      else { continue }
      let found = try runs[machine] ?? store.historyRuns(onMachine: machine, limit: last)
      runs[machine] = found
      trends += try self.trends(of: workload, metric, in: found)
    }
    return trends.judgedTogether
  }

  /// The trends of the cases of a workload on a machine, the smallest size first.
  ///
  /// - Parameter implementation: The only implementation of it; nil for all.
  func trends(
    of workload: any Workload.Type, _ metric: HistoryMetric,
    implementation: Implementation? = nil, onMachine fingerprint: String
  ) throws -> [CaseTrend] {
    try trends(
      of: workload, metric, implementation: implementation,
      in: store.historyRuns(onMachine: fingerprint, limit: last))
  }

  private func trends(
    of workload: any Workload.Type, _ metric: HistoryMetric,
    implementation: Implementation? = nil, in runs: HistoryRuns
  ) throws -> [CaseTrend] {
    try store.histories(
      of: metric.figure, workload: workload.name, implementation: implementation, in: runs
    ).map { history in
      var history = history
      let id = history.case.implementation.runtime.id
      history.case.implementation.runtime = runtimes.runtime(id)
      return try CaseTrend(
        of: history, metric, terms: CaseTerms(history.case) ?? CaseTerms())
    }.filter { !$0.points.isEmpty }.sorted { Compare.precedes($0.case, $1.case) }
  }

  /// The first headline metric that follows from summaries.
  static func headline(of workload: any Workload.Type) -> HistoryMetric? {
    workload.headlines.lazy.compactMap { metric(named: $0, of: workload) }.first
  }

  /// A metric of a workload; nil if it has no such metric, or if that does not follow from summaries.
  static func metric(named name: String, of workload: any Workload.Type) -> HistoryMetric? {
    let contract = WorkloadInput(workload, run: nil, trials: [])
    return contract.knownMetrics.first { $0.name == name }
      .flatMap { HistoryMetric($0, latencies: contract.latencies) }
  }
}
