import Platform

/// A task executor with its own threads, for tasks that would block the pool.
///
/// Its threads end when it is shut down or dropped, after all jobs enqueued before that.
public final class ThreadExecutor: TaskExecutor {
  private let jobs = JobQueue()

  /// Starts the threads.
  ///
  /// Throws a `Refusal` if the system refuses one; the threads already started then end.
  public init(threads count: Int = poolThreadCount) throws(Refusal) {
    // If this throws, the executor is dropped and its threads end.
    _ = try startThreads(count) { [jobs] _ in jobs.run() }
  }

  deinit { jobs.close() }

  /// Appends a job; the threads take jobs in the order in which they were enqueued.
  public func enqueue(_ job: consuming ExecutorJob) {
    jobs.append(UnownedJob(job), of: asUnownedTaskExecutor())
  }

  /// Ends the threads after the enqueued jobs.
  ///
  /// Enqueuing another job is a programming error and traps.
  public func shutDown() { jobs.close() }
}

/// Jobs in the order in which they were enqueued, each with its executor.
///
/// The threads hold this queue and not the executor, so that the executor can be dropped.
private final class JobQueue: ThreadMonitor, @unchecked Sendable {
  // Guarded by the lock.
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
    // Detached, because the last reference to the executor may belong to a task that this thread
    // runs, which could not join it.
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
