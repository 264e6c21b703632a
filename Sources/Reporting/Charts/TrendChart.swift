import Analysis
import BenchmarkModel
import FoundationEssentials
import Statistics

/// The trends of one workload's default implementations at one size, as a chart and in tables.
struct WorkloadTrend: Sendable {
  /// The maximum number of runs in the chart, the newest: more would not be told apart.
  static let chartedRuns = 100
  /// The maximum number of runs in the table, the newest.
  static let listedRuns = 20

  let trends: [CaseTrend]
  /// The runs that any of them has a value of, oldest first.
  let runs: [HistoryRun]
  private let metric: Metric
  private let size: [Parameter]

  /// Nil when no trend of the headline metric has enough runs.
  init?(_ result: WorkloadResult, _ all: [CaseTrend]) {
    guard let size = result.headlineSize else { return nil }
    let own = all.filter { trend in
      trend.case.implementation.workload == result.workload.name
        && trend.case.implementation.isDefault && trend.case.parameters == size
        && trend.points.count >= CaseTrend.minimumRuns
    }
    guard let metric = own.first?.metric else { return nil }
    (trends, self.metric, self.size) = (own, metric, size)
    runs = Set(own.flatMap(\.points).map(\.run)).sorted { one, other in
      (one.startedAt, one.id) < (other.startedAt, other.id)
    }
  }

  /// What is shown, as a sentence.
  var scope: String {
    let rest =
      runs.count > Self.listedRuns ? ", of which the table has the newest \(Self.listedRuns)" : ""
    return "\(metric.label) at \(sizeText(size)) in \(counted(runs.count, "run")) of the machine"
      + "\(rest)."
  }

  /// One line per runtime over the dates of the runs, with a mark at each change and at the end.
  func chart(in result: WorkloadResult) -> Chart {
    let shown = runs.suffix(Self.chartedRuns)
    let first = shown.first?.startedAt ?? .distantPast
    let lines = trends.map { trend in
      line(of: trend, trend.points.filter { $0.run.startedAt >= first })
    }
    let values = lines.flatMap(\.points).flatMap { point in
      [point.value] + (point.interval.map { [$0.lowerBound, $0.upperBound] } ?? [])
    }
    var dates = Chart.Axis("Start of the run", scale: .linear, covering: [])
    dates.ticks = [shown.first, shown.last].compactMap { run in
      run.map {
        Chart.Axis.Tick(value: $0.startedAt.timeIntervalSince1970, label: dateText($0.startedAt))
      }
    }
    return Chart(
      name: "\(result.chartName(metric))-by-run", title: "\(metric.label) by run",
      description: "\(metric.label) of each runtime at \(result.tellingText(of: size)) over the "
        + "runs of the machine, with 95 % intervals. Marks are at changes of the level and at the end.",
      plot: .lines(
        lines, sizes: dates,
        values: .fitted(better: metric.betterEnd, covering: values, steps: 10) {
          tickLabel($0, metric.unit)
        }),
      table: table)
  }

  private func line(of trend: CaseTrend, _ points: [CaseTrend.Point]) -> Chart.Line {
    Chart.Line(
      runtime: trend.case.implementation.runtime.id, label: trend.case.implementation.label,
      points: points.map { point in
        let estimate = point.estimate
        return Chart.Line.Point(
          size: point.run.startedAt.timeIntervalSince1970, value: estimate.value,
          interval: estimate.usefulBounds,
          isMarked: point == points.last || trend.change(at: point) != nil,
          text: QuantityText(estimate, metric.unit).value)
      })
  }

  /// The newest runs, one row each, newest first.
  private var table: DataTable {
    DataTable(
      header: ["Run"] + trends.map(\.case.implementation.label),
      rows: runs.suffix(Self.listedRuns).reversed().map { run in
        ["\(dateText(run.startedAt)), \(run.shortID)"]
          + trends.map { trend in
            trend.points.first { $0.run == run }
              .map { QuantityText($0.estimate, metric.unit).text } ?? "–"
          }
      })
  }
}

extension Table {
  /// The changes of trends, newest first; nil when there are none.
  ///
  /// - Parameter titles: The title of each workload by its name, with which rows begin and which links to
  ///   its page; nil on the page of the workload.
  static func changes(
    _ changes: [(trend: CaseTrend, change: CaseTrend.Change)], titles: [String: String]?
  ) -> Table? {
    guard !changes.isEmpty else { return nil }
    let subject: [Column] =
      titles == nil
      ? [.words("Runtime")] : [.words("Workload"), .words("Runtime"), .words("Number")]
    return Table(
      [.words("Since")] + subject
        + [.numbers("Before"), .numbers("After"), .numbers("Ratio"), .words("Versions")],
      rows: changes.map { trend, change in
        let run = change.first.run
        let levels = [change.before, change.after].map { quantityText($0, trend.metric.unit) }
        return [.text("\(dateText(run.startedAt)), \(run.shortID)")]
          + cells(of: trend, titles: titles) + levels.map { .text($0) }
          + [
            .text("\(ratioText(change.ratio)), \(change.verdict.rawValue)"),
            .text(change.versionsText),
          ]
      })
  }

  private static func cells(of trend: CaseTrend, titles: [String: String]?) -> [Cell] {
    let implementation = trend.case.implementation
    guard let titles else { return [.implementation(implementation)] }
    let name = implementation.workload
    return [
      titles[name].map { .markup(.link($0, to: "\(name).md")) } ?? .text(name),
      .implementation(implementation),
      .text("\(trend.metric.label) at \(sizeText(trend.case.parameters))"),
    ]
  }
}

extension CaseTrend.Change {
  /// The versions before and after, or the one that stayed.
  var versionsText: String {
    let versions = [last.version, first.version].map { $0 ?? "not stated" }
    return versions[0] == versions[1] ? versions[0] : versions.joined(separator: " to ")
  }

  /// Whether the level shifted by more than the band of the report, or may have.
  package var isNews: Bool { verdict != .equal }
}
