/// The variances of a quantity between processes and within a process.
///
/// Values are compared by their logarithms, so a variance is that of relative deviations: 0.04 is a
/// standard deviation of about 20 %.
package struct VarianceComponents: Hashable, Sendable {
  /// The variance of the processes' true values; not negative.
  package let between: Double
  /// The variance of the values of one process; not negative.
  package let within: Double

  /// Both must be finite and not negative.
  package init(between: Double, within: Double) {
    precondition(between >= 0 && between.isFinite && within >= 0 && within.isFinite)
    self.between = between
    self.within = within
  }

  /// Estimates both from the trials of a case by the analysis of variance.
  ///
  /// S. R. Searle, G. Casella and C. E. McCulloch, "Variance Components" (1992), chapter 3, for
  /// trials of different lengths. A negative estimate of the variance between processes becomes zero.
  ///
  /// Nil when there are fewer than two trials, when none has two values, or when a value is not
  /// positive.
  package init?(of sample: Sample) {
    guard sample.trialCount >= 2, sample.count > sample.trialCount, sample.minimum > 0 else {
      return nil
    }
    let trials = sample.trials.map { $0.map(Elementary.logarithm) }
    let total = Double(sample.count)
    let means = trials.map { $0.reduce(0, +) / Double($0.count) }
    let mean = trials.reduce(0) { $0 + $1.reduce(0, +) } / total
    var (inner, outer, squares) = (0.0, 0.0, 0.0)
    for (trial, center) in zip(trials, means) {
      let count = Double(trial.count)
      inner += trial.reduce(0) { $0 + ($1 - center) * ($1 - center) }
      outer += count * (center - mean) * (center - mean)
      squares += count * count
    }
    let degrees = Double(trials.count - 1)
    let within = inner / (total - Double(trials.count))
    let typicalCount = (total - squares / total) / degrees
    self.init(between: max(0, (outer / degrees - within) / typicalCount), within: within)
  }

  /// The number of measured iterations per process that gives the narrowest interval in a given time.
  ///
  /// With n iterations, the mean of a process has the variance between + within ÷ n and costs
  /// `trialCost` + n × `iterationCost`; their product is smallest near √(trial cost ÷ iteration cost ×
  /// within ÷ between): T. Kalibera and R. Jones, "Rigorous benchmarking in reasonable time", ISMM
  /// 2013.
  ///
  /// - Parameters:
  ///   - trialCost: What a process costs before its first measured iteration, warm-up included; not
  ///     negative.
  ///   - iterationCost: What an iteration costs, in the same unit; positive.
  ///   - maximum: The upper limit of the result, at least one.
  /// - Returns: At least one.
  package func iterations(
    trialCost: Double, iterationCost: Double, atMost maximum: Int = 1_000
  ) -> Int {
    precondition(trialCost >= 0 && iterationCost > 0 && maximum >= 1)
    func product(_ count: Double) -> Double {
      (between + within / count) * (trialCost + count * iterationCost)
    }
    let exact = (trialCost / iterationCost * (within / between)).squareRoot()
    // NaN when all variances are zero: one iteration says everything.
    guard exact > 1 else { return 1 }
    guard exact < Double(maximum) else { return maximum }
    let below = exact.rounded(.down)
    return Int(product(below) <= product(below + 1) ? below : below + 1)
  }
}
