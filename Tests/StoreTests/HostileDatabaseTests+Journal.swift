import BenchmarkModel
import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Store

/// Databases with a journal, or that another program is writing.
extension HostileDatabaseTests {
  @Test func contentOfTheJournalIsMerged() throws {
    let other = try folder.store("other.sqlite")
    try other.addRun(otherRunID)
    let path = folder.file("copy.sqlite")
    for ending in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: other.path + ending, toPath: path + ending)
    }
    #expect(try store.merge(from: path).trialsAdded == 1)
    #expect(try store.trials(of: otherRunID) == other.trials(of: otherRunID))
  }

  @Test func anInvalidJournalIsIgnored() throws {
    let path = try makeOther()
    try folder.write(String(repeating: "no journal ", count: 10_000), to: "other.sqlite-wal")
    #expect(try store.merge(from: path).trialsAdded == 20)
  }

  /// Another program was killed in the middle of a transaction with a rollback journal.
  @Test func aFileThatNeedsARollbackIsRefused() throws {
    let other = try folder.store("other.sqlite")
    let plan = fixturePlan([fixtureCase(tasks: 1), fixtureCase(tasks: 2)], iterations: 5000)
    try other.begin(fixtureRun(otherRunID), plan: plan, metrics: Metric.common)
    try other.record(fixtureTrial(plan[0]), in: otherRunID)
    try other.execute("PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1")
    let path = folder.file("copy.sqlite")
    let large = fixtureMeasurements((0..<5000).map(Double.init))
    try other.writing { connection in
      try connection.insert(
        fixtureTrial(plan[1], measurements: large), run: connection.id(ofRun: otherRunID),
        metrics: connection.metricIDs())
      for ending in ["", "-journal"] {
        try FileManager.default.copyItem(atPath: other.path + ending, toPath: path + ending)
      }
    }
    try expectRefusal(of: path) { problem in
      guard case .cannotOpen(let reason) = problem else { return false }
      return reason.contains("in the middle of a change")
    }
    // Opening it for writing rolls it back.
    _ = try MeasurementStore(path: path, access: .open).runs()
    try store.merge(from: path)
    #expect(try store.trials(of: otherRunID) == [fixtureTrial(plan[0])])
  }

  @Test func aFileThatIsBeingWrittenIsMergedInAConsistentState() throws {
    let other = try folder.store("other.sqlite")
    let plan = fixturePlan((0..<60).map { fixtureCase(tasks: $0) })
    try other.begin(fixtureRun(otherRunID), plan: plan, metrics: Metric.common)
    let problems = Mutex<[String]>([])
    let store = store
    DispatchQueue.concurrentPerform(iterations: 2) { side in
      do {
        for planned in plan {
          if side == 0 {
            try other.record(fixtureTrial(planned), in: otherRunID)
          } else if planned.position % 6 == 0 {
            try store.merge(from: other.path)
            let stored = try store.trials(of: otherRunID)
            if stored != plan.prefix(stored.count).map({ fixtureTrial($0) }) {
              problems.withLock { $0.append("\(stored.count) trials are not the first ones") }
            }
          }
        }
      } catch {
        problems.withLock { $0.append("\(error)") }
      }
    }
    #expect(problems.withLock { $0 } == [])
    try store.merge(from: other.path)
    #expect(try store.trials(of: otherRunID) == other.trials(of: otherRunID))
  }
}
