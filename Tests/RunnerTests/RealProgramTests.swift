import BenchmarkModel
import FoundationEssentials
import Platform
import RuntimeFixtures
import Testing
import WorkloadCatalog
import WorkloadKit

@testable import Runner

/// The built trial programs, which are next to the test bundle if the whole package is built.
@Suite struct RealProgramTests {
  private static let programs = (CommandLine.arguments.first ?? "")
    .split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
  private static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    .dropLast(3).joined(separator: "/")

  private static func isBuilt(_ program: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: "\(programs)/\(program)")
  }

  private static let locator = ProgramLocator(
    root: root, programs: programs, runtimes: repositoryRuntimes)

  /// Every implementation at the smallest sizes.
  private static let plan = Result {
    try Plan(
      preset: .smoke, runtimes: repositoryRuntimes.runtimes.map(\.id), seed: 1, locator: locator)
  }

  /// Every workload in every runtime at the smallest sizes, including peers if they are built, and
  /// variants if their libraries are installed.
  ///
  /// Of an implementation in Swift it is one size: `AnswerTests` runs the same code at all of them.
  @Test(
    .enabled(if: isBuilt("parallax"), "parallax is not built beside the tests"),
    arguments: Catalog.names, repositoryRuntimes.runtimes
  )
  func everyProgramCompletesWithTheRightAnswer(workload: String, runtime: Runtime) throws {
    let executor = ProcessExecutor(
      locator: Self.locator,
      fixtureExecutable: "\(Self.programs)/parallax",
      limits: TrialLimits(time: .seconds(60))
    )
    let plan = try Self.plan.get()
    func isChosen(_ implementation: Implementation) -> Bool {
      implementation.workload == workload && implementation.runtime == runtime
    }
    let implementations = plan.implementations.filter { isChosen($0.implementation) }
    let description = try #require(repositoryRuntimes[runtime])
    switch implementations.first?.status {
    case .notInstalled where description.style == nil:
      try Test.cancel("\(workload)/\(runtime.id) is not built; scripts/build-peers builds it")
    case .notImplemented where !description.isDefault:
      try Test.cancel("\(workload)/\(runtime.id) is not implemented")
    default: break
    }
    let trials = plan.trials.filter { isChosen($0.case.implementation) }
    try #require(!trials.isEmpty)
    var passed = Set(
      implementations.filter { $0.missingLibrary != nil }.map(\.implementation))
    for planned in trials where !passed.contains(planned.case.implementation) {
      if description.style != nil { passed.insert(planned.case.implementation) }
      let trial = executor.execute(planned)
      if trial.outcome.kind == .refused, planned.case.implementation.variant == "blocking" {
        // Dispatch's pool is smaller than the smallest size; that is the variant's result.
        continue
      }
      #expect(trial.outcome == Outcome(.completed))
      #expect(trial.runtimeVersion?.isEmpty == false)
      let metrics = Set(trial.measurements.map(\.metric))
      let added = try #require(Catalog.workload(named: workload)).metrics.map(\.name)
      #expect(metrics.isSuperset(of: added + [Metric.elapsed.name, Metric.peakResident.name]))
    }
  }

  /// Each runtime on one core of a machine that has more: it starts one hog, and its pool has one
  /// thread.
  @Test(
    .enabled(if: isBuilt("parallax"), "parallax is not built beside the tests"),
    .enabled(if: usableCoreCount > 1, "needs two cores and Linux's affinity"),
    arguments: repositoryRuntimes.runtimes)
  func everyRuntimeSeesTheCoresThatItMayUse(runtime: Runtime) throws {
    let implementation = Implementation(workload: "preemption", runtime: runtime)
    guard try Self.locator.locate(implementation).status == .ready else {
      try Test.cancel("preemption/\(runtime.id) is not built")
    }
    let executor = ProcessExecutor(
      locator: Self.locator, fixtureExecutable: "\(Self.programs)/parallax",
      limits: TrialLimits(time: .seconds(60)),
      environment: TrialEnvironment(adding: ["GODEBUG": "schedtrace=1000"]), cores: 1)
    let trial = executor.execute(
      PlannedTrial(
        position: 0, block: 0, case: Case(implementation, [Parameter("hog-milliseconds", 50)]),
        warmups: 0, iterations: 1))
    #expect(trial.outcome == Outcome(.completed))
    let threads = trial.measurements.first { $0.metric == Metric.maximumThreads.name }?.value
    switch runtime.id {
    case "go": #expect(trial.standardError.contains("gomaxprocs=1 "))
    case "tokio": #expect(threads == 2, "the main thread and one worker")
    case "swift-threads": #expect(threads == 3, "the main thread, that of the body and one hog")
    default: break
    }
  }

  @Test(.enabled(if: isBuilt("sleeping-tasks"), "sleeping-tasks is not built beside the tests"))
  func anUnknownFlagEndsWithCode64() throws {
    let child = ChildProcess(
      program: "\(Self.programs)/sleeping-tasks",
      arguments: ["--style", "async", "--sheep", "1"],
      timeLimit: .seconds(60)
    )
    let result = try child.run()
    #expect(result.ending == .exited(code: 64))
    #expect(result.standardError.contains("--sheep"))
  }
}
