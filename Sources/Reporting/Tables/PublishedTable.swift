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

  var table: Table
  var origins: [Origin]
}

extension PublishedTable {
  /// Nil without numbers.
  init?(_ pairs: [PublishedPair], _ sources: [Source]) {
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
      return pair.cells + [.text(origin.key)]
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

// MARK: - Pairs

/// A published number with the measured one of its size.
struct PublishedPair {
  /// What was measured: the workload's result, or that of its versions.
  let result: WorkloadResult
  let reference: Reference
  let metric: Metric
  /// What it stands beside: of several versions, the nearest to the published one.
  let implementation: Implementation
  /// Whether that is the published version, by its first two numbers.
  let isSameVersion: Bool
  let size: [Parameter]
  /// The parameters that differ, as measured.
  let differing: [Parameter]

  var cells: [Table.Cell] {
    let measured = result.result(implementation, at: size)?.measured[metric.name]
    let text = measured.map { QuantityText($0.estimate, metric.unit).text } ?? "–"
    let shared = size.filter(reference.parameters.contains)
    let others = reference.parameters.filter { !size.contains($0) }
    return [
      .text(metric.label), .text(implementation.label), .text(result.tellingText(of: shared)),
      result.proven(text + remark(differing), metric, of: implementation, at: size),
      .markup(reference.provenLink(remark(others))), .text(reference.normalizedText),
      .text(measured.flatMap { reproductionFigure($0.estimate.value) } ?? "–"),
    ]
  }

  /// The parameters that only one side has.
  private func remark(_ parameters: [Parameter]) -> String {
    parameters.isEmpty ? "" : ", \(sizeText(parameters))"
  }

  /// Published ÷ measured here, where the contract is the same.
  ///
  /// It says how far a number was reproduced on another machine with other versions, and nothing
  /// about the runtime.
  private func reproductionFigure(_ measured: Double) -> String? {
    guard reference.contract == .same, measured > 0 else { return nil }
    let figure = reference.value.normalized / measured
    guard figure.isFinite else { return nil }
    let last = min(lastDigit(of: figure, keeping: 3), 0)
    return reference.qualified(numberText(figure, lastDigit: last))
      + (isSameVersion ? ", same version" : "")
  }
}

extension PublishedPair {
  /// The pairs of a workload, and after them those of its versions that another run measured, where a version is the
  /// published one and none of the workload's own pairs has it.
  static func all(
    in result: WorkloadResult, versions: WorkloadResult?, of all: [Reference]
  ) -> [PublishedPair] {
    let own = Self.all(in: result, of: all)
    let same = Set(own.filter(\.isSameVersion).map(\.reference.id))
    let others = versions.map { Self.all(in: $0, of: all) } ?? []
    return own + others.filter { $0.isSameVersion && !same.contains($0.reference.id) }
  }

  /// The pairs by metric, headline metrics first, by runtime and by size.
  static func all(in result: WorkloadResult, of all: [Reference]) -> [PublishedPair] {
    let known = result.workload.knownMetrics
    let metrics = result.headlines + known.filter { !result.headlines.contains($0) }
    // There are many times more published numbers than those of one workload.
    let own = all.filter {
      $0.workload == result.workload.name && $0.comparesTo != nil
        && $0.contract.kind != .different
    }
    guard !own.isEmpty else { return [] }
    let implementations = result.implementations(with: own)
    return metrics.flatMap { metric in
      implementations.flatMap { implementation -> [PublishedPair] in
        let found = result.references(own, beside: metric, of: implementation)
        guard !found.isEmpty else { return [] }
        return result.sizes.flatMap { size -> [PublishedPair] in
          guard result.result(implementation, at: size)?.measured[metric.name] != nil else {
            return []
          }
          return found.compactMap { reference in
            reference.differences(from: size, in: metric).map {
              let nearest = result.nearest(to: reference, of: implementation, metric, at: size)
              return PublishedPair(
                result: result, reference: reference, metric: metric,
                implementation: nearest.implementation,
                isSameVersion: nearest.isSame, size: size, differing: $0)
            }
          }
        }
      }
    }
  }
}
