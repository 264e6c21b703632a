import Analysis
import BenchmarkModel
import Statistics

/// The values of the page of changes from run to run.
struct HistoryPage: Encodable, Sendable {
  /// How many levels shifted, in how many cases, over how many runs at most, as a sentence.
  var scope: String
  /// The changes beyond the band, newest first; nil when there are none.
  var changes: Table?
  /// How many changes within the band are left out, as a sentence.
  var small: String?
}

extension HistoryPage {
  /// The maximum number of changes that the page lists; the newest are kept.
  static let listedChanges = 200

  /// Nil when no trend has enough runs.
  static func page(_ results: [WorkloadResult], _ input: ReportInput) -> ReportPage? {
    let trends = input.trends.filter { $0.points.count >= CaseTrend.minimumRuns }
    guard let maximum = trends.map(\.points.count).max() else { return nil }
    let changes = trends.newestChanges
    let news = changes.filter(\.change.isNews)
    let titles = Dictionary(
      results.map { ($0.workload.name, $0.workload.title) }
    ) { first, _ in first }
    let left = changes.count - news.count
    let context = HistoryPage(
      scope: (news.isEmpty
        ? "No level shifted by more than \(percentText(comparisonRule.band))"
        : "\(counted(news.count, "level")) shifted and stayed")
        + ", in \(counted(trends.count, "case")) with at least \(CaseTrend.minimumRuns) runs and at "
        + "most \(groupedText(maximum)).",
      changes: .changes(Array(news.prefix(listedChanges)), titles: titles),
      small: left == 0
        ? nil
        : "\(counted(left, "more change")) within \(percentText(comparisonRule.band)): "
          + "parallax trend lists \(left == 1 ? "it" : "them").")
    return ReportPage(
      name: "history", title: "History",
      description: "Which numbers changed from run to run and stayed, newest first.",
      menuTitle: "History", template: "history", context: context)
  }
}

/// The values of the section of a workload's page about its runs over time.
struct TrendView: Encodable, Sendable {
  var scope: String
  var chart: ChartImage
  /// The changes of the drawn cases, newest first; nil when there are none.
  var changes: Table?

  init(_ trend: WorkloadTrend, _ chart: Chart) {
    scope = trend.scope
    self.chart = ChartImage(chart)
    changes = .changes(trend.trends.newestChanges.filter(\.change.isNews), titles: nil)
  }
}
