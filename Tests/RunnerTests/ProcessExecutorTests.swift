import BenchmarkModel
import FoundationEssentials
import Platform
import Testing

@testable import Runner

@Suite struct ProcessExecutorTests {
  let tree: TreeFixture

  init() throws { tree = try TreeFixture(peers: ["go"]) }

  private static let iteration =
    "echo '{\"elapsedNanoseconds\":1000,\"answer\":5,\"metrics\":{\"startNanoseconds\":10}}'"
  private static let closing =
    "echo '{\"protocol\":1,\"runtimeVersion\":\"Test 1\",\"peakResidentBytes\":4096}'"
  private static let command = TrialEnvironment().commandText(
    around: "programs/sleeping-tasks --style async --tasks 5 --hold-milliseconds 400 "
      + "--warmup 1 --iterations 1")
  private static let name = "sleeping-tasks/swift-async with tasks=5 hold-milliseconds=400"

  private func execute(
    _ script: String? = nil,
    runtime: Runtime = .swiftAsync,
    workload: String = "sleeping-tasks",
    parameters: [Parameter] = [Parameter("tasks", 5), Parameter("hold-milliseconds", 400)],
    limits: TrialLimits = TrialLimits(),
    countsEvents: Bool = false
  ) throws -> Trial {
    if let script { try tree.folder.script("programs/\(workload)", script) }
    let executor = ProcessExecutor(
      locator: tree.locator,
      fixtureExecutable: "\(tree.folder.path)/programs/parallax",
      limits: limits, countsEvents: countsEvents
    )
    let planned = PlannedTrial(
      position: 7,
      block: 2,
      case: Case(Implementation(workload: workload, runtime: runtime), parameters),
      warmups: 1,
      iterations: 1
    )
    return executor.execute(planned)
  }

