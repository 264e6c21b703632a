import BenchmarkModel
import RuntimeFixtures
import Testing
import WorkloadCatalog
import WorkloadKit

@testable import Runner

@Suite struct PlanTests {
  let tree: TreeFixture

  init() throws { tree = try TreeFixture(peers: ["go"]) }

  @Test(
    "Each block has every case with trials left exactly once",
    arguments: [(UInt64(7), "0b 0c 0a 1c 1a 2a"), (8, "0a 0c 0b 1a 1c 2a")]
  )
  func blocks(seed: UInt64, order: String) {
    let series = [("a", 3), ("b", 1), ("c", 2)].map { name, trials in
      TrialSeries(
        case: Case(Implementation(workload: name, runtime: .go), []),
        effort: Effort(trials: trials, warmups: 1, iterations: 4), usualTrials: trials,
        isImplemented: true)
    }
    let planned = Plan.blocks(of: series, seed: seed)
    #expect(
      planned.map { "\($0.block)\($0.case.implementation.workload)" }.joined(separator: " ")
        == order
    )
    #expect(planned.map(\.position) == Array(0..<6))
    #expect(planned.allSatisfy { $0.warmups == 1 && $0.iterations == 4 })
  }

  @Test func aPresetBecomesCasesInSeededOrder() throws {
    let plan = try Plan(
      preset: .smoke,
      workloads: ["sleeping-tasks"],
      runtimes: ["swift-async", "go"],
      trials: 2,
      seed: 42,
      locator: tree.locator
    )
    #expect(
      plan.trials.map { planned in
        "\(planned.block) \(planned.case.value(of: "tasks") ?? 0) "
          + planned.case.implementation.runtimeID
      } == [
        "0 100 swift-async", "0 10 swift-async", "0 100 go", "0 10 go",
        "1 100 swift-async", "1 100 go", "1 10 go", "1 10 swift-async",
      ]
    )
    #expect(plan.absent.isEmpty)
  }

  @Test func whatIsNotThereIsPlannedOnceInTheFirstBlock() throws {
    try tree.folder.write("Workloads/SleepingTasks/tokio/src/main.rs")
    let names = ["sleeping-tasks", "fetch-urls"]
    let plan = try Plan(
      preset: .quick, workloads: names,
      runtimes: repositoryRuntimes.defaults.map(\.id), trials: 3, seed: 1, locator: tree.locator)
    for (planned, trials) in Dictionary(grouping: plan.trials, by: \.case) {
      let isThere = planned.implementation.runtime != .tokio
      #expect(trials.map(\.block) == (isThere ? [0, 1, 2] : [0]), "\(planned.description)")
    }
    let defaults = Set(plan.trials.map(\.case)).filter { $0.implementation.variant == nil }
    let sizes = Catalog.workloads.filter { names.contains($0.name) }
      .map { PresetCases(of: $0, for: .quick).parameters.count }
    #expect(defaults.count == sizes.reduce(0, +) * 5)
    #expect(
      plan.absent == [
        Implementation(workload: "sleeping-tasks", runtime: .tokio),
        Implementation(workload: "fetch-urls", runtime: .tokio),
      ]
    )
  }

  @Test func equalSeedsGiveEqualPlansAndDifferentSeedsDoNot() throws {
    func plan(_ seed: UInt64) throws -> Plan {
      try Plan(preset: .quick, seed: seed, locator: tree.locator)
    }
    #expect(try plan(5) == plan(5))
    #expect(try plan(5).trials != plan(6).trials)
  }

  @Test(
    "A wrong name is answered with the nearest and all valid names",
    arguments: [
      (
        ["sleepingtasks"], [], Int?.none,
        "Unknown workload \"sleepingtasks\". Did you mean \"sleeping-tasks\"? "
          + "Allowed: \(Catalog.names.joined(separator: ", "))."
      ),
      (
        [], ["kotlin"], nil,
        "Unknown runtime \"kotlin\". "
          + "Allowed: \(repositoryRuntimes.runtimes.map(\.id).joined(separator: ", ")), "
          + "swift-dispatch:blocking"
      ),
      ([], [], 0, "The number of trials is 0. It must be at least 1 and at most 10000."),
      ([], [], .max, "The number of trials is \(Int.max). It must be at least"),
    ]
  )
  func wrongWords(
    workloads: [String],
    runtimes: [String],
    trials: Int?,
    message: String
  ) throws {
    let error = try #require(throws: RunnerError.self) {
      try Plan(
        preset: .smoke,
        workloads: workloads,
        runtimes: runtimes,
        trials: trials,
        seed: 1,
        locator: tree.locator
      )
    }
    #expect(error.description.hasPrefix(message))
  }
}
