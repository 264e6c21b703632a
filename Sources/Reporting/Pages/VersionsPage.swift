import Analysis
import BenchmarkModel

/// The values of the page about the versions of all runtimes: what each release changed.
struct VersionsPage: Encodable, Sendable {
  /// A runtime with its page, and what is said of its releases and builds.
  struct Contents: Encodable, Sendable {
    var link: Markup
    var text: String
  }

  /// Which release changed most, and where times published for old versions still hold.
  var answer: [String]
  /// The largest confirmed changes; nil without any.
  var chart: ChartImage?
  /// The runtimes, those with several releases first.
  var contents: [Contents]
  /// The confirmed changes from release to release, largest first; nil without any.
  var changes: Table?
  /// The same between builds of one version, such as with other flags; nil without any.
  var builds: Table?
  /// How many steps were compared, as a sentence.
  var scope: String
  var runs: [VersionRun]
}

extension VersionsPage: ShowsNumbers {
  var numberCells: [Table.Cell] { [changes, builds].compactMap(\.self).flatMap(\.cells) }
}

extension VersionsPage {
  /// The maximum number of changes that the page lists; the largest are kept.
  static let listedChanges = 100
  /// The maximum number of panels of the chart.
  private static let chartedChanges = 12

  /// The page about all runtimes and one for each; none without a runtime of several versions.
  static func pages(_ all: [VersionSeries], _ input: ReportInput) -> [ReportPage] {
    guard !all.isEmpty else { return [] }
    let releases = Dictionary(grouping: input.releases, by: \.language)
    func notes(of runtime: Runtime) -> [Release] {
      releases[input.languages[runtime.id] ?? "", default: []]
        .sorted { VersionNumber.precedes($0.version, $1.version) }
    }
    let runtimes = all.runtimesByReleases
    let parts = runtimes.map { runtime in
      VersionPart.pages(all.filter { $0.runtime == runtime }, notes(of: runtime))
    }
    let changes = all.flatMap { series in series.steps.map { (series, $0) } }
      .filter { $0.1.isConfirmed }.sorted { $0.1.magnitude > $1.1.magnitude }
    let chart = chart(of: changes.filter { !$0.1.isWithinVersion }.map(\.0), all)
    let context = VersionsPage(
      answer: all.answer, chart: chart.map(ChartImage.init),
      contents: zip(runtimes, parts).map { runtime, pages in
        Contents(
          link: .link(pages[0].title, to: "\(pages[0].name).md"),
          text: all.sentences(about: runtime).joined(separator: " "))
      },
      changes: .versionChanges(changes.filter { !$0.1.isWithinVersion }) { notes(of: $0) },
      builds: .versionChanges(changes.filter(\.1.isWithinVersion)),
      scope: all.scope, runs: all.runs)
    let main = ReportPage(
      name: "versions", title: "Versions",
      description:
        "What each release of the compilers and libraries changed, measured side by side.",
      menuTitle: "Versions", template: "versions", context: context,
      charts: [chart].compactMap(\.self))
    return [main] + parts.joined()
  }

  /// The series in which a release changed something, largest change first; nil without any.
  private static func chart(of changed: [VersionSeries], _ all: [VersionSeries]) -> Chart? {
    var series: [VersionSeries] = []
    for one in changed
    where series.count < chartedChanges
      && !series.contains(where: {
        $0.runtime == one.runtime && $0.metric == one.metric
          && $0.result.workload.name == one.result.workload.name
      })
    {
      series.append(one)
    }
    return VersionsChart(series, of: all).chart(
      named: "versions", title: "What releases changed, the largest confirmed changes first",
      of: "the metric")
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
        .words(notes == nil ? "Build" : "Release"), .words("Workload"), .words("Metric and size"),
        .numbers("Before"), .numbers("After"), .numbers("Ratio"),
      ] + (notes == nil ? [] : [.words("Notes")]),
      rows: changes.prefix(VersionsPage.listedChanges).map { series, step -> [Cell] in
        let crossed = notes?(series.runtime).filter {
          $0.isBetween(step.before.order, step.after.order)
        }
        return [
          Cell(mark: series.runtime.mark, text: "\(series.runtime.label) \(step.versions)"),
          .markup(series.result.pageLink), .text(series.what),
          series.value(of: step.before, beside: [step.after]),
          series.value(of: step.after, beside: [step.before]), series.ratio(of: step),
        ] + (crossed.map { [notesCell($0, on: series.runtimePage)] } ?? [])
      })
  }

  /// The number of releases up to which each is named.
  private static let namedReleases = 3

  /// A link to the notes of a release; of several, to the place that lists them.
  private static func notesCell(_ releases: [Release], on page: String) -> Cell {
    guard let first = releases.first, let last = releases.last else { return .none }
    let names =
      releases.count <= namedReleases
      ? releases.map(\.version).joined(separator: ", ")
      : "\(first.version) to \(last.version), \(counted(releases.count, "release"))"
    return .markup(
      .link(
        names, to: releases.count == 1 ? first.address : "\(page).md#\(VersionPart.notesAnchor)"))
  }
}
