// The C library's `stdout` is a variable, which only this file reads, while the process exits.
@preconcurrency import Platform

/// Makes sure that text for standard output goes nowhere else, and that its loss is an error.
enum StandardStreams {
  /// Opens closed standard descriptors so that no file gets their numbers, and checks standard output
  /// when the process exits.
  ///
  /// Without the first, a database opened while standard output is closed would receive what is
  /// printed. `print` ignores errors, so the second covers every command, and help and version as well:
  /// the process then exits with code 1 and a message.
  static func guardOutput() {
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
      // The lowest free number is the closed one. It is opened for reading, so writing to it fails.
      _ = open("/dev/null", O_RDONLY)
    }
    atexit {
      let flushed = fflush(stdout)
      guard flushed != 0 || ferror(stdout) != 0 else { return }
      let reason = errno == 0 ? "" : ": \(String(cString: strerror(errno)))"
      writeError("Error: standard output could not be written\(reason).\n")
      _exit(1)
    }
  }
}
