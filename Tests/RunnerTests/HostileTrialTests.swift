import BenchmarkModel
import Platform
import Testing

@testable import Runner

/// Trial programs that misbehave.
@Suite struct HostileTrialTests {
  let tree: TreeFixture

  init() throws { tree = try TreeFixture() }

  private static let iteration =
    "echo '{\"elapsedNanoseconds\":1000,\"answer\":5,\"metrics\":{\"startNanoseconds\":10}}'"
  private static let closing =
    "echo '{\"protocol\":1,\"runtimeVersion\":\"Test 1\",\"peakResidentBytes\":4096}'"
  private static let good = "\(iteration)\n\(closing)"

  private func execute(_ script: String, limits: TrialLimits = TrialLimits()) throws -> Trial {
    try tree.folder.script("programs/sleeping-tasks", script)
    let executor = ProcessExecutor(
      locator: tree.locator, fixtureExecutable: "\(tree.folder.path)/programs/parallax",
      limits: limits)
    let parameters = [Parameter("tasks", 5), Parameter("hold-milliseconds", 400)]
    let implementation = Implementation(workload: "sleeping-tasks", runtime: .swiftAsync)
    return executor.execute(
      PlannedTrial(
        position: 0, block: 0, case: Case(implementation, parameters), warmups: 0, iterations: 1))
  }

  @Test(
    "Output that breaks the protocol is reported and stores no measurement",
    arguments: [
      ("exec >&-; sleep 0.1", "the closing line {\"protocol\":1,…} is missing"),
      ("\(iteration); exec >&-; sleep 0.1", "the closing line {\"protocol\":1,…} is missing"),
      ("\(iteration); printf '{\"protocol\":1,\"runt'", "line 2 of standard output"),
      ("printf '\\377\\376\\n'; \(closing)", "line 1 of standard output"),
      ("printf '\\0\\n'; \(good)", "line 1 of standard output"),
      (good.replacing("1000", with: "1e400"), "line 1 of standard output"),
      (good.replacing("1000", with: "99999999999999999999999"), "line 1 of standard output"),
      (good.replacing("1000", with: "-1000"), "line 1 of standard output"),
      (good.replacing("1000", with: "NaN"), "line 1 of standard output"),
      (closing, "0 iterations instead of 1"),
      ("\(iteration)\n\(good)", "2 iterations instead of 1"),
      ("\(good)\nexec yes", "printed more than 16777216 bytes and was killed"),
      ("\(good)\nhead -c 1000000000 /dev/zero", "printed more than 16777216 bytes and was killed"),
    ])
  func brokenProtocol(script: String, detail: String) throws {
    let trial = try execute(script)
    #expect(trial.outcome.kind == .protocolError)
    #expect(trial.measurements.isEmpty)
    let found = try #require(trial.outcome.detail)
    #expect(found.contains(detail), "\(found)")
    #expect(found.utf8.count < 2_000)
  }

  @Test func aGigabyteOfOutputIsNotHeld() throws {
    let child = ChildProcess(
      program: "head", arguments: ["-c", "1000000000", "/dev/zero"], timeLimit: .seconds(60))
    let result = try child.run()
    #expect(result.ending == .tooMuchOutput)
    // One read can exceed the limit, once before the kill and once after it.
    #expect(result.output.count <= child.outputLimitBytes + 2 << 20)
  }

  @Test func aTrialThatIgnoresSIGTERMIsKilledAtItsLimit() throws {
    let trial = try execute(
      "trap '' TERM INT HUP\nkill -TERM $$\necho survived >&2\nwhile :; do sleep 1000; done",
      limits: TrialLimits(time: .milliseconds(1_500)))
    #expect(trial.outcome.kind == .timedOut)
    #expect(trial.standardError == "survived\n")
  }

  @Test func childrenThatATrialLeavesAreKilledAndItCounts() throws {
    let trial = try execute("sleep 1000 & echo $! >&2\n\(Self.good)")
    #expect(trial.outcome == Outcome(.completed))
    let left = try #require(pid_t(trial.standardError.dropLast()))
    for _ in 0..<500 where isRunning(left) { usleep(10_000) }
    #expect(!isRunning(left))
  }

  /// A process that has ended but was not reaped counts as gone.
  private func isRunning(_ process: pid_t) -> Bool {
    guard kill(process, 0) == 0 else { return false }
    guard let status = try? fileBytes("/proc/\(process)/status") else { return !hasProc }
    return !String(decoding: status, as: UTF8.self).contains("State:\tZ")
  }
}
