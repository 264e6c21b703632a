import Platform

/// The system's record of a file, after following symbolic links.
struct FileStatus {
  /// Whether it is a plain file, not a folder, nor a device or pipe that may never end.
  let isRegular: Bool
  let byteCount: Int
  private let device: dev_t
  private let number: ino_t

  /// Returns nil when there is no such file, or its folder cannot be searched.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    isRegular = status.st_mode & S_IFMT == S_IFREG
    byteCount = Int(status.st_size)
    device = status.st_dev
    number = status.st_ino
  }

  /// Whether two paths name the same file.
  func isSameFile(as other: FileStatus) -> Bool {
    device == other.device && number == other.number
  }
}
