import BenchmarkModel
import RuntimeFixtures
import Testing
import WorkloadCatalog
import WorkloadKit

@testable import Runner

@Suite struct PlanTests {
  let tree: TreeFixture

  init() throws { tree = try TreeFixture(peers: ["go"]) }

  private func series(_ counts: [(workload: String, runtimes: [Runtime], trials: Int)])
    -> [TrialSeries]
  {
    counts.flatMap { workload, runtimes, trials in
      runtimes.map {
        TrialSeries(
          case: Case(Implementation(workload: workload, runtime: $0), []),
          effort: Effort(warmups: 1, iterations: 4), trials: trials, usualTrials: trials,
          isImplemented: true)
      }
    }
  }

  @Test(arguments: [UInt64(7), 8])
  func aRoundHasABlockOfEachWorkloadWithTrialsLeft(seed: UInt64) {
    let both: [Runtime] = [.go, .tokio]
    let planned = Plan.blocks(
      of: series([("a", both, 3), ("b", both, 1), ("c", both, 2)]), seed: seed)
    #expect(planned.map(\.position) == Array(0..<12))
    #expect(planned.allSatisfy { $0.warmups == 1 && $0.iterations == 4 })
    // A block is back to back, and rounds follow one another.
    let blocks = stride(from: 0, to: 12, by: 2).map { Array(planned[$0..<($0 + 2)]) }
    for block in blocks {
      #expect(Set(block.map(\.case.implementation.runtime)) == Set(both))
      #expect(Set(block.map { "\($0.block)\($0.case.implementation.workload)" }).count == 1)
    }
    #expect(blocks.map { $0[0].block } == [0, 0, 0, 1, 1, 2])
    #expect(Set(blocks[..<3].map { $0[0].case.implementation.workload }) == ["a", "b", "c"])
    #expect(Set(blocks[3...].map { $0[0].case.implementation.workload }) == ["a", "c"])
  }

  @Test func roundsAndBlocksAreShuffled() {
    let planned = Plan.blocks(
      of: series([("a", [.go, .tokio], 20), ("b", [.go, .tokio], 20)]), seed: 3)
    let rounds = stride(from: 0, to: planned.count, by: 4).map { Array(planned[$0..<($0 + 4)]) }
    #expect(Set(rounds.map { $0[0].case.implementation.workload }).count == 2)
    #expect(Set(rounds.map { $0[0].case.implementation.runtime }).count == 2)
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
        "0 10 swift-async", "0 10 go", "0 100 go", "0 100 swift-async",
        "1 100 go", "1 100 swift-async", "1 10 go", "1 10 swift-async",
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

  @Test func rulesChooseVariantsAndAddTheSizesThatDecideThem() throws {
    func rule(
      _ workload: String, _ size: [Parameter], variant: String? = nil, on runtime: Runtime = .go,
      _ quantity: ClaimRule.Quantity = .ratio(to: .tokio)
    ) -> ClaimRule {
      ClaimRule(
        runtime,
        .quantity(
          ClaimRule.BoundedQuantity(
            ClaimRule.Selection(workload: workload, variant: variant, size: size),
            metric: Metric.elapsed.name, quantity: quantity, bound: .limits(.atMost(1)))))
    }
    func cases(_ rules: [ClaimRule]?) throws -> Set<String> {
      let tree = try TreeFixture(peers: ["go", "tokio"], more: ["SpawnMany": "spawn-many"])
      let plan = try Plan(preset: .quick, rules: rules, seed: 1, locator: tree.locator)
      return Set(plan.trials.map(\.case.description))
    }
    let all = try cases(nil)
    let variants = all.filter { $0.contains(":") }
    #expect(variants.contains { $0.contains(":blocking") })
    #expect(try cases([]) == all.subtracting(variants))
    let blocking = rule("sleeping-tasks", [], variant: "blocking", on: .swiftDispatch, .value)
    #expect(
      try cases([blocking]) == all.subtracting(variants.filter { !$0.contains(":blocking") }))
    #expect(
      try cases([
        rule("spawn-many", [Parameter("tasks", 200_000)]),
        rule("spawn-many", [Parameter("tasks", 10_000)]),
        // Its tasks sleep for ten seconds.
        rule("sleeping-tasks", [Parameter("tasks", 1_000_000)]),
        rule("spawn-many", [Parameter("tasks", 7)]),
      ]).subtracting(all) == ["spawn-many/go tasks=200000", "spawn-many/tokio tasks=200000"])
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
