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

  private func execute(
    _ script: String, limits: TrialLimits = TrialLimits(), environment: [String: String] = [:],
    interruption: Interruption? = nil
  ) throws -> Trial {
    try tree.folder.script("programs/sleeping-tasks", script)
    let executor = ProcessExecutor(
      locator: tree.locator, fixtureExecutable: "\(tree.folder.path)/programs/parallax",
      limits: limits, environment: TrialEnvironment(adding: environment),
      interruption: interruption)
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
      (
        good.replacing("1000,", with: "1000,\"processorNanoseconds\":9007199254740992,"),
        "the iterations used more processor time than the "
      ),
      (good.replacing("4096", with: "0"), "\"peakResidentBytes\" must be above 0"),
      (good.replacing("4096", with: "9007199254740992"), "\"peakResidentBytes\" must be above 0"),
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

  /// What a program does besides or instead of its work.
  struct Misdeed: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let script: String
    let kind: Outcome.Kind
    let detail: String?
    var limits = TrialLimits(time: .seconds(60))

    init(
      _ name: String, _ script: String, _ kind: Outcome.Kind, _ detail: String? = nil,
      seconds: Double = 60, memoryBytes: Int? = nil
    ) {
      testDescription = name
      self.script = script
      self.kind = kind
      self.detail = detail
      limits = TrialLimits(time: .seconds(seconds), memoryBytes: memoryBytes)
    }
  }

  private static let misdeeds: [Misdeed] = [
    Misdeed("does nothing", ":", .protocolError, "the closing line"),
    Misdeed("prints no closing line", iteration, .protocolError, "the closing line"),
    Misdeed(
      "goes on after the closing line", "\(good)\n\(iteration)", .protocolError,
      "line 3 of standard output: it comes after the line that ends the trial"),
    Misdeed(
      "names a metric twice",
      good.replacing("\"metrics\":{", with: "\"metrics\":{\"startNanoseconds\":1,"),
      .protocolError, "the key \"startNanoseconds\" appears twice"),
    Misdeed(
      "nests without end",
      "printf '{\"a\":'; head -c 500000 /dev/zero | tr '\\0' '['; echo; \(closing)",
      .protocolError, "its values are nested more than 8 deep"),
    Misdeed(
      "prints a line without end", "head -c 2000000 /dev/zero | tr '\\0' 1; echo; \(closing)",
      .protocolError, "it is longer than 1048576 bytes"),
    Misdeed("answers wrongly", good.replacing(":5,", with: ":6,"), .wrongAnswer, "expected 5"),
    Misdeed("exits with a code", "\(good)\nexit 3", .failed, "exit code 3"),
    Misdeed("kills itself", "\(good)\nkill -KILL $$", .crashed, "signal 9"),
    Misdeed("stops itself", "\(good)\nkill -STOP $$", .timedOut, seconds: 0.5),
    Misdeed("closes its output and sleeps", "exec >&- 2>&-; sleep 1000", .timedOut, seconds: 0.5),
    Misdeed("reads its input", "cat; \(good)", .completed),
    Misdeed("fills standard error", "head -c 5000000 /dev/zero >&2; \(good)", .completed),
    Misdeed("deletes its program", "rm -- \"$0\"; \(good)", .completed),
    Misdeed(
      "writes to descriptors that it may have inherited",
      "for d in 3 4 5 6 7 8 9; do (echo x >&$d) 2>&-; done; \(good)", .completed),
    Misdeed("does not wait for a child that has ended", "(:) & sleep 0.2; \(good)", .completed),
    Misdeed("waits for its child", "sleep 0.1 & \(good)\nwait", .completed),
  ]

  /// Misdeeds that leave processes, which only a process that adopts orphans finds.
  private static let desertions: [Misdeed] = [
    Misdeed(
      "stops itself beside a daemon that ignores signals",
      "setsid sh -c 'trap \"\" TERM HUP INT; sleep 1000; sleep 1000' & kill -STOP $$", .timedOut,
      seconds: 0.5),
    Misdeed(
      "leaves a child", "sleep 1000 & \(good)", .protocolError,
      "left a process running when it ended: "),
    Misdeed(
      "leaves a stopped child", "sleep 1000 & kill -STOP $!; \(good)", .protocolError,
      "left a process"),
    Misdeed(
      "leaves a child in another session", "setsid sleep 1000 & sleep 0.1; \(good)", .protocolError,
      "left a process running when it ended: "),
    Misdeed(
      "leaves a daemon with children",
      "setsid sh -c '(sleep 1000 & setsid sleep 1000 & sleep 1000) & sleep 1000' & sleep 0.2; \(good)",
      .protocolError, "running when it ended: "),
    Misdeed(
      "leaves a child without its environment", "env -i sleep 1000 & sleep 0.1; \(good)",
      .protocolError,
      "left a process running"),
    Misdeed(
      "leaves a family of 60",
      """
      cat >"$0-family" <<'END'
      if [ $1 -gt 0 ]; then sh "$0" $(($1 - 1)) & setsid sh "$0" $(($1 - 1)) & fi
      sleep 1000
      END
      sh "$0-family" 4 & sleep 0.3; rm "$0-family"; \(good)
      """, .protocolError, "running when it ended: "),
    Misdeed(
      "leaves a child that always starts another and ends",
      """
      cat >"$0-comet" <<'END'
      [ $1 -gt 0 ] && setsid sh "$0" $(($1 - 1)) &
      END
      sh "$0-comet" 2000 & sleep 0.05; \(good)
      """, .protocolError, nil),
    Misdeed(
      "lets a daemon hold memory",
      "setsid sh -c 'x=$(head -c 100000000 /dev/zero | tr \"\\0\" x); sleep 1000' & wait",
      .outOfMemory, "more than its cap of 60000000", memoryBytes: 60_000_000),
    Misdeed(
      "lets a daemon's children hold memory",
      """
      cat >"$0-holder" <<'END'
      x=$(head -c 30000000 /dev/zero | tr "\\0" x); sleep 1000
      END
      (setsid sh -c 'for i in 1 2 3 4; do sh "$0-holder" & done; wait' "$0" &); sleep 20
      """,
      .outOfMemory, "more than its cap of 60000000", memoryBytes: 60_000_000),
  ]

  @Test(
    "A misdeed gets its outcome in bounded time and leaves nothing running",
    .enabled(if: hasProc, "needs /proc"), arguments: misdeeds)
  func misdeed(_ misdeed: Misdeed) throws {
    try expectOutcome(of: misdeed, interruption: nil)
  }

  /// In a separate process, since one that adopts orphans may start nothing but trials.
  @Test(.enabled(if: hasProc, "needs /proc")) func whatATrialLeavesIsEndedAndReaped() async throws {
    await #expect(processExitsWith: .success) {
      let interruption = try Interruption.withOrphanReaper()
      let tests = try HostileTrialTests()
      for misdeed in Self.desertions {
        try tests.expectOutcome(of: misdeed, interruption: interruption)
        #expect(childProcesses(of: getpid()).isEmpty, "\(misdeed.testDescription)")
      }
    }
  }

  private func expectOutcome(of misdeed: Misdeed, interruption: Interruption?) throws {
    let test = "\(UInt64.random(in: 0...UInt64.max))"
    let start = ContinuousClock.now
    let trial = try execute(
      misdeed.script, limits: misdeed.limits, environment: ["TEST": test],
      interruption: interruption)
    // The hunt for the comet can lose it before the program has ended.
    if misdeed.detail != nil || misdeed.kind != .protocolError {
      #expect(trial.outcome.kind == misdeed.kind, "\(trial.outcome.detail ?? "")")
    }
    #expect(trial.outcome.kind == .completed || trial.measurements.isEmpty)
    let detail = trial.outcome.detail ?? ""
    if let expected = misdeed.detail { #expect(detail.contains(expected), "\(detail)") }
    #expect(trial.standardError.utf8.count <= 4_096)
    #expect(ContinuousClock.now - start < .seconds(30))
    #expect(try processes(with: "TEST=\(test)").isEmpty)
  }

  /// A child that was there before, and one that runs beside the trial, are not orphans.
  @Test(.enabled(if: hasProc, "needs /proc")) func onlyOrphansAreEnded() async throws {
    await #expect(processExitsWith: .success) {
      let earlier = try SpawnedChild("sleep", ["1000"], pipesInput: false)
      let interruption = try Interruption.withOrphanReaper()
      let beside = try RunningChild(
        ChildProcess(program: "cat", timeLimit: .seconds(60)), pipesInput: true,
        interruption: interruption)
      let child = ChildProcess(
        program: "sh", arguments: ["-c", "env -i setsid sleep 1000 & sleep 0.2; echo done"],
        timeLimit: .seconds(60), ownsDescendants: true)
      let result = try child.run(interruption: interruption)
      #expect(result.ending == .exited(code: 0))
      #expect(result.output == Array("done\n".utf8))
      #expect(result.leftRunning == ["sleep"])
      #expect(Set(childProcesses(of: getpid())) == [earlier.process, beside.process])
      beside.closeInput()
      #expect(beside.finish(atMost: .seconds(60)).ending == .exited(code: 0))
      kill(earlier.process, SIGKILL)
    }
  }

  private static let hasPerl = access("/usr/bin/perl", X_OK) == 0

  @Test(.enabled(if: hasPerl, "needs perl")) func aTrialThatJoinsOurGroupIsKilledAtItsLimit() throws
  {
    let trial = try execute(
      "exec perl -e 'setpgrp(0, getpgrp(getppid())) or die; sleep 1000'",
      limits: TrialLimits(time: .milliseconds(500)))
    #expect(trial.outcome.kind == .timedOut)
  }

  /// The processes that have the variable in their environment, waiting a second for the last to go.
  private func processes(with variable: String) throws -> [String] {
    var found: [String] = []
    for _ in 0..<100 {
      found = try folderNames("/proc").filter { name in
        guard let bytes = try? fileBytes("/proc/\(name)/environ") else { return false }
        return bytes.split(separator: 0).contains { $0.elementsEqual(variable.utf8) }
      }
      if found.isEmpty { return [] }
      usleep(10_000)
    }
    return found
  }
}
