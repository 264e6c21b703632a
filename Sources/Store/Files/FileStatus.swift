import Platform

/// What the system says of a file, symbolic links followed.
struct FileStatus {
  /// Whether it is neither a folder nor a device nor a pipe, which may have no end.
  let isRegular: Bool
  let byteCount: Int
  private let device: dev_t
  private let number: ino_t

  /// Looks at a file; nil when there is none that can be looked at.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    isRegular = status.st_mode & S_IFMT == S_IFREG
    byteCount = Int(status.st_size)
    device = status.st_dev
    number = status.st_ino
  }

  /// Whether two names lead to one file.
  func isSameFile(as other: FileStatus) -> Bool {
    device == other.device && number == other.number
  }
}
