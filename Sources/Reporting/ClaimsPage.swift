import BenchmarkModel
import Statistics

/// The values of the page of claims: what others say, and what the measurements say of it.
struct ClaimsPage: Sendable {
  /// A claim with its verdict.
  struct Entry: Sendable {
    var heading: String
    var sentence: String
    /// Who says it; nil for a sentence of this report's own.
    var source: Markup?
    var locator: String
    var verdict: String
    var reading: String
    /// One row a rule; nil where no measurement can decide.
    var rules: Table?
    /// The pages of the workloads that decide it.
    var links: [Markup]
  }

  /// The sentences for which the report answers itself.
  struct Own: Sendable {
    var overview: Table?
    var entries: [Entry]
  }

  var summary: String
  var overview: Table?
  var entries: [Entry]
  var own: Own?
}

extension Table {
  /// Claims with their verdicts; nil without any.
  static func claims(_ claims: [DecidedClaim]) -> Table? {
    guard !claims.isEmpty else { return nil }
    return Table(
      [.words("Verdict"), .words("Claim")],
      rows: claims.map { [.text($0.verdict.rawValue), .markup($0.link)] })
  }
}

/// A claim with what the measurements say of it.
struct DecidedClaim: Sendable {
  let claim: Claim
  let rules: [RuleVerdict]
  let verdict: ClaimVerdict

  /// Decides a claim from the results of all workloads.
  init(_ claim: Claim, _ results: [WorkloadResult]) {
    self.claim = claim
    rules = claim.rules.map { rule in
      RuleVerdict(rule, in: results.first { $0.workload.name == rule.workload })
    }
    verdict = ClaimVerdict(of: rules)
  }

  /// Whether one of its rules is about a workload.
  func isDecided(by workload: String) -> Bool { claim.rules.contains { $0.workload == workload } }

  /// The claim as a link to its place on the page of claims.
  ///
  /// A sentence of our own is often a part of one, so its heading says of what it speaks.
  var link: Markup {
    let text = claim.isOwn ? "\(heading): “\(claim.sentence)”" : claim.sentence
    return .link(text, to: "claims.md#\(anchor(heading))")
  }

  /// The identifier in words, as the page's heading.
  var heading: String {
    let name = claim.isOwn && claim.id.hasPrefix("own-") ? claim.id.dropFirst(4) : claim.id[...]
    return capitalized(String(name.map { $0 == "-" ? " " : $0 }))
  }
}

extension ClaimsPage {
  /// Gathers the page; nil without claims.
  static func page(
    _ claims: [DecidedClaim], _ results: [WorkloadResult], _ input: ReportInput
  ) -> ReportPage? {
    guard !claims.isEmpty else { return nil }
    let others = claims.filter { !$0.claim.isOwn }
    let own = claims.filter(\.claim.isOwn)
    func entries(_ claims: [DecidedClaim]) -> [Entry] {
      claims.map { Entry($0, results, input) }
    }
    let context = ClaimsPage(
      summary: summary(others), overview: .claims(others), entries: entries(others),
      own: own.isEmpty ? nil : Own(overview: .claims(own), entries: entries(own)))
    return ReportPage(
      name: "claims", title: "Claims",
      description: "What is said of the runtimes, and what the measurements say of it.",
      menuTitle: "Claims", template: "claims", context: context)
  }

  /// How many claims have which verdict, as a sentence.
  static func summary(_ claims: [DecidedClaim]) -> String {
    let counts = ClaimVerdict.allCases.compactMap { verdict -> String? in
      let count = claims.count { $0.verdict == verdict }
      return count == 0 ? nil : "\(groupedText(count)) \(verdict.rawValue)"
    }
    return "\(counted(claims.count, "claim")): \(enumerated(counts))."
  }
}

