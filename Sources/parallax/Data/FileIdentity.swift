import Platform

/// What the file system says of a file that tells its content from any other that it has had: its
/// device and number, its size, and when its bytes and its entry were last changed.
///
/// The last of these cannot be set by a program, unlike the time of the bytes. But the clock of a
/// file system goes in steps, and two changes within one step bear the same time. So an identity
/// holds only for a file that is ``isSettled``.
struct FileIdentity: CustomStringConvertible {
  let description: String
  /// Whether another change from now on would bear another time.
  let isSettled: Bool

  /// Looks at a file; nil when there is none, or none that can be looked at.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    #if canImport(Darwin)
      let (written, changed) = (status.st_mtimespec, status.st_ctimespec)
    #else
      let (written, changed) = (status.st_mtim, status.st_ctim)
    #endif
    let times = "\(written.tv_sec).\(written.tv_nsec) \(changed.tv_sec).\(changed.tv_nsec)"
    description = "\(status.st_dev) \(status.st_ino) \(status.st_size) \(times)"
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    // Steps are of ten milliseconds at most, or of one or two seconds where no parts are kept.
    let step = changed.tv_nsec == 0 ? 2.0 : 0.1
    let age =
      Double(now.tv_sec - changed.tv_sec) + Double(now.tv_nsec - changed.tv_nsec) / 1e9
    isSettled = age > step
  }

  /// Waits so long that a file which nobody writes to is settled, on the file systems that are usual.
  static func waitUntilSettled() { usleep(150_000) }
}

/// The files that SQLite keeps a database in: the file itself and, while they hold anything, the two
/// kinds of journal beside it.
func databaseFiles(_ path: String) -> [String] {
  // The journals lie beside the file, not beside a link to it.
  let real = realpath(path, nil)
  defer { free(real) }
  let file = real.map { String(cString: $0) } ?? path
  return [file] + ["\(file)-wal", "\(file)-journal"].filter(holdsAnything)
}

private func holdsAnything(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_size > 0
}

/// The running program and the libraries that it has loaded; the program alone where the system does
/// not list them.
func loadedPrograms(besides executable: String) -> [String] {
  let mappings: [UInt8]
  do { mappings = try fileBytes("/proc/self/maps") } catch { return [executable] }
  let lines = String(decoding: mappings, as: UTF8.self).split(separator: "\n")
  let paths = lines.compactMap { line -> String? in
    // Address, permissions, offset, device, number, and a path that may hold spaces.
    let fields = line.split(separator: " ", maxSplits: 5)
    guard fields.count == 6, fields[1].contains("x") else { return nil }
    let path = fields[5].drop { $0 == " " }
    return path.hasPrefix("/") ? String(path) : nil
  }
  return Set(paths + [executable]).sorted()
}
