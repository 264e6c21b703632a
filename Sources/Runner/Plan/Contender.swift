import BenchmarkModel

/// A workload at one size with what further blocks may decide.
struct Contender {
  /// Its place among the groups.
  var place: Int
  /// The cases that the questions need.
  var members: [PlannedTrial]
  /// The time of one block.
  var time: Duration
  /// The number of blocks to the next look.
  var blocks: Int
  /// Each question with its weight.
  var questions: [(question: OpenQuestion, weight: Double)]

  /// The number of decisions to expect per second from so many blocks.
  func value(_ blocks: Int) -> Double {
    let gain = questions.reduce(0) { $0 + $1.weight * $1.question.chance(after: blocks) }
    return gain / max(time * blocks / Duration.seconds(1), 1e-9)
  }

  /// The most valuable contenders that reach their next look in time, or if there are none, the one that
  /// is most valuable with the blocks for which there is time.
  static func best(of contenders: [Contender], in time: Duration) -> [Contender] {
    var left = time
    var best: [Contender] = []
    let ranked = contenders.map { ($0, $0.value($0.blocks)) }.sorted { $0.1 > $1.1 }
    for (next, value) in ranked where best.count < RacingPlanner.width && value > 0 {
      guard next.time * next.blocks <= left else { continue }
      left -= next.time * next.blocks
      best.append(next)
    }
    guard best.isEmpty else { return best }
    let partial = contenders.compactMap { next -> (Contender, Double)? in
      let blocks = min(time / max(next.time, .nanoseconds(1)), 100).rounded(.down)
      return blocks > 0 ? (next, next.value(Int(blocks))) : nil
    }
    return partial.filter { $0.1 > 0 }.max { $0.1 < $1.1 }.map { [$0.0] } ?? []
  }
}
