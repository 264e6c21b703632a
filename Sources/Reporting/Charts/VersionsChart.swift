import Analysis
import BenchmarkModel
import Statistics

/// Versions at a glance: a panel for each workload with a lane for each version of its runtime.
struct VersionsChart {
  private typealias Version = VersionSeries.Version

  /// Positions at which an axis of ratios may end or have a label; a change by a tenth is visible between any
  /// two ends.
  private static let places = [0.5, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.5, 2]

  private let series: [VersionSeries]
  /// The versions of each runtime, oldest first, one lane each.
  private let lanes: [Runtime: [Version]]
  private let saysRuntime: Bool

  /// - Parameters:
  ///   - series: The series with a panel each.
  ///   - all: All series of the same runtimes, which say what versions there are.
  init(_ series: [VersionSeries], of all: [VersionSeries]) {
    self.series = series
    lanes = Dictionary(grouping: all, by: \.runtime).mapValues(\.allVersions)
    saysRuntime = Set(series.map(\.runtime)).count > 1
  }

  /// The chart; nil without series.
  ///
  /// - Parameter subject: What the panels show, for example `time`.
  func chart(named name: String, title: String, of subject: String) -> Chart? {
    guard !series.isEmpty else { return nil }
    return Chart(
      name: name, title: title,
      description:
        "One panel per workload: \(subject) in each version as a multiple of that of the "
        + "newest; where higher is better, the newest divided by the other. All panels share one "
        + "logarithmic axis, with 95 % intervals. An arrow marks what lies beyond its end.",
      plot: .panels(series.map(panel), axis: axis),
      table: saysRuntime ? table : wideTable, repeatsTable: true)
  }

  /// A row for each version of a workload, since runtimes have different ones.
  private var table: DataTable {
    DataTable(
      header: ["Workload", "Metric and size", "Version", "Compared with the newest"],
      rows: series.flatMap { series in
        lanes[series.runtime, default: []].map {
          [title(of: series), series.what, $0.name, text(of: $0, in: series)]
        }
      })
  }

  /// A column for each version of the only runtime.
  private var wideTable: DataTable {
    let columns = series.first.flatMap { lanes[$0.runtime] } ?? []
    return DataTable(
      header: ["Workload"] + columns.map(\.name),
      rows: series.map { series in
        [title(of: series)] + columns.map { text(of: $0, in: series) }
      })
  }

  /// The axis covers the values whose intervals are narrow, so that a small change is visible among them;
  /// what is farther away is marked at its end.
  private var axis: Chart.Axis {
    let values = series.flatMap { series in
      lanes[series.runtime, default: []].compactMap { distance(of: $0, in: series) }
    }.filter(\.isNarrow).map(\.value)
    let places = Self.places
    let start = places.last { $0 <= min(0.9, values.min() ?? 1) } ?? places[0]
    let end = places.first { $0 >= max(1.1, values.max() ?? 1) } ?? places[places.count - 1]
    var kept = [start, 1, end]
    let whole = Elementary.logarithm(end / start)
    for place in places where place > start && place < end {
      let hasRoom = kept.allSatisfy {
        Elementary.logarithm(place / $0).magnitude >= whole / 4
      }
      if hasRoom { kept.append(place) }
    }
    var axis = Chart.Axis(better: .lower, scale: .logarithmic, covering: [])
    axis.ticks = kept.sorted().map { Chart.Axis.Tick(value: $0, label: "\(tickLabel($0))×") }
    return axis
  }

  private func panel(_ series: VersionSeries) -> Chart.Panel {
    let name = series.result.workload.name
    return Chart.Panel(
      title: title(of: series), caption: "\(series.what): \(series.verdicts)", page: name,
      marks: lanes[series.runtime, default: []].map { lane in
        let version = version(lane, of: series)
        return Chart.Bar(
          runtime: series.runtime.id, label: lane.shortName,
          result: version.flatMap { distance(of: $0, in: series) }.map {
            .measured(
              $0.value, interval: $0.bounds ?? $0.value...$0.value, trials: [],
              text: numberText($0.value, lastDigit: min(lastDigit(of: $0.value, keeping: 3), 0)))
          } ?? .outcome(version == nil ? "no value" : "no ratio"))
      }, namesLanes: true)
  }

  private func title(of series: VersionSeries) -> String {
    (saysRuntime ? "\(series.runtime.label): " : "") + series.result.workload.name
  }

  private func version(_ lane: Version, of series: VersionSeries) -> Version? {
    series.versions.first { $0.implementation.toolchain == lane.implementation.toolchain }
  }

  /// How many times worse than the newest version of the runtime: 1 for itself, nil where it has no value or
  /// no ratio is meaningful.
  private func distance(of lane: Version, in series: VersionSeries) -> Estimate? {
    guard let version = version(lane, of: series),
      let newest = lanes[series.runtime]?.newest,
      series.newest.implementation.toolchain == newest.implementation.toolchain
    else { return nil }
    return series.isNewest(version)
      ? Estimate(value: 1, interval: nil) : series.distance(of: version)
  }

  private func text(of lane: Version, in series: VersionSeries) -> String {
    distance(of: lane, in: series).map { $0.isUnknown ? "unknown" : ratioText($0) } ?? "–"
  }
}

extension [VersionSeries] {
  /// Each version that any of them has, oldest first.
  var allVersions: [VersionSeries.Version] {
    var versions: [VersionSeries.Version] = []
    for version in flatMap(\.versions)
    where !versions.contains(where: {
      $0.implementation.toolchain == version.implementation.toolchain
    }) {
      versions.append(version)
    }
    return versions.sorted(by: VersionSeries.precedes)
  }
}

extension [VersionSeries.Version] {
  /// The newest of ordered versions; of several builds of it, the first one.
  var newest: VersionSeries.Version? {
    last.flatMap { last in first { VersionNumber.isSame($0.order, last.order) } }
  }
}

extension VersionSeries {
  /// The steps that are better or worse, and what all others are, for example
  /// `slower in 1.25.5; other steps inconclusive`.
  fileprivate var verdicts: String {
    let changes = steps.filter(\.comparison.isConclusive).map { step in
      let text = "\(step.comparison.verdictText) \(step.place)"
      return step.isConfirmed ? text : "\(text) (unconfirmed)"
    }
    let rest = steps.map(\.comparison).filter { !$0.isConclusive }.map(\.verdictText)
    let others = Set(rest).sorted().joined(separator: " or ")
    if changes.isEmpty { return steps.count > 1 ? "all steps \(others)" : others }
    return (changes + (others.isEmpty ? [] : ["other steps \(others)"])).joined(separator: "; ")
  }
}

extension VersionSeries.Step {
  /// Where it leads to, within a sentence.
  fileprivate var place: String {
    isWithinVersion ? "with \(after.shortName)" : "in \(after.name)"
  }
}
