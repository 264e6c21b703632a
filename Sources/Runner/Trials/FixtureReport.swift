import FoundationEssentials
import WorkloadKit

/// A fixture's last line: `{"connections":K}`, plus the latencies if the fixture is a load.
struct FixtureReport: Decodable, Equatable {
  /// How many connections it accepted or opened.
  let connections: Int
  /// The latency distributions that it measured.
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
