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
  private let exceptions: [Answer]

  package init(_ advice: Advice, among results: [WorkloadResult]) {
    self.advice = advice
    answers = advice.answers.map { Answer($0, among: results) }
    exceptions = advice.exceptions.map { Answer($0, among: results) }
  }

  /// The first answer whose rules all hold; nil where there is none.
  package var answer: Answer? { answers.first { $0.verdict == .supported } }

  /// The first exception whose rules all hold.
  package var exception: Answer? { exceptions.first { $0.verdict == .supported } }

  /// Whether the measurements contradict every answer, so that the advice is wrong.
  package var isContradicted: Bool {
    !answers.isEmpty && answers.allSatisfy { $0.verdict == .contradicted }
  }

  /// The answer that the measurements leave open, where none holds.
  package var openAnswer: Answer? {
    answer == nil ? answers.first { $0.verdict == .inconclusive } : nil
  }
}
