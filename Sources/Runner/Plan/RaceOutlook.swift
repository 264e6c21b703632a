package import BenchmarkModel
import Statistics

/// What it would take to decide the questions that are open at the end of a race.
package struct RaceOutlook: Sendable, Equatable {
  /// The number of questions that further blocks would probably decide.
  package private(set) var reachable = 0
  /// The time for these blocks.
  package private(set) var time = Duration.zero
  /// The number of questions that would probably stay open after the last look.
  package private(set) var beyond = 0

  /// Estimates it as if all estimates stay as they are.
  ///
  /// - Parameter expected: How long a trial of each case takes.
  package init(_ questions: [OpenQuestion], _ expected: [Case: Duration]) {
    var blocks: [Case: Double] = [:]
    let maximum = Double(ModeratedInterval.looks.last ?? 0)
    for question in questions {
      guard let needed = question.blocksNeeded, needed + Double(question.blocks) <= maximum else {
        beyond += 1
        continue
      }
      reachable += 1
      for measured in question.cases {
        blocks[measured] = max(blocks[measured] ?? 0, needed.rounded(.up))
      }
    }
    for (measured, count) in blocks { time += (expected[measured] ?? .zero) * count }
  }
}
