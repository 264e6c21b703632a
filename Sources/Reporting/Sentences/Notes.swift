import Analysis
import BenchmarkModel
import Statistics

extension WorkloadResult {
  /// What a reader must know of intervals in a table of these metrics.
  func notes(on metrics: [Metric]) -> [String] {
    let counts = cases.flatMap { result in
      metrics.compactMap { result.measured[$0.name]?.sample.trialCount }
    }
    guard let fewest = counts.min() else { return [] }
    var notes = ["Medians of trials; in brackets the \(percentText(bootstrap.level)) interval."]
    if counts.contains(1) {
      notes.append(
        "A value without an interval comes from one trial: nothing is known of its spread.")
    }
    let few = counts.filter { $0 > 1 && $0 < comparisonRule.minimumTrials }.min()
    if let few {
      notes.append(
        "Few trials: the interval from \(few) of them is their range, which holds the true median "
          + "with a probability of \(percentText(coverage(ofRangeOf: few))), not "
          + "\(percentText(bootstrap.level)).")
    }
    if fewest < comparisonRule.minimumTrials {
      notes.append("An order is decided from \(comparisonRule.minimumTrials) trials a side.")
    }
    return notes
  }
}

/// The probability with which the range of n values of a continuous distribution holds its median.
///
/// It is 1 − 2^(1−n): H. A. David and H. N. Nagaraja, "Order Statistics" (2003), section 7.1.
func coverage(ofRangeOf count: Int) -> Double {
  1 - (1..<max(count, 1)).reduce(1.0) { product, _ in product / 2 }
}
