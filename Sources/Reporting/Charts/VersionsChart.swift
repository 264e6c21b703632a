import Analysis
import BenchmarkModel
import Statistics

/// The versions of one runtime at a glance: a panel for each workload with a lane for each version.
struct VersionsChart {
  /// The versions of the runtime, oldest first, one lane each.
  private struct Lane: Hashable {
    var toolchain: String?
    var name: String
    var order: String
  }

  private let series: [VersionSeries]
  private let lanes: [Lane]

  /// - Parameter series: Series of one runtime by the headline metrics of their workloads.
  init(_ series: [VersionSeries]) {
    self.series = series
    var lanes: [Lane] = []
    for version in series.flatMap(\.versions)
    where !lanes.contains(where: { $0.toolchain == version.implementation.toolchain }) {
      lanes.append(
        Lane(
          toolchain: version.implementation.toolchain, name: version.name, order: version.order))
    }
    self.lanes = lanes.sorted { one, other in
      one.order == other.order
        ? (one.toolchain ?? "") < (other.toolchain ?? "")
        : VersionNumber.precedes(one.order, other.order)
    }
  }

  /// The chart; nil without series.
  var chart: Chart? {
    guard let runtime = series.first?.runtime, let newest else { return nil }
    let limit = limit
    let panels = series.map { panel($0, limit: limit) }
    let values = [1] + panels.flatMap(\.marks).flatMap(\.values)
    return Chart(
      name: "versions-\(runtime.id)", title: "\(runtime.label): versions beside \(newest.name)",
      description: "One panel per workload: its headline metric in each version as a multiple of "
        + "\(newest.name)'s; where higher is better, \(newest.name) divided by the other. All "
        + "panels share one logarithmic axis, with 95 % intervals; a longer one ends at the edge.",
      plot: .panels(
        panels,
        axis: .fitted(better: .lower, covering: values, steps: 5) { "\(tickLabel($0))×" }),
      table: DataTable(
        header: ["Workload"] + lanes.map(\.name), rows: series.map(tableRow)), repeatsTable: true)
  }

  /// The newest version; of several builds of it, the default one comes first.
  private var newest: Lane? {
    lanes.last.flatMap { last in
      lanes.first { VersionNumber.isSame($0.order, last.order) }
    }
  }

  /// The factor around 1 that the axis covers: that of the estimates, and at least two.
  ///
  /// One interval over several powers of ten would leave nothing to see of the others.
  private var limit: Double {
    let values = series.flatMap { series in
      series.versions.compactMap { distance(of: $0, in: series)?.value }
    }
    return values.filter { $0 > 0 }.reduce(2) { max($0, $1, 1 / $1) }
  }

  private func panel(_ series: VersionSeries, limit: Double) -> Chart.Panel {
    let name = series.result.workload.name
    return Chart.Panel(
      title: name, caption: "\(series.what): \(verdicts(of: series))", page: name,
      marks: lanes.map { lane in
        let version = version(lane, of: series)
        return Chart.Bar(
          runtime: series.runtime.id, label: lane.name,
          result: version.flatMap { distance(of: $0, in: series) }.map {
            .measured(
              $0.value, interval: $0.shownBounds.clamped(to: 1 / limit...limit), trials: [],
              text: numberText($0.value, lastDigit: min(lastDigit(of: $0.value, keeping: 3), 0)))
          } ?? .outcome(version == nil ? "no value" : "no ratio"))
      })
  }

  /// The steps that are better or worse, and what all others are, for example
  /// `1.25 faster; else inconclusive`.
  private func verdicts(of series: VersionSeries) -> String {
    let changes = series.steps.filter(\.comparison.isConclusive)
      .map { "\($0.after.name) \($0.comparison.verdictText)" }
    let rest = series.steps.map(\.comparison).filter { !$0.isConclusive }.map(\.verdictText)
    let others = Set(rest).sorted().joined(separator: " or ")
    let isAll = changes.isEmpty
    return (changes + (others.isEmpty ? [] : [isAll ? others : "else \(others)"]))
      .joined(separator: "; ")
  }

  private func version(_ lane: Lane, of series: VersionSeries) -> VersionSeries.Version? {
    series.versions.first { $0.implementation.toolchain == lane.toolchain }
  }

  /// How many times worse than the newest version of the chart: 1 for itself, nil where it has no value or no
  /// ratio is meaningful.
  private func distance(
    of version: VersionSeries.Version, in series: VersionSeries
  ) -> Estimate? {
    guard series.newest.implementation.toolchain == newest?.toolchain else { return nil }
    return series.isNewest(version)
      ? Estimate(value: 1, interval: nil) : series.distance(of: version)
  }

  private func tableRow(_ series: VersionSeries) -> [String] {
    [series.result.workload.name]
      + lanes.map { lane in
        version(lane, of: series).flatMap { distance(of: $0, in: series) }.map(ratioText) ?? "–"
      }
  }
}
