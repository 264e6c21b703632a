package import Analysis
package import BenchmarkModel
package import FoundationEssentials
import Statistics

/// A verdict that differs from that of an earlier run on the same machine, or a level that shifted.
package struct VerdictChange: Sendable, Equatable {
  /// A globally unique name of the change: a URN.
  package let id: String
  /// What changed, in a line.
  package let title: String
  /// The earlier verdict and the present one, in sentences.
  package let paragraphs: [String]
  /// The page of the present verdict, perhaps with an anchor, for example
  /// `claims.html#tokio-needs-less-memory`.
  package let page: String
  /// When the run ended, or when it started if it did not end.
  package let date: Date

  init(id: String, title: String, paragraphs: [String], page: String, date: Date) {
    self.id = id
    self.title = title
    self.paragraphs = paragraphs
    self.page = page
    self.date = date
  }

  /// The change of a subject by a run.
  fileprivate init(
    of subject: String, by run: Run, title: String, paragraphs: [String], page: String
  ) {
    self.init(
      id: Self.urn(of: subject, byRun: run.id), title: title, paragraphs: paragraphs, page: page,
      date: run.finishedAt ?? run.startedAt)
  }

  /// A shift of the level of a case; the page of its workload shows it.
  package init(of change: CaseTrend.Change, in trend: CaseTrend, workload title: String) {
    let levels = [change.before, change.after].map { quantityText($0, trend.metric.unit) }
    self.init(
      id: Self.urn(
        of: "level \(trend.case.description) \(trend.metric.name)", byRun: change.first.run.id),
      title: "\(title), \(trend.case.implementation.label): \(trend.metric.label.lowercased()) "
        + "\(ratioText(Estimate(value: change.ratio.value, interval: nil))), "
        + change.verdict.rawValue,
      paragraphs: [
        "At \(sizeText(trend.case.parameters)) the level went from \(levels[0]) to \(levels[1]), "
          + "\(ratioText(change.ratio)), between run \(change.last.run.shortID) of "
          + "\(dateText(change.last.run.startedAt)) and run \(change.first.run.shortID) of "
          + "\(dateText(change.first.run.startedAt)). Versions: \(change.versionsText)."
      ], page: "history.html", date: change.first.run.startedAt)
  }

  /// A UUID of version 8 (RFC 9562, section 5.8) made from the SHA-256 of subject and run, so it stays the
  /// same when the site moves or is made again.
  private static func urn(of subject: String, byRun id: String) -> String {
    var digits = Array(sha256Hex(Array("\(subject)\n\(id)".utf8)).prefix(32))
    digits[12] = "8"
    digits[16] = "8"
    let groups = [digits[..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20...]]
    return "urn:uuid:" + groups.map { String($0) }.joined(separator: "-")
  }
}

