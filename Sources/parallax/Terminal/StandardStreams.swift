import Platform
import Synchronization

/// Makes sure that text for standard output and standard error goes nowhere else, and that its loss is
/// an error.
enum StandardStreams {
  /// The exit code when the reader of standard output has closed it, as a shell reports SIGPIPE.
  static let closedPipe: Int32 = 128 + SIGPIPE

  /// The name of standard output in errors.
  static let outputName = "standard output"

  /// The error number of a write that failed, 0 while there is none.
  private static let lostOutput = Atomic<Int32>(0)
  private static let lostErrors = Atomic<Int32>(0)

  /// Opens closed standard descriptors so that no file gets their numbers, and turns the signals of a
  /// closed pipe and of a file that has reached its limit into errors.
  ///
  /// Without the first, a database opened while standard output is closed would receive what is
  /// printed.
  static func guardOutput() {
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free number is the closed one. Using it for what it is meant for fails.
      _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
    }
    // Children start with the default actions again.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  /// Writes to standard output; the first error is reported when the process ends, and nothing is
  /// written after it.
  static func write(_ text: String) {
    guard lostOutput.load(ordering: .relaxed) == 0 else { return }
    do { try writeAll(Array(text.utf8), to: 1) } catch { lose(error) }
  }

  /// Records that something for standard output is lost.
  static func lose(_ reason: SystemError) { lostOutput.store(reason.code, ordering: .relaxed) }

  /// Writes to standard error; an error makes the process fail when it ends, since there is no other
  /// place to report it.
  static func writeError(_ text: String) {
    do { try writeAll(Array(text.utf8), to: 2) } catch {
      lostErrors.store(error.code, ordering: .relaxed)
    }
  }

  /// Waits until standard input ends or cannot be read, and keeps nothing of it.
  static func waitForEndOfInput() {
    var bytes = [UInt8](repeating: 0, count: 4_096)
    var count = 1
    while count > 0 || count < 0 && errno == EINTR { count = read(0, &bytes, bytes.count) }
  }

  /// Ends the process: with this exit code, or with a failure if something could not be written.
  static func end(_ code: Int32) -> Never {
    let lost = lostOutput.load(ordering: .relaxed)
    if lost == EPIPE { exit(closedPipe) }
    if lost != 0 {
      let reason = SystemError(code: lost)
      writeError("Error: \(outputName) could not be written: \(reason).\n")
      exit(1)
    }
    exit(code == 0 && lostErrors.load(ordering: .relaxed) != 0 ? 1 : code)
  }
}
