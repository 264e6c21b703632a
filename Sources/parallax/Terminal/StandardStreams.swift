import Outputs
import Platform
import Synchronization

/// Makes sure that text for standard output and standard error goes nowhere else, and that its loss is
/// an error.
enum StandardStreams {
  /// The exit code when the reader of standard output has closed it, as a shell reports SIGPIPE.
  static let closedPipe: Int32 = 128 + SIGPIPE

  /// The name of standard output in errors.
  static let outputName = "standard output"

  private static let names: [Int32: String] = [1: outputName, 2: "standard error"]

  /// The error number of a write that failed, 0 while there is none.
  private static let lostOutput = Atomic<Int32>(0)
  private static let lostErrors = Atomic<Int32>(0)

  /// The descriptors to which nothing may be written, as bits.
  private static let closed = Atomic<Int32>(0)

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

  /// Ends the process with a message if the shell has led one of the streams into a database or a file
  /// that belongs to one, before anything is written there.
  static func requireApartFromDatabases() {
    let found = names.keys.sorted().compactMap { descriptor in
      regularFile(ofDescriptor: descriptor).flatMap(database).map { (descriptor, $0) }
    }
    for (descriptor, _) in found { close(descriptor) }
    guard let (descriptor, path) = found.first, let name = names[descriptor] else { return }
    let message =
      "Error: \(name) leads into the database \"\(path)\", which it would damage. Nothing was changed; "
      + "redirect it to another file.\n"
    writeError(message.visible)
    exit(1)
  }

  /// The database that a file is or belongs to; nil for any other file.
  private static func database(ofFile path: String) -> String? {
    let ending = InputFiles.companionEndings.first(where: path.hasSuffix) ?? ""
    let beginnings = [path, String(path.dropLast(ending.count))].filter { candidate in
      do {
        return try FileReader(candidate).next(16) == Array("SQLite format 3\0".utf8)
      } catch { return false }
    }
    return beginnings.first
  }

  /// Makes sure that a file that is read is not one of the streams.
  ///
  /// - Throws: `CommandError.file`.
  static func requireApart(from reader: FileReader, name: String) throws(CommandError) {
    let streams = names.keys.filter { reader.isFile(ofDescriptor: $0) }.sorted()
    for descriptor in streams { close(descriptor) }
    guard let stream = streams.first.flatMap({ names[$0] }) else { return }
    throw .file(
      path: name,
      reason:
        "It is also \(stream), which would write into it. Nothing was changed; redirect it to "
        + "another file.")
  }

  /// Writes nothing more to a stream; what is for standard error goes to the other one, if that may be
  /// written.
  static func close(_ descriptor: Int32) {
    _ = closed.bitwiseOr(1 << descriptor, ordering: .relaxed)
  }

  private static func isOpen(_ descriptor: Int32) -> Bool {
    closed.load(ordering: .relaxed) & 1 << descriptor == 0
  }

  /// Writes to standard output; the first error is reported when the process ends, and nothing is
  /// written after it.
  static func write(_ text: String) {
    guard lostOutput.load(ordering: .relaxed) == 0, isOpen(1) else { return }
    do { try writeAll(Array(text.utf8), to: 1) } catch { lose(error) }
  }

  /// Records that something for standard output is lost.
  static func lose(_ reason: SystemError) { lostOutput.store(reason.code, ordering: .relaxed) }

  /// Writes to standard error; an error makes the process fail when it ends, since there is no other
  /// place to report it.
  static func writeError(_ text: String) {
    guard let descriptor = [2, 1].first(where: isOpen) else { return }
    do { try writeAll(Array(text.utf8), to: descriptor) } catch {
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
