import BenchmarkModel
import FoundationEssentials
import Platform
import Runner
import Statistics

/// One simulated run of several tables, planned by ``RacingPlanner`` or with equal numbers of blocks.
struct PlannedRace {
  /// What a comparison with the best of its table came to.
  struct Ending {
    var place: Int
    var verdict: Verdict
    /// The verdict with the interval that the comparisons of a table share (Holm 1979).
    var confirmed: Verdict
    var isFalse: Bool
    var isFalselyConfirmed: Bool
    var isCovered: Bool
  }

  static let tables = 8

  /// The comparisons of each table.
  private(set) var endings: [[Ending]] = []
  /// The time used, in blocks of all cases.
  private(set) var time = 0.0

  /// - Parameters:
  ///   - ratios: The cases of a table, times the best; a trial takes as many seconds.
  ///   - blocks: The budget, in blocks of all cases.
  ///   - isRaced: Whether the planner decides; otherwise every case has so many blocks.
  init(
    _ noise: Noise, ratios: [Double], blocks: Int, isRaced: Bool,
    _ generator: inout SeededGenerator
  ) {
    let tables = (0..<Self.tables).map { SimulatedTable($0, noise, ratios, &generator) }
    let first = tables.flatMap(\.firstBlock)
    var measured: [Case: Set<Int>] = [:]
    guard isRaced else {
      for planned in first { measured[planned.case] = Set(0..<blocks) }
      time = Double(blocks)
      endings = Self.verdicts(tables, measured, lookCount: 1)
      return
    }
    var planner = RacingPlanner(seed: generator.next(), logicalCores: 2, plan: first)
    let expected = Dictionary(
      uniqueKeysWithValues: tables.flatMap(\.cases).map { ($0.case, Duration.seconds($0.ratio)) })
    let whole = Double(Self.tables * blocks) * ratios.reduce(0, +)
    var left = whole
    var questions: [OpenQuestion] = []
    while true {
      var round = planner.planFirstBlock(timeLeft: .seconds(left), expected: expected)
      if round == nil {
        if planner.isLookDue { questions = Self.open(tables, measured) }
        round = planner.planRound(questions, timeLeft: .seconds(left), expected: expected)
      }
      guard let trials = round?.trials, !trials.isEmpty else { break }
      for planned in trials {
        left -= (expected[planned.case] ?? .zero) / .seconds(1)
        measured[planned.case, default: []].insert(planned.block)
        planner.take(
          Trial(
            planned: planned, startedAt: Date(timeIntervalSince1970: 0),
            outcome: Outcome(.completed)))
      }
    }
    time = (whole - left) / (whole / Double(blocks))
    endings = Self.verdicts(tables, measured, lookCount: ModeratedInterval.looks.count)
  }

  private static func prior(_ tables: [SimulatedTable], _ measured: [Case: Set<Int>])
    -> VariancePrior
  {
    VariancePrior(of: tables.flatMap { $0.comparisons(measured).map(\.differences) })
  }

  private static func open(
    _ tables: [SimulatedTable], _ measured: [Case: Set<Int>]
  ) -> [OpenQuestion] {
    let method = ModeratedInterval(prior: prior(tables, measured))
    return tables.flatMap { table -> [OpenQuestion] in
      table.comparisons(measured).compactMap { comparison -> OpenQuestion? in
        let interval = method.interval(of: comparison.differences)
        guard SimulatedTable.verdict(interval) == .inconclusive else { return nil }
        let mean = interval.map { ($0.lower + $0.upper) / 2 }
        return OpenQuestion(
          cases: [comparison.case, comparison.best].map { table.cases[$0].case },
          isHeadline: true, blocks: comparison.differences.count,
          logHalfWidth: interval.map { ($0.upper - $0.lower) / 2 },
          logDistance: mean.map { ($0.magnitude - log(1.05)).magnitude })
      }
    }
  }

