package import WorkloadKit

/// The contract that the catalog and the trial program use.
package let workload: any Workload.Type = ChannelThroughput.self

enum ChannelThroughput: Workload {
  struct Parameters: ParameterSet {
    var producers = 1
    var consumers = 1
    var messages = 1
    var capacity = 0

    static let fields: [ParameterField<Self>] = [
      ParameterField("producers", \.producers),
      ParameterField("consumers", \.consumers),
      ParameterField("messages", \.messages),
      ParameterField("capacity", \.capacity, minimum: 0),
    ]

    /// The number of messages that one producer sends; a remainder is dropped.
    var messagesOfEach: Int { messages / producers }

    /// The numbers that a producer sends; producers are counted from 0.
    ///
    /// All ranges together are 1, 2, 3 and so on.
    func share(of producer: Int) -> Range<Checksum> {
      let first = producer * messagesOfEach + 1
      return Checksum(first)..<Checksum(first + messagesOfEach)
    }
  }

  // Each has its conformance in a separate file.
  enum AsyncChannels: Sendable {}
  enum AsyncStreams: Sendable {}
  enum MpscChannels: Sendable {}
  enum Actors: Sendable {}
  enum NoCancellation: Sendable {}
  enum Semaphores: Sendable {}

  static let name = "channel-throughput"
  static let title = "Channel throughput"
  static let operation = "message"
  static let packages = ["swift-async-algorithms"]
  static let headlines = ["operationsPerSecond", "perOperationNanoseconds"]

  static let variants = [
    Variant<Parameters>(
      "semaphore", .idiomatic,
      "A channel of two semaphores, where each member blocks a Dispatch thread.",
      Semaphores.self, where: { $0.capacity > 0 && $0.producers + $0.consumers <= 16 }),
    Variant<Parameters>(
      "async-channel", .idiomatic, "AsyncChannel of AsyncAlgorithms, which has no buffer.",
      AsyncChannels.self, where: { $0.capacity == 0 }),
    Variant<Parameters>(
      "async-stream", .idiomatic, "AsyncStream, whose buffer is unbounded: no producer waits.",
      AsyncStreams.self, where: { $0.capacity > 0 && $0.consumers == 1 }),
    Variant<Parameters>(
      "mpsc-channel", .idiomatic,
      "MultiProducerSingleConsumerAsyncChannel of AsyncAlgorithms, with its watermarks at the capacity.",
      MpscChannels.self, where: { $0.capacity > 0 && $0.consumers == 1 }),
    Variant<Parameters>(
      "actor", .idiomatic, "The channel is an actor that keeps continuations.", Actors.self),
    Variant<Parameters>(
      "no-cancellation", .tuned, "WorkloadKit's channel without cancellation handlers.",
      NoCancellation.self),
    Variant<Parameters>(
      "mpmc", .idiomatic,
      "The crate async-channel also for one consumer, where Tokio's own channel is the default.",
      where: { $0.capacity > 0 && $0.consumers == 1 }),
    Variant<Parameters>(
      "shared-receiver", .idiomatic,
      "Tokio's own channel, whose receiver several consumers share behind Tokio's mutex.",
      where: { $0.consumers > 1 }),
  ]

  static func operations(_ parameters: Parameters) -> Int {
    parameters.messagesOfEach * parameters.producers
  }

  /// The sum of all numbers sent.
  static func answer(_ parameters: Parameters) -> Checksum {
    let last = Checksum(operations(parameters))
    return last * (last + 1) / 2
  }

  static func cases(for preset: Preset) -> [Parameters] {
    switch preset {
    case .smoke: sizes([(1, 1, 0), (1, 1, 10), (2, 2, 10)], messages: 1_000)
    case .quick: sizes([(1, 1, 0), (1, 1, 100), (5, 5, 100)], messages: 20_000)
    case .standard:
      sizes([(1, 1, 0), (1, 1, 100), (5, 5, 100), (1_000, 1, 100)], messages: 1_000_000)
    case .full:
      sizes(
        [0, 100].flatMap { capacity in
          [(1, 1), (5, 1), (1, 5), (5, 5), (1_000, 1)].map { ($0, $1, capacity) }
        }, messages: 1_000_000)
    }
  }

  private static func sizes(
    _ sizes: [(producers: Int, consumers: Int, capacity: Int)], messages: Int
  ) -> [Parameters] {
    sizes.map {
      Parameters(
        producers: $0.producers, consumers: $0.consumers, messages: messages, capacity: $0.capacity)
    }
  }
}
