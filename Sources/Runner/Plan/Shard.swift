package import BenchmarkModel
import WorkloadKit

/// One of the shards into which a plan is divided, for several machines or jobs.
package struct Shard: Sendable, Hashable {
  /// The number of this shard, from 1 to `count`.
  package let index: Int
  /// The number of shards, at least 1.
  package let count: Int

  /// Creates a shard; nil unless 1 ≤ index ≤ count.
  package init?(index: Int, count: Int) {
    guard 1 <= index, index <= count else { return nil }
    self.index = index
    self.count = count
  }
}

extension Plan {
  /// The trials of one shard, at their positions in the whole plan.
  ///
  /// A workload at one size stays whole, so that one machine measures all its runtimes. The sizes are
  /// assigned longest first, each to the shard with the least work so far (R. L. Graham, "Bounds on
  /// multiprocessing timing anomalies", SIAM Journal on Applied Mathematics 17, 1969: the longest
  /// shard takes at most 4/3 of the optimum). Durations are estimated from the contracts alone, as if
  /// every program were built, so that all machines divide the plan the same way.
  ///
  /// - Throws: `RunnerError.tooManyShards` if a shard would be empty.
  package func trials(of shard: Shard) throws(RunnerError) -> [PlannedTrial] {
    let groups = workGroups
    guard shard.count <= groups.count else {
      throw .tooManyShards(count: shard.count, groups: groups.count)
    }
    var loads = [Duration](repeating: .zero, count: shard.count)
    var own: Set<WorkGroup> = []
    let order = groups.enumerated().sorted { one, other in
      one.element.time == other.element.time
        ? one.offset < other.offset : one.element.time > other.element.time
    }
    for (_, group) in order {
      let shortest = loads.indices.min { loads[$0] < loads[$1] } ?? 0
      loads[shortest] += group.time
      if shortest == shard.index - 1 { own.insert(group.group) }
    }
    return trials.filter { own.contains(WorkGroup($0.case)) }
  }

  /// The first round of one shard of a plan that grows.
  ///
  /// Each shard has a range of positions, because none knows what the others add.
  ///
  /// - Throws: `RunnerError.tooManyShards` if a shard would be empty.
  package func firstRound(of shard: Shard) throws(RunnerError) -> [PlannedTrial] {
    try trials(of: shard).filter { $0.block == 0 }.map { planned in
      var planned = planned
      planned.position += (shard.index - 1) * Self.shardPositions
      return planned
    }
  }

  /// The positions of one shard: more than 1,000 cases have in all their blocks.
  private static let shardPositions = 100_000

  /// The run identifier that all shards of this plan share on one machine, in the form of a UUID.
  ///
  /// It is the first 16 bytes of the SHA-256 of everything that makes the shards one run: the whole
  /// plan with preset, seed and budget, the number of shards, the sources, the toolchains, the tool
  /// version, what was added to the environment, and the machine. The run's own identifier does not matter.
  package func identifier(of run: Run, shards: Int) -> String {
    var text = "parallax shards \(shards)\n\(run.preset) \(run.seed) \(run.toolVersion)\n"
    text += "\(run.lookCount) \(run.budgetSeconds ?? 0)\n"
    text += "\(run.commit ?? "") \(run.isDirty.map { "\($0)" } ?? "") \(run.machine.fingerprint)\n"
    for tool in run.toolchains { text += "\(tool.name) \(tool.version)\n" }
    for variable in run.environmentTexts { text += "\(variable)\n" }
    for listing in run.listings { text += "\(listing.path) \(listing.sha256)\n" }
    for trial in trials {
      text += "\(trial.block) \(trial.case.description) \(trial.warmups) \(trial.iterations)\n"
    }
    let digits = Array(sha256Hex(text.utf8).prefix(32))
    let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
    return parts.joined(separator: "-")
  }

  /// The groups of the plan in catalog order, with their estimated durations.
  private var workGroups: [(group: WorkGroup, time: Duration)] {
    var groups: [(group: WorkGroup, time: Duration)] = []
    for next in series {
      let group = WorkGroup(next.case)
      let trial = PlannedTrial(
        position: 0, block: 0, case: next.case, warmups: next.effort.warmups,
        iterations: next.effort.iterations)
      let time = next.isImplemented ? TimeEstimate.guess(trial) * next.usualTrials : .zero
      if groups.last?.group == group {
        groups[groups.count - 1].time += time
      } else {
        groups.append((group, time))
      }
    }
    return groups
  }
}
