import WorkloadKit

/// The loopback ports of a fixture: its first line, `{"port":N}`, with `"refusedPort":M` if it has one.
struct FixturePorts: Equatable {
  /// The port that answers.
  let port: Int
  /// The port that refuses connections; nil if the fixture has none.
  let refusedPort: Int?

  /// The flags by which a trial gets them.
  var flags: [String] {
    ["--port", "\(port)"] + (refusedPort.map { ["--refused-port", "\($0)"] } ?? [])
  }

  init(_ line: some Sequence<UInt8>) throws(TrialLineProblem) {
    let fields = LineFields(try LineJSONReader.object(in: line))
    try fields.allow(["port", "refusedPort"])
    port = Int(try fields.number("port", atMost: 65_535))
    refusedPort =
      fields.has("refusedPort") ? Int(try fields.number("refusedPort", atMost: 65_535)) : nil
  }
}

/// A fixture's last line: `{"connections":K}`, plus the latencies if the fixture is a load, and an
/// objection if it did not work as the contract requires.
struct FixtureReport: Equatable {
  /// How many connections it accepted or opened.
  let connections: Int
  /// The latency distributions that it measured.
  let latencies: [String: [LatencyCount]]
  /// The reason why the trial does not count; nil if it does.
  let objection: String?

  init(_ line: some Sequence<UInt8>) throws(TrialLineProblem) {
    let fields = LineFields(try LineJSONReader.object(in: line))
    try fields.allow(["connections", "latencies", "objection"])
    connections = Int(try fields.number("connections", atMost: 1 << 53))
    latencies = fields.has("latencies") ? try fields.latencies() : [:]
    objection = fields.has("objection") ? try fields.text("objection") : nil
  }
}
