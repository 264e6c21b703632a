import Analysis
import BenchmarkModel
import Runner
import WorkloadCatalog
import WorkloadKit

/// Checks that claims refer to things that can be measured; otherwise a rule could never be decided.
struct ClaimCheck {
  /// The identifiers of the known sources.
  let sources: [String]
  /// Reads a file, given its path from the root of the source tree.
  let text: (String) throws -> String

  /// The problems with the claims, each with how to fix it.
  func problems(of claims: [Claim]) -> [String] {
    claims.flatMap { claim -> [String] in
      let path = "templates/claims/\(claim.id).json"
      let source = claim.source.flatMap { Self.unknown("source", $0, sources) }
      let found = [source, sentenceProblem(claim)] + claim.rules.flatMap(Self.problems)
      return found.compactMap(\.self).map { "\(path): \($0)" }
    }
  }

  /// The problems with the rules and texts of advice, each with how to fix it.
  static func problems(of advice: [Advice]) -> [String] {
    advice.flatMap { one -> [String] in
      let rules = one.rules.flatMap { problems(of: $0) }
      let places = (one.answers + one.exceptions).flatMap(placeProblems)
      return (rules + places).compactMap(\.self).map { "templates/advice/\(one.id).json: \($0)" }
    }
  }

  /// Only a parameter of the workload has a value for a place in the evidence, and none has in a sentence.
  private static func placeProblems(of answer: Advice.Answer) -> [String?] {
    let workload = answer.rules.first?.selection.flatMap { selection in
      Catalog.workloads.first { $0.name == selection.workload }
    }
    let known = workload.flatMap { PresetCases(of: $0, for: .standard).parameters.first }
    let names = known?.map(\.name) ?? []
    let sentence = AdviceText(answer.sentence).parts.map { part -> String? in
      guard case .parameter(let name) = part else { return nil }
      return unknown("place", name, [])
    }
    let evidence = AdviceText(answer.evidence).parts.map { part -> String? in
      switch part {
      case .words: nil
      case .parameter(let name): unknown("place", name, names)
      case .quantity(let rule, _): unknown("place", "\(rule)", names)
      }
    }
    return sentence + evidence
  }

  /// A sentence of our own must appear, word for word, in the file that its claim names.
  private func sentenceProblem(_ claim: Claim) -> String? {
    guard claim.isOwn else { return nil }
    do {
      let prose = Self.words(of: try text(claim.locator))
      return prose.contains(Self.words(of: claim.sentence))
        ? nil : "the sentence is not in \(claim.locator). Use the same wording in both places."
    } catch { return "\(error)" }
  }

  /// The text of Markdown as a reader sees it: single spaces between words, and links as their text.
  static func words(of markdown: String) -> String {
    markdown.replacing(/\[([^\]]*)\]\([^)]*\)/) { $0.output.1 }
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func problems(of rule: ClaimRule) -> [String?] {
    guard let selection = rule.selection else { return [] }
    guard let workload = Catalog.workloads.first(where: { $0.name == selection.workload }) else {
      return [unknown("workload", selection.workload, Catalog.names)]
    }
    var sizes = [selection.size]
    var metric: String?
    var variant = selection.variant.flatMap { unknown("variant", $0, workload.variantNames) }
    if case .quantity(let rule) = rule.condition {
      metric = unknown("metric", rule.metric, metrics(of: workload).map(\.name))
      if case .ratioToVariant(let name) = rule.quantity {
        variant = variant ?? unknown("variant", name, workload.variantNames)
      }
      if case .ratioToSize(let size) = rule.quantity { sizes.append(size) }
      if case .above(let size) = rule.bound { sizes.append(size) }
    }
    return [variant, metric] + sizes.map { problem(with: $0, of: workload) }
  }

  /// A rule about one size must match exactly one size in a preset for published runs.
  private static func problem(with size: [Parameter], of workload: any Workload.Type) -> String? {
    let isThere = [Preset.standard, .full].contains { preset in
      let found = PresetCases(of: workload, for: preset).parameters
        .filter { planned in size.allSatisfy(planned.contains) }
      return !found.isEmpty
    }
    let text = size.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
    return isThere
      ? nil
      : "no size of \(workload.name) in the presets standard and full has \(text). "
        + "Choose one of: parallax list presets"
  }

  private static func metrics(of workload: any Workload.Type) -> [Metric] {
    workload.addedMetrics + DerivedMetric.all(with: workload.latencyMetrics).map(\.metric)
      + Metric.common
  }

  private static func unknown(_ kind: String, _ name: String, _ known: [String]) -> String? {
    guard !known.contains(name) else { return nil }
    let nearest = nearestName(to: name, in: known).map { " Did you mean \"\($0)\"?" } ?? ""
    return "\"\(name)\" is not a known \(kind).\(nearest)"
  }
}

extension Workload {
  fileprivate static var variantNames: [String] { variants.map(\.name) }
}
