import Analysis
import BenchmarkModel
import Statistics

/// The values of the page about the versions of the runtimes: what each release changed.
struct VersionsPage: Encodable, Sendable {
  /// The versions of one runtime.
  struct Part: Encodable, Sendable {
    var heading: String
    var chart: ChartImage
    /// A row for each version of each workload, with the step from the version before.
    var table: Table
    var releases: [Note]
  }

  /// What the notes of a release say.
  struct Note: Encodable, Sendable {
    var link: Markup
    var date: String
    var sentence: String
  }

  /// Which release changed most, whether what was published for an old version can still be right, and what
  /// other builds of one version change.
  var answer: [String]
  /// The confirmed changes, largest first; nil without any.
  var changes: Table?
  /// How many steps were compared, as a sentence.
  var scope: String
  var parts: [Part]
}

extension VersionsPage: ShowsNumbers {
  var numberCells: [Table.Cell] {
    (parts.map(\.table) + [changes].compactMap(\.self)).flatMap(\.cells)
  }
}

extension VersionsPage {
  /// The maximum number of changes that the page lists; the largest are kept.
  static let listedChanges = 100

  /// Nil without a runtime of several versions.
  static func page(_ all: [VersionSeries], _ input: ReportInput) -> ReportPage? {
    guard !all.isEmpty else { return nil }
    let releases = Dictionary(grouping: input.releases, by: \.language)
    func notes(of runtime: Runtime) -> [Release] {
      releases[input.languages[runtime.id] ?? ""] ?? []
    }
    let runtimes = Set(all.map(\.runtime)).sorted()
    let charts = runtimes.map { runtime in
      VersionsChart(all.filter { $0.runtime == runtime && $0.isHeadline }).chart
    }
    let parts = zip(runtimes, charts).compactMap { runtime, chart in
      chart.map {
        Part(all.filter { $0.runtime == runtime && $0.isHeadline }, $0, notes(of: runtime))
      }
    }
    let changes = all.flatMap { series in series.steps.map { (series, $0) } }
      .filter { $0.1.isConfirmed }.sorted { $0.1.magnitude > $1.1.magnitude }
    let context = VersionsPage(
      answer: all.answer,
      changes: changes.isEmpty
        ? nil : .versionChanges(Array(changes.prefix(listedChanges))) { notes(of: $0) },
      scope: all.scope, parts: parts)
    return ReportPage(
      name: "versions", title: "Versions",
      description:
        "What each release of the compilers and libraries changed, measured side by side.",
      menuTitle: "Versions", template: "versions", context: context,
      charts: charts.compactMap(\.self))
  }
}

extension VersionsPage.Part {
  fileprivate init(_ series: [VersionSeries], _ chart: Chart, _ releases: [Release]) {
    let shown = series.flatMap(\.versions).map(\.order).sorted(by: VersionNumber.precedes)
    heading = series.first?.runtime.label ?? ""
    self.chart = ChartImage(chart)
    table = Table(
      [.words("Workload"), .words("Version"), .numbers("Value"), .numbers("÷ row above")],
      rows: series.flatMap(\.rows))
    self.releases = releases.filter { release in
      shown.first.flatMap { first in
        shown.last.map { release.isBetween(first, $0) || release.isOf(first) }
      } ?? false
    }.map {
      VersionsPage.Note(
        link: .link($0.version, to: $0.address), date: $0.date, sentence: $0.sentence)
    }
  }
}

extension Release {
  /// Whether it is the release of a version.
  fileprivate func isOf(_ text: String) -> Bool {
    VersionNumber.numbers(in: text).starts(with: VersionNumber.numbers(in: version))
  }
}

extension VersionSeries {
  /// Whether its metric is the first headline metric of the workload.
  var isHeadline: Bool { metric == result.headlines.first }

  /// A row for each version.
  fileprivate var rows: [[Table.Cell]] {
    versions.enumerated().map { index, version in
      [
        .markup(result.pageLink), .text(version.name),
        result.number(metric, of: version.implementation, at: size),
        index == 0 ? .none : .text(steps[index - 1].text),
      ]
    }
  }

  /// What is compared, for example `Time per task at 100,000 tasks`.
  var what: String { "\(metric.label) at \(result.tellingText(of: size))" }
}

extension VersionSeries.Step {
  /// The ratio with its verdict, and whether it is confirmed.
  fileprivate var text: String { comparison.text + (isConfirmed ? ", confirmed" : "") }

  /// How far the ratio is from 1, in either direction.
  var magnitude: Double {
    comparison.ratio.map { Elementary.logarithm(max($0.estimate.value, 1e-300)).magnitude } ?? 0
  }
}

extension Table {
  /// Changes from one version to the next, each with both numbers and the release notes in between.
  fileprivate static func versionChanges(
    _ changes: [(VersionSeries, VersionSeries.Step)],
    notes: (Runtime) -> [Release]
  ) -> Table {
    Table(
      [
        .words("Runtime"), .words("Versions"), .words("Workload"), .words("Number"),
        .numbers("Before"), .numbers("After"), .numbers("Ratio"), .words("Notes"),
      ],
      rows: changes.map { series, step -> [Cell] in
        let crossed = notes(series.runtime).filter {
          $0.isBetween(step.before.order, step.after.order)
        }
        let runtime = Implementation(workload: "", runtime: series.runtime)
        return [
          .implementation(runtime), .text("\(step.before.name) to \(step.after.name)"),
          .markup(series.result.pageLink), .text(series.what),
          series.result.number(series.metric, of: step.before.implementation, at: series.size),
          series.result.number(series.metric, of: step.after.implementation, at: series.size),
          .text(step.comparison.text),
          crossed.last.map { .markup(.link($0.version, to: $0.address)) } ?? .none,
        ]
      })
  }
}
