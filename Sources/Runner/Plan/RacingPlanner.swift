package import BenchmarkModel
import Statistics

/// Plans a run with a time budget, so that the time goes to the comparisons that it decides.
///
/// First every workload and size gets the blocks that the first look needs, cheapest first. If the budget
/// is too small for all, variants are left out before default implementations, and expensive groups before
/// cheap ones. From then on a case takes part in further blocks only while a question needs it. Where several
/// workloads have open questions, those come next that promise most decisions per second: the sum of the
/// probabilities that the next look decides a question (``OpenQuestion``), divided by the time to that look.
/// Up to ``width`` groups take turns, so that drift of the machine does not meet one of them alone.
///
/// This is racing (O. Maron and A. W. Moore, "Hoeffding races: accelerating model selection search for
/// classification and function approximation", NIPS 6, 1994) with the looks of `ModeratedInterval`: verdicts
/// stay true although the plan depends on the values, because there are at most five looks, after numbers of
/// blocks that do not depend on the values. If the budget ends between two looks, the end replaces the next.
///
/// Everything follows from the stored plan and trials, so a run can be resumed at any point.
package struct RacingPlanner: Sendable {
  /// The number of groups whose blocks take turns.
  static let width = 4
  /// How much the rule of a claim counts beside a headline comparison.
  static let claimWeight = 0.25

  private let seed: UInt64
  private let logicalCores: Int
  private var groups: [RacingGroup] = []
  private var places: [WorkGroup: Int] = [:]
  private var nextPosition = 0
  /// The trials of the plan with which a session begins: the rest of blocks that have begun.
  package private(set) var begun: [PlannedTrial] = []

  /// Creates a planner for a run.
  ///
  /// - Parameters:
  ///   - seed: The run's seed.
  ///   - logicalCores: The number of cores of the machine, by which disturbed trials are recognized.
  ///   - plan: The trials already planned, including the first round with every case.
  ///   - trials: The trials already finished.
  package init(seed: UInt64, logicalCores: Int, plan: [PlannedTrial], trials: [Trial] = []) {
    self.seed = seed
    self.logicalCores = logicalCores
    for first in plan.filter({ $0.block == 0 }).grouped({ WorkGroup($0.case) }) {
      places[WorkGroup(first[0].case)] = groups.count
      groups.append(RacingGroup(first: first))
    }
    nextPosition = (plan.map(\.position).max() ?? -1) + 1
    let finished = Set(trials.map(\.planned.position))
    let started = Set(trials.map { WorkGroup($0.planned.case) })
    for planned in plan {
      guard let place = place(of: planned.case),
        planned.block > 0 || started.contains(WorkGroup(planned.case))
      else { continue }
      groups[place].begin(planned.block)
      if !finished.contains(planned.position) { begun.append(planned) }
    }
    for trial in trials { take(trial) }
  }

  /// Records a finished trial.
  package mutating func take(_ trial: Trial) {
    guard let place = place(of: trial.planned.case) else { return }
    groups[place].take(
      trial, isDisturbed: trial.interference(logicalCores: logicalCores) != nil)
  }

  /// Whether the open questions are to be asked again: every group in the race has reached a look.
  package var isLookDue: Bool {
    let racing = groups.filter { $0.looks.last > 0 }
    return !racing.isEmpty && racing.allSatisfy { !$0.isBetweenLooks }
  }

  /// Whether a trial was finished at the last look at its group.
  ///
  /// The values of later trials must not be looked at before the next look.
  package func isSeen(_ planned: PlannedTrial) -> Bool {
    guard let place = place(of: planned.case) else { return true }
    return planned.block < groups[place].looks.last
  }

  /// The number of blocks that were repeated because other work disturbed them.
  package var repeatedBlocks: Int { groups.reduce(0) { $0 + $1.repeatedBlocks } }

  /// Plans a block of a group that has not reached its first look; nil if there is none, or no time.
  ///
  /// - Parameters:
  ///   - timeLeft: What is left of the budget.
  ///   - expected: How long a trial of each case takes.
  package mutating func planFirstBlock(
    timeLeft: Duration, expected: [Case: Duration]
  ) -> PlannedRound? {
    guard var round = firstBlock(timeLeft: timeLeft, expected) else { return nil }
    round.foreseen = foreseen
    return round
  }

  /// Plans the next round of the race; an empty one ends the run, because all is decided, or the time or
  /// the blocks are used up.
  ///
  /// - Parameter questions: What was open at the last look.
  package mutating func planRound(
    _ questions: [OpenQuestion], timeLeft: Duration, expected: [Case: Duration]
  ) -> PlannedRound {
    let trials = nextBlocks(questions, timeLeft: timeLeft, expected)
    return PlannedRound(trials, leftOut: trials.isEmpty ? leaveOutRest() : [])
  }

  private func place(of measured: Case) -> Int? { places[WorkGroup(measured)] }

  private func cost(_ trials: [PlannedTrial], _ expected: [Case: Duration]) -> Duration {
    trials.reduce(.zero) { $0 + (expected[$1.case] ?? .zero) }
  }

  /// Plans a block of these cases of a group, in shuffled order.
  private mutating func block(of place: Int, _ members: [PlannedTrial]) -> [PlannedTrial] {
    // Each block has its own generator, so resuming a run need not replay earlier blocks.
    var generator = SeededGenerator(seed: seed, stream: UInt64(nextPosition))
    let block = groups[place].blocks
    let trials = generator.shuffled(members).map { member in
      var planned = member
      (planned.position, planned.block) = (nextPosition, block)
      nextPosition += 1
      return planned
    }
    groups[place].begin(block)
    return trials
  }
}

