import Platform

/// A task executor with threads of its own, for tasks that would hold up the pool.
///
/// Its threads end when it is shut down or dropped, after the jobs that it was given before.
public final class ThreadExecutor: TaskExecutor {
  private let jobs = JobQueue()

  /// Starts its threads; throws a `Refusal` when the system gives fewer, and those end.
  public init(threads count: Int = poolThreadCount) throws(Refusal) {
    // If that throws, the executor is dropped.
    _ = try startThreads(count) { [jobs] _ in jobs.run() }
  }

  deinit { jobs.close() }

  /// Appends a job; the threads take jobs in the order in which they came.
  public func enqueue(_ job: consuming ExecutorJob) {
    jobs.append(UnownedJob(job), of: asUnownedTaskExecutor())
  }

  /// Lets the threads end; no task may be given to it any more.
  public func shutDown() { jobs.close() }
}

/// Jobs in the order in which they came, each with its executor: a thread that held the executor
/// would keep it from being dropped.
private final class JobQueue: ThreadMonitor, @unchecked Sendable {
  // Under the lock.
  private var jobs = RingBuffer<(job: UnownedJob, executor: UnownedTaskExecutor)>()
  private var isClosed = false

  func append(_ job: UnownedJob, of executor: UnownedTaskExecutor) {
    lock()
    precondition(!isClosed, "a task was given to an executor that is shut down")
    jobs.append((job, executor))
    unlock()
    signal()
  }

  func close() {
    lock()
    isClosed = true
    unlock()
    broadcast()
  }

  /// Runs jobs on the calling thread until the queue is closed and empty.
  func run() {
    // Nobody waits for the thread: the last to hold the executor may be a task that it runs.
    pthread_detach(pthread_self())
    while let (job, executor) = next() { job.runSynchronously(on: executor) }
  }

  private func next() -> (job: UnownedJob, executor: UnownedTaskExecutor)? {
    lock()
    defer { unlock() }
    while jobs.isEmpty && !isClosed { wait() }
    return jobs.popFirst()
  }
}
