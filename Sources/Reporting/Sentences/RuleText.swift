import Analysis
import BenchmarkModel
import Statistics

/// A rule of a claim in words.
struct RuleText {
  private let rule: ClaimRule
  private let verdict: RuleVerdict
  private let results: [WorkloadResult]
  private let result: WorkloadResult?
  private let quantity: ClaimRule.BoundedQuantity?
  private let metric: Metric?

  init(_ rule: ClaimRule, _ verdict: RuleVerdict, _ results: [WorkloadResult]) {
    self.rule = rule
    self.verdict = verdict
    self.results = results
    let result = results.first { $0.workload.name == rule.selection?.workload }
    self.result = result
    if case .quantity(let quantity) = rule.condition {
      self.quantity = quantity
      metric = result?.workload.knownMetrics.first { $0.name == quantity.metric }
    } else {
      (quantity, metric) = (nil, nil)
    }
  }

  /// The rule as the page of claims shows it.
  var view: ClaimsPage.Rule {
    ClaimsPage.Rule(
      mark: verdict.verdict.mark, verdict: capitalized(verdict.verdict.rawValue),
      runtime: Table.Cell(mark: rule.runtime.mark, text: implementation.label),
      what: provenWhat, bound: bound, finding: provenFinding, others: others,
      gap: EvidenceGap(rule, verdict, among: results)?.text)
  }

  /// What the rule is about.
  private var implementation: Implementation {
    rule.selection?.implementation(of: rule.runtime)
      ?? Implementation(workload: "", runtime: rule.runtime)
  }

  /// The quantity in words.
  var what: String { subject + (compared.map { "\($0.words) \($0.name)" } ?? "") }

  private var subject: String {
    switch rule.condition {
    case .completion(let selection): place(selection)
    case .outsidePackages: "third-party packages"
    case .quantity(let quantity): subject(quantity)
    }
  }

  private func subject(_ rule: ClaimRule.BoundedQuantity) -> String {
    let name = "\(place(rule.selection)): \(metric?.label.lowercasedFirst ?? rule.metric)"
    switch rule.quantity {
    case .value, .ratio, .ratioToVariant, .ratioToSize, .difference: return name
    case .ratioToBest: return "\(name), divided by the best"
    case .slope(let parameter):
      let one = Parameter(parameter, 1)
      return one.isCounted
        ? "\(name) for \(sizeText([one])) more" : "\(name) for one more of \(parameter)"
    }
  }

  private func place(_ selection: ClaimRule.Selection) -> String {
    selection.workload + (selection.size.isEmpty ? "" : " at \(sizeText(selection.size))")
      + (selection.onCores.map { " on \(counted($0, "core"))" } ?? "")
  }

  /// What the rule compares with.
  private struct Compared {
    var words: String
    var name: String
    var implementation: Implementation
    var size: [Parameter]
  }

  /// The implementation and size that the rule compares with; nil when it compares with none.
  private var compared: Compared? {
    guard let quantity, let other = quantity.other(than: rule.runtime) else { return nil }
    let (words, name) =
      switch quantity.quantity {
      case .difference: (", minus that of", other.runtime.label)
      case .ratioToVariant(let name): (", divided by that of the variant", name)
      case .ratioToSize(let size): (", divided by that at", sizeText(size))
      case .ratio, .value, .ratioToBest, .slope: (", divided by that of", other.runtime.label)
      }
    return Compared(
      words: words, name: name,
      implementation: other.selection.implementation(of: other.runtime), size: other.selection.size)
  }

  /// The quantity; the side that it is compared with links to its proof.
  private var provenWhat: Table.Cell {
    guard let compared else { return .text(what) }
    var cell = proven(compared.name, of: compared.implementation, at: compared.size)
    // A plain space at the end of the text would be dropped.
    cell.text = "\(subject)\(compared.words)\u{A0}\(cell.text ?? "")"
    return cell
  }

  var bound: String {
    switch rule.condition {
    case .completion: "completed"
    case .outsidePackages(let limits): text(limits)
    case .quantity(let quantity):
      switch quantity.bound {
      case .limits(let limits): text(limits)
      case .limitsPerCore(let limits): perCore(limits)
      case .above(let size): "more than at \(sizeText(size))"
      }
    }
  }

