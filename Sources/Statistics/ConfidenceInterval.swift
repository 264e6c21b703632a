/// A range that holds the true value with a stated confidence.
package struct ConfidenceInterval: Hashable, Sendable {
  /// The nominal share of such intervals that hold the true value, between 0 and 1.
  package let level: Double
  /// The lower bound, in the unit of the estimate.
  package let lower: Double
  /// The upper bound, in the unit of the estimate, not below the lower.
  package let upper: Double

  /// Makes an interval from finite bounds in ascending order.
  package init(level: Double, lower: Double, upper: Double) {
    precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
    precondition(lower.isFinite && upper.isFinite && lower <= upper, "bounds ascend")
    self.level = level
    self.lower = lower
    self.upper = upper
  }

  /// Whether a value lies within the bounds, both included.
  package func contains(_ value: Double) -> Bool {
    lower <= value && value <= upper
  }
}

/// A point value with the interval that says how far to trust it.
package struct Estimate: Hashable, Sendable {
  /// The point value.
  package let value: Double
  /// The interval, or nil where there are too few trials to have one.
  package let interval: ConfidenceInterval?

  /// Makes an estimate from a finite value.
  package init(value: Double, interval: ConfidenceInterval?) {
    precondition(value.isFinite, "an estimate is a finite number")
    self.value = value
    self.interval = interval
  }
}