  @Test func aCompletedTrialCarriesAllThatWasMeasured() throws {
    let trial = try execute(
      "echo \"$*\" >&2\n\(Self.iteration)\nsleep 0.1\n\(Self.iteration)\n\(Self.closing)"
    )
    #expect(trial.outcome == Outcome(.completed))
    #expect(trial.runtimeVersion == "Test 1")
    #expect(
      trial.standardError
        == "--style async --tasks 5 --hold-milliseconds 400 --warmup 1 --iterations 1\n"
    )
    #expect(
      trial.measurements.prefix(5) == [
        Measurement("elapsedNanoseconds", iteration: 0, isWarmup: true, 1_000),
        Measurement("startNanoseconds", iteration: 0, isWarmup: true, 10),
        Measurement("elapsedNanoseconds", iteration: 1, 1_000),
        Measurement("startNanoseconds", iteration: 1, 10),
        Measurement("peakResidentBytes", 4_096),
      ]
    )
    var names = trial.measurements.dropFirst(5).map(\.metric)
    let sampled = ["pageTableBytes", "maximumThreadCount"]
    if hasProc {
      #expect(Array(names.prefix(2)) == sampled)
    }
    let conditions = ["stolenNanoseconds", "otherWorkNanoseconds"]
    if hasProc {
      #expect(conditions.allSatisfy(names.contains))
    }
    // Not every kernel reports pressure.
    names.removeAll(where: (sampled + conditions + ["pressureNanoseconds"]).contains)
    #expect(
      names == [
        "userNanoseconds", "systemNanoseconds", "processNanoseconds", "voluntarySwitchCount",
        "involuntarySwitchCount", "minorFaultCount", "majorFaultCount",
      ]
    )
    let whole = trial.measurements.first { $0.metric == "processNanoseconds" }
    #expect(try #require(whole).value > 100_000_000)
  }

  @Test func eventsAreCountedInASecondProcess() throws {
    let trial = try execute(
      """
      echo run >> '\(tree.folder.path)/runs'
      \(Self.iteration)
      \(Self.iteration)
      \(Self.closing)
      """, countsEvents: true)
    #expect(try fileBytes("\(tree.folder.path)/runs").count == 8)
    #expect(trial.outcome == Outcome(.completed))
    let names = trial.measurements.map(\.metric)
    #expect(names.count { $0 == "elapsedNanoseconds" } == 2)
    #expect(names.count { $0 == "processNanoseconds" } == 1)
    let refusals = EventCounters().refusals
    for event in CountedEvent.allCases {
      let values = trial.measurements.filter { $0.metric == event.metric.name }
      #expect(values.count <= (refusals[event] == nil ? 1 : 0), "\(event)")
      #expect(values.allSatisfy { $0.iteration == nil && $0.value == $0.value.rounded() })
    }
    #expect(names.contains("coreMigrationCount") == (refusals[.coreMigration] == nil))
  }

  @Test func aFaultOfTheCountedProcessIsOneOfTheTrial() throws {
    let script = """
      [ -e '\(tree.folder.path)/ran' ] && exit 3
      : > '\(tree.folder.path)/ran'
      \(Self.iteration)
      \(Self.iteration)
      \(Self.closing)
      """
    let trial = try execute(script, countsEvents: true)
    #expect(trial.outcome.kind == .failed && trial.measurements.isEmpty)
  }

  @Test(
    "Each failure has its outcome and a sentence that repeats the trial",
    arguments: [
      (
        "echo hello", Outcome.Kind.protocolError,
        "The output of \(name) cannot be read. The trial broke the protocol in line 1 of standard "
          + "output: it is not a JSON object. The line is: \"hello\"."
      ),
      (
        "\(iteration)\n\(iteration)", .protocolError,
        "The output of \(name) cannot be read. The trial broke the protocol in standard output: "
          + "the closing line {\"protocol\":1,…} is missing."
      ),
      (
        "\(iteration)\n\(iteration.replacing("1000", with: "9000000000000"))\n\(closing)",
        .protocolError, "the iterations took longer than the"
      ),
      (
        "\(iteration.replacing(":5,", with: ":4,"))\n\(iteration)\n\(closing)", .wrongAnswer,
        "Wrong answer from \(name): got 4, expected 5 (position 7 of the plan, warm-up iteration "
          + "0). No time was stored."
      ),
      (
        "\(iteration)\n\(iteration.replacing(":5,", with: ":6,"))\n\(closing)", .wrongAnswer,
        "Wrong answer from \(name): got 6, expected 5 (position 7 of the plan, iteration 1). "
          + "No time was stored."
      ),
      (
        "\(iteration)\n\(iteration.replacing(#","metrics":{"startNanoseconds":10}"#, with: ""))\n\(closing)",
        .invalid,
        "\(name) does not count: it did not report startNanoseconds (position 7 of the plan, "
          + "iteration 1). No time was stored."
      ),
      (
        "echo '{\"refused\":\"starting a thread: no more\",\"reached\":3}'", .refused,
        "The system gave \(name) no more than 3: starting a thread: no more."
      ),
      (
        "echo one >&2; echo two >&2; exit 3", .failed,
        "\(name) ended with exit code 3. Its standard error: \"one\"."
      ),
      (
        "exit 64", .failed,
        "\(name) did not accept its flags (exit code 64); rebuild its program with: make build."
      ),
      ("kill -ABRT $$", .crashed, "\(name) was ended by signal 6."),
      (
        "kill -KILL $$", .crashed,
        "\(name) was ended by signal 9, which the kernel also sends when memory runs out."
      ),
    ]
  )
  func badEnds(script: String, kind: Outcome.Kind, detail: String) throws {
    let trial = try execute(script)
    #expect(trial.outcome.kind == kind)
    #expect(trial.measurements.isEmpty)
    let text = try #require(trial.outcome.detail)
    #expect(text.contains(detail), "\(text)")
    #expect(text.hasSuffix(" Repeat with: \(Self.command)"), "\(text)")
    #expect(trial.outcome.reached == (kind == .refused ? 3 : nil))
  }

  @Test func aTrialThatNeverEndsIsTimedOutWithWhatItSaid() throws {
    let trial = try execute(
      "echo stuck >&2; sleep 1000", limits: TrialLimits(time: .milliseconds(1_500)))
    #expect(trial.outcome.kind == .timedOut)
    #expect(
      trial.outcome.detail
        == "\(Self.name) did not end within 1.5 s and was killed. Its standard error: \"stuck\". "
        + "Repeat with: \(Self.command)")
    #expect(trial.measurements.isEmpty)
  }

  @Test(.enabled(if: hasProc, "needs /proc")) func tooMuchMemoryIsAnOutcome() throws {
    let trial = try execute("sleep 1000", limits: TrialLimits(memoryBytes: 100_000))
    #expect(trial.outcome.kind == .outOfMemory)
    #expect(try #require(trial.outcome.detail).contains("more than its cap of 100000"))
  }

  @Test func aWrongAnswerOutweighsALaterRefusal() throws {
    let wrong = Self.iteration.replacing(":5,", with: ":4,")
    let trial = try execute("\(wrong)\necho '{\"refused\":\"x\",\"reached\":3}'")
    #expect(trial.outcome.kind == .wrongAnswer)
  }

  @Test func aPeerIsCalledWithoutStyle() throws {
    try tree.folder.script(
      ".build/peers/bin/sleeping-tasks-go",
      "echo \"$*\" >&2\n\(Self.iteration)\n\(Self.iteration)\n\(Self.closing)"
    )
    let trial = try execute(runtime: .go)
    #expect(trial.outcome == Outcome(.completed))
    #expect(
      trial.standardError == "--tasks 5 --hold-milliseconds 400 --warmup 1 --iterations 1\n"
    )
  }

  @Test func whatIsNotThereStartsNothing() throws {
    let absent = try execute(runtime: .tokio)
    #expect(absent.outcome.kind == .notImplemented)
    #expect(
      absent.outcome.detail == "sleeping-tasks/tokio is not implemented."
    )
    try tree.folder.write("Workloads/SleepingTasks/tokio/src/main.rs")
    let unbuilt = try execute(runtime: .tokio)
    #expect(unbuilt.outcome.kind == .notInstalled)
    #expect(
      unbuilt.outcome.detail
        == "The program of sleeping-tasks/tokio is not built. Build it with: make peers"
    )
  }

  @Test func parametersThatDoNotFitAreAFailedTrial() throws {
    let trial = try execute(parameters: [Parameter("sheep", 5)])
    #expect(trial.outcome.kind == .failed)
    #expect(
      trial.outcome.detail
        == "sleeping-tasks/swift-async sheep=5 did not run. The parameters do not fit workload "
        + "\"sleeping-tasks\": Unknown parameter \"--sheep\". "
        + "Allowed: --tasks, --hold-milliseconds."
    )
  }

  @Test func aProgramThatCannotStartIsAFailedTrial() throws {
    try tree.folder.write("programs/sleeping-tasks", "#!/nowhere/shell\n", isProgram: true)
    let trial = try execute()
    #expect(trial.outcome.kind == .failed)
    #expect(try #require(trial.outcome.detail).contains("Cannot start \"/"))
  }
}
