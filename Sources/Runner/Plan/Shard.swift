package import BenchmarkModel
import WorkloadKit

/// One of several pieces into which a plan is divided, for machines or jobs.
package struct Shard: Sendable, Hashable {
  /// Which piece, from 1 to `count`.
  package let index: Int
  /// How many pieces there are, at least 1.
  package let count: Int

  /// Names a piece; nil unless 1 ≤ index ≤ count.
  package init?(index: Int, count: Int) {
    guard 1 <= index, index <= count else { return nil }
    self.index = index
    self.count = count
  }
}

extension Plan {
  /// The trials of one piece, at their places in the whole plan.
  ///
  /// A workload at one size stays whole, so that all its runtimes are measured by one machine. The
  /// sizes are dealt, the longest first, to the piece that has the least to do so far (R. L. Graham,
  /// "Bounds on multiprocessing timing anomalies", SIAM Journal on Applied Mathematics 17, 1969:
  /// the longest piece takes at most 4/3 of the best). How long they take is guessed from the
  /// contracts alone, and as if every program were built, so that all machines divide alike.
  ///
  /// - Throws: `RunnerError.tooManyShards` when a piece would be empty.
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
      let least = loads.indices.min { loads[$0] < loads[$1] } ?? 0
      loads[least] += group.time
      if least == shard.index - 1 { own.insert(group.group) }
    }
    return trials.filter { own.contains(WorkGroup($0.case)) }
  }

  /// The identifier that all pieces of this plan on one machine have, in the form of a UUID.
  ///
  /// It is made of the first 16 bytes of the SHA-256 of everything that makes the pieces one run:
  /// the whole plan with preset and seed, the number of pieces, the sources, the toolchains, the
  /// version of the tool and the machine. The run's own identifier does not matter.
  package func identifier(of run: Run, shards: Int) -> String {
    var text = "parallax shards \(shards)\n\(run.preset) \(run.seed) \(run.toolVersion)\n"
    text += "\(run.commit ?? "") \(run.isDirty.map { "\($0)" } ?? "") \(run.machine.fingerprint)\n"
    for tool in run.toolchains { text += "\(tool.name) \(tool.version)\n" }
    for listing in run.listings { text += "\(listing.path) \(listing.sha256)\n" }
    for trial in trials {
      text += "\(trial.block) \(trial.case.description) \(trial.warmups) \(trial.iterations)\n"
    }
    let digits = Array(sha256Hex(text.utf8).prefix(32))
    let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
    return parts.joined(separator: "-")
  }

  /// The groups of the plan in the order of the catalog, with what they take.
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

/// What must be measured by one machine: a workload at one size.
struct WorkGroup: Hashable {
  let workload: String
  let parameters: [Parameter]

  init(_ measured: Case) {
    workload = measured.implementation.workload
    parameters = measured.parameters
  }
}
