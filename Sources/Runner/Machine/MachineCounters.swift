import Platform

/// Linux's counters for the whole machine at one moment, and how much of them we caused ourselves.
///
/// A counter that cannot be read is nil.
///
/// `/proc/stat` counts in ticks of `sysconf(_SC_CLK_TCK)`, 100 a second. On most kernels a whole
/// tick is charged to whatever runs when the timer interrupts, so the difference between two
/// readings is accurate to a few ticks of 10 ms. `/proc/pressure` counts in microseconds.
struct MachineCounters: Equatable {
  /// The time a hypervisor gave to other machines, summed over all cores.
  var stolenNanoseconds: UInt64?
  /// The time in which cores were busy: `user`, `nice`, `system`, `irq` and `softirq`.
  ///
  /// `user` already includes this machine's guests.
  var busyNanoseconds: UInt64?
  /// The time in which some task waited for a core (`some` of `/proc/pressure/cpu`).
  var pressureNanoseconds: UInt64?
  /// The processor time of this process and of the fixture beside the trial.
  var ownNanoseconds: UInt64?

  /// Reads the counters now.
  ///
  /// - Parameters:
  ///   - fixture: The fixture process of the trial; nil if there is none.
  ///   - root: The folder that holds `proc`.
  init(fixture: pid_t? = nil, root: String = "") {
    let columns = Self.firstLine(of: "\(root)/proc/stat")
    if columns.count > 8, columns[0] == "cpu" {
      stolenNanoseconds = Self.nanoseconds(ticks: columns[8...8])
      busyNanoseconds = Self.nanoseconds(ticks: columns[1...3] + columns[6...7])
    }
    pressureNanoseconds = Self.firstLine(of: "\(root)/proc/pressure/cpu")
      .last { $0.hasPrefix("total=") }
      .flatMap { UInt64($0.dropFirst("total=".count)) }.map { $0 * 1_000 }
    let beside: UInt64?
    if let fixture {
      beside = Self.processorNanoseconds(of: "\(root)/proc/\(fixture)/stat")
    } else {
      beside = 0
    }
    ownNanoseconds = beside.map { $0 + Self.processorNanosecondsOfThisProcess }
  }

  /// The processor time in a process's `stat` file; nil if it cannot be read.
  private static func processorNanoseconds(of path: String) -> UInt64? {
    do {
      return try ProcessUse(stat: fileBytes(path)).flatMap { nanoseconds(ticks: ["\($0.ticks)"]) }
    } catch { return nil }
  }

  private static var processorNanosecondsOfThisProcess: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// The sum of several counters; nil if one is not a number.
  private static func nanoseconds(ticks texts: ArraySlice<Substring>) -> UInt64? {
    let ticks = texts.compactMap { UInt64($0) }
    let perSecond = sysconf(Int32(_SC_CLK_TCK))
    guard ticks.count == texts.count, perSecond > 0 else { return nil }
    return ticks.reduce(0, +) * (1_000_000_000 / UInt64(perSecond))
  }

  /// The words of a file's first line.
  ///
  /// If the file cannot be read there are none, and the counters that need them are nil.
  private static func firstLine(of path: String) -> [Substring] {
    do {
      let bytes = try fileBytes(path)
      return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        .split(separator: " ")
    } catch {
      return []
    }
  }
}
