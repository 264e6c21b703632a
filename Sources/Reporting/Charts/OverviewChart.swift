import Analysis
import BenchmarkModel
import Statistics

/// All workloads at a glance: one panel each, with the distance of every runtime from the best.
struct OverviewChart {
  private struct Row {
    var ranking: HeadlineRanking
    var best: MeasuredCase
    /// The distances from the best, which is at 1; nil without a value.
    var distances: [Estimate?]
  }

  private let rows: [Row]
  private let runtimes: [Runtime]

  /// Rankings with fewer than two values have no panel.
  init(_ rankings: [HeadlineRanking]) {
    let runtimes = rankings.map(\.result).runtimes
    self.runtimes = runtimes
    rows = rankings.compactMap { ranking in
      let entries = ranking.order.entries
      guard let best = entries.first, entries.count > 1 else { return nil }
      let distances = runtimes.map { runtime -> Estimate? in
        guard runtime != best.implementation.runtime else {
          return Estimate(value: 1, interval: nil)
        }
        return ranking.distance(of: runtime)
      }
      return Row(ranking: ranking, best: best, distances: distances)
    }
  }

  /// The chart; nil when nothing can be compared.
  var chart: Chart? {
    guard !rows.isEmpty else { return nil }
    let estimates = rows.flatMap(\.distances).compactMap(\.self)
    var axis = Chart.Axis.fitted(
      better: .lower, covering: [1] + estimates.map(\.shownBounds.upperBound), steps: 5
    ) { $0 < 1_000 ? "\(tickLabel($0))×" : "\(tickLabel($0 / 1_000))k×" }
    // With an interval below 1, either of the two may be the best.
    if estimates.contains(where: { $0.shownBounds.lowerBound < 1 }) {
      axis.ticks.insert(Chart.Axis.Tick(value: 0.5, label: ""), at: 0)
    }
    axis.reference = 1
    return Chart(
      name: "overview", title: "How far each runtime is from the best",
      description:
        "One panel per workload: its headline metric as a multiple of the best runtime's "
        + "median; where higher is better, the best divided by the other. All panels share one "
        + "logarithmic axis, with 95 % intervals.",
      plot: .panels(rows.map(panel), axis: axis),
      table: DataTable(
        header: ["Workload"] + runtimes.map(\.label), rows: rows.map(tableRow)))
  }

  private func panel(_ row: Row) -> Chart.Panel {
    let ranking = row.ranking
    let name = ranking.result.workload.name
    let value = QuantityText(row.best.measured.estimate, ranking.metric.unit).value
    return Chart.Panel(
      title: name,
      caption:
        "\(ranking.metric.label), \(ranking.result.shortText(of: ranking.size)); best: \(value)",
      page: name,
      marks: zip(runtimes, row.distances).map { runtime, distance in
        Chart.Bar(
          runtime: runtime.id, label: runtime.label,
          result: distance.map {
            .measured(
              $0.value, interval: $0.shownBounds, trials: [],
              text: numberText($0.value, lastDigit: min(lastDigit(of: $0.value, keeping: 3), 0)))
          } ?? .outcome(absence(of: runtime, in: ranking, isShort: true)))
      })
  }

  private func tableRow(_ row: Row) -> [String] {
    [row.ranking.result.workload.name]
      + zip(runtimes, row.distances).map { runtime, distance in
        guard let distance else { return absence(of: runtime, in: row.ranking, isShort: false) }
        return runtime == row.best.implementation.runtime ? "1" : ratioText(distance)
      }
  }

  private func absence(of runtime: Runtime, in ranking: HeadlineRanking, isShort: Bool) -> String {
    if let refusal = ranking.refusal(of: runtime) {
      return isShort ? refusal.label : "\(refusal.label): \(refusal.reason)"
    }
    guard let absence = ranking.absence(of: runtime) else { return "no ratio" }
    return isShort
      ? ranking.result.shortAbsence(of: ranking.implementation(of: runtime), at: ranking.size)
      : absence
  }
}
