import Platform

/// A resource that the system would not give: a result, not a fault.
public struct Refusal: Error, Equatable, Sendable {
  /// What was asked for and the system's reason.
  public let reason: String
  /// How many of it were had before.
  public let reached: Int

  /// Makes a refusal of the resource after `reached` were had.
  public init(_ what: String, code: Int32, reached: Int) {
    reason = "\(what): \(String(cString: strerror(code)))"
    self.reached = reached
  }
}

/// An operating-system thread that can be waited for.
///
/// Foundation's `Thread` neither reports that the system refused a thread nor can be joined; this
/// is `pthread_create` and `pthread_join` and nothing else.
public struct JoinableThread: @unchecked Sendable {
  // A pthread_t is an address or a number that any thread may pass to pthread_join.
  private let handle: pthread_t

  /// Starts a thread.
  ///
  /// - Parameters:
  ///   - stackBytes: The size of its stack; nil takes the system's default.
  ///   - body: What it runs.
  /// - Throws: The system's error code when it gives no thread.
  public init(stackBytes: Int? = nil, _ body: @escaping @Sendable () -> Void) throws(ThreadError) {
    // Not `pthread_attr_t()`: which module has that initializer depends on the order of the files.
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

  /// Waits until the thread has ended; to be called once.
  public func join() {
    pthread_join(handle, nil)
  }
}

/// The system's code for a thread that could not be started.
public struct ThreadError: Error, Equatable, Sendable {
  /// The error number, for example EAGAIN.
  public let code: Int32
}

/// As many threads as the default pools have: one for each core.
public var poolThreadCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

/// Starts `count` threads; when the system refuses one, says how many it gave.
///
/// - Throws: `Refusal` with the number of threads that were started.
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

/// Blocks the calling thread for the duration; an interrupted sleep goes on.
public func sleepBlocking(milliseconds: Int) {
  var wanted = timespec(
    tv_sec: milliseconds / 1_000, tv_nsec: milliseconds % 1_000 * 1_000_000)
  var left = timespec()
  while nanosleep(&wanted, &left) != 0 && errno == EINTR { wanted = left }
}

/// Blocks the calling thread until `monotonicNanoseconds` reaches the moment.
public func sleepBlocking(untilNanoseconds end: UInt64) {
  while case let now = monotonicNanoseconds(), now < end {
    var left = timespec(
      tv_sec: Int((end - now) / 1_000_000_000), tv_nsec: Int((end - now) % 1_000_000_000))
    nanosleep(&left, nil)
  }
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
