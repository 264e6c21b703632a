package import BenchmarkModel
import Statistics

/// What a comparison of two runs comes to.
///
/// Is anything confirmed worse, and is everything shown equal? These are two questions. A gate that asked
/// for every row to be shown equal would hardly ever pass: of a hundred equal rows, several have an
/// interval that reaches beyond the band. One that passed whenever nothing is confirmed worse would pass
/// most easily with the least evidence. So it passes when nothing is confirmed worse *and* no row leaves
/// open that a case became worse by more than a margin: each interval of 95 % excludes it. Such a claim
/// about all rows needs no correction for their number (R. L. Berger, "Multiparameter hypothesis testing
/// and acceptance sampling", Technometrics 24 (1982), 295–300).
package struct Gate: Sendable, Equatable {
  /// What the rows come to together.
  package enum Conclusion: String, Sendable {
    /// At least one row is confirmed worse, or a case lost its value.
    case worse
    /// Nothing is confirmed worse, and no row leaves open a worsening beyond the margin.
    case notWorse = "not worse"
    /// The same, and at least one row is confirmed better.
    case onlyBetter = "only better"
    /// Nothing is confirmed worse, but too little is known.
    case inconclusive
    /// The runs are from different machines, so there is no verdict.
    case notComparable = "not comparable"
  }

  /// A case that completed in the baseline and never in the candidate.
  package struct Loss: Sendable, Equatable {
    package let `case`: Case
    /// How its trials ended, for example `3 crashed`.
    package let outcome: String

    package init(_ case: Case, outcome: String) {
      self.case = `case`
      self.outcome = outcome
    }

    /// The same as a sentence.
    package var text: String { "\(`case`.description) has no value: \(outcome)." }
  }

  /// The default margin: a case that became half again as slow does not pass unnoticed.
  package static let margin = 0.5

  package let conclusion: Conclusion
  /// The rows that are confirmed worse.
  package let worse: [RunComparison.Row]
  /// The rows that are worse and not confirmed, of which at most one in twenty is expected to be chance.
  package let suspects: [RunComparison.Row]
  /// The rows that leave open whether a case became worse by more than the margin, without those that are
  /// confirmed worse.
  package let open: [RunComparison.Row]
  package let losses: [Loss]
  /// The cases of the baseline for which the candidate's budget was too small, so that nothing is known of them.
  package let leftOut: [Case]
  /// Whether there are rows and every one is equal within the band.
  package let isEverythingEqual: Bool
  /// The number of trials per side that would probably settle the open rows, if their estimates stay the
  /// same; nil when none is open.
  package var trialsNeeded: Int? { settlements.last }
  /// For each open row, the number of trials per side that would probably settle it, ascending; empty if
  /// more trials would not narrow the intervals.
  private let settlements: [Int]
  private let rowCount: Int
  private let equalCount: Int
  private let margin: Double
  private let growsWithBudget: Bool

  /// Judges rows.
  ///
  /// - Parameters:
  ///   - losses: The cases that lost their value.
  ///   - leftOut: The cases that have no value only because the candidate's budget was too small.
  ///   - terms: The terms by which the rows were compared.
  ///   - isComparable: Whether the runs are from one machine.
  ///   - countsTrials: Whether more trials would narrow the intervals.
  ///   - growsWithBudget: Whether the budget decides how many trials there are.
  package init(
    _ rows: [RunComparison.Row], losses: [Loss], leftOut: [Case] = [], _ terms: RunComparison.Terms,
    isComparable: Bool, countsTrials: Bool = true, growsWithBudget: Bool = false
  ) {
    self.growsWithBudget = growsWithBudget
    worse = rows.filter { $0.verdict == .worse && $0.isConfirmed }
    suspects = rows.filter { $0.verdict == .worse && !$0.isConfirmed && $0.isSuspect }
    // A margin within the tolerance would ask for what does not matter.
    margin = max(terms.margin, terms.tolerance)
    let edge = 1 + margin
    open = rows.filter { row in
      !row.excludesWorsening(by: edge) && !(row.verdict == .worse && row.isConfirmed)
    }
    self.losses = losses
    self.leftOut = leftOut
    rowCount = rows.count
    equalCount = rows.count { $0.verdict == .equal }
    isEverythingEqual =
      !rows.isEmpty && equalCount == rows.count && losses.isEmpty && leftOut.isEmpty
    settlements =
      countsTrials
      ? open.map { $0.trialsNeeded(below: edge, orAbove: 1 + terms.tolerance) }.sorted() : []
    if !isComparable {
      conclusion = .notComparable
    } else if !worse.isEmpty || !losses.isEmpty {
      conclusion = .worse
    } else if rows.isEmpty || !open.isEmpty || !suspects.isEmpty || !leftOut.isEmpty {
      conclusion = .inconclusive
    } else {
      conclusion = rows.contains { $0.isConfirmed } ? .onlyBetter : .notWorse
    }
  }

  /// The answers in sentences, the most important first.
  package var sentences: [String] {
    guard conclusion != .notComparable else { return [] }
    return [worseText, equalText, suspectText, leftOutText, openText].compactMap(\.self)
  }

  private var leftOutText: String? {
    guard !leftOut.isEmpty else { return nil }
    let (cases, they) = (counted(leftOut.count, "case"), leftOut.count == 1 ? "it" : "they")
    return
      "The candidate's budget was too small for \(cases) that the baseline measured; whether \(they) "
      + "became worse is not known. Give it more time with --budget, or measure fewer workloads with --workload."
  }

  private var worseText: String {
    let parts =
      (worse.isEmpty ? [] : ["\(groupedText(worse.count)) of \(counted(rowCount, "row"))"])
      + (losses.isEmpty ? [] : ["\(counted(losses.count, "case")) without a value"])
    guard !parts.isEmpty else {
      return rowCount == 0 ? "Nothing was compared." : "Confirmed worse: none."
    }
    return "Confirmed worse: \(enumerated(parts))."
  }

  private var equalText: String? {
    guard rowCount > 0 else { return nil }
    return isEverythingEqual
      ? "Everything is shown equal."
      : "Not everything is shown equal: \(groupedText(equalCount)) of \(counted(rowCount, "row"))."
  }

  private var suspectText: String? {
    guard !suspects.isEmpty else { return nil }
    return "Suspects, of which at most one in twenty is expected to be chance: "
      + "\(counted(suspects.count, "row")). Measure those cases again and compare only them."
  }

  private var openText: String? {
    guard !open.isEmpty else {
      return rowCount > 0 && worse.isEmpty
        ? "No row leaves open a worsening by more than \(percentText(margin))." : nil
    }
    let what =
      "\(counted(open.count, "row")) \(open.count == 1 ? "leaves" : "leave") open a worsening by more "
      + "than \(percentText(margin))."
    guard let trialsNeeded else { return what }
    // A row whose estimate lies at the edge needs thousands of trials. It must not speak for all.
    let most = settlements.count * 9 / 10
    let forMost = most > 0 ? settlements[most - 1] : trialsNeeded
    let isUneven = trialsNeeded > 2 * forMost
    let trials = isUneven ? forMost : trialsNeeded
    let remedy =
      growsWithBudget ? "give it more time with --budget" : "measure with --trials \(trials)"
    return what + " About \(counted(trials, "trial")) per side would settle "
      + (isUneven
        ? "\(groupedText(most)) of these, \(groupedText(trialsNeeded)) all" : "that")
      + ": \(remedy)."
  }
}

