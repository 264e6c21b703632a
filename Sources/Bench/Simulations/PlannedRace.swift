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
    /// Whether chance is unlikely to explain it among all comparisons of the run (Holm 1979).
    var isConfirmed: Bool
    var isFalse: Bool
    var isCovered: Bool
  }

  /// How far a raced run was at a look.
  struct Moment {
    var seconds: Double
    /// The share of the comparisons that are decided.
    var decided: Double
    /// The share of them that are confirmed as well.
    var confirmed: Double
  }

  static let tables = 8

  /// The comparisons of each table.
  private(set) var endings: [[Ending]] = []
  /// The time used, in seconds.
  private(set) var seconds = 0.0
  /// The looks, in their order; none unless they are recorded.
  private(set) var moments: [Moment] = []

  /// Runs equal tables.
  ///
  /// - Parameters:
  ///   - ratios: The cases of a table, times the best; a trial takes as many seconds.
  ///   - blocks: The budget, in blocks of all cases.
  ///   - isRaced: Whether the planner decides; otherwise every case has so many blocks.
  init(
    _ noise: Noise, ratios: [Double], blocks: Int, isRaced: Bool,
    _ generator: inout SeededGenerator
  ) {
    let tables = (0..<Self.tables).map { SimulatedTable($0, noise, ratios, &generator) }
    let whole = Double(Self.tables * blocks) * ratios.reduce(0, +)
    if isRaced {
      self.init(tables, budget: whole, seed: generator.next(), recordsLooks: false)
    } else {
      let measured = Dictionary(
        uniqueKeysWithValues: tables.flatMap(\.cases).map { ($0.case, Set(0..<blocks)) })
      self.init(endings: Self.verdicts(tables, measured, lookCount: 1), seconds: whole)
    }
  }

  private init(endings: [[Ending]], seconds: Double) {
    (self.endings, self.seconds) = (endings, seconds)
  }

  /// Runs tables within a budget in seconds.
  init(_ tables: [SimulatedTable], budget: Double, seed: UInt64, recordsLooks: Bool) {
    var measured: [Case: Set<Int>] = [:]
    var planner = RacingPlanner(
      seed: seed, logicalCores: 2, plan: tables.flatMap(\.firstBlock))
    let expected = Dictionary(
      uniqueKeysWithValues: tables.flatMap(\.times).map { ($0, Duration.seconds($1)) })
    var left = budget
    var questions: [OpenQuestion] = []
    while true {
      var round = planner.planFirstBlock(timeLeft: .seconds(left), expected: expected)
      if round == nil {
        if planner.isLookDue {
          questions = Self.open(tables, measured)
          if recordsLooks { look(Self.verdicts(tables, measured), after: budget - left) }
        }
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
    seconds = budget - left
    endings = Self.verdicts(tables, measured)
    if recordsLooks { look(endings, after: seconds) }
  }

  private mutating func look(_ endings: [[Ending]], after seconds: Double) {
    let all = endings.joined()
    let decided = all.count { $0.verdict != .inconclusive }
    let count = Double(max(all.count, 1))
    moments.append(
      Moment(
        seconds: seconds, decided: Double(decided) / count,
        confirmed: Double(all.count(where: \.isConfirmed)) / count))
  }

  /// The method of each table: tables of one kind share a prior.
  private static func methods(
    _ tables: [SimulatedTable], _ measured: [Case: Set<Int>], lookCount: Int
  ) -> [ModeratedInterval] {
    let priors = Dictionary(grouping: tables, by: \.kind).mapValues { tables in
      VariancePrior(of: tables.flatMap { $0.comparisons(measured).map(\.differences) })
    }
    return tables.map {
      ModeratedInterval(prior: priors[$0.kind] ?? .none, lookCount: lookCount)
    }
  }

  /// The questions that the planner of `measure` would have: comparisons without a verdict, and those whose
  /// verdict is not confirmed among all of the run.
  private static func open(
    _ tables: [SimulatedTable], _ measured: [Case: Set<Int>]
  ) -> [OpenQuestion] {
    let methods = methods(tables, measured, lookCount: ModeratedInterval.looks.count)
    let comparisons = zip(tables, methods).flatMap { table, method in
      table.comparisons(measured).map { (table, method, $0) }
    }
    let adjusted = holmAdjusted(comparisons.map { $1.pValue(of: $2.differences) })
    return zip(comparisons, adjusted).compactMap { entry, pValue -> OpenQuestion? in
      let (table, method, comparison) = entry
      let interval = method.interval(of: comparison.differences)
      let verdict = SimulatedTable.verdict(interval)
      var question = OpenQuestion(
        cases: [comparison.case, comparison.best].map { table.cases[$0].case },
        isHeadline: true, blocks: comparison.differences.count, logHalfWidth: nil,
        logDistance: nil)
      guard verdict == .inconclusive else {
        return verdict == .equal || (pValue ?? 1) < 0.05 ? nil : question
      }
      question.logHalfWidth = interval.map { ($0.upper - $0.lower) / 2 }
      question.logDistance = interval.map {
        ((($0.lower + $0.upper) / 2).magnitude - log(1.05)).magnitude
      }
      return question
    }
  }

  private static func verdicts(
    _ tables: [SimulatedTable], _ measured: [Case: Set<Int>],
    lookCount: Int = ModeratedInterval.looks.count
  ) -> [[Ending]] {
    let methods = methods(tables, measured, lookCount: lookCount)
    let comparisons = tables.map { $0.comparisons(measured) }
    let alone = zip(comparisons, methods).flatMap { comparisons, method in
      comparisons.map { method.pValue(of: $0.differences) }
    }
    var adjusted = holmAdjusted(alone)[...]
    return tables.indices.map { index -> [Ending] in
      comparisons[index].map { comparison -> Ending in
        let cases = tables[index].cases
        let interval = methods[index].interval(of: comparison.differences)
        let truth = log(cases[comparison.case].ratio / cases[comparison.best].ratio)
        let verdict = SimulatedTable.verdict(interval)
        let isUnlikely = (adjusted.removeFirst() ?? 1) < 0.05
        return Ending(
          place: comparison.case, verdict: verdict,
          isConfirmed: verdict == .equal || verdict != .inconclusive && isUnlikely,
          isFalse: SimulatedTable.isFalse(verdict, truth),
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

  /// The cases that are compared, with their true values, as multiples of any unit.
  let cases: [(case: Case, ratio: Double)]
  /// How many seconds a trial takes, also of cases that are only in the first blocks.
  let times: [(Case, Double)]
  /// Tables of one kind vary alike.
  let kind: String
  private let values: [[Double]]

  /// A table whose trials take time in proportion to the case.
  init(_ number: Int, _ noise: Noise, _ ratios: [Double], _ generator: inout SeededGenerator) {
    cases = ratios.enumerated().map { place, ratio in
      let implementation = Implementation(
        workload: "simulated-\(number)", runtime: Runtime("runtime-\(place)"))
      return (Case(implementation, [Parameter("size", 1)]), ratio)
    }
    times = cases.map { ($0.case, $0.ratio) }
    kind = ""
    let common = noise.shared(blocks: Self.blocks, &generator)
    values = ratios.map { ratio in
      let spread = noise.spreads[generator.next(below: 5)]
      return common.map { $0 + log(ratio) + noise.deviation(spread, &generator) }
    }
  }

  /// A table like one that was measured.
  ///
  /// - Parameter spreads: The standard deviations of the logarithms of the cases' values.
  init(
    _ cases: [(case: Case, ratio: Double)], spreads: [Double], times: [(Case, Double)],
    kind: String, _ generator: inout SeededGenerator
  ) {
    (self.cases, self.times, self.kind) = (cases, times, kind)
    values = zip(cases, spreads).map { one, spread in
      (0..<Self.blocks).map { _ in log(one.ratio) + spread * generator.normal() }
    }
  }

  /// More than a planner can ask for, without disturbances.
  private static let blocks = 320

  var firstBlock: [PlannedTrial] {
    times.map { PlannedTrial(position: 0, block: 0, case: $0.0, warmups: 0, iterations: 1) }
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

  static func verdict(_ interval: ConfidenceInterval?) -> Verdict {
    interval.map { verdict($0.lower, $0.upper) } ?? .inconclusive
  }

  /// The verdict on the logarithm of a ratio between two bounds.
  static func verdict(_ lower: Double, _ upper: Double) -> Verdict {
    let band = log(1.05)
    if lower > band { return .worse }
    if upper < -band { return .better }
    return lower >= -band && upper <= band ? .equal : .inconclusive
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
