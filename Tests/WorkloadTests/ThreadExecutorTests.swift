import Platform
import Synchronization
import Testing

@testable import WorkloadKit

@Suite(.timeLimit(.minutes(1)), .watchdog(.seconds(120)))
struct ThreadExecutorTests {
  @Test func tasksRunOnThreadsOfItsOwn() async throws {
    let executor = try ThreadExecutor(threads: 2)
    defer { executor.shutDown() }
    // Each task holds its thread until the other has arrived, so the two threads differ.
    let latch = Latch(expecting: 2)
    let threads = await withTaskGroup(of: ThreadIdentity.self) { group in
      for _ in 0..<2 {
        group.addTask(executorPreference: executor) {
          latch.arrive()
          while latch.lastNanoseconds == nil { sched_yield() }
          return ThreadIdentity.current
        }
      }
      return await group.reduce(into: [ThreadIdentity.current]) { $0.append($1) }
    }
    #expect(threads.count == 3)
    #expect(threads[0] != threads[1] && threads[1] != threads[2] && threads[2] != threads[0])
  }

  @Test func aTaskStaysOnItThroughItsSuspensions() async throws {
    let executor = try ThreadExecutor(threads: 1)
    defer { executor.shutDown() }
    let threads = await Task(executorPreference: executor) {
      var threads = [ThreadIdentity.current]
      for _ in 0..<100 {
        await Task.yield()
        threads.append(ThreadIdentity.current)
      }
      return threads
    }.value
    #expect(threads.allSatisfy { $0 == threads[0] })
  }

  @Test func oneThreadRunsJobsInTheOrderInWhichTheyCame() async throws {
    let executor = try ThreadExecutor(threads: 1)
    defer { executor.shutDown() }
    let order = Mutex<[Int]>([])
    let note: @Sendable (Int) -> Void = { job in order.withLock { $0.append(job) } }
    await withTaskGroup(of: Void.self) { group in
      for job in 0..<1_000 {
        group.addTask(executorPreference: executor) { note(job) }
      }
    }
    #expect(order.withLock { $0 } == Array(0..<1_000))
  }

  @Test(arguments: [1, 2, 8])
  func everyTaskOfManyEnds(threads: Int) async throws {
    let executor = try ThreadExecutor(threads: threads)
    defer { executor.shutDown() }
    let ended = await withTaskGroup(of: Void.self) { group in
      for _ in 0..<2_000 {
        group.addTask(executorPreference: executor) { for _ in 0..<5 { await Task.yield() } }
      }
      return await group.reduce(0) { count, _ in count + 1 }
    }
    #expect(ended == 2_000)
  }

  @Test func itsThreadsEndWhenItIsShutDown() async throws {
    let ends = ThreadEnds()
    let executor = try ThreadExecutor(threads: 3)
    await occupy(executor, threads: 3, ends)
    #expect(ends.count == 0)
    executor.shutDown()
    try await eventually { ends.count == 3 }
  }

  @Test func itsThreadsEndWhenItIsDropped() async throws {
    let ends = ThreadEnds()
    do {
      let executor = try ThreadExecutor(threads: 3)
      await occupy(executor, threads: 3, ends)
    }
    try await eventually { ends.count == 3 }
  }

  /// The task has the last reference to the executor, so the executor is dropped on its own thread.
  @Test func itsThreadsEndWhenATaskOnItDropsIt() async throws {
    for _ in 0..<100 {
      let ends = ThreadEnds()
      let isDropped = Latch(expecting: 1)
      do {
        let executor = try ThreadExecutor(threads: 1)
        Task(executorPreference: executor) {
          ends.watchCurrentThread()
          while isDropped.lastNanoseconds == nil { sched_yield() }
        }
      }
      isDropped.arrive()
      try await eventually { ends.count == 1 }
    }
  }

  /// Makes each of the executor's threads record when it ends.
  private func occupy(_ executor: ThreadExecutor, threads: Int, _ ends: ThreadEnds) async {
    let latch = Latch(expecting: threads)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<threads {
        group.addTask(executorPreference: executor) {
          ends.watchCurrentThread()
          latch.arrive()
          while latch.lastNanoseconds == nil { sched_yield() }
        }
      }
    }
  }
}

/// The identity of a thread.
private struct ThreadIdentity: Equatable, @unchecked Sendable {
  private let handle: pthread_t

  static var current: ThreadIdentity { ThreadIdentity(handle: pthread_self()) }

  static func == (one: ThreadIdentity, other: ThreadIdentity) -> Bool {
    pthread_equal(one.handle, other.handle) != 0
  }
}

/// Counts threads as they end, with the destructor of a thread-specific value.
private final class ThreadEnds: Sendable {
  private let ended = Atomic(0)

  var count: Int { ended.load(ordering: .acquiring) }

  func watchCurrentThread() {
    pthread_setspecific(Self.key, Unmanaged.passRetained(self).toOpaque())
  }

  private static let key = {
    var key = pthread_key_t()
    pthread_key_create(&key) { value in
      // In Darwin's signature the value is not optional, in Glibc's it is.
      let ends: UnsafeMutableRawPointer? = value
      guard let ends else { return }
      Unmanaged<ThreadEnds>.fromOpaque(ends).takeRetainedValue().ended.add(1, ordering: .releasing)
    }
    return key
  }()
}
