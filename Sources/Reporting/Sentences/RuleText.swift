import Analysis
import BenchmarkModel
import Statistics

/// A rule of a claim in words.
struct RuleText {
  private let rule: ClaimRule
  private let verdict: RuleVerdict
  private let results: [WorkloadResult]
  private let result: WorkloadResult?
  private let metric: Metric?

  init(_ rule: ClaimRule, _ verdict: RuleVerdict, _ results: [WorkloadResult]) {
    self.rule = rule
    self.verdict = verdict
    self.results = results
    result = results.first { $0.workload.name == rule.workload }
    metric = result?.metrics.first { $0.name == rule.metric }
  }

  /// The rule as the page of claims shows it.
  var view: ClaimsPage.Rule {
    ClaimsPage.Rule(
      verdict: capitalized(verdict.verdict.rawValue),
      runtime: .implementation(Implementation(workload: rule.workload, runtime: rule.runtime)),
      what: provenWhat, bound: bound, finding: provenFinding, others: others)
  }

  /// The quantity in words.
  var what: String { subject + (compared.map { "\($0.words) \($0.name)" } ?? "") }

  private var subject: String {
    let machine = rule.onCores.map { " on \(counted($0, "core"))" } ?? ""
    let place = (rule.size.isEmpty ? "" : " at \(sizeText(rule.size))") + machine
    let name = "\(rule.workload)\(place): \(metric?.label.lowercased() ?? rule.metric)"
    switch rule.quantity {
    case .value, .ratio, .ratioToSize, .difference: return name
    case .ratioToBest: return "\(name), divided by the best"
    case .slope(let parameter):
      let one = Parameter(parameter, 1)
      return one.isCounted
        ? "\(name) for \(sizeText([one])) more" : "\(name) for one more of \(parameter)"
    case .completion: return "\(rule.workload)\(place)"
    case .outsidePackages: return "third-party packages"
    }
  }

  /// The side with which the rule's runtime and size are compared; nil where there is none.
  private var compared: (words: String, name: String, runtime: Runtime, size: [Parameter])? {
    switch rule.quantity {
    case .ratio(let runtime): (", divided by that of", runtime.label, runtime, rule.size)
    case .difference(let runtime): (", minus that of", runtime.label, runtime, rule.size)
    case .ratioToSize(let size): (", divided by that at", sizeText(size), rule.runtime, size)
    case .value, .ratioToBest, .slope, .completion, .outsidePackages: nil
    }
  }

  /// The quantity; the side that it is compared with links to its proof.
  private var provenWhat: Table.Cell {
    guard let compared else { return .text(what) }
    var cell = proven(compared.name, of: compared.runtime, at: compared.size)
    // A plain space at the end of the text would be dropped.
    cell.text = "\(subject)\(compared.words)\u{A0}\(cell.text ?? "")"
    return cell
  }

  var bound: String {
    switch rule.bound {
    case .atLeast(let minimum): "at least \(text(minimum))"
    case .atMost(let maximum): "at most \(text(maximum))"
    case .within(let range): "\(text(range.lowerBound)) to \(text(range.upperBound))"
    case .atLeastPerCore(let minimum): "at least \(text(minimum)) per core"
    case .atMostPerCore(let maximum): "at most \(text(maximum)) per core"
    case .above(let size): "more than at \(sizeText(size))"
    case .completed: "completed"
    }
  }

  var finding: String {
    switch verdict.finding {
    case .missing(let reason), .outcome(let reason): return reason
    case .estimate(let estimate):
      let other = verdict.other.map { ", against \(text($0))" } ?? ""
      return text(estimate) + other
    }
  }

  /// The finding, linked to the proof of its number, or for a slope to those of all sizes.
  private var provenFinding: Table.Cell {
    guard case .estimate = verdict.finding else { return .text(finding) }
    if case .slope = rule.quantity, let result {
      return .markup(.link(finding, to: "\(result.proofName).md"))
    }
    return proven(finding, of: rule.runtime, at: rule.size)
  }

  /// A text linked to the proof of a runtime's number at the size that fits; plain where there is none.
  private func proven(_ text: String, of runtime: Runtime, at size: [Parameter]) -> Table.Cell {
    guard let result, let metric,
      let whole = result.sizes.first(where: { size.allSatisfy($0.contains) })
    else { return .text(text) }
    let implementation = Implementation(workload: rule.workload, runtime: runtime)
    return result.proven(text, metric, of: implementation, at: whole)
  }

  /// The same quantity of the other runtimes, as context.
  private var others: String? {
    let parts = Runtime.allCases.filter { $0 != rule.runtime }.compactMap { runtime -> String? in
      var other = rule
      other.runtime = runtime
      switch rule.quantity {
      case .ratio(runtime), .difference(runtime): return nil
      case .completion, .outsidePackages:
        let finding = RuleVerdict(other, among: results).finding
        guard case .outcome(let text) = finding else { return nil }
        return "\(runtime.label) \(text)"
      default:
        guard let result else { return nil }
        let value = ClaimQuantity(other, at: rule.size, in: result)?.estimate.value
        return value.map { "\(runtime.label) \(text($0))" }
      }
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private var isRatio: Bool {
    switch rule.quantity {
    case .ratio, .ratioToBest, .ratioToSize: true
    case .value, .difference, .slope, .completion, .outsidePackages: false
    }
  }

  private func text(_ estimate: Estimate) -> String {
    isRatio ? ratioText(estimate) : QuantityText(estimate, metric?.unit ?? .count).text
  }

  private func text(_ value: Double) -> String {
    isRatio
      ? ratioText(Estimate(value: value, interval: nil))
      : quantityText(value, metric?.unit ?? .count)
  }
}
