import BenchmarkModel
import Statistics

/// A workload at one size in a race: its cases, and the blocks that have been planned.
struct RacingGroup: Sendable {
  /// The first block, with every case.
  let first: [PlannedTrial]
  /// The number of blocks so far.
  private(set) var blocks = 0
  /// The blocks in which a trial was disturbed.
  private var disturbed: Set<Int> = []
  private var tallies: [Case: Tally] = [:]

  private struct Tally {
    var completed = 0
    /// Whether every trial ended in a way in which the next would end too.
    var isHopeless = true
  }

  init(first: [PlannedTrial]) { self.first = first }

  /// Records that a block is planned.
  mutating func begin(_ block: Int) { blocks = max(blocks, block + 1) }

  /// Records a finished trial.
  mutating func take(_ trial: Trial, isDisturbed: Bool) {
    var tally = tallies[trial.planned.case] ?? Tally()
    if trial.outcome.kind == .completed { tally.completed += 1 }
    // The same trial can meet its contract the next time; what was refused is refused again.
    if trial.outcome.kind == .completed || trial.outcome.kind == .invalid {
      tally.isHopeless = false
    }
    tallies[trial.planned.case] = tally
    if isDisturbed { disturbed.insert(trial.planned.block) }
  }

  /// The cases that may still give a value.
  var promising: [PlannedTrial] {
    first.filter { tallies[$0.case].map { !$0.isHopeless } ?? false }
  }

  /// The default implementations; all if there are only others.
  var defaults: [PlannedTrial] {
    let defaults = first.filter(\.case.implementation.isDefault)
    return defaults.isEmpty ? first : defaults
  }

  /// The looks at the values: after how many blocks the last one was, and how many the next one needs;
  /// zero before the first look, nil after the last.
  ///
  /// The looks are those of ``ModeratedInterval``. A disturbed block is repeated once before the next look, if
  /// a question is still open then; the look at hand takes it with the noise that it has. If more than half of
  /// the blocks since the previous look were disturbed, that is how the machine is, and none is repeated. Both
  /// blocks count, so a look can have more blocks than planned, but the number of looks stays.
  var looks: (last: Int, next: Int?) {
    var last = 0
    var planned = 0
    var owed = 0
    for look in ModeratedInterval.looks {
      let end = last + look - planned + owed
      guard blocks >= end else { return (last, end) }
      let count = disturbed.count { (last..<end).contains($0) }
      owed = 2 * count <= end - last ? count : 0
      (last, planned) = (end, look)
    }
    return (last, nil)
  }

  /// How many blocks there are beyond those that the looks so far would have without disturbances.
  var repeatedBlocks: Int {
    let reached = looks.last
    let planned = ModeratedInterval.looks.last { $0 <= reached } ?? 0
    return reached - planned
  }

  /// Whether the values between two looks are incomplete.
  var isBetweenLooks: Bool { blocks != looks.last && looks.next != nil }
}
