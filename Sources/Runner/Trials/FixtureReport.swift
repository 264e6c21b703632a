import FoundationEssentials
import WorkloadKit

/// What a fixture says at its end: a line `{"connections":K}`, and of a load its latencies.
struct FixtureReport: Decodable, Equatable {
  /// How many connections it accepted or opened.
  let connections: Int
  /// The distributions of the latencies that it saw.
  let latencies: [String: [LatencyCount]]

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    connections = try container.decode(Int.self, forKey: .connections)
    let lists = try container.decodeIfPresent([String: [[UInt64]]].self, forKey: .latencies) ?? [:]
    latencies = try lists.mapValues { pairs in
      guard let counts = latencyCounts(of: pairs) else {
        throw DecodingError.dataCorruptedError(
          forKey: .latencies, in: container, debugDescription: "not pairs of value and count")
      }
      return counts
    }
  }

  private enum CodingKeys: CodingKey { case connections, latencies }
}
