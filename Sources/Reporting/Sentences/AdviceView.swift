import Analysis
import BenchmarkModel
import Statistics

/// What to use in a situation, as the first page shows it.
struct AdviceView: Encodable, Sendable {
  /// A case with its number.
  struct Number: Encodable, Sendable {
    var label: String
    var cell: Table.Cell
  }

  /// A sentence with the two numbers that carry it.
  struct Answer: Encodable, Sendable {
    var sentence: String
    var numbers: [Number]
    /// What the numbers are, for example `peak resident memory at 100,000 tasks`.
    var subject: String
    /// The page that has more of it.
    var link: Markup
    /// Whether the same numbers stand beside the answer already.
    var isRepeated = false
  }

  var situation: String
  /// The link to it from the top of the page.
  var jump: Markup
  var examples: String
  /// Nil where no answer is supported.
  var answer: Answer?
  /// Where the answer does not hold.
  var exception: Answer?
  /// The same number of the other runtimes.
  var others: [Number]
  /// The answer that is open where none is supported.
  var open: Answer?
  /// What is missing to decide it, as clauses.
  var gaps: [String]

  init(_ decided: DecidedAdvice, _ results: [WorkloadResult]) {
    situation = decided.advice.situation
    jump = .link(situation, to: "#\(anchor(situation))")
    examples = decided.advice.examples
    answer = decided.answer.map { Answer($0, results) }
    exception = decided.answer == nil ? nil : decided.exception.map { Answer($0, results) }
    open = decided.openAnswer.map { Answer($0, results) }
    gaps = (decided.openAnswer.map { Self.gaps(of: $0, results) } ?? [])
    others =
      decided.answer.flatMap { $0.answer.rules.first }.map {
        RuleNumbers($0, results).others
      } ?? []
    if let answer, let exception {
      self.exception?.isRepeated =
        exception.subject == answer.subject
        && Set(exception.numbers.map(\.label)) == Set(answer.numbers.map(\.label))
    }
    if answer == nil, open == nil { gaps = ["an answer that the measurements support"] }
  }

  private static func gaps(
    of open: DecidedAdvice.Answer, _ results: [WorkloadResult]
  ) -> [String] {
    var texts: [String] = []
    for (rule, verdict) in zip(open.answer.rules, open.rules) {
      guard let text = EvidenceGap(rule, verdict, among: results)?.text, !texts.contains(text)
      else { continue }
      texts.append(text)
    }
    return texts
  }

  /// The cells whose numbers need a proof.
  var numberCells: [Table.Cell] {
    let answers = [answer, exception, open].compactMap(\.self)
    return (answers.flatMap(\.numbers) + others).map(\.cell)
  }
}

extension AdviceView.Answer {
  init(_ decided: DecidedAdvice.Answer, _ results: [WorkloadResult]) {
    sentence = decided.answer.sentence
    let rule = decided.answer.rules[0]
    let found = RuleNumbers(rule, results)
    (numbers, subject) = (found.compared, found.subject)
    let workload = rule.selection?.workload ?? ""
    link = .link(workload, to: "\(workload).md")
  }
}

/// The medians of the cases that a rule compares, and of the other runtimes.
private struct RuleNumbers {
  /// The rule's own case and the one that it is compared with.
  var compared: [AdviceView.Number] = []
  var others: [AdviceView.Number] = []
  var subject = ""

  init(_ rule: ClaimRule, _ results: [WorkloadResult]) {
    guard case .quantity(let quantity) = rule.condition,
      let result = results.first(where: { $0.workload.name == quantity.selection.workload }),
      let metric = result.metrics.first(where: { $0.name == quantity.metric }),
      let size = result.sizes.first(where: { quantity.selection.size.allSatisfy($0.contains) })
    else { return }
    // The rule names the parameters that matter.
    let stated = quantity.selection.size
    subject =
      "\(metric.label.lowercased()) at "
      + (stated.isEmpty ? result.shortText(of: size) : sizeText(stated))
    let own = quantity.selection.implementation(of: rule.runtime)
    let other = quantity.other(than: rule.runtime).map {
      $0.selection.implementation(of: $0.runtime)
    }
    func number(_ implementation: Implementation) -> AdviceView.Number {
      let measured = result.result(implementation, at: size)?.measured[metric.name]
      let text = measured.map { quantityText($0.estimate.value, metric.unit) }
      return AdviceView.Number(
        label: implementation.label,
        cell: result.proven(
          text ?? result.absence(of: implementation, at: size), metric, of: implementation,
          at: size))
    }
    let shown = [own, other].compactMap(\.self)
    compared = shown.map(number)
    others = result.runtimes.filter { !shown.map(\.runtime).contains($0) }.map {
      number(Implementation(workload: result.workload.name, runtime: $0))
    }
  }
}
