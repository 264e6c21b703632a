package import BenchmarkModel

/// Advice with what the measurements say about it.
package struct DecidedAdvice: Sendable {
  /// An answer or exception with the verdicts on its rules, in their order.
  package struct Answer: Sendable {
    package let answer: Advice.Answer
    package let rules: [RuleVerdict]

    package init(_ answer: Advice.Answer, among results: [WorkloadResult]) {
      self.answer = answer
      rules = answer.rules.map { RuleVerdict($0, among: results) }
    }

    /// What the rules come to together: one that is violated is enough to contradict the answer.
    package var verdict: ClaimVerdict {
      if rules.contains(where: { $0.verdict == .contradicted }) { return .contradicted }
      return rules.allSatisfy { $0.verdict == .supported } ? .supported : .inconclusive
    }
  }

  package let advice: Advice
  /// All answers, the preferred one first.
  package let answers: [Answer]
  /// Whether the machine has the cores that the situation needs; true where their number is not known.
  package let isApplicable: Bool
  private let exceptions: [Answer]

  package init(_ advice: Advice, among results: [WorkloadResult]) {
    self.advice = advice
    answers = advice.answers.map { Answer($0, among: results) }
    exceptions = advice.exceptions.map { Answer($0, among: results) }
    let cores = results.compactMap { $0.workload.run?.machine.logicalCores }.max()
    isApplicable = (cores ?? .max) >= (advice.minimumCores ?? 0)
  }

  /// The first answer whose rules all hold; nil where there is none, and where the advice does not apply.
  package var answer: Answer? {
    isApplicable ? answers.first { $0.verdict == .supported } : nil
  }

  /// The exceptions whose rules all hold: the first, or all of them where no answer holds.
  package var heldExceptions: [Answer] {
    guard isApplicable else { return [] }
    let held = exceptions.filter { $0.verdict == .supported }
    return answer == nil ? held : Array(held.prefix(1))
  }

  /// Whether the measurements contradict every answer, so that the advice is wrong.
  package var isContradicted: Bool {
    isApplicable && !answers.isEmpty && answers.allSatisfy { $0.verdict == .contradicted }
  }

  /// The answer that the measurements leave open, where none holds.
  package var openAnswer: Answer? {
    isApplicable && answer == nil ? answers.first { $0.verdict == .inconclusive } : nil
  }
}
