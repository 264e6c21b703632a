import Analysis
import BenchmarkModel
import Store
import Synchronization
import WorkloadCatalog

/// Reads the trials of runs on all cores, each with a separate connection to the database.
final class RunReader: Sendable {
  private let path: String
  /// The connections that no thread uses now.
  private let free: Mutex<[MeasurementStore]>
  /// The trials of each run that was read, by the name of the workload.
  private let runs = Mutex<[String: [String: [Trial]]]>([:])

  /// Starts with a connection that is open already; others are opened when they are needed.
  init(_ store: MeasurementStore) {
    path = store.path
    free = Mutex([store])
  }

  /// The trials of a workload in a run; the first call for a run reads all of it.
  func trials(of run: String, workload: String) throws -> [Trial] {
    if let known = runs.withLock({ $0[run] }) { return known[workload] ?? [] }
    let names = Catalog.measurableNames
    let found = try names.concurrentMap { name in
      Result { try self.withConnection { try $0.trials(of: run, workload: name) } }
    }.map { try $0.get() }
    let trials = Dictionary(uniqueKeysWithValues: zip(names, found))
    runs.withLock { $0[run] = trials }
    return trials[workload] ?? []
  }

  private func withConnection<Value>(_ body: (MeasurementStore) throws -> Value) throws -> Value {
    let store =
      try free.withLock { $0.popLast() } ?? MeasurementStore(path: path, access: .readOnly)
    defer { free.withLock { $0.append(store) } }
    return try body(store)
  }
}
