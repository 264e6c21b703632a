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
  /// `claims.html#tokio-less-memory`.
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

  /// What turned with a run.
  ///
  /// - Parameters:
  ///   - change: The change.
  ///   - folder: The folder of the pages about the run's machine from the root of the site.
  package init?(_ change: VerdictHistory.Change, in folder: String) {
    guard let run = change.run else { return nil }
    switch change {
    case .claim(let claim, let turn):
      self.init(
        of: "claim \(claim.id)", by: run,
        title: "\(capitalized(turn.new.verdict)), was \(turn.old.verdict): \(claim.sentence)",
        paragraphs: [
          "\(capitalized(Self.text(of: turn.old.run))) said \(turn.old.verdict). \(turn.old.finding).",
          "\(capitalized(Self.text(of: run))) says \(turn.new.verdict). \(turn.new.finding).",
        ], page: "\(folder)claims.html#\(claim.anchor)")
    case .order(let place, let pairs):
      self.init(
        of: place.name, by: run,
        title: "\(place.title): new order by \(place.metric.label.lowercased()) at "
          + place.sizeText,
        paragraphs: pairs.map { pair, turn in
          "\(pair[1].label) divided by \(pair[0].label): \(turn.old.finding) in "
            + "\(Self.text(of: turn.old.run)); \(turn.new.finding) in \(Self.text(of: run))."
        }, page: "\(folder)\(place.workload).html")
    }
  }

  /// A run in words, with the commit that it measured.
  private static func text(of run: Run) -> String {
    let changes = run.isDirty == true ? " and changes" : ""
    let commit = run.commit.map { ", commit \($0.prefix(12))\(changes)" }
    return "run \(run.shortID) of \(dateText(run.startedAt))\(commit ?? "")"
  }

  /// The change of a subject by a run.
  private init(
    of subject: String, by run: Run, title: String, paragraphs: [String], page: String
  ) {
    self.init(
      id: Self.urn(of: subject, byRun: run.id), title: title, paragraphs: paragraphs, page: page,
      date: run.finishedAt ?? run.startedAt)
  }

  /// A shift of the level of a case, which the page of history lists.
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

extension VerdictHistory {
  /// A history without runs, with findings in the words of the page of claims.
  package init(of claims: [Claim]) {
    self.init(of: claims) { decided, results in
      zip(decided.claim.rules, decided.rules).map { rule, verdict in
        let text = RuleText(rule, verdict, results)
        return "\(rule.runtime.label), \(text.what): must be \(text.bound), is \(text.finding)"
      }.joined(separator: "; ")
    }
  }
}
