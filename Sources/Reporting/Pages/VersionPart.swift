import Analysis
import BenchmarkModel

/// The values of a page about the versions of one runtime: one has times, the other peaks of memory.
struct VersionPart: Encodable, Sendable {
  /// A workload with its numbers: a row for each version.
  struct Section: Encodable, Sendable {
    var name: String
    /// The page of the workload.
    var link: Markup
    /// Nil where the metrics have different sizes.
    var size: String?
    var table: Table
  }

  /// What the notes of a release say.
  struct Note: Encodable, Sendable {
    var link: Markup
    var date: String
    var sentence: String
  }

  var title: String
  /// What the newest version and other builds changed, in sentences; empty on the page of memory.
  var answer: [String]
  var charts: [ChartImage]
  /// The other page about the runtime; nil without one.
  var companion: Markup?
  /// The names of the versions, oldest first.
  var versions: String
  var runs: [VersionRun]
  var sections: [Section]
  /// The notes from the oldest version on, oldest first.
  var releases: [Note]
}

extension VersionPart: ShowsNumbers {
  var numberCells: [Table.Cell] { sections.flatMap(\.table.cells) }
}

extension VersionPart {
  /// The anchor of the heading above the notes.
  static let notesAnchor = "release-notes"

  /// The pages about one runtime: times with the release notes, then peaks of memory if there are any.
  ///
  /// - Parameters:
  ///   - all: All series of the runtime; at least one.
  ///   - releases: The releases of its language, oldest first.
  static func pages(_ all: [VersionSeries], _ releases: [Release]) -> [ReportPage] {
    let (runtime, name) = (all[0].runtime, all[0].runtimePage)
    let title =
      all.contains(where: \.hasReleases)
      ? "Versions of \(runtime.label)" : "Builds of \(runtime.label)"
    let subject = "What each version of \(runtime.label) measures in each workload"
    let memory = all.filter(\.isMemory)
    var main = VersionPart(title, all.filter { !$0.isMemory }, of: all)
    main.answer = all.sentences(about: runtime)
    main.releases = notes(releases, all.allVersions)
    let times = VersionsChart(all.filter(\.isTime), of: all).chart(
      named: name, title: "\(runtime.label): time in each version", of: "the time")
    guard let first = memory.first else { return [main.page(named: name, times, about: subject)] }
    main.companion = .link("The peaks of memory", to: "\(first.pageName).md")
    var other = VersionPart("\(title): peak memory", memory, of: all)
    other.companion = .link("Times and release notes", to: "\(name).md")
    let peaks = VersionsChart(memory, of: all).chart(
      named: first.pageName, title: "\(runtime.label): peak memory in each version",
      of: "the peak of memory")
    return [
      main.page(named: name, times, about: subject),
      other.page(named: first.pageName, peaks, about: "\(subject), by its peak of memory"),
    ]
  }

  private init(_ title: String, _ series: [VersionSeries], of all: [VersionSeries]) {
    self.title = title
    answer = []
    charts = []
    versions = enumerated(all.allVersions.map(\.name))
    runs = all.runs
    sections = Self.sections(series.filter(\.isShown))
    releases = []
  }

  private func page(named name: String, _ chart: Chart?, about subject: String) -> ReportPage {
    let charts = [chart].compactMap(\.self)
    var context = self
    context.charts = charts.map(ChartImage.init)
    return ReportPage(
      name: name, title: title,
      description: "\(subject).",
      template: "version", context: context, charts: charts)
  }

  /// The releases that the oldest version is or has, and all later ones up to the newest.
  private static func notes(
    _ releases: [Release], _ versions: [VersionSeries.Version]
  ) -> [Note] {
    guard let oldest = versions.first, let newest = versions.last else { return [] }
    let first = releases.last { $0.isIncluded(in: oldest.order) }
    return releases.filter { $0 == first || $0.isBetween(oldest.order, newest.order) }.map {
      Note(link: .link($0.version, to: $0.address), date: $0.date, sentence: $0.sentence)
    }
  }

  private static func sections(_ series: [VersionSeries]) -> [Section] {
    var names: [String] = []
    for one in series where !names.contains(one.result.workload.name) {
      names.append(one.result.workload.name)
    }
    let groups = Dictionary(grouping: series, by: \.result.workload.name)
    return names.map { Section($0, groups[$0, default: []]) }
  }
}

extension VersionPart.Section {
  /// - Parameter series: The series of the workload; at least one.
  fileprivate init(_ name: String, _ series: [VersionSeries]) {
    self.name = name
    link = .link("workload page", to: "\(name).md")
    let sizes = Set(series.map { sizeText($0.size) })
    size = sizes.count == 1 ? sizes.first : nil
    table = Table(
      [.words("Version")]
        + series.flatMap { one -> [Table.Column] in
          [.numbers(sizes.count == 1 ? one.metric.label : one.what), .numbers("÷ before")]
        },
      rows: series.allVersions.map { version in
        [.text(version.name)] + series.flatMap { $0.cells(of: version) }
      } + Self.whole(series))
  }

  /// A row with the newest version against the oldest; none where that is one step.
  private static func whole(_ series: [VersionSeries]) -> [[Table.Cell]] {
    let wholes = series.map { one in one.whole.map { whole in (whole, one.ratio(of: whole)) } }
    let spans = zip(series, wholes).compactMap { one, whole in
      whole.flatMap { one.isStep($0.0) ? nil : $0.0 }
    }
    guard let span = spans.first else { return [] }
    return [
      [.text(span.versions)] + wholes.flatMap { [Table.Cell.none, $0?.1 ?? Table.Cell.none] }
    ]
  }
}

extension VersionSeries {
  /// A version's value, and its ratio to the version before.
  fileprivate func cells(of version: Version) -> [Table.Cell] {
    guard let own = versions.first(where: { $0.implementation == version.implementation }) else {
      return [.none, .none]
    }
    let step = steps.first { $0.after.implementation == own.implementation }
    return [value(of: own, beside: versions), step.map { ratio(of: $0) } ?? Table.Cell.none]
  }
}
