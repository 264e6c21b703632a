import Analysis
import BenchmarkModel
import Statistics

extension WorkloadResult {
  /// What a reader must know about the intervals in a table of these metrics.
  func notes(on metrics: [Metric]) -> [String] {
    let counts = cases.flatMap { result in
      metrics.compactMap { result.measured[$0.name]?.sample.trialCount }
    }
    guard let minimum = counts.min() else { return [] }
    var notes = [
      "Medians of trials, with the \(percentText(bootstrap.level)) interval in parentheses."
    ]
    if counts.contains(1) {
      notes.append(
        "A value without an interval comes from one trial; its spread is unknown.")
    }
    let few = counts.filter { $0 > 1 && $0 < comparisonRule.minimumTrials }.min()
    if let few {
      notes.append(
        "Few trials: an interval from \(few) trials is their range, which contains the true median "
          + "with probability \(percentText(coverage(ofRangeOf: few))), not "
          + "\(percentText(bootstrap.level)).")
    }
    if minimum < comparisonRule.minimumTrials {
      notes.append(
        "With fewer than \(comparisonRule.minimumTrials) trials per side an order is inconclusive.")
    }
    return notes
  }
}

/// The probability that the range of n values of a continuous distribution contains its median.
///
/// It is 1 − 2^(1−n): H. A. David and H. N. Nagaraja, "Order Statistics" (2003), section 7.1.
func coverage(ofRangeOf count: Int) -> Double {
  1 - (1..<max(count, 1)).reduce(1.0) { product, _ in product / 2 }
}
