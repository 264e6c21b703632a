import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Runner

@Suite struct FixtureTests {
  let tree: TreeFixture

  init() throws { tree = try TreeFixture() }

  private static let listens =
    "[ \"$*\" = 'fixture http --delay-milliseconds 20' ] || exit 64\n"
    + "echo '{\"port\":4000,\"refusedPort\":4001}'"

  /// The answer to 5 URLs: 17, then times 31 plus status and times 31 plus length for each.
  private static let answer: UInt64 = [
    (200, 1_000), (404, 9), (200, 1_002), (0, 0), (200, 1_004),
  ].reduce(17) { ($0 &* 31 &+ $1.0) &* 31 &+ $1.1 }

  private func execute(fixture: String, before trial: String = "") throws -> Trial {
    try tree.folder.script("programs/parallax", fixture)
    try tree.folder.script(
      "programs/fetch-urls",
      "echo \"$*\" >&2\n\(trial)\necho '{\"elapsedNanoseconds\":1000,\"answer\":\(Self.answer)}'\n"
        + "echo '{\"protocol\":1,\"runtimeVersion\":\"Test 1\"}'"
    )
    let executor = ProcessExecutor(
      locator: tree.locator,
      fixtureExecutable: "\(tree.folder.path)/programs/parallax",
      limits: TrialLimits()
    )
    return executor.execute(
      PlannedTrial(
        position: 0,
        block: 0,
        case: Case(
          Implementation(workload: "fetch-urls", runtime: .swiftThreads),
          [Parameter("urls", 5), Parameter("delay-milliseconds", 20)]
        ),
        warmups: 0,
        iterations: 1
      )
    )
  }

  @Test func theTrialGetsThePortsAndTheConnectionsAreKept() throws {
    let trial = try execute(
      fixture: "\(Self.listens)\ncat >/dev/null\necho '{\"connections\":12}'"
    )
    #expect(trial.outcome == Outcome(.completed))
    #expect(trial.standardError.contains(" --iterations 1 --port 4000 --refused-port 4001"))
    #expect(trial.measurements.contains(Measurement("connectionCount", 12)))
  }

  @Test(
    "A fixture that fails makes the trial fail with what it printed",
    arguments: [
      (
        "echo no port >&2; exit 1",
        "ended before the trial did. Its standard error: \"no port \"."
      ),
      ("echo hello; cat", "printed \"hello\" instead of its ports or connections."),
      ("\(listens); cat >/dev/null", "printed \"\" instead of its ports or connections."),
      (
        "\(listens); cat >/dev/null; echo bye; exit 2",
        "did not exit cleanly when its standard input was closed."
      ),
    ]
  )
  func badFixtures(script: String, problem: String) throws {
    try expectFailure(of: try execute(fixture: script), problem)
  }

  /// It has closed its pipes, as at any end, but its end cannot be seen yet when the trial ends.
  @Test func aFixtureThatEndsEarlyIsReportedEvenIfItsEndIsNotYetVisible() throws {
    let mark = "\(tree.folder.path)/closed"
    let trial = try execute(
      fixture: "\(Self.listens); exec >&- 2>&-; touch \(mark); sleep 0.3",
      before: "until [ -e \(mark) ]; do sleep 0.01; done")
    try expectFailure(of: trial, "ended before the trial did.")
  }

  private func expectFailure(of trial: Trial, _ problem: String) throws {
    #expect(trial.outcome.kind == .failed)
    #expect(trial.measurements.isEmpty)
    let detail = try #require(trial.outcome.detail)
    #expect(
      detail.contains(
        "The fixture \"programs/parallax fixture http --delay-milliseconds 20\" \(problem)"
      ),
      "\(detail)"
    )
  }

  @Test func aMissingFixtureProgramFailsTheTrial() throws {
    let trial = try execute(fixture: Self.listens)
    #expect(trial.outcome.kind == .failed)
    try FileManager.default.removeItem(atPath: "\(tree.folder.path)/programs/parallax")
    let executor = ProcessExecutor(
      locator: tree.locator,
      fixtureExecutable: "\(tree.folder.path)/programs/parallax",
      limits: TrialLimits()
    )
    #expect(
      try #require(executor.execute(trial.planned).outcome.detail)
        .contains("Cannot start \"\(tree.folder.path)/programs/parallax\": No such file")
    )
  }
}
