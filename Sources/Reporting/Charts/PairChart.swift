import Analysis
import BenchmarkModel
import Statistics

/// Two runtimes at a glance: one row per workload with the ratio of their headline metrics.
///
/// A row's mark is that of the runtime that is better, and lies on the side of that runtime.
struct PairChart {
  private struct Row {
    var meeting: PairMeeting
    /// How many times worse the first runtime is than the other.
    var ratio: Estimate

    var workload: String { meeting.ranking.result.workload.name }
    /// The verdict in a word.
    var verdict: String { meeting.comparison?.verdict.rawValue ?? "" }
  }

  private let pair: RuntimePair
  private let rows: [Row]

  /// The workloads in which one of the two has no place have no row.
  init(_ pair: RuntimePair, _ meetings: [PairMeeting]) {
    self.pair = pair
    rows = meetings.compactMap { meeting in
      guard meeting.comparison != nil, let ratio = meeting.ratio, ratio.value > 0 else {
        return nil
      }
      return Row(meeting: meeting, ratio: ratio)
    }.sorted { $0.ratio.value > $1.ratio.value }
  }

  /// The chart; nil when nothing can be compared.
  var chart: Chart? {
    guard !rows.isEmpty else { return nil }
    return Chart(
      name: pair.name, title: "\(pair.title): how far apart they are",
      description: "One row per workload, by its headline metric: how many times worse the one "
        + "runtime is, on a logarithmic axis with 95 % intervals. A longer interval ends at the "
        + "edge. A mark is that of the runtime that is better, and on its side; a gray one says "
        + "that neither is confirmed to be.",
      plot: .bars(rows.map(bar), axis: axis),
      table: DataTable(
        header: ["Workload", "Better", "By"],
        rows: rows.map { row in
          [
            row.workload, row.meeting.better?.label ?? row.verdict,
            row.meeting.factor.map(ratioText) ?? "–",
          ]
        }), repeatsTable: true)
  }

  /// An axis that covers the ratios, and of intervals what lies within three times the largest of these.
  private var axis: Chart.Axis {
    let limit = 3 * rows.map(\.ratio.value).reduce(1) { max($0, $1, 1 / $1) }
    let bounds = rows.map(\.ratio.shownBounds).flatMap { [$0.lowerBound, $0.upperBound] }
    let covered = [1] + rows.map(\.ratio.value) + bounds.map { min(limit, max(1 / limit, $0)) }
    // Either side of the middle shows how many times worse the other runtime is.
    var axis = Chart.Axis.fitted(better: nil, covering: covered, steps: 7) {
      "\(tickLabel($0 < 1 ? (1 / $0).rounded() : $0))×"
    }
    axis.reference = 1
    axis.sides = Chart.Axis.Sides(
      start: "\(pair.one.label) better", end: "\(pair.other.label) better")
    return axis
  }

  private func bar(_ row: Row) -> Chart.Bar {
    let factor = row.meeting.factor.map { ratioText(Estimate(value: $0.value, interval: nil)) }
    return Chart.Bar(
      runtime: row.meeting.better?.id ?? Runtime.otherMark, label: row.workload,
      result: .measured(
        row.ratio.value, interval: row.ratio.shownBounds, trials: [],
        text: factor ?? row.verdict))
  }
}
