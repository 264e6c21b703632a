import BenchmarkModel
import Dispatch
import Synchronization
import Testing

@testable import Store

/// Several stores that use one file at the same time, as processes do.
@Suite struct ConcurrentWriterTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func twoWritersAtOnceLoseNothing() throws {
    let path = folder.file()
    let ids = [runID, otherRunID]
    let plan = fixturePlan((0..<60).map { fixtureCase(tasks: $0 % 7) })
    let problems = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: ids.count) { writer in
      do {
        let store = try MeasurementStore(path: path, access: .create)
        try store.begin(fixtureRun(ids[writer]), plan: plan, metrics: Metric.common)
        for planned in plan { try store.record(fixtureTrial(planned), in: ids[writer]) }
        try store.finish(ids[writer], at: startedAt)
      } catch {
        problems.withLock { $0.append("\(error)") }
      }
    }
    #expect(problems.withLock { $0 } == [])
    let store = try MeasurementStore(path: path, access: .readOnly)
    for id in ids { #expect(try store.trials(of: id) == plan.map { fixtureTrial($0) }) }
    #expect(try store.rows("PRAGMA integrity_check") == [[.text("ok")]])
    #expect(try store.rows("PRAGMA foreign_key_check") == [])
  }

  @Test func ofTwoWritersOfOneTrialOneIsRefused() throws {
    let first = try folder.store()
    let plan = fixturePlan((0..<40).map { fixtureCase(tasks: $0) })
    try first.begin(fixtureRun(), plan: plan, metrics: Metric.common)
    let stores = [first, try MeasurementStore(path: first.path, access: .open)]
    let refused = Mutex<[StoreError]>([])
    DispatchQueue.concurrentPerform(iterations: stores.count) { writer in
      for planned in plan {
        do throws(StoreError) {
          try stores[writer].record(fixtureTrial(planned), in: runID)
        } catch {
          refused.withLock { $0.append(error) }
        }
      }
    }
    let expected = plan.map { planned in
      StoreError.row(
        .existingTrial(run: runID, position: planned.position), path: first.path)
    }
    #expect(refused.withLock { $0 } == expected)
    #expect(try first.trials(of: runID) == plan.map { fixtureTrial($0) })
  }

  /// A store that waits without limit, while another holds the lock for longer than a timeout would.
  @Test func aWriterWaitsAsLongAsItIsAllowedTo() throws {
    let first = try folder.store()
    let plan = fixturePlan([fixtureCase(), fixtureCase(tasks: 2)])
    try first.begin(fixtureRun(), plan: plan, metrics: Metric.common)
    let (isLocked, mayCommit) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let isDone = DispatchSemaphore(value: 0)
    func lock() {
      DispatchQueue.global().async {
        defer { isDone.signal() }
        do {
          try first.writing { _ in
            isLocked.signal()
            mayCommit.wait()
          }
        } catch { Issue.record(error) }
      }
      isLocked.wait()
    }
    let waits = Mutex<[Duration]>([])
    let wait = LockWait { elapsed in
      let count = waits.withLock { waits in
        waits.append(elapsed)
        return waits.count
      }
      // The other writer ends only after this one has waited a while.
      if count == 5 { mayCommit.signal() }
      return true
    }
    let second = try MeasurementStore(
      path: first.path, access: .open, busyTimeout: .zero, lockWait: wait)
    lock()
    try second.record(fixtureTrial(plan[0]), in: runID)
    #expect(waits.withLock { $0.count >= 5 && $0 == $0.sorted() })
    isDone.wait()

    let impatient = try MeasurementStore(
      path: first.path, access: .open, lockWait: LockWait { _ in false })
    lock()
    #expect(throws: StoreError.file(.locked, path: first.path)) {
      try impatient.record(fixtureTrial(plan[1]), in: runID)
    }
    mayCommit.signal()
    isDone.wait()
    #expect(try first.trials(of: runID) == [fixtureTrial(plan[0])])
  }
}
