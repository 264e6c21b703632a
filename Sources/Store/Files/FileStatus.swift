import Platform

/// The system's record of a file, after following symbolic links.
struct FileStatus {
  let byteCount: Int
  /// When its content was last changed, in seconds and nanoseconds.
  private let changed: (Int, Int)
  private let device: dev_t
  private let number: ino_t

  /// Returns nil when there is no such file, or its folder cannot be searched.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// Returns nil when the descriptor is not open.
  init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    byteCount = Int(status.st_size)
    #if canImport(Darwin)
      changed = (status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec)
    #else
      changed = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    #endif
    device = status.st_dev
    number = status.st_ino
  }

  /// Whether two paths name the same file.
  func isSameFile(as other: FileStatus) -> Bool {
    device == other.device && number == other.number
  }

  /// Whether the content may be another than when the system recorded the other status of this file.
  func isChanged(since other: FileStatus) -> Bool {
    byteCount != other.byteCount || changed != other.changed
  }
}
