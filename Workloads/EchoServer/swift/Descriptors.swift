import WorkloadKit

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension EchoServer {
  /// Raises this process's limit of descriptors as far as it may, as Go's runtime does by itself.
  ///
  /// - Throws: `Refusal` when so many connections are more than it allows.
  static func allowDescriptors(for connections: Int) throws(Refusal) {
    #if canImport(Darwin) || canImport(Musl)
      let resource = RLIMIT_NOFILE
    #else
      let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #endif
    var limit = rlimit()
    getrlimit(resource, &limit)
    limit.rlim_cur = limit.rlim_max
    setrlimit(resource, &limit)
    getrlimit(resource, &limit)
    // For standard streams, event loops, the listener and the call.
    let others: rlim_t = 32
    guard limit.rlim_cur >= rlim_t(connections) + others else {
      throw Refusal(
        "opening descriptors for connections", code: EMFILE,
        reached: Int(limit.rlim_cur) - Int(others))
    }
  }
}
