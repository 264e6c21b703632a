import Platform

/// A resource that the system refused; this is a result of the trial, not an error.
public struct Refusal: Error, Equatable, Sendable {
  /// The resource and the system's reason.
  public let reason: String
  /// The number obtained before the refusal.
  public let reached: Int

  /// Creates a refusal of a resource with the system's error code, after `reached` were obtained.
  public init(_ what: String, code: Int32, reached: Int) {
    reason = "\(what): \(String(cString: strerror(code)))"
    self.reached = reached
  }
}

/// An operating-system thread that can be joined.
///
/// Foundation's `Thread` cannot be joined and does not report that the system refused a thread.
/// This type is only `pthread_create` and `pthread_join`.
public struct JoinableThread: @unchecked Sendable {
  // A pthread_t is an address or a number that any thread may pass to pthread_join.
  private let handle: pthread_t

  /// Starts a thread.
  ///
  /// - Parameters:
  ///   - stackBytes: The size of its stack in bytes; nil means the system's default.
  ///   - body: The code that the thread runs.
  /// - Throws: `ThreadError` if the system refuses a thread.
  public init(stackBytes: Int? = nil, _ body: @escaping @Sendable () -> Void) throws(ThreadError) {
    // Not `pthread_attr_t()`, because which module has that initializer depends on the order
    // of the files.
    let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
    pthread_attr_init(attributes)
    defer {
      pthread_attr_destroy(attributes)
      attributes.deallocate()
    }
    if let stackBytes {
      let code = pthread_attr_setstacksize(attributes, stackBytes)
      guard code == 0 else { throw ThreadError(code: code) }
    }
    let box = Unmanaged.passRetained(BodyBox(body))
    #if canImport(Darwin)
      var handle: pthread_t?
      let code = pthread_create(&handle, attributes, { runBody($0) }, box.toOpaque())
    #else
      var handle = pthread_t()
      let code = pthread_create(&handle, attributes, { runBody($0) }, box.toOpaque())
    #endif
    guard code == 0 else {
      box.release()
      throw ThreadError(code: code)
    }
    #if canImport(Darwin)
      guard let handle else { throw ThreadError(code: EAGAIN) }
    #endif
    self.handle = handle
  }

  /// Waits until the thread has ended; call it exactly once.
  public func join() {
    pthread_join(handle, nil)
  }
}

/// The system's error for a thread that could not be started.
public struct ThreadError: Error, Equatable, Sendable {
  /// The error number, for example EAGAIN.
  public let code: Int32
}

/// The number of threads in the default pools: one for each core that this process may use.
public var poolThreadCount: Int { usableCoreCount }

/// Starts `count` threads and calls `body` in each with its index from 0.
///
/// - Throws: `Refusal` with the number of threads started, which keep running.
public func startThreads(
  _ count: Int, stackBytes: Int? = nil, _ body: @escaping @Sendable (Int) -> Void
) throws(Refusal) -> [JoinableThread] {
  var threads: [JoinableThread] = []
  threads.reserveCapacity(count)
  for index in 0..<count {
    do throws(ThreadError) {
      threads.append(try JoinableThread(stackBytes: stackBytes) { body(index) })
    } catch {
      throw Refusal("starting a thread", code: error.code, reached: index)
    }
  }
  return threads
}

/// Blocks the calling thread for the duration.
///
/// Interrupting signals do not shorten it.
public func sleepBlocking(milliseconds: Int) {
  var wanted = timespec(
    tv_sec: milliseconds / 1_000, tv_nsec: milliseconds % 1_000 * 1_000_000)
  var left = timespec()
  while nanosleep(&wanted, &left) != 0 && errno == EINTR { wanted = left }
}

/// Blocks the calling thread until `monotonicNanoseconds` reaches the given time.
public func sleepBlocking(untilNanoseconds end: UInt64) {
  #if canImport(Darwin)
    while case let now = monotonicNanoseconds(), now < end {
      var left = timespec(
        tv_sec: Int((end - now) / 1_000_000_000), tv_nsec: Int((end - now) % 1_000_000_000))
      nanosleep(&left, nil)
    }
  #else
    var end = timespec(tv_sec: Int(end / 1_000_000_000), tv_nsec: Int(end % 1_000_000_000))
    while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, nil) == EINTR {}
  #endif
}

private final class BodyBox {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func runBody(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument else { return nil }
  Unmanaged<BodyBox>.fromOpaque(argument).takeRetainedValue().body()
  return nil
}
