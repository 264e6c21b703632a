import Analysis
import BenchmarkModel
import Statistics

/// Published numbers beside the measured ones of their sizes and metrics.
///
/// It leaves out numbers under a different contract, since they measure different work.
struct PublishedTable: Encodable, Sendable {
  /// The source of some of the numbers.
  struct Origin: Encodable, Sendable, Equatable {
    /// The letter that the rows refer to.
    var key: String
    var source: Markup
    /// Date, trust, comparability, machine, version and contract.
    var text: String
  }

  /// A run that measured versions of runtimes beside the workload's run.
  struct VersionsRun: Encodable, Sendable, Equatable {
    /// The runtimes of its rows, in words.
    var runtimes: String
    var proof: Proof
  }

  var table: Table
  var origins: [Origin]
  /// The runs that rows with a version come from, where they are others than the workload's.
  var versionsRuns: [VersionsRun]
}

extension PublishedTable {
  /// Nil without numbers.
  ///
  /// - Parameter result: What the workload's page shows.
  init?(_ pairs: [PublishedPair], in result: WorkloadResult, _ sources: [Source]) {
    guard !pairs.isEmpty else { return nil }
    var origins: [Origin] = []
    let cells = pairs.map { pair -> [Table.Cell] in
      var origin = Origin(pair.reference, sources)
      let known = origins.first { ($0.source, $0.text) == (origin.source, origin.text) }
      if let known {
        origin = known
      } else {
        origin.key = Self.key(origins.count)
        origins.append(origin)
      }
      return pair.cells(in: result) + [.text(origin.key)]
    }
    let hasSeveral = Set(pairs.map(\.metric.name)).count > 1
    let header: [Table.Column] = [
      .words("Metric"), .words("Runtime"), .words("Size"), .numbers("Measured here"),
      .numbers("Published"), .numbers("Converted"), .numbers("Reproduction figure"),
      .words("From"),
    ]
    table = Table(
      Array(header.dropFirst(hasSeveral ? 0 : 1)),
      rows: cells.map { Array($0.dropFirst(hasSeveral ? 0 : 1)) })
    self.origins = origins
    let others = pairs.filter(\.result.workload.isOfVersions)
    versionsRuns = Dictionary(grouping: others, by: \.result.proofName).sorted { $0.key < $1.key }
      .compactMap { _, pairs in
        Proof(pairs[0].result).map {
          let runtimes = Set(pairs.map(\.implementation.runtime)).sorted()
          return VersionsRun(runtimes: enumerated(runtimes.map(\.label)), proof: $0)
        }
      }
  }

  /// How many published numbers about the workload are only on the page of sources, as a clause; nil
  /// when none.
  static func unpaired(
    besides pairs: [PublishedPair], in result: WorkloadResult, of all: [Reference]
  ) -> String? {
    let shown = Set(pairs.map(\.reference.id))
    let left = all.count { $0.workload == result.workload.name && !shown.contains($0.id) }
    guard left > 0 else { return nil }
    return "\(counted(left, "published number")) of other sizes, metrics or languages, of "
      + "runtimes without a value, or under another contract, \(left == 1 ? "is" : "are")"
  }

  /// `a`, `b` and so on to `z`, then `aa`.
  private static func key(_ index: Int) -> String {
    let letter = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index % 26)))
    return index < 26 ? letter : key(index / 26 - 1) + letter
  }
}

extension PublishedTable.Origin {
  fileprivate init(_ reference: Reference, _ sources: [Source]) {
    let source = sources.first { $0.id == reference.provenance.sourceID }
    let published = source?.published.split(separator: " ").first.map(String.init)
    key = ""
    self.source = reference.sourceLink
    text = [
      published == nil || published == "not" ? "date \(Reference.notStated)" : published,
      source.map { "trust \($0.trust.rawValue)" }, Comparability(of: reference).rawValue,
      reference.machineText == Reference.notStated ? nil : "(\(reference.machineText))",
      reference.publishedAs, "contract \(reference.contractText)",
    ].compactMap(\.self).joined(separator: ", ")
  }
}
