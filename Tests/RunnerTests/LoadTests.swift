import BenchmarkModel
import Runner
import Testing

/// A trial with a load beside it; both are scripts.
@Suite struct LoadTests {
  let tree: TreeFixture

  init() throws { tree = try TreeFixture(more: ["EchoServer": "echo-server"]) }

  private static let listens =
    "[ \"$*\" = 'fixture echo-load --connections 4 --messages 10' ] || exit 64\n"
    + "echo '{\"port\":4000}'\ncat >/dev/null"

  private static let trial =
    "echo \"$*\" >&2\necho '{\"elapsedNanoseconds\":1000,\"answer\":1244}'\n"
    + "echo '{\"protocol\":1,\"runtimeVersion\":\"Test 1\"}'"

  private func execute(load: String, trial: String = Self.trial) throws -> Trial {
    try tree.folder.script("programs/parallax", load)
    try tree.folder.script("programs/echo-server", trial)
    let executor = ProcessExecutor(
      locator: tree.locator, fixtureExecutable: "\(tree.folder.path)/programs/parallax",
      limits: TrialLimits())
    return executor.execute(
      PlannedTrial(
        position: 0, block: 0,
        case: Case(
          Implementation(workload: "echo-server", runtime: .swiftThreads),
          [Parameter("connections", 4), Parameter("messages", 10), Parameter("rate-per-second", 0)]
        ),
        warmups: 0, iterations: 1))
  }

  @Test func theTrialGetsOnePortAndTheLatenciesOfTheLoad() throws {
    let trial = try execute(
      load: "\(Self.listens)\necho '{\"connections\":4,\"latencies\":"
        + "{\"latencyNanoseconds\":[[1000,30],[2047,10]]}}'")
    #expect(trial.outcome == Outcome(.completed))
    #expect(trial.standardError.contains(" --connections 4 --warmup 0 --iterations 1 --port 4000"))
    #expect(trial.measurements.contains(Measurement("connectionCount", 4)))
    #expect(
      trial.latencies == [
        LatencyBucket("latencyNanoseconds", iteration: 0, value: 1_000, count: 30),
        LatencyBucket("latencyNanoseconds", iteration: 0, value: 2_047, count: 10),
      ])
  }

  @Test func aLoadThatReportsNoLatenciesIsAnError() throws {
    let trial = try execute(load: "\(Self.listens)\necho '{\"connections\":4,\"latencies\":{}}'")
    #expect(trial.outcome.kind == .protocolError)
    #expect(
      try #require(trial.outcome.detail).contains("did not report latencyNanoseconds, which is"))
  }

  @Test func aLoadThatFindsAWrongEchoFailsTheTrial() throws {
    let trial = try execute(load: "\(Self.listens)\necho 'Error: a wrong echo.' >&2; exit 1")
    #expect(trial.outcome.kind == .failed)
    #expect(trial.latencies.isEmpty)
    #expect(
      try #require(trial.outcome.detail).contains("Its standard error: \"Error: a wrong echo."))
  }

  @Test func anObjectionOfTheLoadMakesTheTrialInvalid() throws {
    let trial = try execute(
      load: "\(Self.listens)\necho '{\"connections\":4,\"latencies\":"
        + "{\"latencyNanoseconds\":[[1000,40]]},\"objection\":\"the load was late\"}'")
    #expect(trial.outcome.kind == .invalid)
    #expect(
      try #require(trial.outcome.detail).contains(
        "does not count: the load was late. No time was stored."))
    #expect(trial.measurements.isEmpty && trial.latencies.isEmpty)
  }

  @Test func aRefusalOfTheServerIsTheTrialsOutcome() throws {
    let trial = try execute(
      load: "\(Self.listens)\necho '{\"connections\":0,\"latencies\":{}}'",
      trial: "echo '{\"refused\":\"accepting a connection: too many\",\"reached\":3}'")
    #expect(trial.outcome.kind == .refused)
    #expect(trial.outcome.reached == 3)
  }
}
