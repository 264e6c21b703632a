import Platform

/// Raises this process's limit of open descriptors as far as the system allows, as Go's runtime
/// does by itself, and returns the new limit.
public func raisedDescriptorLimit() -> Int {
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
  return Int(clamping: limit.rlim_cur)
}
