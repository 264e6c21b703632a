import Platform

/// What Linux has counted of the whole machine up to one moment, and what of it is our own doing;
/// a counter that cannot be read is nil.
///
/// `/proc/stat` counts in ticks of `sysconf(_SC_CLK_TCK)`, 100 a second, and on most kernels charges
/// a whole tick to whatever runs when the timer interrupts, so a difference of two readings is good
/// to a few ticks of 10 ms. `/proc/pressure` counts in microseconds.
struct MachineCounters: Equatable {
  /// The time that a hypervisor gave to other machines, summed over all cores.
  var stolenNanoseconds: UInt64?
  /// The time in which cores worked: `user`, `nice`, `system`, `irq` and `softirq`.
  ///
  /// Guests of this machine are in `user` already.
  var busyNanoseconds: UInt64?
  /// The time in which some task waited for a core (`some` of `/proc/pressure/cpu`).
  var pressureNanoseconds: UInt64?
  /// The processor time of this process and of the fixture beside the trial.
  var ownNanoseconds: UInt64?

  /// Reads the counters now.
  ///
  /// - Parameters:
  ///   - fixture: The process beside the trial; nil when there is none.
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

  /// The processor time of the process of a `stat` file; nil when it cannot be read.
  private static func processorNanoseconds(of path: String) -> UInt64? {
    do {
      return try ProcessorUse(stat: fileBytes(path)).flatMap { nanoseconds(ticks: ["\($0.ticks)"]) }
    } catch { return nil }
  }

  private static var processorNanosecondsOfThisProcess: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// The sum of several counters; nil when one is no number.
  private static func nanoseconds(ticks texts: ArraySlice<Substring>) -> UInt64? {
    let ticks = texts.compactMap { UInt64($0) }
    let perSecond = sysconf(Int32(_SC_CLK_TCK))
    guard ticks.count == texts.count, perSecond > 0 else { return nil }
    return ticks.reduce(0, +) * (1_000_000_000 / UInt64(perSecond))
  }

  /// The words of a file's first line; none when it cannot be read, which is what its counters then
  /// say by their absence.
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

/// What else went on while a trial's process lived, as far as the system says.
struct TrialConditions: Equatable {
  /// `Metric.stolenTime`.
  var stolenNanoseconds: UInt64?
  /// `Metric.otherWork`.
  var otherWorkNanoseconds: UInt64?
  /// `Metric.processorPressure`.
  var pressureNanoseconds: UInt64?

  /// Compares the counters before the process was started with those after it was reaped.
  ///
  /// - Parameter usage: What the kernel counted for the process itself.
  init(from before: MachineCounters, to after: MachineCounters, usage: ResourceUsage) {
    stolenNanoseconds = Self.growth(before.stolenNanoseconds, after.stolenNanoseconds)
    pressureNanoseconds = Self.growth(before.pressureNanoseconds, after.pressureNanoseconds)
    let own = Self.growth(before.ownNanoseconds, after.ownNanoseconds)
    let busy = Self.growth(before.busyNanoseconds, after.busyNanoseconds)
    if let own, let busy {
      let known = own + usage.userNanoseconds + usage.systemNanoseconds
      otherWorkNanoseconds = busy > known ? busy - known : 0
    }
  }

  /// How much a counter grew; 0 when it fell, as counters of `/proc/stat` do on some kernels.
  private static func growth(_ before: UInt64?, _ after: UInt64?) -> UInt64? {
    guard let before, let after else { return nil }
    return after > before ? after - before : 0
  }
}
