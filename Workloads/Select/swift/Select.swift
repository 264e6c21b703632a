package import WorkloadKit

/// The contract that the catalog and the trial program use.
package let workload: any Workload.Type = Select.self

enum Select: Workload {
  struct Parameters: ParameterSet {
    var channels = 2
    var messages = 1

    static let fields: [ParameterField<Self>] = [
      ParameterField("channels", \.channels, minimum: 2),
      ParameterField("messages", \.messages),
    ]

    /// The numbers that each producer sends.
    var numbers: Range<Checksum> { 1..<Checksum(messages) + 1 }
  }

  /// What the receiver keeps for each channel: the count of its numbers and their sum.
  struct Tally: Sendable {
    private var counts: [Int]
    private var sums: [Checksum]
    private var untilHalf: Int
    private var countsAtHalf: [Int] = []

    init(_ parameters: Parameters) {
      counts = Array(repeating: 0, count: parameters.channels)
      sums = Array(repeating: 0, count: parameters.channels)
      untilHalf = operations(parameters) / 2
    }

    mutating func note(_ channel: Int, _ number: Checksum) {
      counts[channel] += 1
      sums[channel] += number
      untilHalf -= 1
      if untilHalf == 0 { countsAtHalf = counts }
    }

    /// Returns the answer; records the fairness in the stopwatch.
    func report(to stopwatch: inout Stopwatch) -> Checksum {
      stopwatch.record(Select.fairnessRatio, fairness)
      return zip(counts, sums).reduce(0) { folded($0, $1.0, $1.1) }
    }

    /// Jain's index (Jain, Chiu and Hawe, DEC Research Report TR-301, 1984): 1 when all channels
    /// delivered the same number, 1 ÷ K when one of the K delivered all.
    private var fairness: Double {
      let counts = countsAtHalf.map(Double.init)
      let sum = counts.reduce(0, +)
      return sum * sum / (Double(counts.count) * counts.reduce(0) { $0 + $1 * $1 })
    }
  }

  // Its conformance is in a separate file.
  enum NoCancellation: Sendable {}

  static let name = "select"
  static let title = "Select"
  static let operation = "message"

  /// How evenly the receiver took messages from the channels during the first half of all messages.
  static let fairnessRatio = "fairnessRatio"

  static let metrics = [
    WorkloadMetric(
      fairnessRatio, label: "Fairness among channels", unit: .ratio, better: .higher)
  ]

  static let headlines = ["perOperationNanoseconds", fairnessRatio]

  static let variants = [
    Variant<Parameters>(
      "stream-map", .idiomatic,
      "StreamMap of the crate tokio-stream, which takes any number of channels."),
    Variant<Parameters>(
      "no-cancellation", .tuned, "WorkloadKit's channel without cancellation handlers.",
      NoCancellation.self),
  ]

  static func operations(_ parameters: Parameters) -> Int {
    parameters.channels * parameters.messages
  }

  /// Every channel delivered the numbers from 1 to the number of messages, once each.
  static func answer(_ parameters: Parameters) -> Checksum {
    let last = Checksum(parameters.messages)
    return (0..<parameters.channels).reduce(0) { sum, _ in
      folded(sum, parameters.messages, last * (last + 1) / 2)
    }
  }

  static func objection(to iteration: IterationReport, _ parameters: Parameters) -> String? {
    iteration.metrics[fairnessRatio] == nil ? "it did not report \(fairnessRatio)" : nil
  }

  static func cases(for preset: Preset) -> [Parameters] {
    switch preset {
    case .smoke: [Parameters(channels: 2, messages: 200), Parameters(channels: 6, messages: 100)]
    case .quick: [2, 6].map { Parameters(channels: $0, messages: 5_000) }
    case .standard, .full: [2, 6].map { Parameters(channels: $0, messages: 100_000) }
    }
  }

  /// A checksum of the channels in order.
  private static func folded(_ sum: Checksum, _ count: Int, _ sumOfChannel: Checksum) -> Checksum {
    (sum &* 31 &+ Checksum(count)) &* 31 &+ sumOfChannel
  }
}
