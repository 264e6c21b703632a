import Analysis
import BenchmarkModel
import Statistics

/// A published number with the measured one of its size.
struct PublishedPair {
  /// What was measured: the workload's result, or that of its versions.
  let result: WorkloadResult
  let reference: Reference
  let metric: Metric
  /// What it stands beside: of several versions, the nearest to the published one.
  let nearest: NearestVersion
  let size: [Parameter]
  /// The parameters that differ, as measured.
  let differing: [Parameter]

  var implementation: Implementation { nearest.implementation }

  /// The cells of its row but the last, which tells its origin.
  ///
  /// - Parameter shown: The result that the workload's page shows, whose sizes tell which parameters matter.
  func cells(in shown: WorkloadResult) -> [Table.Cell] {
    let measured = result.result(implementation, at: size)?.measured[metric.name]
    let text = measured.map { QuantityText($0.estimate, metric.unit).text } ?? "–"
    let shared = size.filter(reference.parameters.contains)
    let others = reference.parameters.filter { !size.contains($0) }
    return [
      .text(metric.label), .text(label), .text(shown.tellingText(of: shared)),
      result.proven(text + remark(differing), metric, of: implementation, at: size),
      .markup(reference.provenLink(remark(others))), .text(reference.normalizedText),
      .text(measured.flatMap { reproductionFigure($0.estimate.value) } ?? "–"),
    ]
  }

  /// The implementation; of another run than the workload's, the default one also with its version.
  private var label: String {
    guard result.workload.isOfVersions, implementation.toolchain == nil else {
      return implementation.label
    }
    let version = result.result(implementation, at: size)?.version
    return implementation.label + (version.map { ", \($0)" } ?? "")
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
      + (nearest.isSame ? ", same version" : "")
  }

  /// The parameters that a pair of another run must share to stand for the same size; durations may differ from
  /// preset to preset.
  fileprivate var place: [Parameter] { size.filter { !$0.isDuration } }
}

extension PublishedPair {
  /// The pairs of a workload by metric, headline metrics first, by runtime and by size.
  ///
  /// - Parameters:
  ///   - result: What the workload's page shows.
  ///   - versions: What other runs measured of its versions.
  ///   - all: The published numbers.
  ///   - languages: What publishers call the language or library of a runtime, by the runtime's identifier.
  static func all(
    in result: WorkloadResult, versions: [WorkloadResult] = [], of all: [Reference],
    languages: [String: String] = [:]
  ) -> [PublishedPair] {
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
        let others = versions.filter {
          $0.workload.versions?.runtimes.contains(implementation.runtime.id) == true
        }
        let pairs = result.references(own, beside: metric, of: implementation).flatMap {
          reference in
          let found = ([result] + others).map {
            Self.pairs(of: reference, metric, implementation, in: $0, languages)
          }
          return nearestPairs(found[0], found.dropFirst().flatMap(\.self))
        }
        return pairs.sorted { WorkloadResult.isSmaller($0.place, $1.place) }
      }
    }
  }

  /// The pairs of a published number in one run, by size.
  private static func pairs(
    of reference: Reference, _ metric: Metric, _ implementation: Implementation,
    in result: WorkloadResult, _ languages: [String: String]
  ) -> [PublishedPair] {
    result.sizes.compactMap { size in
      guard let differing = reference.differences(from: size, in: metric) else { return nil }
      let nearest = result.nearest(
        to: reference, of: implementation, metric, at: size,
        in: languages[implementation.runtime.id])
      let found = result.result(nearest.implementation, at: size)
      guard found?.measured[metric.name] != nil else { return nil }
      return PublishedPair(
        result: result, reference: reference, metric: metric, nearest: nearest, size: size,
        differing: differing)
    }
  }

  /// The pairs of a published number in the shown run, and those of other runs that are nearer in version at the same
  /// size; where the shown run has none, those of the others.
  ///
  /// A nearer pair replaces another one, unless the other one has more parameters as published.
  private static func nearestPairs(
    _ own: [PublishedPair], _ others: [PublishedPair]
  ) -> [PublishedPair] {
    guard !own.isEmpty else { return others }
    let nearer = others.filter { other in
      let alike = own.filter { $0.place == other.place }
      return !alike.isEmpty && alike.allSatisfy(other.isNearer)
    }
    return own.filter { one in
      !nearer.contains { $0.place == one.place && $0.differing.count <= one.differing.count }
    } + nearer
  }

  /// Whether its version is nearer to the published one than another's is.
  private func isNearer(than other: PublishedPair) -> Bool {
    guard let distance = nearest.distance else { return false }
    return other.nearest.distance.map { distance.lexicographicallyPrecedes($0) } ?? true
  }
}