// MARK: - The blocks before the first look

extension RacingPlanner {
  private static let firstLook = ModeratedInterval.looks[0]

  private mutating func firstBlock(
    timeLeft: Duration, _ expected: [Case: Duration]
  ) -> PlannedRound? {
    let waiting = groups.indices.filter { groups[$0].isWaitingForFirstLook }.sorted { one, other in
      let keys = [one, other].map { (groups[$0].blocks, cost(groups[$0].first, expected), $0) }
      return keys[0] < keys[1]
    }
    for place in waiting {
      guard groups[place].blocks == 0 else {
        let members = groups[place].promising
        guard cost(members, expected) <= timeLeft else { continue }
        return PlannedRound(block(of: place, members))
      }
      let members = admitted(place, timeLeft: timeLeft, expected)
      guard !members.isEmpty else { continue }
      groups[place].begin(0)
      return PlannedRound(
        members, isInPlan: true,
        leftOut: groups[place].first.filter { !members.contains($0) })
    }
    return nil
  }

  /// The cases of a group that has not begun for whose first blocks there is time: all, the defaults, or
  /// none.
  ///
  /// Time is kept for the first blocks of the groups that have begun and, before a variant is admitted, for
  /// the defaults of all other groups. Before anything has run, their times are mere guesses and do not
  /// count. A group that turned out to be more expensive than this one gets no time in its place.
  private func admitted(
    _ place: Int, timeLeft: Duration, _ expected: [Case: Duration]
  ) -> [PlannedTrial] {
    let group = groups[place]
    var free = timeLeft
    var others = Duration.zero
    let hasBegun = groups.contains { $0.blocks > 0 }
    for (index, other) in groups.enumerated() where index != place && other.isWaitingForFirstLook {
      if other.blocks > 0 {
        let block = cost(other.promising, expected)
        if block <= cost(group.first, expected) {
          free -= block * ((other.looks.next ?? 0) - other.blocks)
        }
      } else if hasBegun {
        others += cost(other.defaults, expected) * Self.firstLook
      }
    }
    if cost(group.first, expected) * Self.firstLook <= free - others { return group.first }
    return cost(group.defaults, expected) * Self.firstLook <= free ? group.defaults : []
  }

  /// The first trials of the groups that have not begun.
  private mutating func leaveOutRest() -> [PlannedTrial] {
    let rest = groups.indices.filter { groups[$0].blocks == 0 }
    for place in rest { groups[place].begin(0) }
    return rest.flatMap { groups[$0].first }
  }
}

extension RacingGroup {
  /// Whether its first look is yet to come, and any case can give a value.
  fileprivate var isWaitingForFirstLook: Bool {
    looks.last == 0 && (blocks == 0 || !promising.isEmpty)
  }
}

// MARK: - The race

extension RacingPlanner {
  /// The next block of each group that takes part.
  private mutating func nextBlocks(
    _ questions: [OpenQuestion], timeLeft: Duration, _ expected: [Case: Duration]
  ) -> [PlannedTrial] {
    let contenders = contenders(questions, expected)
    var chosen = contenders.filter { groups[$0.place].isBetweenLooks }
    if chosen.isEmpty { chosen = Contender.best(of: contenders, in: timeLeft) }
    var generator = SeededGenerator(seed: seed, stream: UInt64(nextPosition) ^ (1 << 63))
    var left = timeLeft
    var trials: [PlannedTrial] = []
    for next in generator.shuffled(chosen) where next.time <= left {
      left -= next.time
      trials += block(of: next.place, next.members)
    }
    return trials
  }

  /// The groups with open questions that have had their first look and may have further blocks.
  private func contenders(
    _ questions: [OpenQuestion], _ expected: [Case: Duration]
  ) -> [Contender] {
    var byPlace: [Int: [(question: OpenQuestion, weight: Double)]] = [:]
    for question in questions {
      let own = Set(question.cases.compactMap { place(of: $0) })
      for place in own {
        let weight = (question.isHeadline ? 1 : Self.claimWeight) / Double(own.count)
        byPlace[place, default: []].append((question, weight))
      }
    }
    return byPlace.keys.sorted().compactMap { place -> Contender? in
      let group = groups[place]
      let questions = byPlace[place] ?? []
      let needed = Set(questions.flatMap { $0.question.cases })
      let members = group.promising.filter { needed.contains($0.case) }
      guard group.looks.last > 0, let next = group.looks.next, !members.isEmpty else { return nil }
      return Contender(
        place: place, members: members, time: cost(members, expected),
        blocks: next - group.blocks, questions: questions)
    }
  }

  /// The trials of the blocks before the first look that are not planned yet.
  package var foreseen: [Case: Int] {
    groups.reduce(into: [:]) { foreseen, group in
      guard group.looks.last == 0, let next = group.looks.next else { return }
      for planned in group.blocks == 0 ? group.first : group.promising {
        foreseen[planned.case] = next - group.blocks
      }
    }
  }
}
