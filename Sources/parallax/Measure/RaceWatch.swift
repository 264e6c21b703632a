import Analysis
import BenchmarkModel
import Runner
import Statistics
import Store
import WorkloadCatalog
import WorkloadKit

/// Plans a run with a budget from the questions that are open at each look.
struct RaceWatch: GrowingPlan {
  let pending: [PlannedTrial]
  let possible: [PlannedTrial]
  private let run: Run
  private let store: MeasurementStore
  private let rules: [ClaimRule]
  private let budget: RunBudget
  private var planner: RacingPlanner
  /// What was open at the last look; nil before the first.
  private var atLook: OpenQuestions?
  private var expected: [Case: Duration] = [:]
  private var leftOut: [Case]

  /// Starts or continues a run.
  ///
  /// - Parameter rules: The rules of the claims and the advice.
  init(
    _ run: Run, in store: MeasurementStore, plan: [PlannedTrial], trials: [Trial],
    rules: [ClaimRule]
  ) {
    self.run = run
    self.store = store
    self.rules = rules
    budget = RunBudget(run, spentOn: trials)
    planner = RacingPlanner(
      seed: run.seed, logicalCores: run.machine.logicalCores, plan: plan, trials: trials)
    pending = planner.begun
    possible = plan.filter { $0.block == 0 }
    leftOut = trials.filter { $0.outcome.kind == .leftOut }.map(\.planned.case)
  }

  var foreseen: [Case: Int] { planner.foreseen }

  var budgetLeft: Duration? { budget.left }

  var state: String? {
    atLook.map {
      "\($0.count - $0.decidedCount) of \($0.count) comparisons inconclusive, "
        + "\($0.decidedCount - $0.confirmedCount) unconfirmed"
    }
  }

  mutating func take(_ trial: Trial) { planner.take(trial) }

  mutating func planRound(_ estimate: TimeEstimate) throws -> PlannedRound {
    expected = estimate.expected
    let timeLeft = budget.left ?? .zero
    var round = planner.planFirstBlock(timeLeft: timeLeft, expected: expected)
    if round == nil {
      if planner.isLookDue || atLook == nil { atLook = try questions(planner.isSeen) }
      round = planner.planRound(
        open(atLook), timeLeft: budget.left ?? .zero, expected: expected)
    }
    leftOut += round?.leftOut.map(\.case) ?? []
    return round ?? PlannedRound()
  }

  func conclusion() throws -> [String] {
    // Whatever was measured since the last look is looked at now, instead of at the next.
    let all = try questions { _ in true }
    var paragraphs = [
      [decided(all), left(undecided(all))].compactMap(\.self).joined(separator: " ")
    ]
    let repeated = planner.repeatedBlocks
    if repeated > 0 {
      paragraphs.append(
        "Other work disturbed \(counted(repeated, "block")); \(repeated == 1 ? "it was" : "they were") "
          + "repeated, and all are kept.")
    }
    if !leftOut.isEmpty {
      paragraphs.append(
        "Not measured, because the budget of \(shortDuration(run.budgetSeconds ?? 0)) is too small: "
          + "\(enumerated(leftOutNames)).")
    }
    return paragraphs
  }

  /// The workloads that were left out, each with what of it.
  private var leftOutNames: [String] {
    let groups = Dictionary(grouping: leftOut, by: \.implementation.workload)
    return groups.keys.sorted().map { workload in
      let cases = groups[workload] ?? []
      let variants = Set(cases.map(\.implementation).filter { $0.variant != nil })
      let versions = Set(cases.map(\.implementation).filter { $0.toolchain != nil })
      let defaults = cases.filter(\.implementation.isDefault)
      let parts = [
        (variants.count, "variant"), (versions.count, "older version"),
        (defaults.count, "default case"),
      ]
      .filter { $0.0 > 0 }.map { counted($0.0, $0.1) }
      return "\(workload) (\(parts.joined(separator: ", ")))"
    }
  }

  private func decided(_ all: OpenQuestions) -> String {
    let rules = all.questions.filter { !$0.isHeadline }
    let parts = [
      ("headline comparisons", all.count, all.decidedCount),
      ("rules and changes between versions", rules.count, rules.count(where: \.isDecided)),
    ].filter { $0.1 > 0 }.map { noun, count, decided in "\(decided) of \(count) \(noun)" }
    guard !parts.isEmpty else { return "There was nothing to compare." }
    var text = "Decided: \(enumerated(parts))."
    if all.count > 0 {
      text += " Confirmed among all headline comparisons: \(all.confirmedCount)."
    }
    let onTheEdge = all.questions.count(where: \.isOnTheEdge)
    if onTheEdge > 0 {
      text +=
        " \(counted(onTheEdge, "other")) \(onTheEdge == 1 ? "is" : "are") known to within ± "
        + "\(percentText(comparisonRule.band / 2)), at the edge of the \(percentText(comparisonRule.band)) that "
        + "count as equal."
    }
    if let width = all.medianLogHalfWidth, width < 5 {
      text +=
        " The median half-width of their ratios is ± "
        + "\(percentText(Elementary.exponential(width) - 1))."
    }
    return text
  }

  /// What it would take to decide the open questions; nil if there are none.
  private func left(_ questions: [OpenQuestion]) -> String? {
    guard !questions.isEmpty else { return nil }
    let outlook = RaceOutlook(questions, expected)
    var text = "Inconclusive: \(questions.count)."
    if outlook.reachable > 0 {
      text +=
        " About \(shortDuration(outlook.time.seconds)) more would decide \(outlook.reachable) of these "
        + "if the estimates stay as they are; --budget sets the time of a run."
    }
    if outlook.beyond > 0 {
      text +=
        " \(ModeratedInterval.looks.last ?? 0) blocks would not decide \(outlook.beyond) of these."
    }
    return text
  }

  /// The questions about the trials that may be looked at.
  private func questions(_ isSeen: (PlannedTrial) -> Bool) throws -> OpenQuestions {
    let measured = Set(possible.map(\.case.implementation.workload))
    let inputs = try Catalog.measurable.filter { measured.contains($0.name) }.map { workload in
      let trials = try store.trials(of: run.id, workload: workload.name)
      return WorkloadInput(workload, run: run, trials: trials.filter { isSeen($0.planned) })
    }
    return try OpenQuestions(of: inputs, run: run, rules: rules)
  }

  /// The questions that further blocks could answer.
  private func undecided(_ questions: OpenQuestions) -> [OpenQuestion] {
    questions.questions.filter { !$0.isDecided && !$0.isOnTheEdge }.map(OpenQuestion.init)
  }

  /// The questions that need more blocks: those that are inconclusive, and those whose verdict is not confirmed.
  private func open(_ questions: OpenQuestions?) -> [OpenQuestion] {
    guard let questions else { return [] }
    return undecided(questions)
      + questions.questions.filter { $0.isDecided && !$0.isConfirmed }.map(OpenQuestion.init)
  }
}

extension OpenQuestion {
  /// For a verdict that is not confirmed, the chance that the next look confirms it is taken as one half.
  fileprivate init(_ question: OpenQuestions.Question) {
    self.init(
      cases: question.cases, isHeadline: question.isHeadline, blocks: question.blocks,
      logHalfWidth: question.isDecided ? nil : question.logHalfWidth,
      logDistance: question.isDecided ? nil : question.logDistance)
  }
}
