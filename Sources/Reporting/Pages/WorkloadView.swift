import Analysis
import BenchmarkModel

/// A workload as the pages show it: what is expensive to compute or needed on several pages.
struct WorkloadView: Sendable {
  let result: WorkloadResult
  let contract: Contract
  /// The charts, the first of which shows the finding.
  let charts: [Chart]
  /// The order of the runtimes that the page leads with; nil without trials.
  let ranking: HeadlineRanking?
  /// What the ranking says; nil without it.
  let finding: Finding?
  let ratios: BaselineRatios
  /// The sentences of the answer that are about this workload.
  let sentences: [Sentence]
  /// Memory by size; nil where it cannot be compared.
  let memory: MemoryCard?

  init(_ result: WorkloadResult, references: [Reference]) throws(ReportingError) {
    let workload = result.workload
    contract = try Contract(workload.readme, file: "\(workload.folder)/README.md")
    self.result = result
    ranking = HeadlineRanking(result)
    finding = ranking.flatMap(Finding.init)
    var charts: [Chart]
    do throws(AnalysisError) {
      charts = try result.charts(references: references)
    } catch { throw .analysis(error) }
    if let finding, let ranking, charts.first?.name == result.chartName(ranking.metric) {
      charts[0].title = finding.title
    }
    self.charts = charts
    ratios = BaselineRatios(result)
    memory = MemoryCard(result)
    sentences = result.answer(memory, references)
  }

  /// The link to its page by its title.
  var titleLink: Markup { .link(result.workload.title, to: "\(name).md") }

  /// The workload's name in the database.
  var name: String { result.workload.name }
}

extension WorkloadResult {
  /// The link to the workload's page.
  var pageLink: Markup { .link(workload.name, to: "\(workload.name).md") }
}
