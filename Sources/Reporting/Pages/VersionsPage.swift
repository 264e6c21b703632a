import Analysis
import BenchmarkModel
import Statistics

/// The values of the page about the versions of all runtimes: what each release changed.
struct VersionsPage: Encodable, Sendable {
  /// The values of the page about the versions of one runtime.
  struct Part: Encodable, Sendable {
    var title: String
    /// What the newest version and other builds changed, in sentences.
    var answer: [String]
    /// Their names, oldest first.
    var versions: String
    var chart: ChartImage
    /// A row for each version of each workload, with the step to it.
    var table: Table
    var releases: [Note]
  }

  /// A runtime with its page, and its versions.
  struct Contents: Encodable, Sendable {
    var link: Markup
    var versions: String
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
  /// The confirmed changes from release to release, largest first; nil without any.
  var changes: Table?
  /// The same between builds of one version, such as with other flags; nil without any.
  var builds: Table?
  /// How many steps were compared, as a sentence.
  var scope: String
  var contents: [Contents]
}

extension VersionsPage: ShowsNumbers {
  var numberCells: [Table.Cell] { [changes, builds].compactMap(\.self).flatMap(\.cells) }
}

extension VersionsPage.Part: ShowsNumbers {
  var numberCells: [Table.Cell] { table.cells }
}

extension VersionsPage {
  /// The maximum number of changes that the page lists; the largest are kept.
  static let listedChanges = 100

  /// The page about all runtimes and one for each; none without a runtime of several versions.
  static func pages(_ all: [VersionSeries], _ input: ReportInput) -> [ReportPage] {
    guard !all.isEmpty else { return [] }
    let releases = Dictionary(grouping: input.releases, by: \.language)
    func notes(of runtime: Runtime) -> [Release] {
      releases[input.languages[runtime.id] ?? ""] ?? []
    }
    let runtimes = Set(all.map(\.runtime)).sorted()
    let parts = runtimes.compactMap { runtime -> ReportPage? in
      let own = all.filter { $0.runtime == runtime && $0.isHeadline }
      return VersionsChart(own).chart.map { chart in
        let part = Part(own, chart, notes(of: runtime))
        return ReportPage(
          name: chart.name, title: part.title,
          description: "What each version of \(runtime.label) measures in each workload.",
          template: "version", context: part, charts: [chart])
      }
    }
    let changes = all.flatMap { series in series.steps.map { (series, $0) } }
      .filter { $0.1.isConfirmed }.sorted { $0.1.magnitude > $1.1.magnitude }
    let context = VersionsPage(
      answer: all.answer,
      changes: .versionChanges(changes.filter { !$0.1.isWithinVersion }) { notes(of: $0) },
      builds: .versionChanges(changes.filter(\.1.isWithinVersion)),
      scope: all.scope,
      contents: parts.map {
        Contents(
          link: .link($0.title, to: "\($0.name).md"),
          versions: ($0.context as? Part)?.versions ?? "")
      })
    let main = ReportPage(
      name: "versions", title: "Versions",
      description:
        "What each release of the compilers and libraries changed, measured side by side.",
      menuTitle: "Versions", template: "versions", context: context)
    return [main] + parts
  }
}

extension VersionsPage.Part {
  fileprivate init(_ series: [VersionSeries], _ chart: Chart, _ releases: [Release]) {
    let shown = series.flatMap(\.versions).map(\.order).sorted(by: VersionNumber.precedes)
    title = "Versions of \(series.first?.runtime.label ?? "")"
    answer = series.first.map { series.sentences(about: $0.runtime) } ?? []
    versions = chart.table.header.dropFirst().joined(separator: ", ")
    self.chart = ChartImage(chart)
    table = Table(
      [
        .words("Workload"), .words("Version"), .numbers("Value"), .words("Compared with"),
        .numbers("Ratio"),
      ],
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
        index == 0 ? .none : .text(steps[index - 1].before.name),
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
  /// Changes from one version to the next, each with both numbers and perhaps the release notes in between;
  /// nil without any.
  fileprivate static func versionChanges(
    _ changes: [(VersionSeries, VersionSeries.Step)], notes: ((Runtime) -> [Release])? = nil
  ) -> Table? {
    guard !changes.isEmpty else { return nil }
    return Table(
      [
        .words("Runtime"), .words("Versions"), .words("Workload"), .words("Number"),
        .numbers("Before"), .numbers("After"), .numbers("Ratio"),
      ] + (notes == nil ? [] : [.words("Notes")]),
      rows: changes.prefix(VersionsPage.listedChanges).map { series, step -> [Cell] in
        let crossed = notes?(series.runtime).filter {
          $0.isBetween(step.before.order, step.after.order)
        }
        let note = crossed.map { releases in
          releases.last.map { Cell.markup(.link($0.version, to: $0.address)) } ?? Cell.none
        }
        let runtime = Implementation(workload: "", runtime: series.runtime)
        return [
          .implementation(runtime), .text("\(step.before.name) to \(step.after.name)"),
          .markup(series.result.pageLink), .text(series.what),
          series.result.number(series.metric, of: step.before.implementation, at: series.size),
          series.result.number(series.metric, of: step.after.implementation, at: series.size),
          .text(step.comparison.text),
        ] + [note].compactMap(\.self)
      })
  }
}
