package import BenchmarkModel
package import Platform

/// An event that Linux can count for a process.
///
/// Context switches and page faults are not here: `wait4` counts them on every system, for every user.
package enum CountedEvent: CaseIterable, Sendable {
  case coreMigration
  case instruction
  case cycle
  case cacheMiss

  package var metric: Metric {
    switch self {
    case .coreMigration: .coreMigrations
    case .instruction: .instructions
    case .cycle: .cycles
    case .cacheMiss: .cacheMisses
    }
  }

  /// Whether the processor counts it, and not the kernel.
  package var isOfHardware: Bool { self != .coreMigration }

  /// A measurement of each event that was counted, in the order of the cases.
  static func measurements(of counts: [CountedEvent: UInt64]) -> [Measurement] {
    allCases.compactMap { event in
      counts[event].map { Measurement(event.metric.name, Double($0)) }
    }
  }

  /// Its type and number in the kernel's `linux/perf_event.h`.
  fileprivate var code: (type: UInt32, number: UInt64) {
    switch self {
    case .coreMigration: (1, 4)
    case .instruction: (0, 1)
    case .cycle: (0, 0)
    case .cacheMiss: (0, 3)
    }
  }
}

/// Counters of what the next child does, and all that descends from it, from the start of its program.
///
/// They are opened for the calling thread, which passes them on to each child that it starts, and count
/// nothing until a child runs its program. So no moment of the program is missed, and no work of ours is
/// counted. Start the child from the same thread.
///
/// Work in the kernel counts as well, because much of what concurrency costs is there, and a count without
/// it would be another metric. Where that needs rights that this process lacks, there is no count.
package struct EventCounters {
  private var descriptors: [CountedEvent: Descriptor] = [:]
  /// Why the kernel does not count an event.
  package private(set) var refusals: [CountedEvent: SystemError] = [:]

  /// Opens a counter of each event, as far as the kernel grants it.
  package init() {
    for event in CountedEvent.allCases {
      do throws(SystemError) {
        descriptors[event] = try Self.open(event)
      } catch {
        refusals[event] = error
      }
    }
  }

  /// What was counted; call it after the child was reaped.
  func counts() -> [CountedEvent: UInt64] {
    var counts: [CountedEvent: UInt64] = [:]
    for (event, descriptor) in descriptors {
      var reading = CounterReading()
      let byteCount = MemoryLayout<CounterReading>.size
      guard read(descriptor.number, &reading, byteCount) == byteCount else { continue }
      counts[event] = reading.count(of: event)
    }
    return counts
  }

  private static func open(_ event: CountedEvent) throws(SystemError) -> Descriptor {
    #if os(Linux)
      guard let call = OptionalCall.callKernel, let openEvent = KernelCall.openEvent else {
        throw SystemError(code: ENOSYS)
      }
      let (thisThread, anyCore, noGroup, closesOnExec) = (0, -1, -1, 1 << 3)
      let descriptor = withUnsafePointer(to: EventRequest(event.code)) {
        call(openEvent, Int(bitPattern: $0), thisThread, anyCore, noGroup, closesOnExec)
      }
      return try Descriptor(Int32(descriptor))
    #else
      throw SystemError(code: ENOSYS)
    #endif
  }
}

/// The first version of the kernel's `perf_event_attr`, which every later kernel takes.
private struct EventRequest {
  var type: UInt32
  var byteCount: UInt32 = 64
  var number: UInt64
  var samplePeriod: UInt64 = 0
  var sampleType: UInt64 = 0
  /// The times as well: `PERF_FORMAT_TOTAL_TIME_ENABLED` and `PERF_FORMAT_TOTAL_TIME_RUNNING`.
  var readFormat: UInt64 = 3
  /// `disabled`, `inherit` and `enable_on_exec`.
  var flags: UInt64 = 1 | 1 << 1 | 1 << 12
  var wakeup: UInt32 = 0
  var breakpointType: UInt32 = 0
  var further: UInt64 = 0

  init(_ code: (type: UInt32, number: UInt64)) { (type, number) = code }
}

/// What the kernel says of a counter.
struct CounterReading {
  var value: UInt64 = 0
  /// For how long the event was to be counted, summed over all threads.
  var enabledNanoseconds: UInt64 = 0
  /// For how long it was counted: less if the processor has fewer counters than were asked for.
  var runningNanoseconds: UInt64 = 0

  /// The number of events, scaled to the whole time; nil if they were not counted.
  ///
  /// No program ends without an instruction, a cycle or a cache miss, so a processor that counts none does
  /// not count.
  func count(of event: CountedEvent) -> UInt64? {
    guard runningNanoseconds > 0, value > 0 || !event.isOfHardware else { return nil }
    let scale = max(1, Double(enabledNanoseconds) / Double(runningNanoseconds))
    let count = (Double(value) * scale).rounded()
    return count <= Double(Measurement.maximum) ? UInt64(count) : nil
  }
}
