import Platform

/// Calls that the C library has but its Swift module leaves out, found by name; each is nil where
/// the library is too old to have it.
enum OptionalCall {
  /// `pidfd_open` (Linux 5.3, glibc 2.36): a descriptor that becomes readable when the process ends.
  static let openProcessDescriptor = find(
    "pidfd_open",
    as: (@convention(c) (pid_t, UInt32) -> Int32).self
  )

  /// `pipe2`: a pipe whose ends close on exec from their beginning.
  static let openPipe = find(
    "pipe2",
    as: (@convention(c) (UnsafeMutablePointer<Int32>, Int32) -> Int32).self
  )

  #if os(Linux)
    /// `posix_spawn_file_actions_addclosefrom_np` (glibc 2.34): the child closes all descriptors
    /// from this one on.
    static let addCloseFrom = find(
      "posix_spawn_file_actions_addclosefrom_np",
      as: (@convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32).self
    )
  #endif

  /// `gnu_get_libc_version`: the version of the C library, for example `2.36`.
  static let libraryVersion = find(
    "gnu_get_libc_version",
    as: (@convention(c) () -> UnsafePointer<CChar>?).self
  )

  private static func find<Function>(_ name: String, as type: Function.Type) -> Function? {
    #if canImport(Darwin)
      nil
    #else
      dlsym(nil, name).map { unsafeBitCast($0, to: type) }
    #endif
  }
}

extension Duration {
  /// The length in whole nanoseconds, at least 0 and at most 2^62 (146 years).
  var nanoseconds: UInt64 {
    let (seconds, attoseconds) = components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    guard seconds < 1 << 32 else { return 1 << 62 }
    return UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds) / 1_000_000_000
  }

  /// The length in seconds with at most one digit after the point, for example `2.5 s`.
  var secondsText: String {
    let tenths = (nanoseconds + 50_000_000) / 100_000_000
    return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
  }
}
