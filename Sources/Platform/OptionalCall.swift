/// Calls that the C library has but its Swift module does not export, looked up by name.
///
/// Each is nil if the library is too old to have it.
package enum OptionalCall {
  /// `pidfd_open` (Linux 5.3, glibc 2.36): a descriptor that becomes readable when the process ends.
  package static let openProcessDescriptor = find(
    "pidfd_open",
    as: (@convention(c) (pid_t, UInt32) -> Int32).self
  )

  /// `pipe2`: creates a pipe whose ends are close-on-exec from the start.
  package static let openPipe = find(
    "pipe2",
    as: (@convention(c) (UnsafeMutablePointer<Int32>, Int32) -> Int32).self
  )

  #if os(Linux)
    /// `posix_spawn_file_actions_addclosefrom_np` (glibc 2.34): the child closes all descriptors
    /// from this number up.
    package static let addCloseFrom = find(
      "posix_spawn_file_actions_addclosefrom_np",
      as: (@convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32).self
    )

    /// `syscall` with five arguments: a call of the kernel that the C library has no function for.
    ///
    /// ``KernelCall`` has the numbers of the calls. A pointer is passed as its address.
    package static let callKernel = find(
      "syscall",
      as: (@convention(c) (Int, Int, Int, Int, Int, Int) -> Int).self
    )
  #endif

  /// `prctl`: changes an attribute of this process.
  package static let controlProcess = find(
    "prctl",
    as: (@convention(c) (Int32, UInt, UInt, UInt, UInt) -> Int32).self
  )

  /// `sched_getaffinity`: reads the set of cores that a thread may use.
  static let coresAllowed = find(
    "sched_getaffinity",
    as: (@convention(c) (pid_t, Int, UnsafeMutableRawPointer) -> Int32).self
  )

  /// `sched_setaffinity`: changes the set of cores that a thread may use.
  static let allowCores = find(
    "sched_setaffinity",
    as: (@convention(c) (pid_t, Int, UnsafeRawPointer) -> Int32).self
  )

  /// `gnu_get_libc_version`: the version of the C library, for example `2.36`.
  package static let libraryVersion = find(
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
