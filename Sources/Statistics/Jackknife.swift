/// Statistics recomputed with each trial left out in turn.
enum Jackknife {
  /// The median of the other values for each of at least two values in ascending order.
  static func medians(ofSorted values: [Double]) -> [Double] {
    let lower = (values.count - 2) / 2
    let upper = (values.count - 1) / 2
    return values.indices.map { left in
      Quantile.interpolated(
        from: values[lower < left ? lower : lower + 1],
        to: values[upper < left ? upper : upper + 1],
        by: 0.5
      )
    }
  }

  /// The acceleration of a statistic of the medians of several samples, each of at least two
  /// trials.
  static func acceleration(
    ofMediansOf samples: [Sample], _ statistic: ([Double]) -> Double
  ) -> Double {
    let medians = samples.map(\.median)
    return acceleration(
      of: samples.indices.map { index in
        self.medians(ofSorted: samples[index].sortedTrialMedians).map { median in
          var others = medians
          others[index] = median
          return statistic(others)
        }
      }
    )
  }

  /// The acceleration from a statistic's values when each trial of each sample is left out.
  ///
  /// The influence l of a trial is n − 1 times the mean minus the value without it, where n is the
  /// size of the trial's sample. The acceleration is Σ l³/n³ ÷ 6 (Σ l²/n²)^1.5 over the trials of
  /// all samples: A. C. Davison and D. V. Hinkley, "Bootstrap Methods and their Application" (1997),
  /// section 5.3.2. It lies between −1/6 and 1/6, and is zero when no trial has any influence.
  static func acceleration(of values: [[Double]]) -> Double {
    let influences = values.flatMap { sample in
      let count = Double(sample.count)
      let mean = sample.reduce(0) { $0 + $1 / count }
      return sample.map { (mean - $0) * ((count - 1) / count) }
    }
    let largest = influences.reduce(0) { max($0, $1.magnitude) }
    guard largest > 0, largest.isFinite else { return 0 }
    var (squares, cubes) = (0.0, 0.0)
    for influence in influences.map({ $0 / largest }) {
      squares += influence * influence
      cubes += influence * influence * influence
    }
    return cubes / (6 * squares * squares.squareRoot())
  }
}
