import Analysis
import BenchmarkModel

/// The values of the bibliography.
struct SourcesPage: Encodable, Sendable {
  /// A publication with its numbers.
  struct Entry: Encodable, Sendable {
    var id: String
    var title: Markup
    var author: String
    var published: String
    var trust: String
    var trustReason: String
    var method: String
    var retrieved: String
    /// How its units were converted, a clause each.
    var conversions: [String]
    var count: String
    /// What all of its numbers share.
    var shared: [FactoredTable.Fact] = []
    var table: Table?
    /// The texts of the keys in the table.
    var keys: [FactoredTable.Fact] = []
  }

  var summary: String
  var entries: [Entry]
}

extension SourcesPage {
  static func page(_ input: ReportInput) -> ReportPage {
    let groups = Dictionary(grouping: input.references, by: \.provenance.sourceID)
    let workloads = Set(input.workloads.map(\.name))
    let entries = input.sources.map { Entry($0, groups[$0.id, default: []], workloads) }
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
  /// - Parameter workloads: The names of the workloads with pages.
  fileprivate init(_ source: Source, _ references: [Reference], _ workloads: Set<String>) {
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
    guard !references.isEmpty else { return }
    let factored = Self.columns(of: references, workloads)
    table = factored.table
    shared = factored.shared
    keys = factored.keys
  }

  /// A row per number; a workload that another Parallax knows has no page to link to.
  private static func columns(
    of references: [Reference], _ workloads: Set<String>
  ) -> FactoredTable {
    FactoredTable([
      .plain(
        .numbers("Published"),
        references.map { .markup(.link($0.printedText, to: "#\(CellID($0))")) }),
      .plain(.numbers("Converted"), references.map { .text($0.normalizedText) }),
      .shared("Statistic", references.map { .text($0.statistic.rawValue) }),
      .shared("Runtime", references.map { .text($0.publishedAs) }),
      .shared("Size", references.map { .text(sizeText($0.parameters)) }),
      .shared(
        "Workload",
        references.map { reference in
          let name = reference.workload
          return workloads.contains(name) ? .markup(.link(name, to: "\(name).md")) : .text(name)
        }),
      .shared("Metric", references.map { .text($0.metric) }),
      .keyed("Contract", references.map(\.contractText)),
      .keyed("Machine", references.map(\.machineText)),
      .keyed("Place", references.map(\.provenance.locator)),
      .keyed("Note", references.map { $0.provenance.note ?? "–" }),
    ])
  }
}
