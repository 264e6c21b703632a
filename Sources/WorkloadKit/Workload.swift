/// The answer of a workload, reduced to one number that every language can print.
public typealias Checksum = UInt64

/// A concurrency problem with parameters and one right answer.
///
/// The conforming type is the contract. It states the problem, its sizes, and the answer, which it
/// computes by formula and never by running an implementation. Each style is one file with one
/// conformance to `ThreadStyle`, `DispatchStyle` or `AsyncStyle`.
public protocol Workload<Parameters>: Sendable {
  /// The parameters of one case of this workload.
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

  /// The time that no implementation can beat, such as a sleep that the contract requires.
  static func floor(_ parameters: Parameters) -> Duration

  /// The metrics that iterations report in addition to their elapsed time.
  static var metrics: [WorkloadMetric] { get }

  /// The distributions of latencies that iterations report, or that the load next to
  /// the trial reports.
  static var latencies: [WorkloadLatency] { get }

  /// The names of the headline metrics, the most important first. A headline metric is one of the
  /// workload's own, one of every workload such as `peakResidentBytes`, a derived one such as
  /// `overFloorNanoseconds`, or a quantile of its latencies such as `latencyP99Nanoseconds`.
  static var headlines: [String] { get }

  /// A metric where more is better, and the share of its best value that a runtime must reach for a
  /// place in the ranking by any other metric; nil if there is no such condition.
  static var placeCondition: (metric: String, share: Double)? { get }

  /// Whether one number may stand for the workload at this size, on the first page and in sentences.
  ///
  /// Of the measured sizes for which that holds, the largest is chosen.
  static func isHeadline(_ parameters: Parameters) -> Bool

  /// The named alternatives to the default implementations.
  static var variants: [Variant<Parameters>] { get }

  /// The packages whose libraries the Swift program uses, as SwiftPM identifies them, for example
  /// `swift-nio`; a run records their versions.
  static var packages: [String] { get }

  /// The server or load that must run next to a trial; nil if the workload needs none.
  static func fixture(_ parameters: Parameters) -> Fixture?

  /// The search that makes up a trial of this case; nil if a trial is one process.
  static func search(_ parameters: Parameters) -> Search?

  /// Whether the contract asks how much stack there is. If so, a process that dies of a stack
  /// overflow is a result and not an error.
  static var mayOverflowStack: Bool { get }

  /// The parameters that a preset measures, smallest first.
  static func cases(for preset: Preset) -> [Parameters]

  /// How many iterations each process has; one measured iteration unless the workload has a reason.
  static var effort: Effort { get }

  /// The reason why an iteration with the right answer still did not meet the contract; nil if it
  /// did. A trial with an objection is invalid, and nothing of it enters a sample.
  static func objection(to iteration: IterationReport, _ parameters: Parameters) -> String?
}

extension Workload {
  /// No floor.
  public static func floor(_ parameters: Parameters) -> Duration { .zero }

  /// No additional metrics.
  public static var metrics: [WorkloadMetric] { [] }

  /// No latencies.
  public static var latencies: [WorkloadLatency] { [] }

  /// The time of one operation, then the peak memory.
  public static var headlines: [String] { ["perOperationNanoseconds", "peakResidentBytes"] }

  /// Every runtime with a value has a place.
  public static var placeCondition: (metric: String, share: Double)? { nil }

  /// Every size may.
  public static func isHeadline(_ parameters: Parameters) -> Bool { true }

  /// No variants.
  public static var variants: [Variant<Parameters>] { [] }

  /// No packages.
  public static var packages: [String] { [] }

  /// No search.
  public static func search(_ parameters: Parameters) -> Search? { nil }

  /// A stack overflow is an error.
  public static var mayOverflowStack: Bool { false }

  /// No fixture.
  public static func fixture(_ parameters: Parameters) -> Fixture? { nil }

  /// One iteration without a warm-up.
  public static var effort: Effort { Effort() }

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
  /// Which direction is better.
  public let better: Better

  /// Creates a metric; by default, lower values are better.
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
  /// The processor time that the whole process used during the region, in nanoseconds; nil if the
  /// program does not report it.
  public var processorNanoseconds: UInt64?
  /// The workload's own metrics by name.
  public var metrics: [String: Double]
  /// Distributions of latencies by name, each with its buckets in ascending order.
  public var latencies: [String: [LatencyCount]]

  /// Creates a report; by default it has no processor time, metrics or latencies.
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

/// A server or load that the runner starts for each trial of a workload, outside
/// the measured process.
public enum Fixture: Sendable, Equatable {
  /// An HTTP server that answers each request after the delay. The trial gets its port with the
  /// flag `--port`. The flag `--refused-port` names a second port, on which no server listens.
  case http(delayMilliseconds: Int)
  /// A client that sends `messages` messages on each connection, each after the echo of the previous
  /// one. The trial connects to the load at the port of the flag `--port` and tells it where its
  /// server listens.
  case echoLoad(connections: Int, messages: Int)
  /// A client that sends requests on a fixed schedule. The trial gets its port as with `echoLoad`.
  case requestLoad(RequestPlan)
}
