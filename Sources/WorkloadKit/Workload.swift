/// The answer of a workload, reduced to one number that every language can print.
public typealias Checksum = UInt64

/// A concurrency problem with parameters and one right answer.
///
/// The conforming type is the contract: it says what is asked, in which sizes, and what the answer
/// is, by formula and never by running an implementation. Each style is one file with one
/// conformance to `ThreadStyle`, `DispatchStyle` or `AsyncStyle`.
public protocol Workload<Parameters>: Sendable {
  /// The sizes that make one case of this workload.
  associatedtype Parameters: ParameterSet

  /// The identifier in kebab case, as stored and shown, for example `sleeping-tasks`.
  static var name: String { get }

  /// The name in words, for headings.
  static var title: String { get }

  /// What one operation is, as a noun in the singular, for example `task`.
  static var operation: String { get }

  /// The number of operations that one iteration performs; at least 1.
  static func operations(_ parameters: Parameters) -> Int

  /// The one right answer, by formula.
  static func answer(_ parameters: Parameters) -> Checksum

  /// The time that no implementation can beat, such as a sleep that the contract demands.
  static func floor(_ parameters: Parameters) -> Duration

  /// What iterations report beside their elapsed time.
  static var metrics: [WorkloadMetric] { get }

  /// The distributions of latencies that iterations, or the load beside them, report.
  static var latencies: [WorkloadLatency] { get }

  /// The names of the metrics that the workload is chiefly read for, the most telling first: its
  /// own, those of every workload such as `peakResidentBytes`, those derived from them such as
  /// `overFloorNanoseconds`, or a quantile of its latencies such as `latencyP99Nanoseconds`.
  static var headlines: [String] { get }

  /// The named alternatives to the default implementations.
  static var variants: [Variant<Parameters>] { get }

  /// The server that must run beside a trial; nil when the workload needs none.
  static func fixture(_ parameters: Parameters) -> Fixture?

  /// The search that a trial of this case is; nil for a trial that is one process.
  static func search(_ parameters: Parameters) -> Search?

  /// Whether the contract asks how much stack there is, so that a process that dies of too little is
  /// a result and not a fault.
  static var mayOverflowStack: Bool { get }

  /// The sizes that a preset measures, smallest first.
  static func cases(for preset: Preset) -> [Parameters]

  /// How often a preset measures each size.
  static func effort(for preset: Preset) -> Effort

  /// Why an iteration with the right answer still did not do what the contract asks; nil when it
  /// did. Such a trial is invalid and nothing of it enters a sample.
  static func objection(to iteration: IterationReport, _ parameters: Parameters) -> String?
}

extension Workload {
  /// No floor.
  public static func floor(_ parameters: Parameters) -> Duration { .zero }

  /// No further metrics.
  public static var metrics: [WorkloadMetric] { [] }

  /// No latencies.
  public static var latencies: [WorkloadLatency] { [] }

  /// The time of one operation, then the peak memory.
  public static var headlines: [String] { ["perOperationNanoseconds", "peakResidentBytes"] }

  /// No variants.
  public static var variants: [Variant<Parameters>] { [] }

  /// No search.
  public static func search(_ parameters: Parameters) -> Search? { nil }

  /// Dying of too little stack is a fault.
  public static var mayOverflowStack: Bool { false }

  /// No fixture.
  public static func fixture(_ parameters: Parameters) -> Fixture? { nil }

  /// The preset's usual effort.
  public static func effort(for preset: Preset) -> Effort { preset.usualEffort }

  /// No objection.
  public static func objection(to iteration: IterationReport, _ parameters: Parameters) -> String? {
    nil
  }
}

/// A metric that a workload adds to those recorded for every trial.
public struct WorkloadMetric: Sendable, Equatable {
  /// The unit of a metric's values.
  public enum Unit: Sendable {
    /// Time in nanoseconds.
    case nanoseconds
    /// Size in bytes.
    case bytes
    /// A number of things.
    case count
    /// A number without a unit, such as a share of one.
    case ratio
    /// A number of things in a second.
    case perSecond
  }

  /// Which direction of a metric is the better one.
  public enum Better: Sendable {
    /// Less is better, as with times and bytes.
    case lower
    /// More is better, as with tasks that fit into a limit.
    case higher
  }

  /// The name in lower camel case that ends in the unit, for example `startNanoseconds`.
  public let name: String
  /// The name in words.
  public let label: String
  /// The unit of the values.
  public let unit: Unit
  /// Which direction is the better one.
  public let better: Better

  /// Makes a metric from its name, its words, its unit and its direction.
  public init(_ name: String, label: String, unit: Unit, better: Better = .lower) {
    self.name = name
    self.label = label
    self.unit = unit
    self.better = better
  }
}

/// One iteration as an implementation reports it.
public struct IterationReport: Sendable, Equatable {
  /// The length of the timed region in nanoseconds.
  public var elapsedNanoseconds: UInt64
  /// The answer that the implementation computed.
  public var answer: Checksum
  /// The processor time that the whole process took during the region, in nanoseconds; nil where
  /// the program does not say.
  public var processorNanoseconds: UInt64?
  /// Further metrics by name.
  public var metrics: [String: Double]
  /// Distributions of latencies by name, each with its buckets in rising order.
  public var latencies: [String: [LatencyCount]]

  /// Makes a report of one iteration.
  public init(
    elapsedNanoseconds: UInt64, answer: Checksum, processorNanoseconds: UInt64? = nil,
    metrics: [String: Double] = [:], latencies: [String: [LatencyCount]] = [:]
  ) {
    self.elapsedNanoseconds = elapsedNanoseconds
    self.answer = answer
    self.processorNanoseconds = processorNanoseconds
    self.metrics = metrics
    self.latencies = latencies
  }
}

/// A server that the runner starts afresh beside each trial of a workload, outside the measured
/// process.
public enum Fixture: Sendable, Equatable {
  /// An HTTP server that answers each request after the delay. The trial learns its address through
  /// the flags `--port` and `--refused-port`; nobody listens on the second.
  case http(delayMilliseconds: Int)
  /// The client of `echo-server`, which sends so many messages on each of its connections: by a
  /// fixed schedule, or with the rate 0 each after the echo before it. The trial learns through the
  /// flag `--port` where to call it, and the load opens its connections to the port that it is told.
  case echoLoad(connections: Int, messages: Int, ratePerSecond: Int)
}
