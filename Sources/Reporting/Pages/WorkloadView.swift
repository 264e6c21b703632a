import Analysis
import BenchmarkModel

/// A workload as the pages show it: what is expensive to compute or needed on several pages.
struct WorkloadView: Sendable {
  let result: WorkloadResult
  let contract: Contract
  let charts: [Chart]
  let ratios: BaselineRatios
  /// The sentences of the answer that are about this workload.
  let sentences: [Sentence]
  /// Memory by size; nil where it cannot be compared.
  let memory: MemoryCard?

  init(_ result: WorkloadResult, references: [Reference]) throws(ReportingError) {
    let workload = result.workload
    contract = try Contract(workload.readme, file: "\(workload.folder)/README.md")
    self.result = result
    do throws(AnalysisError) {
      charts = try result.charts(references: references)
    } catch { throw .analysis(error) }
    ratios = BaselineRatios(result)
    memory = MemoryCard(result)
    sentences = result.answer(memory, references)
  }

  /// The workload's name in the database.
  var name: String { result.workload.name }
}

extension WorkloadResult {
  /// The link to the workload's page.
  var pageLink: Markup { .link(workload.name, to: "\(workload.name).md") }

  /// The link to the page of versions; nil if only one version of each runtime has a value.
  var versionsLink: Markup? {
    let hasVersions = !cases.allSatisfy { $0.case.implementation.toolchain == nil }
    return hasVersions && ![VersionSeries]([self]).isEmpty
      ? .link("What other versions measure", to: "versions.md") : nil
  }
}
