import Platform
import Synchronization

/// What every command needs of the system, tried before anything starts.
///
/// Dispatch traps when it cannot open a file, and waits forever for a thread or for memory. SwiftNIO
/// traps without a thread.
enum ProcessLimits {
  /// The files that a command may open besides the standard ones: a database with its journal, pipes of
  /// a child, and what libdispatch and SwiftNIO open for each thread.
  private static let neededDescriptors = 64

  /// The threads and processes that a command may start at once, apart from the trial that it measures.
  private static let neededThreads = 8

  /// The address space that a command needs for a small database.
  private static let neededMebibytes = 128

  /// Ends the process with a message if it may not have enough files, memory or threads.
  static func require() {
    requireDescriptors()
    requireMemory()
    requireThreads()
  }

  private static func requireDescriptors() {
    var opened: [Int32] = []
    while opened.count < neededDescriptors {
      let descriptor = fcntl(0, F_DUPFD_CLOEXEC, 3)
      guard descriptor >= 0 else { break }
      opened.append(descriptor)
    }
    for descriptor in opened { close(descriptor) }
    guard opened.count < neededDescriptors else { return }
    end(
      "this process may open only \(opened.count) more files, and needs \(neededDescriptors). "
        + "Raise the limit with: ulimit -n 1024")
  }

  private static func requireMemory() {
    let byteCount = neededMebibytes << 20
    let place = mmap(
      nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON | MAP_NORESERVE, -1, 0)
    guard place == MAP_FAILED else {
      munmap(place, byteCount)
      return
    }
    end(
      "this process cannot get \(neededMebibytes) MiB more memory: \(SystemError.last). "
        + "Raise the limit with: ulimit -v unlimited")
  }

  private static func requireThreads() {
    let gate = Gate()
    let pointer = Unmanaged.passUnretained(gate).toOpaque()
    var threads: [pthread_t] = []
    var reason: Int32 = 0
    gate.lock.withLock { _ in
      while threads.count < neededThreads, reason == 0 {
        // Not `JoinableThread`, which frees memory on the thread: for that, glibc reserves 64 MiB.
        #if canImport(Darwin)
          var thread: pthread_t?
          reason = pthread_create(&thread, nil, { Gate.pass($0) }, pointer)
          if let thread { threads.append(thread) }
        #else
          var thread = pthread_t()
          reason = pthread_create(&thread, nil, { Gate.pass($0) }, pointer)
          if reason == 0 { threads.append(thread) }
        #endif
      }
    }
    for thread in threads { pthread_join(thread, nil) }
    withExtendedLifetime(gate) {}
    guard reason != 0 else { return }
    end(
      "this process may start only \(threads.count) more threads or processes, and needs "
        + "\(neededThreads): \(SystemError(code: reason)). Raise the limit of this user (ulimit -u) or "
        + "control group (pids.max), or end other programs.")
  }

  /// What keeps threads from ending until all have started.
  private final class Gate: Sendable {
    let lock = Mutex(())

    static func pass(_ gate: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
      guard let gate else { return nil }
      Unmanaged<Gate>.fromOpaque(gate).takeUnretainedValue().lock.withLock { _ in }
      return nil
    }
  }

  private static func end(_ problem: String) -> Never {
    writeError("Error: \(problem)\n")
    StandardStreams.end(1)
  }
}
