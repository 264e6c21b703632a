import BenchmarkModel
import FoundationEssentials
import Testing
import WorkloadKit

@testable import Runner

@Suite struct ShardTests {
  let tree: TreeFixture

  init() throws { tree = try TreeFixture(peers: ["go"]) }

  private func plan(_ workloads: [String] = ["sleeping-tasks", "fetch-urls"], seed: UInt64 = 7)
    throws -> Plan
  {
    try Plan(preset: .quick, workloads: workloads, trials: 3, seed: seed, locator: tree.locator)
  }

  private func shards(_ plan: Plan, _ count: Int) throws -> [[PlannedTrial]] {
    try (1...count).map { try plan.trials(of: #require(Shard(index: $0, count: count))) }
  }

  @Test(arguments: 1...4)
  func thePiecesTogetherAreThePlanAndKeepEachGroupWhole(count: Int) throws {
    let plan = try plan()
    let shards = try shards(plan, count)
    #expect(
      shards.flatMap { $0 }.sorted { $0.position < $1.position } == plan.trials)
    #expect(shards.allSatisfy { !$0.isEmpty })
    let groups = shards.map { Set($0.map { WorkGroup($0.case) }) }
    let all = groups.reduce(into: Set()) { $0.formUnion($1) }
    #expect(groups.reduce(0) { $0 + $1.count } == all.count)
    for shard in shards { #expect(shard.map(\.position) == shard.map(\.position).sorted()) }
  }

  @Test func piecesOfAPlanThatGrowsHaveSeparatePositions() throws {
    let plan = try Plan(
      preset: .quick, workloads: ["sleeping-tasks", "fetch-urls"], seed: 7, locator: tree.locator)
    let rounds = try (1...3).map {
      try plan.firstRound(of: #require(Shard(index: $0, count: 3)))
    }
    #expect(
      Set(rounds.flatMap { $0 }.map(\.case)) == Set(plan.trials.map(\.case)))
    for (index, round) in rounds.enumerated() {
      #expect(round.allSatisfy { $0.position / 100_000 == index && $0.block == 0 })
      let planner = RacingPlanner(seed: 7, logicalCores: 2, plan: round)
      #expect(planner.begun.isEmpty)
    }
  }

  /// No shard takes longer than another by more than the last group assigned to it.
  @Test func theShardsTakeAboutEquallyLong() throws {
    let plan = try plan()
    func time(_ trials: [PlannedTrial]) -> Duration {
      TimeEstimate(trials, absent: plan.absent).remaining
    }
    let times = try shards(plan, 2).map { time($0) }
    let groups = Dictionary(grouping: plan.trials) { WorkGroup($0.case) }.values.map { time($0) }
    let longest = try #require(groups.max())
    #expect(max(times[0] - times[1], times[1] - times[0]) <= longest, "\(times)")
    #expect(times.allSatisfy { $0 > .zero })
  }

  @Test func aMachineWithoutAPeerDividesAlike() throws {
    let other = try TreeFixture(peers: [])
    try other.folder.write("Workloads/SleepingTasks/go/main.go")
    try other.folder.write("Workloads/FetchURLs/go/main.go")
    let without = try Plan(
      preset: .quick, workloads: ["sleeping-tasks", "fetch-urls"], trials: 3, seed: 7,
      locator: other.locator)
    let (one, two) = (try plan(), without)
    try #require(one.absent != two.absent)
    func groups(_ plan: Plan) throws -> [Set<WorkGroup>] {
      try shards(plan, 2).map { Set($0.map { WorkGroup($0.case) }) }
    }
    #expect(try groups(one) == groups(two))
  }

  @Test func morePiecesThanGroupsAreRefused() throws {
    let plan = try plan(["sleeping-tasks"])
    let groups = Set(plan.trials.map { WorkGroup($0.case) }).count
    let shard = try #require(Shard(index: 1, count: groups + 1))
    let error = try #require(throws: RunnerError.self) { try plan.trials(of: shard) }
    #expect(error == .tooManyShards(count: groups + 1, groups: groups))
    #expect(error.description.hasSuffix("Use at most \(groups) shards."))
    #expect(Shard(index: 0, count: 2) == nil && Shard(index: 3, count: 2) == nil)
  }

  private func run(_ change: (inout Run) -> Void = { _ in }) -> Run {
    var run = Run(
      id: "any", startedAt: Date(timeIntervalSince1970: 5), preset: "quick", seed: 7,
      toolVersion: "0.1.0", commit: "c0ffee", isDirty: false,
      machine: Machine(
        fingerprint: "f1", cpuModel: nil, architecture: "x86_64", logicalCores: 2,
        memoryBytes: nil, operatingSystem: nil, kernel: nil),
      listings: [
        Listing(
          implementation: Implementation(workload: "sleeping-tasks", runtime: .go),
          path: "main.go", sha256: "aa")
      ])
    change(&run)
    return run
  }

  @Test func theIdentifierIsThatOfThePlanTheSourcesAndTheMachine() throws {
    let plan = try plan()
    let identifier = plan.identifier(of: run(), shards: 2)
    #expect(UUID(uuidString: identifier)?.uuidString.lowercased() == identifier)
    let same = run {
      ($0.id, $0.startedAt, $0.loadBefore) = ("other", Date(timeIntervalSince1970: 9), 1)
    }
    #expect(plan.identifier(of: same, shards: 2) == identifier)
    let others = [
      try self.plan(seed: 8).identifier(of: run(), shards: 2),
      try self.plan(["sleeping-tasks"]).identifier(of: run(), shards: 2),
      plan.identifier(of: run(), shards: 3),
      plan.identifier(of: run { $0.machine.fingerprint = "f2" }, shards: 2),
      plan.identifier(of: run { $0.commit = "badcafe" }, shards: 2),
      plan.identifier(of: run { $0.listings[0].sha256 = "bb" }, shards: 2),
      plan.identifier(of: run { $0.environment = ["GOGC": "off"] }, shards: 2),
      plan.identifier(of: run { $0.toolVersion = "0.2.0" }, shards: 2),
      plan.identifier(of: run { $0.budgetSeconds = 60 }, shards: 2),
      plan.identifier(of: run { $0.lookCount = 5 }, shards: 2),
      plan.identifier(
        of: run { $0.toolchains = [Toolchain(name: "swift", version: "7")] }, shards: 2),
    ]
    #expect(Set(others + [identifier]).count == others.count + 1)
  }
}
