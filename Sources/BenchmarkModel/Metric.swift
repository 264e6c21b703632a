/// What is measured, in which unit, and which direction is better.
package struct Metric: Sendable, Hashable {
  /// The unit of a metric's values as stored.
  package enum Unit: String, Sendable, CaseIterable {
    /// Time in nanoseconds.
    case nanoseconds
    /// Size in bytes.
    case bytes
    /// A number of things.
    case count
    /// A number without a unit, such as a share of one.
    case ratio
    /// A number of things per second.
    case perSecond
  }

  /// Which direction is better.
  package enum Better: Sendable {
    /// Less is better, as with times and bytes.
    case lower
    /// More is better, as with messages per second.
    case higher

    /// Whether a value is better than another.
    package func prefers(_ value: Double, to other: Double) -> Bool {
      self == .lower ? value < other : value > other
    }
  }

  /// The name in lower camel case that ends in its unit, for example `elapsedNanoseconds`.
  package var name: String
  /// The name in words.
  package var label: String
  /// The unit of the stored values.
  package var unit: Unit
  /// Which direction is better.
  package var better: Better

  package init(name: String, label: String, unit: Unit, better: Better = .lower) {
    self.name = name
    self.label = label
    self.unit = unit
    self.better = better
  }
}

extension Metric {
  /// The length of the timed region, per iteration.
  package static let elapsed = Metric(
    name: "elapsedNanoseconds", label: "Elapsed time", unit: .nanoseconds)

  /// The processor time of the whole process during the timed region, per iteration.
  package static let processorTime = Metric(
    name: "processorNanoseconds", label: "Processor time in the region", unit: .nanoseconds)

  /// The largest resident size of the trial's process, from its own `VmHWM`.
  package static let peakResident = Metric(
    name: "peakResidentBytes", label: "Peak resident memory", unit: .bytes)

  /// The largest size of the process's page tables seen from outside (`VmPTE`, sampled).
  package static let pageTables = Metric(
    name: "pageTableBytes", label: "Page tables, most seen", unit: .bytes)

  /// The most threads seen from outside (sampled).
  package static let maximumThreads = Metric(
    name: "maximumThreadCount", label: "Threads, most seen", unit: .count)

  /// Processor time in user mode of the whole process, from `wait4`.
  package static let userTime = Metric(
    name: "userNanoseconds", label: "Processor time, user", unit: .nanoseconds)

  /// Processor time in the kernel of the whole process, from `wait4`.
  package static let systemTime = Metric(
    name: "systemNanoseconds", label: "Processor time, system", unit: .nanoseconds)

  /// The time from starting the process to its end, seen from outside.
  package static let processTime = Metric(
    name: "processNanoseconds", label: "Whole process", unit: .nanoseconds)

  /// Context switches because the process waited, from `wait4`.
  package static let voluntarySwitches = Metric(
    name: "voluntarySwitchCount", label: "Context switches, voluntary", unit: .count)

  /// Context switches because the kernel took the core away, from `wait4`.
  package static let involuntarySwitches = Metric(
    name: "involuntarySwitchCount", label: "Context switches, involuntary", unit: .count)

  /// Page faults served without reading from a device, from `wait4`.
  package static let minorFaults = Metric(
    name: "minorFaultCount", label: "Page faults, minor", unit: .count)

  /// Page faults that read from a device, from `wait4`.
  package static let majorFaults = Metric(
    name: "majorFaultCount", label: "Page faults, major", unit: .count)

  /// Moves of a thread from one core to another (`perf_event_open`).
  ///
  /// Those of a second process of the trial, and of all that descends from it, from the start of its
  /// program, so set-up and warm-ups count.
  package static let coreMigrations = Metric(
    name: "coreMigrationCount", label: "Moves between cores", unit: .count)

  /// Instructions in user mode and in the kernel, counted like ``coreMigrations``.
  package static let instructions = Metric(
    name: "instructionCount", label: "Instructions, whole process", unit: .count)

