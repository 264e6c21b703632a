import Platform
import Statistics

/// Compares runs planned by the racing planner with runs of equal numbers of blocks in the same time.
///
/// A run has eight tables of five cases, whose trials take time in proportion to the case. Coverage, the
/// share of false tables and that of runs with a false verdict that is confirmed are those of the worst of six
/// noises, the others are means.
func planner() async throws {
  print(
    """
    The planner of measure, \(plannedRuns) runs of eight tables for each of six noises
    cases, times the best    budget  plan   coverage  false verdict  falsely confirmed  20 %    100 %   confirmed  time used
    """)
  for ratios in [[1, 1.1, 1.2, 1.5, 2], [1, 1, 1.2, 2, 8]] {
    for blocks in [4, 8, 16] {
      for isRaced in [false, true] { try compare(ratios, blocks: blocks, isRaced: isRaced) }
    }
  }
}

private let plannedRuns = 40

private func compare(_ ratios: [Double], blocks: Int, isRaced: Bool) throws {
  var (coverage, falseTables, falseRuns) = (1.0, 0.0, 0.0)
  var (small, large, confirmed, time) = (0.0, 0.0, 0.0, 0.0)
  for (stream, noise) in Noise.allCases.enumerated() {
    var generator = SeededGenerator(seed: 11, stream: UInt64(100 * blocks + stream))
    var same: [[PlannedRace.Ending]] = []
    var different: [[PlannedRace.Ending]] = []
    for _ in 0..<plannedRuns {
      same +=
        PlannedRace(
          noise, ratios: [1, 1, 1, 1, 1], blocks: blocks, isRaced: isRaced, &generator
        ).endings
      let race = PlannedRace(
        noise, ratios: ratios, blocks: blocks, isRaced: isRaced, &generator)
      different += race.endings
      let whole = Double(PlannedRace.tables) * ratios.reduce(0, +)
      time += race.seconds / whole / Double(6 * plannedRuns)
    }
    for endings in [same, different] {
      let all = endings.flatMap(\.self)
      coverage = min(coverage, share(all, \.isCovered))
      falseTables = max(falseTables, tables(endings, \.isFalse))
      let runs = stride(from: 0, to: endings.count, by: PlannedRace.tables).map {
        Array(endings[$0..<($0 + PlannedRace.tables)].joined())
      }
      falseRuns = max(falseRuns, tables(runs) { $0.isFalse && $0.isConfirmed })
    }
    let all = different.flatMap(\.self)
    small += share(all.filter { $0.place == 2 }, \.isWorse) / 6
    large += share(all.filter { ratios[$0.place] == 2 }, \.isWorse) / 6
    confirmed += share(all, \.isConfirmed) / 6
  }
  let cells = [coverage, falseTables, falseRuns, small, large, confirmed].map(percent)
  print(
    "\("\(ratios)".padding(to: 25))\(padded("\(blocks)", 6))  \((isRaced ? "raced" : "equal"))  "
      + cells.joined(separator: "   ") + "   " + fixed(time, digits: 1))
}

private func share(
  _ endings: [PlannedRace.Ending], _ property: (PlannedRace.Ending) -> Bool
) -> Double {
  Double(endings.count(where: property)) / Double(max(endings.count, 1))
}

private func tables(
  _ endings: [[PlannedRace.Ending]], _ property: (PlannedRace.Ending) -> Bool
) -> Double {
  Double(endings.count { $0.contains(where: property) }) / Double(endings.count)
}

extension PlannedRace.Ending {
  fileprivate var isWorse: Bool { verdict == .worse }
}
