import Analysis
import BenchmarkModel

/// The values of the bibliography.
struct SourcesPage: Encodable, Sendable {
  /// One publication with the numbers taken from it.
  struct Entry: Encodable, Sendable {
    var id: String
    var title: Markup
    var author: String
    var published: String
    var trust: String
    var trustReason: String
    var method: String
    var retrieved: String
    /// How its units were converted, one sentence each.
    var conversions: [String]
    var count: String
    var table: Table?
  }

  var summary: String
  var entries: [Entry]
}

extension SourcesPage {
  /// Gathers all sources in the order of the input.
  static func page(_ input: ReportInput) -> ReportPage {
    let groups = Dictionary(grouping: input.references, by: \.provenance.sourceID)
    let entries = input.sources.map { Entry($0, groups[$0.id, default: []]) }
    let context = SourcesPage(
      summary: entries.isEmpty
        ? "No published numbers have been imported. Import them with: parallax import"
        : "\(counted(input.references.count, "published number")) from "
          + "\(counted(input.sources.count, "source")).",
      entries: entries)
    return ReportPage(
      name: "sources", title: "Sources",
      description: "Every published number with its source, machine, conversion and trust.",
      menuTitle: "Sources", template: "sources", context: context)
  }
}

extension SourcesPage.Entry {
  fileprivate init(_ source: Source, _ references: [Reference]) {
    id = source.id
    title = .link(source.title, to: source.url)
    author = source.author
    published = source.published
    trust = source.trust.rawValue
    trustReason = source.trustReason
    method = source.method
    retrieved = source.retrieved
    var conversions: [String] = []
    for reference in references where !conversions.contains(reference.value.conversion) {
      conversions.append(reference.value.conversion)
    }
    self.conversions = conversions
    count = counted(references.count, "number")
    table = references.isEmpty ? nil : Self.table(references)
  }

  private static func table(_ references: [Reference]) -> Table {
    Table(
      [
        .words("Beside"), .words("Runtime"), .words("Size"), .words("Metric"),
        .numbers("Published"), .numbers("In our units"), .words("Statistic"), .words("Contract"),
        .words("Machine"), .words("Place"), .words("Note"),
      ],
      rows: references.map { reference in
        [
          .markup(.link(reference.workload, to: "\(reference.workload).md")),
          .text(reference.publishedAs), .text(sizeText(reference.parameters)),
          .text(reference.metric),
          .markup(.link(reference.printedText, to: "#\(CellID(reference))")),
          .text(reference.normalizedText),
          .text(reference.statistic.rawValue), .text(reference.contractText),
          .text(reference.machineText), .text(reference.provenance.locator),
          .text(reference.provenance.note ?? "–"),
        ]
      })
  }
}
