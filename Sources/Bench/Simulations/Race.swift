import Platform
import Statistics

/// One run with a planner that stops comparisons when they are decided.
struct Race {
  static let runs = 40
  static let maximumBlocks = 48

  /// What a comparison came to.
  struct Ending {
    var place: Int
    var verdict: Verdict
    var isFalse: Bool
    var isCovered: Bool
    var blocks: Int
  }

  /// The comparisons of each table.
  private(set) var tables: [[Ending]] = []

  /// Runs at most so many blocks, and no longer than so many blocks of all cases would take.
  ///
  /// A trial takes time in proportion to the ratio of its case.
  init(
    _ noise: Noise, ratios: [Double], _ rule: LookingRule, blocks: Int = maximumBlocks,
    time: Int = maximumBlocks, _ generator: inout SeededGenerator
  ) throws {
    var racing = (0..<rule.tables).map { _ in RacingTable(noise, ratios, &generator) }
    let available = Double(time * rule.tables) * ratios.reduce(0, +)
    var spent = 2 * racing.reduce(0) { $0 + $1.blockTime }
    for count in 2...blocks where racing.contains(where: \.isOpen) {
      for index in racing.indices { racing[index].look(count) }
      let prior = rule.usesPrior ? VariancePrior(of: racing.flatMap(\.differences)) : .none
      if !rule.isFixed, rule.looks.isEmpty || rule.looks.contains(count) {
        for index in racing.indices { try racing[index].decide(by: rule, prior) }
      }
      spent += racing.reduce(0) { $0 + $1.blockTime }
      let isLast = count == blocks || spent > available
      if isLast {
        for index in racing.indices { try racing[index].finish(by: rule, prior) }
        break
      }
    }
    tables = racing.map(\.endings)
  }
}

/// A table with its values in all blocks and the comparisons that are still open.
private struct RacingTable {
  private let values: [[Double]]
  private let truths: [Double]
  private var isIn: [Bool]
  private var blocks = 0
  private var best = 0
  private var ended: [Int: Race.Ending] = [:]
  private var current: [Int: BlockPair] = [:]

  init(_ noise: Noise, _ ratios: [Double], _ generator: inout SeededGenerator) {
    let common = noise.shared(blocks: Race.maximumBlocks, &generator)
    truths = ratios.map { log($0) }
    values = truths.map { truth in
      let spread = noise.spreads[generator.next(below: 5)]
      return common.map { $0 + truth + noise.deviation(spread, &generator) }
    }
    isIn = ratios.map { _ in true }
  }

  var isOpen: Bool { isIn.count(where: \.self) > 1 }
  /// What the next block takes.
  var blockTime: Double {
    isOpen ? truths.indices.filter { isIn[$0] }.reduce(0) { $0 + exp(truths[$1]) } : 0
  }
  /// The differences of all comparisons, also of those that have ended.
  var differences: [[Double]] { current.keys.sorted().compactMap { current[$0]?.differences } }
  var endings: [Race.Ending] { ended.keys.sorted().compactMap { ended[$0] } }

  /// Takes the values up to a block into account.
  mutating func look(_ count: Int) {
    guard isOpen else { return }
    blocks = count
    let means = values.indices.map { values[$0].prefix(count).reduce(0, +) }
    best = values.indices.filter { isIn[$0] }.min { means[$0] < means[$1] } ?? 0
    current[best] = nil
    for index in values.indices where isIn[index] && index != best {
      current[index] = BlockPair(
        values: Array(values[index].prefix(count)), baseline: Array(values[best].prefix(count)))
    }
  }

  /// Ends the comparisons that are decided.
  ///
  /// The error is shared as by S. Holm (1979): every comparison found different leaves its part to the
  /// others. Those found equal keep theirs.
  mutating func decide(by rule: LookingRule, _ prior: VariancePrior) throws {
    guard isOpen else { return }
    while true {
      let error = error(rule)
      let decided = try values.indices.filter { try end($0, by: rule, prior, error, isLast: false) }
      if decided.isEmpty { return }
    }
  }

  /// Ends all comparisons, after a last look.
  mutating func finish(by rule: LookingRule, _ prior: VariancePrior) throws {
    try decide(by: rule, prior)
    let error = error(rule)
    for index in values.indices { _ = try end(index, by: rule, prior, error, isLast: true) }
  }

  private func error(_ rule: LookingRule) -> Double {
    let different = ended.values.count { $0.verdict.isDifferent }
    return rule.sharesError ? 0.05 / Double(values.count - 1 - different) : 0.05
  }

  private mutating func end(
    _ index: Int, by rule: LookingRule, _ prior: VariancePrior, _ error: Double, isLast: Bool
  ) throws -> Bool {
    guard isIn[index], index != best, let pair = current[index] else { return false }
    let (lower, upper) = try rule.bounds(pair, prior, error) ?? (-Double.infinity, Double.infinity)
    let verdict = SimulatedTable.verdict(lower, upper)
    guard verdict != .inconclusive || isLast else { return false }
    let truth = truths[index] - truths[best]
    isIn[index] = false
    ended[index] = Race.Ending(
      place: index, verdict: verdict, isFalse: SimulatedTable.isFalse(verdict, truth),
      isCovered: lower <= truth && truth <= upper, blocks: blocks)
    return true
  }
}

/// What all runs came to.
struct RaceTally {
  private var endings: [[Race.Ending]] = []

  mutating func add(_ race: Race) { endings += race.tables }

  var falseTables: Double {
    Double(endings.count { $0.contains(where: \.isFalse) }) / Double(endings.count)
  }

  var coverage: Double {
    let all = endings.flatMap(\.self)
    return Double(all.count(where: \.isCovered)) / Double(all.count)
  }

  func found(_ place: Int) -> Double {
    Double(decided(place).count) / Double(endings.count)
  }

  func meanBlocks(_ place: Int) -> Double {
    let decided = decided(place)
    return Double(decided.reduce(0) { $0 + $1.blocks }) / Double(decided.count)
  }

  private func decided(_ place: Int) -> [Race.Ending] {
    endings.flatMap(\.self).filter { $0.place == place && $0.verdict == .worse }
  }
}
