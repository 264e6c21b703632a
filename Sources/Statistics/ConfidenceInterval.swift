/// A range that contains the true value with a stated confidence.
package struct ConfidenceInterval: Hashable, Sendable {
  /// The level of the intervals of this project.
  package static let usualLevel = 0.95

  /// The nominal share of such intervals that contain the true value, between 0 and 1.
  package let level: Double
  /// The lower bound, in the unit of the estimate.
  package let lower: Double
  /// The upper bound, in the unit of the estimate, not below the lower.
  package let upper: Double

  /// The bounds must be finite and in ascending order.
  package init(level: Double, lower: Double, upper: Double) {
    precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
    precondition(lower.isFinite && upper.isFinite && lower <= upper, "bounds ascend")
    self.level = level
    self.lower = lower
    self.upper = upper
  }

  /// Whether a value lies between the bounds, inclusive.
  package func contains(_ value: Double) -> Bool {
    lower <= value && value <= upper
  }
}

/// A point value with its confidence interval.
package struct Estimate: Hashable, Sendable {
  package let value: Double
  /// Nil when there are too few trials.
  package let interval: ConfidenceInterval?

  /// The value must be finite.
  package init(value: Double, interval: ConfidenceInterval?) {
    precondition(value.isFinite, "an estimate is a finite number")
    self.value = value
    self.interval = interval
  }

  /// Half the width of the interval divided by the value.
  ///
  /// Nil without an interval, 0 for an interval without width, and infinite for any other interval
  /// around a value of zero.
  package var relativeHalfWidth: Double? {
    interval.map { interval in
      let half = (interval.upper - interval.lower) / 2
      return half == 0 ? 0 : half / value
    }
  }
}
