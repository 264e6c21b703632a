import Analysis
import BenchmarkModel

/// The values of the page of claims: published statements with verdicts from the measurements.
struct ClaimsPage: Encodable, Sendable {
  struct Entry: Encodable, Sendable {
    var anchor: String
    var heading: String
    /// The words of this report; nil for a published claim, which is the heading.
    var quote: String?
    /// Who says it; nil for one of this report's own sentences.
    var source: Markup?
    var locator: String
    /// The mark of the verdict.
    var mark: String
    var verdict: String
    var reading: String
    /// Whether it has rules.
    var isDecidable: Bool
    var rules: [Rule]
    /// What is missing to decide several rules, if it is the same for all that are open.
    var sharedGap: String?
    /// Counts from the listings; nil where they say nothing about the claim.
    var proxies: Table?
    /// The pages of the workloads that decide it.
    var links: [Markup]
  }

  /// A rule with its finding.
  struct Rule: Encodable, Sendable {
    /// The mark of the verdict.
    var mark: String
    var verdict: String
    /// The runtime that the rule is about.
    var runtime: Table.Cell
    /// The quantity, with a link to the side that it is compared with.
    var what: Table.Cell
    var bound: String
    var finding: Table.Cell
    /// The same quantity of the other runtimes; nil without any.
    var others: String?
    /// What is missing to decide it; nil for a decided rule, and where the claim says it.
    var gap: String?
  }

  /// The report's own sentences.
  struct Own: Encodable, Sendable {
    var overview: Table?
    var entries: [Entry]
  }

  var summary: String
  /// The runtimes that the rules of the published statements are about; nil without any.
  var subjects: String?
  var overview: Table?
  var entries: [Entry]
  var own: Own?
}

extension Table {
  /// Claims with their verdicts, decided ones first; nil without any.
  static func claims(_ claims: [DecidedClaim]) -> Table? {
    guard !claims.isEmpty else { return nil }
    return Table(
      [.words("Verdict"), .words("Claim")],
      rows: ClaimVerdict.allCases.flatMap { verdict in claims.filter { $0.verdict == verdict } }
        .map { [Cell(mark: $0.verdict.mark, text: $0.verdict.rawValue), .markup($0.link)] })
  }
}

extension DecidedClaim {
  /// A link to the claim on the page of claims.
  ///
  /// An own sentence is often a fragment, so the heading goes before it.
  var link: Markup { .link(linkText, to: address) }

  /// The claim in words.
  var linkText: String {
    claim.isOwn ? "\(claim.heading): “\(claim.sentence)”" : claim.sentence
  }

  /// The claim's place on the page of claims.
  var address: String { "claims.md#\(claim.anchor)" }
}

extension ClaimVerdict {
  /// The mark that precedes it.
  var mark: String { "verdict-\(rawValue)" }
}

extension Claim {
  /// Its anchor on the page of claims, which stays when its words change.
  var anchor: String { headingAnchor(id) }

  /// Its heading on the page of claims: the claim itself, or for a sentence of this report, which is often a
  /// fragment, the identifier in words.
  var heading: String {
    guard isOwn else { return sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence }
    let name = id.hasPrefix("own-") ? id.dropFirst(4) : id[...]
    return capitalized(String(name.map { $0 == "-" ? " " : $0 }))
  }
}

extension ClaimsPage {
  /// Collects the values of the page; nil without claims.
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
      summary: summary(others), subjects: subjects(others), overview: .claims(others),
      entries: entries(others),
      own: own.isEmpty ? nil : Own(overview: .claims(own), entries: entries(own)))
    return ReportPage(
      name: "claims", title: "Claims",
      description: "Published statements about the runtimes, tested against the measurements. "
        + context.summary,
      menuTitle: "Claims", template: "claims", context: context)
  }

  /// How many claims have which verdict, as a sentence.
  static func summary(_ claims: [DecidedClaim]) -> String {
    guard !claims.isEmpty else { return "There are none." }
    let counts = ClaimVerdict.allCases.compactMap { verdict -> String? in
      let count = claims.count { $0.verdict == verdict }
      return count == 0 ? nil : "\(groupedText(count)) \(verdict.rawValue)"
    }
    let sources = Set(claims.compactMap(\.claim.source)).count
    return "\(counted(claims.count, "claim")) from \(counted(sources, "source")): "
      + "\(enumerated(counts))."
  }

  private static func subjects(_ claims: [DecidedClaim]) -> String? {
    let runtimes = Set(claims.flatMap(\.claim.rules).map(\.runtime)).sorted()
    return runtimes.isEmpty ? nil : enumerated(runtimes.map(\.label))
  }
}

extension ClaimsPage.Entry {
  fileprivate init(_ decided: DecidedClaim, _ results: [WorkloadResult], _ input: ReportInput) {
    let claim = decided.claim
    anchor = claim.anchor
    heading = claim.heading
    quote = claim.isOwn ? claim.sentence : nil
    source = claim.source.map { id in
      input.sources.first { $0.id == id }.map { .link($0.title, to: $0.url) } ?? Markup.code(id)
    }
    // A sentence of our own is located by its file.
    locator =
      claim.source != nil
      ? claim.locator : claim.isOfFirstPage ? "on its first page" : "in \(claim.locator)"
    mark = decided.verdict.mark
    verdict = capitalized(decided.verdict.rawValue)
    reading = claim.reading
    isDecidable = !claim.rules.isEmpty
    rules = zip(claim.rules, decided.rules).map { RuleText($0, $1, results).view }
    let gaps = rules.compactMap(\.gap)
    if gaps.count > 1, Set(gaps).count == 1 {
      sharedGap = gaps[0]
      for index in rules.indices { rules[index].gap = nil }
    }
    proxies = claim.hasProxies ? .proxies(results) : nil
    links = results.filter { decided.isDecided(by: $0.workload.name) }.map(\.pageLink)
  }
}
