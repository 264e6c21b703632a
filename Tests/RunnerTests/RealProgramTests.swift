import BenchmarkModel
import FoundationEssentials
import Testing
import WorkloadCatalog
import WorkloadKit

@testable import Runner

/// The built trial programs, which lie beside the test bundle when the package is built whole.
@Suite struct RealProgramTests {
  private static let programs = (CommandLine.arguments.first ?? "")
    .split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
  private static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    .dropLast(3).joined(separator: "/")

  private static func isBuilt(_ program: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: "\(programs)/\(program)")
  }

  private func trial(_ workload: String, _ style: Style) throws -> Trial {
    let locator = ProgramLocator(root: Self.root, programs: Self.programs)
    let executor = ProcessExecutor(
      locator: locator,
      fixtureExecutable: "\(Self.programs)/parallax",
      limits: TrialLimits(time: .seconds(60))
    )
    let plan = try Plan(
      preset: .smoke,
      workloads: [workload],
      runtimes: ["swift-\(style.rawValue)"],
      seed: 1,
      locator: locator
    )
    return executor.execute(try #require(plan.trials.first))
  }

  @Test(
    .enabled(if: isBuilt("sleeping-tasks"), "sleeping-tasks is not built beside the tests"),
    arguments: Style.allCases
  )
  func sleepingTasksCompletesInEachStyle(style: Style) throws {
    let trial = try trial("sleeping-tasks", style)
    #expect(trial.outcome == Outcome(.completed))
    #expect(trial.runtimeVersion?.hasPrefix("Swift ") == true)
    #expect(trial.measurements.contains { $0.metric == "startNanoseconds" })
  }

  @Test(
    .enabled(
      if: isBuilt("fetch-urls") && isBuilt("parallax"),
      "fetch-urls and parallax are not built beside the tests"
    ),
    arguments: Style.allCases
  )
  func fetchURLsCompletesInEachStyle(style: Style) throws {
    let trial = try trial("fetch-urls", style)
    #expect(trial.outcome == Outcome(.completed))
    #expect(trial.measurements.contains { $0.metric == "connectionCount" })
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
