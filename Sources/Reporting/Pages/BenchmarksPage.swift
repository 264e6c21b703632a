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
        shared: result.sharedSizeText, table: isMeasured ? result.caseTable(view.ratios) : nil,
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
  /// A row a case: its trials, and each headline with its ratio to Swift async/await.
  fileprivate func caseTable(_ ratios: BaselineRatios) -> Table {
    let leading = headlines
    let columns = leading.flatMap { metric in
      [Table.Column.numbers(directed(metric))]
        + (ratios.has(metric) ? [.numbers("÷ async/await")] : [])
    }
    let rows = sizes.flatMap { size in
      implementations.compactMap { implementation -> [Table.Cell]? in
        guard let result = result(implementation, at: size) else { return nil }
        return [
          .text(implementation.label), .text(tellingText(of: size)), .text(trialSummary(result)),
        ]
          + leading.flatMap { metric in
            [number(metric, of: implementation, at: size)]
              + (ratios.has(metric) ? [ratioCell(result.case, metric, ratios)] : [])
          }
      }
    }
    return Table(
      [.words("Runtime"), .words("Size"), .words("Trials")] + columns, rows: rows,
      notes: notes(on: leading))
  }

  private func ratioCell(
    _ measured: Case, _ metric: Metric, _ ratios: BaselineRatios
  ) -> Table.Cell {
    guard let entry = ratios[measured, metric] else { return .none }
    return proven(
      entry.text, metric, of: measured.implementation, at: measured.parameters)
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
