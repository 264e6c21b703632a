package import WorkloadKit

/// The contract that the catalog and the trial program use.
package let workload: any Workload.Type = TokenRing.self

enum TokenRing: Workload {
  struct Parameters: ParameterSet {
    var members = 1
    var hops = 1

    static let fields: [ParameterField<Self>] = [
      ParameterField("members", \.members),
      ParameterField("hops", \.hops),
    ]
  }

  // Its conformance is in a separate file.
  enum NoCancellation: Sendable {}

  static let name = "token-ring"
  static let title = "Token ring"
  static let operation = "hop"

  static let variants = [
    Variant<Parameters>(
      "no-cancellation", .tuned, "WorkloadKit's channel without cancellation handlers.",
      NoCancellation.self)
  ]

  static func operations(_ parameters: Parameters) -> Int { parameters.hops }

  /// The number, counted from 1, of the member that is N hops after the first.
  static func answer(_ parameters: Parameters) -> Checksum {
    Checksum(parameters.hops % parameters.members + 1)
  }

  static func cases(for preset: Preset) -> [Parameters] {
    switch preset {
    case .smoke: [Parameters(members: 16, hops: 1_000)]
    case .quick: [Parameters(members: 128, hops: 50_000)]
    case .standard, .full: [Parameters(members: 128, hops: 500_000)]
    }
  }
}

/// A member of the ring, with the channel from its predecessor and the channel to its successor.
struct Member<Channel: Sendable>: Sendable {
  /// Counted from 1.
  let number: Int
  let input: Channel
  let output: Channel

  /// Creates the channels and connects them into a ring; call it outside the timed region.
  static func ring(
    of parameters: TokenRing.Parameters, _ makeChannel: () -> Channel
  ) -> [Member] {
    let channels = (0..<parameters.members).map { _ in makeChannel() }
    return channels.indices.map { index in
      Member(
        number: index + 1, input: channels[index],
        output: channels[(index + 1) % channels.count])
    }
  }
}
