package import BenchmarkModel
import Statistics

/// Every case ÷ a baseline at the same size, in the headline metrics of a workload.
package struct BaselineRatios: Sendable {
  package struct Entry: Sendable {
    package let measured, baseline: Case
    package let comparison: Comparison
    /// The probability of such a difference by chance, adjusted by Holm for all of them; nil where the
    /// trials do not say.
    package let pValue: Double?

    /// The ratio with its interval, the verdict, and the p-value, which also says where chance could explain a
    /// better or worse verdict among all comparisons.
    package var text: String { textWithoutP + (pValue.map { ", \(pValueText($0))" } ?? "") }

    /// The same without the p-value.
    package var textWithoutP: String {
      let isDoubtful = comparison.isConclusive && !isConfirmed && pValue != nil
      return comparison.text + (isDoubtful ? ", not confirmed" : "")
    }

    /// Whether the order of the two is known and is not likely to be chance among all comparisons.
    package var isConfirmed: Bool {
      comparison.isConclusive && pValue.map { $0 < RunComparison.significance } ?? false
    }
  }

  private struct Key: Hashable {
    var measured: Case
    var metric: String
  }

  /// In the order of the sizes and implementations.
  package let all: [Entry]
  private let entries: [Key: Entry]

  /// Compares with the baseline of the report.
  package init(_ result: WorkloadResult) { self.init(result, to: result.baseline) }

  /// Compares with any implementation; with nil, nothing is compared.
  package init(_ result: WorkloadResult, to baseline: Implementation?) {
    var comparisons: [(measured: Case, baseline: Case, comparison: Comparison)] = []
    for size in result.sizes {
      guard let baseline, let base = result.result(baseline, at: size) else { continue }
      for implementation in result.implementations where implementation != baseline {
        guard let one = result.result(implementation, at: size) else { continue }
        for metric in result.headlines {
          guard let value = one.measured[metric.name], let other = base.measured[metric.name]
          else { continue }
          comparisons.append(
            (
              one.case, base.case,
              Comparison(value, to: other, metric: metric, method: result.method)
            ))
        }
      }
    }
    let pValues = holmAdjusted(comparisons.map { $0.comparison.pValue })
    all = zip(comparisons, pValues).map { one, pValue in
      Entry(
        measured: one.measured, baseline: one.baseline, comparison: one.comparison, pValue: pValue)
    }
    entries = all.reduce(into: [:]) { entries, entry in
      entries[Key(measured: entry.measured, metric: entry.comparison.metric.name)] = entry
    }
  }

  /// The comparison of a case; nil for the baseline itself and where either side has no value.
  package subscript(measured: Case, metric: Metric) -> Entry? {
    entries[Key(measured: measured, metric: metric.name)]
  }

  /// Whether anything is compared in a metric.
  package func has(_ metric: Metric) -> Bool { entries.keys.contains { $0.metric == metric.name } }
}

extension WorkloadResult {
  /// The implementation that the others are compared with; nil when there is none.
  package var baseline: Implementation? {
    workload.baseline.map { Implementation(workload: workload.name, runtime: $0) }
  }
}
