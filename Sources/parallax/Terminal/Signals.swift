import Outputs
import Platform
import Runner
import WorkloadKit

/// Passes Ctrl-C and SIGTERM to a handler on a separate thread instead of ending the process, until
/// canceled.
///
/// There can be only one at a time: the threads of two would take each other's signals.
///
/// It does not use Dispatch, which waits forever if the system refuses it a thread or memory, and
/// would leave the process deaf. For the same reason the process has only a while to end in order: then,
/// or at a second signal, the signal ends it.
final class EndSignals {
  private static let numbers = [SIGINT, SIGTERM]
  /// The time that the process has to end in order after the handler has returned.
  private static let graceMilliseconds: Int32 = 2_000

  /// A pipe from the signal handler to the thread, which passes the number of a signal, or 0 to end the
  /// thread.
  ///
  /// It is never closed, because a handler may still run when the signals are canceled.
  private static let passage: (reading: Int32, writing: Int32) = {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return (-1, -1) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }()

  private let thread: JoinableThread
  /// What the signals did before.
  private let actions: [(@convention(c) (Int32) -> Void)?]

  /// Lets the signals reach this process although the one that started it blocks them: only a kill could
  /// end it otherwise.
  static func unblock() {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in numbers { sigaddset(&signals, number) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// Waits for signals from now on.
  ///
  /// - Throws: `CommandError.noSignals` if the system refuses the thread.
  init(_ handle: @escaping @Sendable (Int32) -> Void) throws(CommandError) {
    guard Self.passage.reading >= 0 else { throw .noSignals(SystemError.last) }
    do throws(ThreadError) {
      thread = try JoinableThread(stackBytes: 1 << 20) {
        guard let number = Self.next() else { return }
        handle(number)
        if let last = Self.next(within: Self.graceMilliseconds, otherwise: number) {
          endProcess(with: last)
        }
      }
    } catch { throw .noSignals(SystemError(code: error.code)) }
    actions = Self.numbers.map { signal($0) { EndSignals.pass($0) } }
  }

  /// Lets the signals do what they did before, which is to end the process unless it was started
  /// otherwise.
  func cancel() {
    for (number, action) in zip(Self.numbers, actions) { signal(number, action) }
    Self.pass(0)
    thread.join()
  }

  /// Passes a number to the thread; safe in a signal handler.
  private static func pass(_ number: Int32) {
    let before = errno
    var byte = UInt8(truncatingIfNeeded: number)
    while write(passage.writing, &byte, 1) < 0, errno == EINTR {}
    errno = before
  }

  /// Waits for a signal; nil when the thread should end.
  private static func next() -> Int32? {
    var byte: UInt8 = 0
    while read(passage.reading, &byte, 1) < 0, errno == EINTR {}
    return byte == 0 ? nil : Int32(byte)
  }

  /// Waits for a signal, and returns the first one if none has come within the time.
  private static func next(within milliseconds: Int32, otherwise first: Int32) -> Int32? {
    var event = pollfd(fd: passage.reading, events: Int16(POLLIN), revents: 0)
    var count = poll(&event, 1, milliseconds)
    while count < 0, errno == EINTR { count = poll(&event, 1, milliseconds) }
    return count == 0 ? first : next()
  }
}

/// Runs trials so that Ctrl-C and SIGTERM end the running one, and none outlives this process.
///
/// - Parameter onRequest: Called after a signal.
func interruptible<Value>(
  onRequest: @escaping @Sendable () -> Void = {}, _ body: (Interruption) throws -> Value
) throws -> Value {
  let interruption = try Interruption.withOrphanReaper()
  let signals = try EndSignals { _ in
    interruption.request()
    onRequest()
  }
  defer { signals.cancel() }
  return try body(interruption)
}

/// Writes outputs so that Ctrl-C and SIGTERM leave nothing unfinished: what was there before stays, or
/// is replaced as a whole.
///
/// - Parameter children: The children that the signals end first; nil if there are none.
func writingOutputs<Value>(
  ending children: Interruption? = nil, _ body: () throws -> Value
) throws -> Value {
  let signals = try EndSignals { number in
    // In half of the time that there is. A step that waits for a child goes on only then.
    children?.end(within: .seconds(1))
    Replacement.end(with: number) { isReplaced in
      writeError(
        isReplaced
          ? "Interrupted; the output is complete.\n" : "Interrupted; the output was not changed.\n")
    }
  }
  defer { signals.cancel() }
  do { return try body() } catch {
    // It may fail only because its temporary files are being removed, and then the signal says more.
    Replacement.waitForEnd()
    throw error
  }
}
