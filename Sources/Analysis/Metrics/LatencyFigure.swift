package import BenchmarkModel
import Statistics

/// A figure that describes a distribution of latencies: a quantile or the maximum.
package struct LatencyFigure: Sendable, Hashable {
  /// What the metric's name has in front of its unit, for example `P99`.
  let nameEnding: String
  /// What follows the label of the distribution, for example `p99`.
  package let label: String
  /// The share of the latencies that are at most this long; nil for the maximum.
  package let fraction: Double?
  /// What it means, as a sentence.
  package let words: String

  /// The figures of every distribution, in the order of the report.
  package static let all = [
    LatencyFigure(
      nameEnding: "P50", label: "p50", fraction: 0.5,
      words: "Half of the latencies of a trial are at most this long."),
    LatencyFigure(
      nameEnding: "P99", label: "p99", fraction: 0.99,
      words: "99 % of the latencies of a trial are at most this long."),
    LatencyFigure(
      nameEnding: "P999", label: "p99.9", fraction: 0.999,
      words: "99.9 % of the latencies of a trial are at most this long."),
    LatencyFigure(
      nameEnding: "Maximum", label: "longest", fraction: nil,
      words: "The longest latency of a trial."),
  ]

  /// The metric that holds it, for example `latencyP99Nanoseconds` of `latencyNanoseconds`.
  package func metric(of latency: Metric) -> Metric {
    let suffix = "Nanoseconds"
    let stem =
      latency.name.hasSuffix(suffix) ? latency.name.dropLast(suffix.count) : latency.name[...]
    return Metric(
      name: "\(stem)\(nameEnding)\(suffix)", label: "\(latency.label), \(label)",
      unit: .nanoseconds)
  }

  /// The figure for a trial's latencies; nil if there are too few.
  func value(of distribution: LatencyDistribution) -> Double? {
    guard let fraction else { return distribution.buckets.last?.value }
    return Quantile(fraction).value(ofBuckets: distribution.buckets)
  }

  /// An SQL aggregate over the buckets of a trial, which gives NULL if there are too few latencies.
  ///
  /// It needs three columns: `value`; `reached`, the number of latencies up to that value; and
  /// `size`, the number of all latencies of the trial.
  package var sql: String {
    guard let fraction else { return "max(value)" }
    return "min(value) FILTER (WHERE reached >= \(fraction) * size "
      + "AND size >= \(Quantile(fraction).printableCount))"
  }
}

/// The latencies of a trial, all measured iterations together.
package struct LatencyDistribution: Sendable {
  /// The buckets in ascending order of their values; empty if the trial has none.
  package let buckets: [(value: Double, count: Int)]

  /// Collects a trial's part of a distribution.
  package init(of latency: Metric, in trial: Trial) {
    buckets = trial.latencies.lazy.filter { $0.metric == latency.name && !$0.isWarmup }
      .map { (value: Double($0.value), count: $0.count) }.sorted { $0.value < $1.value }
  }
}
