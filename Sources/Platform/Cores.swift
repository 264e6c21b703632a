/// A set of cores, as Linux's scheduler keeps it for each thread: the thread's affinity.
///
/// A new thread and a new process start with the set of the thread that created them.
package struct CoreSet: Equatable, Sendable {
  /// Room for 8,192 cores, the most that Linux can be built for.
  private static let byteCount = 1_024

  /// One bit for each core; core 0 is the lowest bit of the first byte.
  private var mask = [UInt8](repeating: 0, count: byteCount)

  package init(_ cores: some Sequence<Int>) {
    for core in cores where 0..<Self.byteCount * 8 ~= core {
      mask[core / 8] |= 1 << UInt8(core % 8)
    }
  }

  /// The cores that the calling thread may use; nil on a system that does not say.
  package static var ofThisThread: CoreSet? {
    guard let call = OptionalCall.coresAllowed else { return nil }
    var set = CoreSet([])
    let code = set.mask.withUnsafeMutableBytes { bytes in
      bytes.baseAddress.map { call(0, bytes.count, $0) } ?? -1
    }
    return code < 0 || set.cores.isEmpty ? nil : set
  }

  /// The numbers of the cores, in ascending order.
  package var cores: [Int] {
    mask.indices.filter { mask[$0] != 0 }.flatMap { byte in
      (0..<8).filter { mask[byte] & 1 << UInt8($0) != 0 }.map { byte * 8 + $0 }
    }
  }

  /// The set of its first cores.
  package func prefix(_ count: Int) -> CoreSet { CoreSet(cores.prefix(count)) }

  /// Calls the body while the calling thread may use only these cores.
  ///
  /// Where the system does not allow that, the body runs on the cores as they are.
  package func around<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard let before = Self.ofThisThread, before != self, use() else { return try body() }
    defer { _ = before.use() }
    return try body()
  }

  private func use() -> Bool {
    guard let call = OptionalCall.allowCores else { return false }
    return mask.withUnsafeBytes { bytes in
      bytes.baseAddress.map { call(0, bytes.count, $0) } == 0
    }
  }
}

/// The number of cores that this process may use, at least 1.
///
/// It is the size of the calling thread's affinity, which is also what Swift's and Dispatch's pools,
/// Go, Tokio and Java start from. A control group's quota is not part of it: the parent process
/// narrows the affinity to the quota.
package var usableCoreCount: Int {
  max(1, CoreSet.ofThisThread?.cores.count ?? sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}
