import Platform
import Statistics

/// Compares ways to compare two runs, case by case, and to confirm what differs.
///
/// Each run has 32 cases and its own blocks. A table is false when nothing differs and a row is confirmed
/// better or worse: its interval lies beyond 5 % and its p-value, adjusted by Holm over the table, is below
/// 0.05. Coverage and false tables are those of the worst of five noises; drift is a separate column,
/// since no interval from within the runs can know by how much the machine changed between them. `RunDrift`
/// knows it from the other cases.
func twoRuns() async throws {
  print(
    """
    Two runs of 32 cases, level 95 %, \(TwoRunTally.tables) tables for each of six noises
    trials  estimator              coverage  drifting  false tables  drifting  confirmed: 20 %   50 %  100 %  900 %
    """)
  for count in [2, 3, 6, 10, 20] {
    var tallies: [TwoRunRule: [Noise: TwoRunTally]] = [:]
    for (stream, noise) in Noise.allCases.enumerated() {
      var generator = SeededGenerator(seed: 4, stream: UInt64(100 * count + stream))
      for _ in 0..<TwoRunTally.tables {
        let table = TwoRunTable(noise, count, &generator)
        for rule in TwoRunRule.allCases {
          try tallies[rule, default: [:]][noise, default: TwoRunTally()].add(table, rule)
        }
      }
    }
    for rule in TwoRunRule.allCases {
      print(TwoRunTally.row(rule, count, tallies[rule, default: [:]]))
    }
  }
}

/// How the rows of two runs are judged.
private enum TwoRunRule: String, CaseIterable {
  case ranks = "medians, ranks"
  case moderated = "t, moderated"
  case welch = "t"
  case drift = "t, with drift"
}

/// The logarithms of the trials of two runs in which nothing differs.
private struct TwoRunTable {
  var pairs: [(candidate: [Double], baseline: [Double])] = []

  init(_ noise: Noise, _ count: Int, _ generator: inout SeededGenerator) {
    let common = (0..<2).map { _ in noise.shared(blocks: count, &generator) }
    for _ in 0..<32 {
      let spread = noise.spreads[generator.next(below: 5)]
      let sides = common.map { run in run.map { $0 + noise.deviation(spread, &generator) } }
      pairs.append((sides[0], sides[1]))
    }
  }
}

/// What one rule achieved with one noise.
private struct TwoRunTally {
  static let tables = 100
  static let factors = [1.2, 1.5, 2, 10]

  private var covered = 0
  private var rows = 0
  private var falseTables = 0
  private var found = [0, 0, 0, 0]

  /// Judges a table as it is, and again with one case of it longer by each factor.
  mutating func add(_ table: TwoRunTable, _ rule: TwoRunRule) throws {
    let prior = VariancePrior(of: table.pairs.flatMap { [$0.candidate, $0.baseline] })
    let others = table.pairs.dropFirst().map { (one: $0.candidate, other: $0.baseline) }
    let drift = rule == .drift ? RunDrift(of: others) : nil
    func judged(_ one: [Double], _ other: [Double]) throws -> Judged {
      try Self.judged(one, other, rule, prior, drift)
    }
    let verdicts = try table.pairs.map { try judged($0.candidate, $0.baseline) }
    rows += verdicts.count
    covered += verdicts.count { $0.interval?.contains(1) ?? true }
    let confirmed = Self.confirmed(verdicts)
    if confirmed.contains(true) { falseTables += 1 }
    for (index, factor) in Self.factors.enumerated() {
      var changed = verdicts
      let longer = table.pairs[0].candidate.map { $0 + log(factor) }
      changed[0] = try judged(longer, table.pairs[0].baseline)
      if Self.confirmed(changed)[0] { found[index] += 1 }
    }
  }

  private typealias Judged = (interval: ConfidenceInterval?, pValue: Double?)

  private static func judged(
    _ one: [Double], _ other: [Double], _ rule: TwoRunRule, _ prior: VariancePrior,
    _ drift: RunDrift?
  ) throws -> Judged {
    switch rule {
    case .moderated, .welch, .drift:
      let moderated = ModeratedInterval(
        prior: rule == .moderated ? prior : .none, lookCount: 1, drift: drift)
      return (
        moderated.ratio(of: one, to: other)?.estimate.interval,
        moderated.pValue(of: one, to: other)
      )
    case .ranks:
      guard one.count >= Bootstrap.minimumTrials else { return (nil, nil) }
      let samples = try [one, other].map { try Sample(trials: $0.map { [exp($0)] }) }
      return (
        Bootstrap(seed: 1).ratio(of: samples[0], to: samples[1])?.estimate.interval,
        MannWhitney(one, other)?.pValue
      )
    }
  }

  private static func confirmed(_ rows: [Judged]) -> [Bool] {
    zip(rows, holmAdjusted(rows.map(\.pValue))).map { row, pValue in
      let isBeyond = row.interval.map { $0.lower > 1.05 || $0.upper < 1 / 1.05 } ?? false
      return isBeyond && (pValue ?? 1) < 0.05
    }
  }

  static func row(_ rule: TwoRunRule, _ count: Int, _ tallies: [Noise: TwoRunTally]) -> String {
    func coverage(_ tally: TwoRunTally) -> Double { Double(tally.covered) / Double(tally.rows) }
    func wrong(_ tally: TwoRunTally) -> Double { Double(tally.falseTables) / Double(tables) }
    let steady = tallies.filter { $0.key != .drift }.values
    let drifting = tallies[.drift] ?? TwoRunTally()
    let found = factors.indices.map { index in
      steady.reduce(0) { $0 + Double($1.found[index]) } / Double(tables * steady.count)
    }
    return
      ([
        padded("\(count)", 6), "  " + rule.rawValue.padding(to: 20),
        percent(steady.map(coverage).min() ?? 0), "  " + percent(coverage(drifting)),
        "      " + percent(steady.map(wrong).max() ?? 0), "  " + percent(wrong(drifting)),
        "        ",
      ] + found.map(percent)).joined(separator: " ")
  }
}
