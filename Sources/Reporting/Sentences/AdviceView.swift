import Analysis
import BenchmarkModel
import Statistics

/// What to use in a situation, as the first page shows it.
struct AdviceView: Encodable, Sendable {
  /// A case with its number.
  struct Number: Encodable, Sendable, Equatable {
    /// The runtime whose mark precedes the label.
    var mark: String
    var label: String
    var cell: Table.Cell
  }

  /// A sentence with the two numbers that carry it.
  struct Answer: Encodable, Sendable {
    /// Nil where it says a number that was not measured.
    var sentence: String?
    /// What the numbers are, for example `Peak memory with 10,000 connections`; nil where none was measured.
    var evidence: String?
    var numbers: [Number]
    /// The same of the runtimes that the answer does not compare; nil without any.
    var others: Others?
  }

  /// Numbers beside those of an answer, in the order of the columns.
  struct Others: Encodable, Sendable {
    var numbers: [Number]
  }

  var situation: String
  var examples: String
  /// Nil where no answer is supported.
  var answer: Answer?
  /// Where the answer does not hold, or all that is decided where no answer is.
  var exceptions: [Answer]
  /// The answer that is open where none is supported.
  var open: Answer?
  /// What is missing to decide it, as clauses.
  var gaps: [String]
  /// How many cores the situation takes, where the machine has fewer.
  var missingCores: String?
  /// The pages that have more of it.
  var links: [Markup]

  init(_ decided: DecidedAdvice, _ results: [WorkloadResult]) {
    situation = decided.advice.situation
    examples = decided.advice.examples
    answer = decided.answer.map { Answer($0, results) }
    exceptions = decided.heldExceptions.map { Answer($0, results) }
    open = decided.openAnswer.map { Answer($0, results) }
    gaps = decided.openAnswer.map { Self.gaps(of: $0, results) } ?? []
    links = Self.links(decided.advice, results)
    if decided.isApplicable {
      if answer == nil, open == nil { gaps = ["an answer that the measurements support"] }
    } else {
      missingCores = counted(decided.advice.minimumCores ?? 0, "core")
    }
  }

  private static func gaps(
    of open: DecidedAdvice.Answer, _ results: [WorkloadResult]
  ) -> [String] {
    let gaps = zip(open.answer.rules, open.rules).compactMap {
      EvidenceGap($0, $1, among: results)
    }
    // The rules are about one workload, so the trials that one needs decide the others too.
    let maximum = gaps.compactMap(\.blockCount).max()
    var texts: [String] = []
    for gap in gaps where (gap.blockCount ?? maximum) == maximum {
      if !texts.contains(gap.text) { texts.append(gap.text) }
    }
    return texts
  }

  /// The workloads of all rules, in their order, that have a page.
  private static func links(_ advice: Advice, _ results: [WorkloadResult]) -> [Markup] {
    var names: [String] = []
    for name in advice.rules.compactMap({ $0.selection?.workload }) where !names.contains(name) {
      names.append(name)
    }
    return names.compactMap { name in results.first { $0.workload.name == name }?.pageLink }
  }

  /// The cells whose numbers need a proof.
  var numberCells: [Table.Cell] {
    let answers = [answer, open].compactMap(\.self)
    return
      ((answers + exceptions).flatMap(\.numbers) + answers.flatMap { $0.others?.numbers ?? [] })
      .map(\.cell)
  }
}

extension AdviceView.Answer {
  init(_ decided: DecidedAdvice.Answer, _ results: [WorkloadResult]) {
    let answer = decided.answer
    let found = RuleNumbers(answer, results)
    numbers = found?.numbers ?? []
    others = found?.others
    evidence = AdviceText(answer.evidence).filled { part in
      guard case .parameter(let name) = part else { return nil }
      return found?.size.first { $0.name == name }.map { groupedText($0.value) }
    }
    sentence = AdviceText(answer.sentence).filled { part in
      guard case .quantity(let rule, let isInverse) = part,
        case .estimate(let estimate) = decided.rules[rule - 1].finding
      else { return nil }
      return Self.text(estimate, isInverse: isInverse, of: answer.rules[rule - 1], results)
    }
  }

  /// A rule's quantity as it stands in a sentence: a ratio with two digits, or a value with its unit.
  private static func text(
    _ estimate: Estimate, isInverse: Bool, of rule: ClaimRule, _ results: [WorkloadResult]
  ) -> String? {
    let value = isInverse ? 1 / estimate.value : estimate.value
    guard case .quantity(let quantity) = rule.condition, value.isFinite else { return nil }
    guard !quantity.quantity.isRatio else {
      return numberText(value, lastDigit: min(lastDigit(of: value, keeping: 2), 0))
    }
    let result = results.first { $0.workload.name == quantity.selection.workload }
    return result?.metrics.first { $0.name == quantity.metric }.map {
      isInverse ? quantityText(value, $0.unit) : quantityText(estimate, $0.unit)
    }
  }
}

/// The medians of the two cases that the first rule of an answer compares, and of the cases beside them.
private struct RuleNumbers {
  var numbers: [AdviceView.Number]
  var others: AdviceView.Others?
  /// The size at which they were measured.
  var size: [Parameter]

  /// Nil where the workload has no such metric or size.
  init?(_ answer: Advice.Answer, _ results: [WorkloadResult]) {
    let rule = answer.rules[0]
    guard case .quantity(let quantity) = rule.condition,
      let result = results.first(where: { $0.workload.name == quantity.selection.workload }),
      let metric = result.metrics.first(where: { $0.name == quantity.metric }),
      let size = result.sizes.first(where: { quantity.selection.size.allSatisfy($0.contains) })
    else { return nil }
    self.size = size
    let compared = [
      quantity.selection.implementation(of: rule.runtime),
      quantity.other(than: rule.runtime).map { $0.selection.implementation(of: $0.runtime) },
    ].compactMap(\.self)
    func number(_ implementation: Implementation, _ name: String? = nil) -> AdviceView.Number {
      let measured = result.result(implementation, at: size)?.measured[metric.name]
      let text = measured.map { quantityText($0.estimate, metric.unit) }
      return AdviceView.Number(
        mark: implementation.runtime.mark, label: name ?? implementation.label,
        cell: result.proven(
          text ?? result.absence(of: implementation, at: size), metric, of: implementation,
          at: size))
    }
    numbers = compared.enumerated().map { index, implementation in
      number(implementation, answer.names.isEmpty ? nil : answer.names[index])
    }
    let runtimes = compared.map(\.runtime)
    let rest = result.measured(metric, at: size).map(\.implementation).filter {
      $0.isDefault && !runtimes.contains($0.runtime)
    }
    others = rest.isEmpty ? nil : AdviceView.Others(numbers: rest.map { number($0) })
  }
}

extension EvidenceGap {
  /// How many more trials of each case are missing; nil where trials are not what is missing.
  fileprivate var blockCount: Int? {
    guard case .blocks(let count, _) = self else { return nil }
    return count
  }
}
