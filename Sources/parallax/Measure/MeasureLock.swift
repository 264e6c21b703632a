import FoundationEssentials
import Platform

/// Prevents a second `measure` on a database while one runs.
///
/// It is an advisory lock on a file next to the database, `<database>-measuring`, which contains the
/// process ID for people to read. The kernel releases the lock when the process ends for any reason,
/// so a file left by a killed process does no harm. The lock is not on the database itself because
/// closing any descriptor of that file would drop SQLite's own locks.
final class MeasureLock {
  private let path: String
  private let descriptor: Int32

  /// Acquires the lock.
  ///
  /// - Parameter database: The path of an existing database. Links are resolved, so that two names
  ///   of one file have one lock.
  /// - Throws: `CommandError.alreadyMeasuring` if another process holds it, `CommandError.file` if
  ///   the file cannot be created.
  init(database: String) throws(CommandError) {
    path = (canonicalPath(database) ?? database) + "-measuring"
    while true {
      // Child processes must not inherit the lock: a trial can outlive a killed tool.
      let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
      guard opened >= 0 else {
        throw .file(path: path, reason: "It cannot be created: \(String(cString: strerror(errno)))")
      }
      if flock(opened, LOCK_EX | LOCK_NB) != 0 {
        let code = errno
        defer { close(opened) }
        guard code == EWOULDBLOCK else {
          throw .file(path: path, reason: "It cannot be locked: \(String(cString: strerror(code)))")
        }
        throw .alreadyMeasuring(path: database, process: Self.text(of: opened))
      }
      if isSameFile(path, asDescriptor: opened) {
        descriptor = opened
        break
      }
      // Its holder removed the file between our open and our lock.
      close(opened)
    }
    let text = Array("\(getpid())\n".utf8)
    ftruncate(descriptor, 0)
    // The number is only for the message; the lock works without it.
    _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }

  deinit {
    // Unlink before unlocking, so that the next process to lock the file sees that it was unlinked.
    unlink(path)
    close(descriptor)
  }

  private static func text(of descriptor: Int32) -> String? {
    var bytes = [UInt8](repeating: 0, count: 32)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    let digits = bytes.prefix(max(count, 0)).prefix { (48...57).contains($0) }
    return digits.isEmpty ? nil : String(decoding: digits, as: UTF8.self)
  }
}
