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
      // The lowest free number is the closed one. It is opened for reading, so writing to it fails.
      _ = open("/dev/null", O_RDONLY)
    }
    // Children start with the default actions again.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  /// The files that a command may open besides the standard ones: a database with its journal, pipes of
  /// a child, and what libdispatch and SwiftNIO open for each thread.
  private static let neededDescriptors = 64

  /// Ends the process with a message if it may not open enough files.
  ///
  /// libdispatch opens files of its own on other threads, and traps when it cannot.
  static func requireDescriptors() {
    var opened: [Int32] = []
    while opened.count < neededDescriptors {
      let descriptor = fcntl(0, F_DUPFD_CLOEXEC, 3)
      guard descriptor >= 0 else { break }
      opened.append(descriptor)
    }
    for descriptor in opened { close(descriptor) }
    guard opened.count < neededDescriptors else { return }
    writeError(
      "Error: this process may open only \(opened.count) more files, and needs \(neededDescriptors). "
        + "Raise the limit with: ulimit -n 1024\n")
    end(1)
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
