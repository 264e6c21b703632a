import Platform
import WorkloadKit

extension DeepStack {
  /// How much resident memory the tasks take, from before they are started until all are deep.
  struct Residence {
    private let before = residentBytes()
    private var live: Double?

    /// Call it when all tasks are at the bottom.
    mutating func noteAllDeep() { live = residentBytes() }

    /// Records the bytes of each task if the system reports them.
    func report(_ parameters: Parameters, to stopwatch: inout Stopwatch) {
      guard let before, let live else { return }
      stopwatch.record(liveTaskBytes, max(0, live - before) / Double(parameters.tasks))
    }
  }

  /// The resident size of this process in bytes; nil if the system does not report it.
  ///
  /// It comes from the page tables, because `VmRSS` is behind by up to 64 pages for each thread.
  private static func residentBytes() -> Double? {
    guard let file = fopen("/proc/self/smaps_rollup", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      guard text.hasPrefix("Rss:") else { continue }
      return Double(text.filter(\.isNumber)).map { $0 * 1_024 }
    }
    return nil
  }
}
