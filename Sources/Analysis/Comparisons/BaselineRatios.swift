package import BenchmarkModel
import Statistics

/// Every case ÷ the baseline at the same size, in the headline metrics of a workload.
package struct BaselineRatios: Sendable {
  package struct Entry: Sendable {
    package let comparison: Comparison
    /// The probability of such a difference by chance, adjusted by Holm for all of them; nil where the
    /// trials do not say.
    package let pValue: Double?

    /// The ratio with its interval, the verdict, and the p-value.
    package var text: String { comparison.text + (pValue.map { ", \(pValueText($0))" } ?? "") }
  }

  private struct Key: Hashable {
    var measured: Case
    var metric: String
  }

  private let entries: [Key: Entry]

  package init(_ result: WorkloadResult) {
    let baseline = result.baseline
    var comparisons: [(key: Key, comparison: Comparison)] = []
    for size in result.sizes {
      guard let baseline, let base = result.result(baseline, at: size) else { continue }
      for implementation in result.implementations where implementation != baseline {
        guard let one = result.result(implementation, at: size) else { continue }
        for metric in result.headlines {
          guard let value = one.measured[metric.name], let other = base.measured[metric.name]
          else { continue }
          comparisons.append(
            (
              Key(measured: one.case, metric: metric.name),
              Comparison(value, to: other, metric: metric, method: result.method)
            ))
        }
      }
    }
    let pValues = holmAdjusted(comparisons.map { $0.comparison.pValue })
    entries = zip(comparisons, pValues).reduce(into: [:]) { entries, next in
      entries[next.0.key] = Entry(comparison: next.0.comparison, pValue: next.1)
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
