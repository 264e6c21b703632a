package import WorkloadKit

/// The contract that the catalog and the trial program use.
package let workload: any Workload.Type = PingPong.self

enum PingPong: Workload {
  struct Parameters: ParameterSet {
    var pairs = 1
    var rounds = 1

    static let fields: [ParameterField<Self>] = [
      ParameterField("pairs", \.pairs, maximum: 100_000),
      ParameterField("rounds", \.rounds),
    ]
  }

  static let name = "ping-pong"
  static let title = "Ping-pong"
  static let operation = "round trip"
  static let packages = ["swift-async-algorithms"]

  /// Many pairs with one round mostly measure how long units take to start.
  static func isHeadline(_ parameters: Parameters) -> Bool { parameters.pairs == 1 }

  static let variants = [
    Variant<Parameters>(
      "async-channel", .idiomatic,
      "AsyncChannel of Swift Async Algorithms, which has no slot: a sender waits for its receiver.",
      AsyncChannels.self),
    Variant(
      "async-stream", .idiomatic,
      "AsyncStream of the standard library, whose buffer is unbounded: a sender never waits.",
      AsyncStreams.self),
    Variant(
      "actor", .idiomatic, "The slot is an actor that keeps its waiters as continuations.",
      Actors.self),
    Variant(
      "no-cancellation", .tuned, "WorkloadKit's channel without cancellation handlers.",
      NoCancellation.self),
    Variant(
      "semaphore", .idiomatic,
      "Blocks that wait on Dispatch semaphores, so each member holds a thread of the pool.",
      Semaphores.self, where: { $0.pairs <= 16 }),
    Variant(
      "oneshot", .tuned, "Two oneshot channels a pair, each for the only message of its direction.",
      where: { $0.rounds == 1 }),
  ]

  static func operations(_ parameters: Parameters) -> Int { parameters.pairs * parameters.rounds }

  /// Each ping adds up the numbers from 1 to R, all of which came back.
  static func answer(_ parameters: Parameters) -> Checksum {
    Checksum(parameters.pairs * (parameters.rounds * (parameters.rounds + 1) / 2))
  }

  static func cases(for preset: Preset) -> [Parameters] {
    switch preset {
    case .smoke: [Parameters(pairs: 1, rounds: 100), Parameters(pairs: 10, rounds: 1)]
    case .quick:
      [
        Parameters(pairs: 1, rounds: 10_000), Parameters(pairs: 100, rounds: 50),
        Parameters(pairs: 1_000, rounds: 1),
      ]
    case .standard, .full:
      [
        Parameters(pairs: 1, rounds: 200_000), Parameters(pairs: 100, rounds: 2_000),
        Parameters(pairs: 1_000, rounds: 1),
      ]
    }
  }

  /// The first iteration of a process is slower than the second in most runtimes.
  static let effort = Effort(warmups: 1)
}

/// The two channels of a pair, one for each direction.
struct Pair<Channel: Sendable>: Sendable {
  let pings: Channel
  let pongs: Channel

  /// Creates the pairs of a case; call it outside the timed region.
  static func pairs(
    of parameters: PingPong.Parameters, _ makeChannel: () -> Channel
  ) -> [Pair] {
    (0..<parameters.pairs).map { _ in Pair(pings: makeChannel(), pongs: makeChannel()) }
  }
}