extension ClaimsPage.Entry {
  fileprivate init(_ decided: DecidedClaim, _ results: [WorkloadResult], _ input: ReportInput) {
    let claim = decided.claim
    heading = decided.heading
    sentence = claim.sentence
    source = claim.source.flatMap { id in
      input.sources.first { $0.id == id }.map { .link($0.title, to: $0.url) }
    }
    locator = claim.locator
    verdict = decided.verdict.rawValue
    reading = claim.reading
    rules =
      claim.rules.isEmpty
      ? nil
      : Table(
        [
          .words("Runtime"), .words("What"), .words("Must be"), .numbers("Is"), .words("Verdict"),
          .words("The same of the others"),
        ],
        rows: zip(claim.rules, decided.rules).map { rule, verdict in
          let result = results.first { $0.workload.name == rule.workload }
          return ClaimRow(rule, verdict, in: result).cells
        })
    links = results.filter { decided.isDecided(by: $0.workload.name) }.map(\.pageLink)
  }
}

/// A rule of a claim as a row of a table.
struct ClaimRow {
  private let rule: ClaimRule
  private let verdict: RuleVerdict
  private let result: WorkloadResult?
  private let metric: Metric?

  init(_ rule: ClaimRule, _ verdict: RuleVerdict, in result: WorkloadResult?) {
    self.rule = rule
    self.verdict = verdict
    self.result = result
    metric = result?.metrics.first { $0.name == rule.metric }
  }

  var cells: [Table.Cell] {
    [
      .implementation(Implementation(workload: rule.workload, runtime: rule.runtime)),
      .text(what), .text(bound), provenFinding, .text(verdict.verdict.rawValue), .text(others),
    ]
  }

  var what: String {
    let name = metric?.label ?? rule.metric
    let machine = rule.onCores.map { " on \(counted($0, "core"))" } ?? ""
    let place = (rule.size.isEmpty ? "" : " at \(sizeText(rule.size))") + machine
    switch rule.quantity {
    case .value: return "\(name)\(place)"
    case .ratio(let runtime): return "\(name)\(place), divided by that of \(runtime.label)"
    case .ratioToBest: return "\(name)\(place), divided by the best"
    case .ratioToSize(let size): return "\(name)\(place), divided by that at \(sizeText(size))"
    case .difference(let runtime): return "\(name)\(place), less that of \(runtime.label)"
    case .slope(let parameter): return "\(name) for one more of \(parameter)\(place)"
    case .completion: return "\(rule.workload)\(place)"
    }
  }

  var bound: String {
    switch rule.bound {
    case .atLeast(let least): "at least \(text(least))"
    case .atMost(let most): "at most \(text(most))"
    case .within(let range): "\(text(range.lowerBound)) to \(text(range.upperBound))"
    case .atLeastPerCore(let least): "at least \(text(least)) for each core"
    case .atMostPerCore(let most): "at most \(text(most)) for each core"
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

  /// The finding, which leads to the sample of the rule's case, or for a slope to those of all.
  private var provenFinding: Table.Cell {
    guard case .estimate = verdict.finding, let result, let metric else { return .text(finding) }
    if case .slope = rule.quantity {
      return .markup(.link(finding, to: "\(result.proofName).md"))
    }
    let size = result.sizes.first { size in rule.size.allSatisfy(size.contains) }
    let implementation = Implementation(workload: rule.workload, runtime: rule.runtime)
    return size.map { result.proven(finding, metric, of: implementation, at: $0) } ?? .text(finding)
  }

  /// The same quantity of the other runtimes, which decides nothing.
  private var others: String {
    guard let result else { return "–" }
    let parts = Runtime.allCases.filter { $0 != rule.runtime }.compactMap { runtime -> String? in
      var other = rule
      other.runtime = runtime
      switch rule.quantity {
      case .ratio(runtime), .difference(runtime): return nil
      case .completion:
        guard case .outcome(let text) = RuleVerdict(other, in: result).finding else { return nil }
        return "\(runtime.label) \(text)"
      default:
        let value = ClaimQuantity(other, at: rule.size, in: result)?.estimate.value
        return value.map { "\(runtime.label) \(text($0))" }
      }
    }
    return parts.isEmpty ? "–" : parts.joined(separator: "; ")
  }

  private var isRatio: Bool {
    switch rule.quantity {
    case .ratio, .ratioToBest, .ratioToSize: true
    case .value, .difference, .slope, .completion: false
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
