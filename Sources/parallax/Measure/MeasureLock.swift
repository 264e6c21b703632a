import FoundationEssentials
import Platform

/// Keeps a second `measure` from a database while one runs.
///
/// An advisory lock on a file beside the database, `<database>-measuring`, which holds the process
/// number for people. The kernel takes the lock away when the process ends, however it ends, so a
/// file that a killed process left says nothing. It is not a lock on the database itself: closing
/// any descriptor of that file would drop the locks that SQLite holds on it.
final class MeasureLock {
  private let path: String
  private let descriptor: Int32

  /// Takes the lock.
  ///
  /// - Parameter database: The path of a database that is there; links are followed, so that two
  ///   names of one file have one lock.
  /// - Throws: `CommandError.alreadyMeasuring` when another holds it, `CommandError.file` when the
  ///   file cannot be made.
  init(database: String) throws(CommandError) {
    path = Self.resolved(database) + "-measuring"
    while true {
      // Programs that are started must not inherit the lock: a trial can outlive a killed tool.
      let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
      guard opened >= 0 else {
        throw .file(path: path, reason: "It cannot be made: \(String(cString: strerror(errno)))")
      }
      if flock(opened, LOCK_EX | LOCK_NB) != 0 {
        let code = errno
        defer { close(opened) }
        guard code == EWOULDBLOCK else {
          throw .file(path: path, reason: "It cannot be locked: \(String(cString: strerror(code)))")
        }
        throw .alreadyMeasuring(path: database, process: Self.text(of: opened))
      }
      if Self.isStillAt(path, opened) {
        descriptor = opened
        break
      }
      // Its holder removed it between our opening and our locking it.
      close(opened)
    }
    let text = Array("\(getpid())\n".utf8)
    ftruncate(descriptor, 0)
    // The number is for the message alone; the lock holds without it.
    _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
  }

  deinit {
    // First the name, then the lock: who locks the nameless file afterwards sees that it is nameless.
    unlink(path)
    close(descriptor)
  }

  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private static func isStillAt(_ path: String, _ descriptor: Int32) -> Bool {
    var (named, opened) = (stat(), stat())
    return stat(path, &named) == 0 && fstat(descriptor, &opened) == 0
      && named.st_ino == opened.st_ino && named.st_dev == opened.st_dev
  }

  private static func text(of descriptor: Int32) -> String? {
    var bytes = [UInt8](repeating: 0, count: 32)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    let digits = bytes.prefix(max(count, 0)).prefix { (48...57).contains($0) }
    return digits.isEmpty ? nil : String(decoding: digits, as: UTF8.self)
  }
}
