import Analysis
import BenchmarkModel
import Statistics

extension WorkloadResult {
  /// What a reader must know about the intervals in a table of these metrics.
  func notes(on metrics: [Metric]) -> [String] {
    let measured = cases.flatMap { result in metrics.compactMap { result.measured[$0.name] } }
    let counts = measured.map(\.sample.trialCount)
    guard !counts.isEmpty else { return [] }
    var notes = ["Medians of trials, with the 95 % interval in parentheses."]
    if counts.contains(1) {
      notes.append(
        "A value without an interval comes from one trial; its spread is unknown, and an order with it "
          + "is inconclusive.")
    }
    if let few = counts.filter({ $0 > 1 && $0 < Bootstrap.minimumTrials }).min() {
      notes.append(
        "Few trials: an interval from \(few) trials assumes that logarithms are normally distributed, "
          + "and relies on what like cases of the run say about their spread.")
    }
    let wide = measured.count { $0.estimate.isTooWide }
    if wide > 0 {
      notes.append(
        "Trials instead of an interval: the interval of \(counted(wide, "value")) would reach over more than "
          + "a factor of \(numberText(Estimate.usefulFactor)).")
    }
    let modes = measured.count { $0.modes != nil }
    if modes > 0 {
      notes.append(
        "Modes: the trials of \(counted(modes, "value")) fall into two groups, given with the level and "
          + "the share of each. One median with one interval does not describe such trials.")
    }
    return notes
  }
}
