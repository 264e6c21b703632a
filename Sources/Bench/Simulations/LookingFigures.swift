import Platform
import Statistics

/// Compares ways to look after each block and to stop when a comparison is decided.
///
/// A run has eight tables of five cases. After each block, every case is compared with the best of its
/// table; a case with a verdict takes part in no further block, and a table ends when all have one, at
/// the latest after 48 blocks. With nothing different, a table is false when it has any verdict of better
/// or worse. The other columns are from cases that are 1, 1.1, 1.2, 1.5 and 2 times the best: the share
/// of the intervals, when their case stopped, that contain the true ratio; the share of cases with a
/// verdict and the mean number of blocks to it.
func looking() async throws {
  print(
    """
    Looking after each block, \(Race.runs) runs of eight tables for each of six noises
    interval                                     false tables  coverage  found: 10 %   20 %   50 %  100 %  blocks at 100 %
    """)
  for rule in LookingRule.all {
    var (falseTables, coverage) = (0.0, 1.0)
    var found = [0.0, 0, 0, 0]
    var blocks = 0.0
    for (stream, noise) in Noise.allCases.enumerated() {
      var generator = SeededGenerator(seed: 2, stream: UInt64(stream))
      var same = RaceTally()
      var different = RaceTally()
      for _ in 0..<(Race.runs * 8 / rule.tables) {
        same.add(try Race(noise, ratios: [1, 1, 1, 1, 1], rule, &generator))
        different.add(try Race(noise, ratios: [1, 1.1, 1.2, 1.5, 2], rule, &generator))
      }
      falseTables = max(falseTables, same.falseTables)
      coverage = min(coverage, same.coverage, different.coverage)
      for place in found.indices { found[place] += different.found(place + 1) / 6 }
      blocks += different.meanBlocks(4) / 6
    }
    print(
      ([rule.name.padding(to: 46), padded(percent(falseTables), 10), padded(percent(coverage), 9)]
        + found.map(percent) + [padded(fixed(blocks, digits: 1), 9)]).joined(separator: " "))
  }
  try sameTime([1, 1.1, 1.2, 1.5, 2])
  try sameTime([1, 1.1, 1.5, 3, 8])
}

/// Compares what is decided in the same time: by blocks in which all cases take part, with one look at
/// the end, and by racing.
private func sameTime(_ ratios: [Double]) throws {
  let times = [6, 10, 20, 40]
  print(
    """

    In the time of so many blocks of all cases, \(ratios) times the best: found, and false tables
    interval                              \(times.map { padded("\($0)", 18) }.joined())
    """)
  for rule in LookingRule.inTheSameTime {
    let cells = try times.map { time in
      var (found, falseTables) = (0.0, 0.0)
      for (stream, noise) in Noise.allCases.enumerated() {
        var generator = SeededGenerator(seed: 5, stream: UInt64(100 * time + stream))
        var same = RaceTally()
        var different = RaceTally()
        for _ in 0..<Race.runs {
          let blocks = rule.isFixed ? time : Race.maximumBlocks
          same.add(
            try Race(
              noise, ratios: [1, 1, 1, 1, 1], rule, blocks: blocks, time: time, &generator))
          different.add(
            try Race(
              noise, ratios: ratios, rule, blocks: blocks, time: time, &generator))
        }
        falseTables = max(falseTables, same.falseTables)
        found += (1...4).reduce(0) { $0 + different.found($1) } / 24
      }
      return percent(found) + " (" + percent(falseTables) + ")"
    }
    print(rule.name.padding(to: 38) + cells.map { padded($0, 18) }.joined())
  }
}
