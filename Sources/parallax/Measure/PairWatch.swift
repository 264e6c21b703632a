import Analysis
import BenchmarkModel
import Runner
import Statistics
import Store

/// Adds blocks to a run of two commits as long as a comparison is inconclusive or not confirmed and the
/// budget lasts.
struct PairWatch: GrowingPlan {
  let pending: [PlannedTrial]
  let possible: [PlannedTrial] = []
  private(set) var state: String?
  private var plan: PairPlan
  private let run: Run
  private let store: MeasurementStore
  private let pairs: CommitPairs
  private let budget: RunBudget
  /// The cases whose comparison was inconclusive, or not confirmed, at the last look.
  private var open: Set<Case>

  init(_ plan: PairPlan, _ run: Run, in store: MeasurementStore, comparing pairs: CommitPairs) {
    pending = plan.trials
    self.plan = plan
    self.run = run
    self.store = store
    self.pairs = pairs
    budget = RunBudget(run, spentOn: [])
    open = Set(plan.trials.map(\.case))
  }

  var foreseen: [Case: Int] {
    let next = ModeratedInterval.looks.first { $0 > plan.blocks } ?? plan.blocks
    return Dictionary(open.map { ($0, next - plan.blocks) }) { $1 }
  }

  var budgetLeft: Duration? { budget.left }

  mutating func take(_ trial: Trial) {}

  mutating func planRound(_ estimate: TimeEstimate) throws -> PlannedRound {
    if ModeratedInterval.looks.contains(plan.blocks) {
      let rows = try pairs.compared(run, in: store).rows
      let left = rows.filter(\.isOpen)
      open = Set(left.flatMap { [$0.case, $0.baselineCase] })
      state =
        "\(left.count) of \(counted(rows.count, "comparison")) inconclusive or not confirmed"
    }
    guard !open.isEmpty, plan.blocks < ModeratedInterval.looks.last ?? 0,
      budget.left.map({ $0 > .zero }) ?? true
    else { return PlannedRound() }
    return PlannedRound(plan.addBlock(of: open), foreseen: foreseen)
  }

  func conclusion() -> [String] { [] }
}

/// Which cases of a run of two commits are compared.
struct CommitPairs {
  /// The names under which the run has both commits among its toolchains.
  static let sides = ["baseline commit", "candidate commit"]

  let baseline, candidate: CommitPrograms
  let terms: RunComparison.Terms

  /// Compares the candidate with the baseline, block by block.
  func compared(_ run: Run, in store: MeasurementStore) throws -> RunComparison {
    try RunComparison(
      pairsOf: RunComparison.Side(
        run: run, trials: Compare.inCatalogOrder(try store.trials(of: run.id))),
      terms: terms
    ) { measured in
      candidate.unmarked(measured.implementation).map {
        Case(baseline.marked($0), measured.parameters)
      }
    }
  }
}
