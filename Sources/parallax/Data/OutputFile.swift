import ArgumentParser
import Platform

/// A file that is written beside its place and takes it when it is complete.
enum OutputFile {
  /// The exit code of a program whose reader has gone, as a shell tells it of SIGPIPE.
  private static let readerGone = ExitCode(128 + SIGPIPE)

  /// Hands the body a function that writes to a file, or to standard output when there is no path.
  ///
  /// When the body throws, or the system refuses, the file stays as it was. A reader of standard
  /// output that has gone ends the program without a message.
  static func fill(
    _ path: String?, _ body: (@escaping ([UInt8]) throws -> Void) throws -> Void
  ) throws {
    guard let path else {
      return try body { bytes in
        let problem = writeAll(bytes, to: 1)
        if problem == EPIPE { throw readerGone }
        if problem != 0 { throw refusal("standard output", problem) }
      }
    }
    let (partial, descriptor) = try make(beside: path)
    do {
      try body { bytes in
        let problem = writeAll(bytes, to: descriptor)
        if problem != 0 { throw refusal(path, problem) }
      }
      if fsync(descriptor) != 0 { throw refusal(path, errno) }
    } catch {
      close(descriptor)
      unlink(partial)
      throw error
    }
    guard close(descriptor) == 0, rename(partial, path) == 0 else {
      let problem = errno
      unlink(partial)
      throw refusal(path, problem)
    }
  }

  /// Makes the file that is written; no other process uses its name.
  private static func make(beside path: String) throws -> (path: String, descriptor: Int32) {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      throw CommandError.file(
        path: path, reason: "It is not a regular file. Name another with --out, or leave it out.")
    }
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    let partial = "\(path.dropLast(name.count)).\(name).partial-\(getpid())"
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw refusal(path, errno) }
    return (partial, descriptor)
  }

  private static func refusal(_ path: String, _ problem: Int32) -> CommandError {
    .file(path: path, reason: "It cannot be written: \(String(cString: strerror(problem))).")
  }
}