  /// Cycles of the processor in user mode and in the kernel, counted like ``coreMigrations``.
  package static let cycles = Metric(
    name: "cycleCount", label: "Processor cycles, whole process", unit: .count)

  /// Accesses to memory that no cache could serve, counted like ``coreMigrations``.
  package static let cacheMisses = Metric(
    name: "cacheMissCount", label: "Cache misses, whole process", unit: .count)

  /// Connections that the HTTP fixture accepted during the whole trial.
  package static let connections = Metric(
    name: "connectionCount", label: "Connections opened", unit: .count)

  /// The time that the hypervisor gave to other machines during the trial, summed over all cores.
  package static let stolenTime = Metric(
    name: "stolenNanoseconds", label: "Processor time stolen by the hypervisor", unit: .nanoseconds)

  /// The processor time that other processes and the kernel took during the trial, summed over all
  /// cores: what neither the trial, its fixture nor Parallax itself used.
  package static let otherWork = Metric(
    name: "otherWorkNanoseconds", label: "Processor time of other work", unit: .nanoseconds)

  /// The time during the trial in which some task of the machine, the trial's own included, waited
  /// for a core (`/proc/pressure/cpu`).
  package static let processorPressure = Metric(
    name: "pressureNanoseconds", label: "Time with a task waiting for a core", unit: .nanoseconds)

  /// The metrics that the runner knows for every workload, in the order of the report.
  package static let common: [Metric] = [
    elapsed, processorTime, peakResident, pageTables, maximumThreads, userTime, systemTime,
    processTime,
    voluntarySwitches, involuntarySwitches, minorFaults, majorFaults, coreMigrations, instructions,
    cycles, cacheMisses, connections,
    stolenTime, otherWork, processorPressure,
  ]
}

/// The number of values of one metric in one iteration that fell into the same bucket.
package struct LatencyBucket: Sendable, Hashable {
  /// The metric's name.
  package var metric: String
  /// The iteration, counted from 0 with the warm-ups first.
  package var iteration: Int
  /// Whether it is stored but kept out of samples.
  package var isWarmup: Bool
  /// The largest value of the bucket in nanoseconds.
  package var value: Int
  /// How many values fell into it, at least 1.
  package var count: Int

  /// Makes a bucket.
  package init(_ metric: String, iteration: Int, isWarmup: Bool = false, value: Int, count: Int) {
    self.metric = metric
    self.iteration = iteration
    self.isWarmup = isWarmup
    self.value = value
    self.count = count
  }
}

extension LatencyBucket {
  /// The maximum of ``count``: far above what a trial can do, and so low that the sum over all buckets
  /// of a trial is a whole number.
  package static let maximumCount = 1_000_000_000_000
}

/// One value of one metric, from one iteration or from one whole trial.
package struct Measurement: Sendable, Hashable {
  /// The metric's name.
  package var metric: String
  /// The iteration, counted from 0 with the warm-ups first; nil for a value of the whole trial.
  package var iteration: Int?
  /// Whether it is stored but kept out of samples.
  package var isWarmup: Bool
  /// The value in the metric's unit.
  package var value: Double

  /// Makes a measurement.
  package init(_ metric: String, iteration: Int? = nil, isWarmup: Bool = false, _ value: Double) {
    self.metric = metric
    self.iteration = iteration
    self.isWarmup = isWarmup
    self.value = value
  }
}

extension Measurement {
  /// The largest value, 2⁵³: up to it a `Double` holds every whole number.
  package static let maximum: UInt64 = 1 << 53
  /// The smallest value above zero: with it no quotient of two values overflows.
  package static let smallest = 1e-9

  /// Whether a program or a database may state a value: zero, or a number from ``smallest`` to
  /// ``maximum``.
  package static func isUsable(_ value: Double) -> Bool {
    // False for a NaN.
    value == 0 || value >= smallest && value <= Double(maximum)
  }
}
