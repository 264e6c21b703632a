import Platform

/// File system metadata that identifies one version of a file's content: device and file number,
/// size, and the times when its bytes and its directory entry last changed.
///
/// Programs cannot set the time of the directory entry, unlike the time of the bytes. But a file
/// system's clock advances in steps, and two changes within one step have the same time. So an
/// identity is valid only for a file that is ``isSettled``.
struct FileIdentity: CustomStringConvertible {
  let description: String
  /// Whether a change made from now on would get a different time.
  let isSettled: Bool

  /// Reads the metadata of a file; nil if it does not exist or cannot be read.
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
    // A step is at most ten milliseconds, or one or two seconds if fractions are not stored.
    let step = changed.tv_nsec == 0 ? 2.0 : 0.1
    let age =
      Double(now.tv_sec - changed.tv_sec) + Double(now.tv_nsec - changed.tv_nsec) / 1e9
    isSettled = age > step
  }

  /// Waits until a file that is not being written to is settled, on common file systems.
  static func waitUntilSettled() { usleep(150_000) }
}

/// The files in which SQLite keeps a database: the file itself and both kinds of journal, if they
/// hold anything.
func databaseFiles(_ path: String) -> [String] {
  // The journals are next to the file, not next to a link to it.
  let file = canonicalPath(path) ?? path
  return [file] + ["\(file)-wal", "\(file)-journal"].filter(holdsAnything)
}

private func holdsAnything(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_size > 0
}

/// The running program and the libraries that it has loaded; only the program if the system does
/// not list them.
func loadedPrograms(besides executable: String) -> [String] {
  let mappings: [UInt8]
  do { mappings = try fileBytes("/proc/self/maps") } catch { return [executable] }
  let lines = String(decoding: mappings, as: UTF8.self).split(separator: "\n")
  let paths = lines.compactMap { line -> String? in
    // Address, permissions, offset, device, number, and a path that may contain spaces.
    let fields = line.split(separator: " ", maxSplits: 5)
    guard fields.count == 6, fields[1].contains("x") else { return nil }
    let path = fields[5].drop { $0 == " " }
    return path.hasPrefix("/") ? String(path) : nil
  }
  return Set(paths + [executable]).sorted()
}