/// How the verdicts of claims and the orders by headline metrics change from run to run.
///
/// A verdict is compared with the previous conclusive one of the same subject, size and machine. An
/// inconclusive verdict changes nothing, and neither does a number whose verdict stays the same.
package struct VerdictHistory: Sendable {
  /// A verdict with its evidence.
  private struct Decision {
    var verdict: String
    var finding: String
    var run: Run
  }

  /// The subject of a verdict on one machine.
  private struct Subject: Hashable {
    var machine: String
    var name: String
  }

  /// What changed, in the order of the runs.
  package private(set) var changes: [VerdictChange] = []
  /// When the last added run ended; nil without runs.
  package private(set) var date: Date?

  private let claims: [Claim]
  private let folders: [String: String]?
  private var latest: [Subject: Decision] = [:]

  /// A history without runs.
  ///
  /// - Parameter folders: The folder of each machine's pages, by fingerprint; runs of machines without
  ///   pages are left out. Nil if all pages are at the root.
  package init(of claims: [Claim], folders: [String: String]? = nil) {
    self.claims = claims
    self.folders = folders
  }

  /// Adds a run with its trials by workload; runs must be added oldest first.
  ///
  /// - Throws: ``AnalysisError`` for a stored value that cannot be used.
  package mutating func add(_ run: Run, _ workloads: [WorkloadInput]) throws(AnalysisError) {
    guard folder(of: run) != nil else { return }
    let results = try WorkloadResult.all(workloads)
    for claim in claims { add(DecidedClaim(claim, results), results, run) }
    for result in results { addOrder(result, run) }
    date = max(date ?? .distantPast, run.finishedAt ?? run.startedAt)
  }

  private mutating func add(
    _ decided: DecidedClaim, _ results: [WorkloadResult], _ run: Run
  ) {
    guard decided.verdict != .inconclusive else { return }
    let findings = zip(decided.claim.rules, decided.rules).map { rule, verdict in
      let text = RuleText(rule, verdict, results)
      return "\(rule.runtime.label), \(text.what): must be \(text.bound), is \(text.finding)"
    }
    let verdict = decided.verdict.rawValue
    let decision = Decision(
      verdict: verdict, finding: findings.joined(separator: "; "), run: run)
    guard let old = replace(subject("claim \(decided.claim.id)", run), by: decision) else { return }
    changes.append(
      VerdictChange(
        of: "claim \(decided.claim.id)", by: run,
        title: "\(capitalized(verdict)), was \(old.verdict): \(decided.claim.sentence)",
        paragraphs: [
          "\(capitalized(text(of: old.run))) said \(old.verdict). \(old.finding).",
          "\(capitalized(text(of: run))) says \(verdict). \(decision.finding).",
        ],
        page: "\(folder(of: run) ?? "")claims.html#\(anchor(decided.heading))"))
  }

  /// Compares every two default implementations by the headline metric at the headline size.
  private mutating func addOrder(_ result: WorkloadResult, _ run: Run) {
    guard let metric = result.headlines.first, let size = result.headlineSize else { return }
    let measured = result.measured(metric, at: size).filter { $0.implementation.variant == nil }
    let name = "order \(result.workload.name) \(metric.name) \(sizeText(size))"
    var paragraphs: [String] = []
    for (index, baseline) in measured.enumerated() {
      for other in measured[(index + 1)...] {
        let comparison = Comparison(
          other.measured, to: baseline.measured, metric: metric, method: result.method)
        guard comparison.verdict != .inconclusive else { continue }
        let decision = Decision(
          verdict: comparison.verdict.rawValue, finding: comparison.text, run: run)
        let pair = [baseline, other].map(\.implementation.runtimeID).joined(separator: " ")
        guard let old = replace(subject("\(name) \(pair)", run), by: decision) else { continue }
        paragraphs.append(
          "\(other.implementation.label) divided by \(baseline.implementation.label): "
            + "\(old.finding) in \(text(of: old.run)); "
            + "\(decision.finding) in \(text(of: run)).")
      }
    }
    guard !paragraphs.isEmpty else { return }
    changes.append(
      VerdictChange(
        of: name, by: run,
        title: "\(result.workload.title): new order by \(metric.label.lowercased()) at "
          + result.shortText(of: size),
        paragraphs: paragraphs, page: "\(folder(of: run) ?? "")\(result.workload.name).html"))
  }

  /// The folder of the pages about a run's machine; nil if there are none.
  private func folder(of run: Run) -> String? {
    folders.map { $0[run.machine.fingerprint] } ?? ""
  }

  private func subject(_ name: String, _ run: Run) -> Subject {
    // A run in another environment is no news about the others.
    let conditions = [run.machine.fingerprint] + run.environmentTexts
    return Subject(machine: conditions.joined(separator: " "), name: name)
  }

  /// Keeps the newer decision and returns the older one where its verdict differs.
  private mutating func replace(_ subject: Subject, by decision: Decision) -> Decision? {
    let old = latest.updateValue(decision, forKey: subject)
    return old?.verdict == decision.verdict ? nil : old
  }

  /// A run in words, with the commit that it measured.
  private func text(of run: Run) -> String {
    let changes = run.isDirty == true ? " and changes" : ""
    let commit = run.commit.map { ", commit \($0.prefix(12))\(changes)" }
    return "run \(run.shortID) of \(dateText(run.startedAt))\(commit ?? "")"
  }
}
