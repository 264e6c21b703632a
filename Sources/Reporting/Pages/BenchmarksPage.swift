import Analysis
import BenchmarkModel
import Statistics

/// The values of the page with the numbers of all workloads.
struct BenchmarksPage: Encodable, Sendable {
  /// One workload.
  struct Section: Encodable, Sendable {
    var heading: String
    var link: Markup
    /// The parameters that all its sizes share.
    var shared: String?
    var table: Table?
    var proof: Proof?
    /// The page of all samples; nil without a run.
    var proofLink: Markup?
    /// Why there is no number; nil when there is one.
    var absence: String?
  }

  var sections: [Section]
}

extension BenchmarksPage {
  /// Gathers what each workload is chiefly read for.
  static func page(_ views: [WorkloadView]) -> ReportPage {
    let sections = views.map { view in
      let result = view.result
      let isMeasured = !result.metrics.isEmpty
      return Section(
        heading: view.name, link: .link(result.workload.title, to: "\(view.name).md"),
        shared: result.sharedSizeText, table: isMeasured ? result.caseTable : nil,
        proof: isMeasured ? Proof(result) : nil, proofLink: result.proofLink,
        absence: isMeasured ? nil : "No trial of this workload has completed.")
    }
    return ReportPage(
      name: "benchmarks", title: "All numbers",
      description: "What every workload is read for, case by case: medians, intervals and ratios.",
      menuTitle: "Numbers", template: "benchmarks", context: BenchmarksPage(sections: sections))
  }
}

extension WorkloadResult {
  /// A row per case: its trials, and each headline.
  fileprivate var caseTable: Table {
    let leading = headlines
    let rows = sizes.flatMap { size in
      implementations.compactMap { implementation -> [Table.Cell]? in
        guard let result = result(implementation, at: size) else { return nil }
        return [
          .text(implementation.label), .text(tellingText(of: size)), .text(trialSummary(result)),
        ] + leading.map { number($0, of: implementation, at: size) }
      }
    }
    return Table(
      [.words("Runtime"), .words("Size"), .words("Trials")] + leading.map { .numbers(directed($0)) },
      rows: rows, notes: notes(on: leading))
  }

  private func trialSummary(_ result: CaseResult) -> String {
    let (completed, all) = (result.completedCount, result.trials.count)
    let disturbed = disturbedCount(result)
    return
      ([completed == all ? groupedText(all) : "\(groupedText(completed)) of \(groupedText(all))"]
      + result.incidents.map(\.summary)
      + (disturbed == 0 ? [] : ["\(groupedText(disturbed)) disturbed"])).joined(separator: "; ")
  }
}
