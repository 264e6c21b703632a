import BenchmarkModel
import Runner
import WorkloadCatalog
import WorkloadKit

/// Holds claims against what can be measured: a rule that names nothing would never be decided.
struct ClaimCheck {
  /// The identifiers of the known sources.
  let sources: [String]
  /// Reads a file by its path from the root of the source tree.
  let text: (String) throws -> String

  /// What is wrong with the claims, each with how to mend it.
  func problems(of claims: [Claim]) -> [String] {
    claims.flatMap { claim -> [String] in
      let path = "templates/claims/\(claim.id).json"
      let source = claim.source.flatMap { unknown("source", $0, sources) }
      let found = [source, sentenceProblem(claim)] + claim.rules.flatMap(problems)
      return found.compactMap(\.self).map { "\(path): \($0)" }
    }
  }

  /// A sentence of our own must stand, word for word, where its claim says.
  private func sentenceProblem(_ claim: Claim) -> String? {
    guard claim.isOwn else { return nil }
    do {
      let prose = Self.words(of: try text(claim.locator))
      return prose.contains(Self.words(of: claim.sentence))
        ? nil : "the sentence does not stand in \(claim.locator). Write there and here the same."
    } catch { return "\(error)" }
  }

  /// Markdown as it is read: one space between words, and of links their text.
  static func words(of markdown: String) -> String {
    markdown.replacing(/\[([^\]]*)\]\([^)]*\)/) { $0.output.1 }
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func problems(of rule: ClaimRule) -> [String?] {
    guard let selection = rule.selection else { return [] }
    guard let workload = Catalog.workloads.first(where: { $0.name == selection.workload }) else {
      return [unknown("workload", selection.workload, Catalog.names)]
    }
    var sizes = [selection.size]
    var metric: String?
    if case .quantity(let rule) = rule.condition {
      metric = unknown("metric", rule.metric, Self.metrics(of: selection.workload).map(\.name))
      if case .ratioToSize(let size) = rule.quantity { sizes.append(size) }
      if case .above(let size) = rule.bound { sizes.append(size) }
    }
    return [metric] + sizes.map { problem(with: $0, of: workload) }
  }

  /// A rule about one size must single it out in a preset that people publish from.
  private func problem(with size: [Parameter], of workload: any Workload.Type) -> String? {
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

  private static func metrics(of workload: String) -> [Metric] {
    let latencies = Metric.contractLatencies(of: workload)
    return Metric.contractMetrics(of: workload) + latencies.flatMap(\.latencyFigures)
      + Metric.common + Metric.derived
  }

  private func unknown(_ kind: String, _ name: String, _ known: [String]) -> String? {
    guard !known.contains(name) else { return nil }
    let nearest = nearestName(to: name, in: known).map { " Did you mean \"\($0)\"?" } ?? ""
    return "\"\(name)\" is no known \(kind).\(nearest)"
  }
}