extension RunComparison.Row {
  /// Whether it is in the list of suspects when the false discovery rate is controlled.
  package var isSuspect: Bool {
    isDifferent && (falseDiscovery ?? 1) < RunComparison.significance
  }

  /// Whether the interval excludes that the candidate is worse by a factor or more.
  func excludesWorsening(by edge: Double) -> Bool {
    switch verdict {
    case .equal, .better: true
    case .worse, .inconclusive:
      // Nothing stayed nothing.
      candidate.value == 0 && baseline.value == 0 || (worsening.bound ?? .infinity) < edge
    case nil: false
    }
  }

  /// How many times worse the candidate is, and at most, where better means lower or higher.
  private var worsening: (value: Double?, bound: Double?) {
    switch metric.better {
    case .lower: (ratio?.value, ratio?.bounds?.upperBound)
    case .higher: (ratio.map { 1 / $0.value }, ratio?.bounds.map { 1 / $0.lowerBound })
    }
  }

  /// The number of trials that would probably move the interval below one edge or above the other.
  func trialsNeeded(below upper: Double, orAbove lower: Double) -> Int {
    guard let value = worsening.value, let bound = worsening.bound, value > 0, bound >= value,
      bound.isFinite
    else { return Certification.trialsPerSide }
    return Statistics.trialsNeeded(
      for: value, upTo: bound, trials: trials, below: upper, orAbove: lower)
  }
}