  private static func verdicts(
    _ tables: [SimulatedTable], _ measured: [Case: Set<Int>], lookCount: Int
  ) -> [[Ending]] {
    let prior = prior(tables, measured)
    return tables.map { table -> [Ending] in
      let comparisons = table.comparisons(measured)
      let confirmed = table.confirmed(comparisons, prior, lookCount)
      return comparisons.map { comparison -> Ending in
        let interval = ModeratedInterval(prior: prior, lookCount: lookCount)
          .interval(of: comparison.differences)
        let truth = log(table.cases[comparison.case].ratio / table.cases[comparison.best].ratio)
        let verdict = SimulatedTable.verdict(interval)
        let shared = confirmed[comparison.case] ?? .inconclusive
        return Ending(
          place: comparison.case, verdict: verdict, confirmed: shared,
          isFalse: SimulatedTable.isFalse(verdict, truth),
          isFalselyConfirmed: SimulatedTable.isFalse(shared, truth),
          isCovered: interval.map { $0.lower <= truth && truth <= $0.upper } ?? true)
      }
    }
  }
}

/// A workload at one size, with the logarithms of all values that its trials would have.
struct SimulatedTable {
  /// A case against the best of its table, in the blocks that both have.
  struct TableComparison {
    var `case`: Int
    var best: Int
    var differences: [Double]
  }

  let cases: [(case: Case, ratio: Double)]
  private let values: [[Double]]

  init(_ number: Int, _ noise: Noise, _ ratios: [Double], _ generator: inout SeededGenerator) {
    cases = ratios.enumerated().map { place, ratio in
      let implementation = Implementation(
        workload: "simulated-\(number)", runtime: Runtime("runtime-\(place)"))
      return (Case(implementation, [Parameter("size", 1)]), ratio)
    }
    let common = noise.shared(blocks: 80, &generator)
    values = ratios.map { ratio in
      let spread = noise.spreads[generator.next(below: 5)]
      return common.map { $0 + log(ratio) + noise.deviation(spread, &generator) }
    }
  }

  var firstBlock: [PlannedTrial] {
    cases.map { PlannedTrial(position: 0, block: 0, case: $0.case, warmups: 0, iterations: 1) }
  }

  func comparisons(_ measured: [Case: Set<Int>]) -> [TableComparison] {
    let blocks = cases.map { measured[$0.case] ?? [] }
    let medians = cases.indices.map { place in
      middle(blocks[place].map { values[place][$0] }.sorted())
    }
    let best = cases.indices.min { medians[$0] < medians[$1] } ?? 0
    return cases.indices.filter { $0 != best }.map { place in
      let shared = blocks[place].intersection(blocks[best]).sorted()
      return TableComparison(
        case: place, best: best, differences: shared.map { values[place][$0] - values[best][$0] })
    }
  }

  /// The verdicts of a table in which none is false with a probability of 95 %, by the case's place.
  func confirmed(
    _ comparisons: [TableComparison], _ prior: VariancePrior, _ lookCount: Int
  ) -> [Int: Verdict] {
    var found: [Int: Verdict] = [:]
    while found.count < comparisons.count {
      let level = 1 - 0.05 / Double(comparisons.count - found.count)
      let method = ModeratedInterval(prior: prior, level: level, lookCount: lookCount)
      let more = comparisons.filter { found[$0.case] == nil }.compactMap {
        comparison -> (Int, Verdict)? in
        let verdict = Self.verdict(method.interval(of: comparison.differences))
        return verdict == .better || verdict == .worse ? (comparison.case, verdict) : nil
      }
      if more.isEmpty { break }
      for (place, verdict) in more { found[place] = verdict }
    }
    return found
  }

  static func verdict(_ interval: ConfidenceInterval?) -> Verdict {
    guard let interval else { return .inconclusive }
    let band = log(1.05)
    if interval.lower > band { return .worse }
    if interval.upper < -band { return .better }
    return interval.lower >= -band && interval.upper <= band ? .equal : .inconclusive
  }

  static func isFalse(_ verdict: Verdict, _ truth: Double) -> Bool {
    switch verdict {
    case .worse: truth <= log(1.05)
    case .better: truth >= -log(1.05)
    case .equal: truth.magnitude > log(1.05)
    case .inconclusive: false
    }
  }
}
