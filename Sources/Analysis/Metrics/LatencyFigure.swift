package import BenchmarkModel
import Statistics

/// What is read from a distribution of latencies: a quantile, or the longest.
package struct LatencyFigure: Sendable, Hashable {
  /// What the metric's name has before its unit, for example `P99`.
  let nameEnding: String
  /// The words behind the label of the distribution, for example `p99`.
  package let label: String
  /// The share of the latencies up to it; nil for the longest.
  package let fraction: Double?
  /// How it is read, as a sentence.
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
  func metric(of latency: Metric) -> Metric {
    let suffix = "Nanoseconds"
    let stem =
      latency.name.hasSuffix(suffix) ? latency.name.dropLast(suffix.count) : latency.name[...]
    return Metric(
      name: "\(stem)\(nameEnding)\(suffix)", label: "\(latency.label), \(label)",
      unit: .nanoseconds)
  }

  /// The figure of a trial's latencies; nil when there are too few for it.
  func value(of distribution: LatencyDistribution) -> Double? {
    guard let fraction else { return distribution.buckets.last?.value }
    return Quantile(fraction).value(ofBuckets: distribution.buckets)
  }

  /// An aggregate of SQL over the buckets of a trial, which gives NULL when there are too few.
  ///
  /// It needs the columns `value`, `reached`, which counts the latencies up to that value, and `size`,
  /// which counts all of the trial.
  package var sql: String {
    guard let fraction else { return "max(value)" }
    return "min(value) FILTER (WHERE reached >= \(fraction) * size "
      + "AND size >= \(Quantile(fraction).printableCount))"
  }
}

/// The latencies of a trial, all measured iterations together.
package struct LatencyDistribution: Sendable {
  /// The buckets in rising order of their values; empty where the trial has none.
  package let buckets: [(value: Double, count: Int)]

  /// Gathers what a trial has of a distribution.
  package init(of latency: Metric, in trial: Trial) {
    buckets = trial.latencies.lazy.filter { $0.metric == latency.name && !$0.isWarmup }
      .map { (value: Double($0.value), count: $0.count) }.sorted { $0.value < $1.value }
  }
}
