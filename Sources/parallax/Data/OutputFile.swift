import ArgumentParser
import Platform

/// A file that is written under a temporary name and renamed when it is complete.
enum OutputFile {
  /// The exit code of a program whose reader closed the pipe, as a shell reports SIGPIPE.
  private static let closedPipe = ExitCode(128 + SIGPIPE)

  /// Passes the body a sink for a file, or for standard output when there is no path.
  ///
  /// When the body throws, or the file cannot be written, an existing file is not changed. When the
  /// reader of standard output has closed it, the program ends without a message.
  static func fill(_ path: String?, _ body: (inout TextSink) throws -> Void) throws {
    guard let path else {
      var sink = TextSink.standardOutput()
      do {
        try body(&sink)
        return try sink.flush()
      } catch let error as FileError where error.isClosedPipe {
        throw closedPipe
      }
    }
    let (partial, descriptor) = try create(nextTo: path)
    do {
      var sink = TextSink(descriptor: descriptor, path: path)
      try body(&sink)
      try sink.flush()
      if fsync(descriptor) != 0 { throw refusal(path) }
    } catch {
      close(descriptor)
      unlink(partial)
      throw error
    }
    guard close(descriptor) == 0, rename(partial, path) == 0 else {
      let error = refusal(path)
      unlink(partial)
      throw error
    }
  }

  /// Creates the temporary file, whose name no other process uses.
  private static func create(nextTo path: String) throws -> (path: String, descriptor: Int32) {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      throw CommandError.file(
        path: path, reason: "It is not a regular file. Name another with --out, or leave it out.")
    }
    if try isDatabase(path) {
      throw CommandError.file(
        path: path, reason: "It is a database, which is not replaced. Name another file with --out."
      )
    }
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    let partial = "\(path.dropLast(name.count)).\(name).partial-\(getpid())"
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw refusal(path) }
    return (partial, descriptor)
  }

  /// Whether a file exists and begins as every SQLite database does.
  private static func isDatabase(_ path: String) throws -> Bool {
    guard access(path, R_OK) == 0 else { return false }
    return try FileReader(path).next(16) == Array("SQLite format 3\0".utf8)
  }

  private static func refusal(_ path: String) -> FileError {
    FileError(path: path, action: .written, reason: .last)
  }
}
