import Analysis
import BenchmarkModel

/// The values of the page with the headline metric of every workload at every size.
struct BenchmarksPage: Encodable, Sendable {
  struct Section: Encodable, Sendable {
    var heading: String
    var link: Markup
    /// The parameters that all its sizes share.
    var shared: String?
    /// The headline metric by runtime and size.
    var part: WorkloadPage.Part?
    var proof: Proof?
    /// The page with the trials behind the numbers; nil without a run.
    var proofLink: Markup?
    /// Why there is no number; nil when there is one.
    var absence: String?
  }

  /// The runtime that the others are divided by; nil without one.
  var baseline: String?
  var sections: [Section]
}

extension BenchmarksPage {
  static func page(_ views: [WorkloadView]) -> ReportPage {
    let sections = views.map { view in
      let result = view.result
      let isMeasured = !result.metrics.isEmpty
      return Section(
        heading: view.name, link: .link(result.workload.title, to: "\(view.name).md"),
        shared: result.sharedSizeText, part: isMeasured ? result.headlineParts.first : nil,
        proof: isMeasured ? Proof(result) : nil, proofLink: result.proofLink,
        absence: isMeasured ? nil : "No trial of this workload has completed.")
    }
    return ReportPage(
      name: "benchmarks", title: "Numbers",
      description: "The headline metric of every workload at every size: medians and intervals.",
      menuTitle: "Numbers", template: "benchmarks",
      context: BenchmarksPage(
        baseline: views.lazy.compactMap(\.result.baseline).first?.label, sections: sections))
  }
}
