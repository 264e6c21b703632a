package import BenchmarkModel
package import FoundationEssentials
import Statistics

/// How the verdicts of claims and the orders by headline metrics change from run to run.
///
/// A verdict is compared with the previous conclusive one of the same subject, size and machine. An
/// inconclusive verdict changes nothing, and neither does a number whose verdict stays the same.
package struct VerdictHistory: Sendable {
  /// A verdict with its evidence.
  package struct Decision: Sendable {
    /// The verdict's word.
    package let verdict: String
    /// The numbers that decided, in words.
    package let finding: String
    package let run: Run
  }

  /// A verdict that differs from the one before.
  package struct Turn: Sendable {
    package let old, new: Decision
  }

  /// What turned with one run.
  package enum Change: Sendable {
    /// The verdict on a claim.
    case claim(Claim, Turn)
    /// The order of at least one pair of default implementations by a headline metric at a size.
    case order(WorkloadResult.Place, [(pair: [Implementation], turn: Turn)])

    /// The run.
    package var run: Run? {
      switch self {
      case .claim(_, let turn): turn.new.run
      case .order(_, let pairs): pairs.first?.turn.new.run
      }
    }
  }

  /// The subject of a verdict on one machine.
  private struct Subject: Hashable {
    var machine: String
    var name: String
  }

  /// What changed, in the order of the runs.
  package private(set) var changes: [Change] = []
  /// When the last added run ended; nil without runs.
  package private(set) var date: Date?

  private let claims: [Claim]
  private let finding: @Sendable (DecidedClaim, [WorkloadResult]) -> String
  private var latest: [Subject: Decision] = [:]

  /// A history without runs.
  ///
  /// - Parameters:
  ///   - claims: The claims to decide by each run.
  ///   - finding: The numbers that decided a claim, in words.
  package init(
    of claims: [Claim],
    finding: @escaping @Sendable (DecidedClaim, [WorkloadResult]) -> String
  ) {
    self.claims = claims
    self.finding = finding
  }

  /// Adds a run with its trials by workload; runs must be added oldest first.
  ///
  /// - Throws: ``AnalysisError`` for a stored value that cannot be used.
  package mutating func add(_ run: Run, _ workloads: [WorkloadInput]) throws(AnalysisError) {
    let results = try WorkloadResult.all(workloads)
    for claim in claims { add(DecidedClaim(claim, results), results, run) }
    for result in results { addOrder(result, run) }
    date = max(date ?? .distantPast, run.finishedAt ?? run.startedAt)
  }

  private mutating func add(
    _ decided: DecidedClaim, _ results: [WorkloadResult], _ run: Run
  ) {
    guard decided.verdict != .inconclusive else { return }
    let decision = Decision(
      verdict: decided.verdict.rawValue, finding: finding(decided, results), run: run)
    if let turn = turn(to: decision, on: "claim \(decided.claim.id)") {
      changes.append(.claim(decided.claim, turn))
    }
  }

  /// Compares every two default implementations by the headline metric at the headline size.
  private mutating func addOrder(_ result: WorkloadResult, _ run: Run) {
    guard let metric = result.headlines.first, let size = result.headlineSize else { return }
    let place = WorkloadResult.Place(
      workload: result.workload.name, title: result.workload.title, metric: metric, size: size,
      sizeText: result.shortText(of: size))
    let measured = result.measured(metric, at: size).filter { $0.implementation.variant == nil }
    var turns: [(pair: [Implementation], turn: Turn)] = []
    for (index, baseline) in measured.enumerated() {
      for other in measured[(index + 1)...] {
        let comparison = Comparison(
          other.measured, to: baseline.measured, metric: metric, method: result.method)
        guard comparison.verdict != .inconclusive else { continue }
        let pair = [baseline, other].map(\.implementation)
        let name = ([place.name] + pair.map(\.runtimeID)).joined(separator: " ")
        let decision = Decision(
          verdict: comparison.verdict.rawValue, finding: comparison.text, run: run)
        if let turn = turn(to: decision, on: name) { turns.append((pair, turn)) }
      }
    }
    if !turns.isEmpty { changes.append(.order(place, turns)) }
  }

  /// Keeps the newer decision, and returns both where the older verdict differs.
  private mutating func turn(to decision: Decision, on name: String) -> Turn? {
    // A run in another environment is no news about the others.
    let conditions = [decision.run.machine.fingerprint] + decision.run.environmentTexts
    let subject = Subject(machine: conditions.joined(separator: " "), name: name)
    let old = latest.updateValue(decision, forKey: subject)
    return old.flatMap { $0.verdict == decision.verdict ? nil : Turn(old: $0, new: decision) }
  }
}

extension WorkloadResult {
  /// What an order is about, without the values.
  package struct Place: Sendable {
    package let workload: String
    /// The workload's name in words.
    package let title: String
    package let metric: Metric
    package let size: [Parameter]
    /// The size by the parameters that tell it from the others of the run.
    package let sizeText: String

    /// The same for every run.
    package var name: String { "order \(workload) \(metric.name) \(Analysis.sizeText(size))" }
  }
}