  /// Limits for each core as what they are for the machine, which the finding is compared with.
  private func perCore(_ limits: ClaimRule.Limits) -> String {
    guard let cores = result?.workload.run?.machine.logicalCores, cores > 1 else {
      return "\(text(limits)) per core"
    }
    return "\(text(limits, times: Double(cores))), which is \(text(limits)) for each of "
      + counted(cores, "core")
  }

  private func text(_ limits: ClaimRule.Limits, times factor: Double = 1) -> String {
    switch limits {
    case .atLeast(let minimum): "at least \(limitText(minimum * factor))"
    case .atMost(let maximum): "at most \(limitText(maximum * factor))"
    case .within(let range):
      "\(limitText(range.lowerBound * factor)) to \(limitText(range.upperBound * factor))"
    }
  }

  /// A limit, which is exact: without zeros behind it, and in binary units where it is a multiple of one.
  private func limitText(_ value: Double) -> String {
    let unit = metric?.unit ?? .count
    if !isRatio, unit == .bytes, value >= 1_024, value.remainder(dividingBy: 1_024) == 0 {
      let isLarge = value.remainder(dividingBy: 1_048_576) == 0
      let number = exactText(value / (isLarge ? 1_048_576 : 1_024))
      return "\(number) \(isLarge ? "MiB" : "KiB") (\(quantityText(value, unit)))"
    }
    guard !isRatio else { return "\(exactText(value)) ×" }
    let display = DisplayUnit.fitting(value, unit)
    return exactText(value / display.size) + display.suffix
  }

  /// A number with as many decimals as it has, up to six.
  private func exactText(_ value: Double) -> String {
    let text = numberText(value, lastDigit: -6)
    guard text.contains(".") else { return text }
    let short = String(text.reversed().drop { $0 == "0" }.reversed())
    return short.hasSuffix(".") ? String(short.dropLast()) : short
  }

  /// The limit that the finding is compared with; nil for two limits or none.
  private var limit: Double? {
    let cores = Double(result?.workload.run?.machine.logicalCores ?? 1)
    switch quantity?.bound {
    case .limits(.atLeast(let limit)), .limits(.atMost(let limit)): return limit
    case .limitsPerCore(.atLeast(let limit)), .limitsPerCore(.atMost(let limit)):
      return limit * cores
    case .limits(.within), .limitsPerCore(.within), .above, nil: return nil
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
    guard let quantity, case .estimate = verdict.finding else { return .text(finding) }
    if case .slope = quantity.quantity, let result {
      return .markup(.link(finding, to: "\(result.proofName).md"))
    }
    return proven(finding, of: implementation, at: quantity.selection.size)
  }

  /// A text linked to the proof of an implementation's number at the size that fits; plain where there is none.
  private func proven(
    _ text: String, of implementation: Implementation, at size: [Parameter]
  ) -> Table.Cell {
    guard let result, let metric,
      let whole = result.sizes.first(where: { size.allSatisfy($0.contains) })
    else { return .text(text) }
    return result.proven(text, metric, of: implementation, at: whole)
  }

  /// The same quantity of the other runtimes, as context.
  private var others: String? {
    let parts = (result?.runtimes ?? results.runtimes).filter { $0 != rule.runtime }.compactMap {
      runtime in otherText(runtime).map { "\(runtime.label) \($0)" }
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private func otherText(_ runtime: Runtime) -> String? {
    guard var quantity = self.quantity else {
      let finding = RuleVerdict(ClaimRule(runtime, rule.condition), among: results).finding
      guard case .outcome(let text) = finding else { return nil }
      return text
    }
    // A runtime that the rule compares with is on the page already.
    guard runtime != compared?.implementation.runtime, let result else { return nil }
    // The others may not have the variant.
    quantity.selection = quantity.selection.ofDefault
    return ClaimQuantity(quantity, of: runtime, in: result).map { text($0.estimate.value) }
  }

  private var isRatio: Bool { quantity?.quantity.isRatio == true }

  private func text(_ estimate: Estimate) -> String {
    isRatio
      ? ratioText(estimate, against: limit)
      : QuantityText(estimate, metric?.unit ?? .count, against: limit).text
  }

  private func text(_ value: Double) -> String {
    isRatio
      ? ratioText(Estimate(value: value, interval: nil))
      : quantityText(value, metric?.unit ?? .count)
  }
}
