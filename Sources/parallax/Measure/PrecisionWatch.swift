import Analysis
import BenchmarkModel
import Runner

/// Decides after each round which cases of a run with a goal need another trial.
struct PrecisionWatch: GrowingPlan {
  let pending: [PlannedTrial]
  let possible: [PlannedTrial] = []
  let state: String? = nil
  private let run: Run
  private let goal: PrecisionGoal
  private var planner: PrecisionPlanner
  private var trials: [Case: [Trial]] = [:]
  private var widths: [Case: Double] = [:]
  private let budget: RunBudget

  /// Starts or continues a run with a goal.
  init(_ run: Run, _ goal: PrecisionGoal, plan: [PlannedTrial], trials: [Trial]) throws {
    self.run = run
    self.goal = goal
    planner = PrecisionPlanner(goal: goal, seed: run.seed, plan: plan, trials: trials)
    let finished = Set(trials.map(\.planned.position))
    pending = plan.filter { !finished.contains($0.position) }
    budget = RunBudget(run, spentOn: trials)
    for trial in trials { keep(trial) }
    try updateWidths()
  }

  var foreseen: [Case: Int] { planner.foreseen { widths[$0] } }

  var budgetLeft: Duration? { budget.left }

  mutating func take(_ trial: Trial) {
    planner.take(trial)
    keep(trial)
  }

  mutating func planRound(_ estimate: TimeEstimate) throws -> PlannedRound {
    try updateWidths()
    if let budgetLeft, budgetLeft <= .zero { return PlannedRound() }
    return planner.planRound { widths[$0] }
  }

  /// How many cases reached the goal, and by how much the others missed it, one per line.
  func conclusion() -> [String] {
    let measured = planner.cases.filter { planner.completed($0) > 0 }
    let missed = measured.filter { !isReached($0) }
    let goalText = "± \(percent(goal.halfWidth))"
    var lines = ["\(measured.count - missed.count) of \(measured.count) cases reached \(goalText)."]
    if let budgetLeft, budgetLeft <= .zero, !missed.isEmpty {
      lines.append("The budget of \(shortDuration(run.budgetSeconds ?? 0)) is used up.")
    }
    lines += missed.map { one in
      let count = planner.completed(one)
      let width = widths[one].map { "± \(percent($0))" } ?? "no interval"
      return "Not reached: \(one.description): \(width) after \(counted(count, "trial"))"
    }
    let without = planner.cases.count - measured.count
    guard without > 0 else { return lines }
    return lines + ["Without a result, tried once: \(counted(without, "case"))."]
  }

  private func isReached(_ measured: Case) -> Bool {
    planner.completed(measured) >= PrecisionPlanner.minimumTrials
      && widths[measured].map { $0 <= goal.halfWidth } ?? false
  }

  /// Keeps only what the interval needs, because a run can have many trials.
  private mutating func keep(_ trial: Trial) {
    var trial = trial
    trial.measurements.removeAll { $0.metric != Metric.elapsed.name }
    trial.latencies = []
    trial.standardError = ""
    trials[trial.planned.case, default: []].append(trial)
    widths[trial.planned.case] = nil
  }

  private mutating func updateWidths() throws {
    for (measured, trials) in trials where widths[measured] == nil {
      widths[measured] = try relativeHalfWidth(of: trials, in: run)
    }
  }

  private func percent(_ share: Double) -> String {
    guard share.isFinite else { return "∞" }
    guard share > 0, share < 0.000_5 else { return percentText(min(share, 1e6)) }
    return numberText(share * 100, lastDigit: lastDigit(of: share * 100, keeping: 1)) + " %"
  }
}
