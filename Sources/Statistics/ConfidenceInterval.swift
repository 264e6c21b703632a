/// A range that holds the true value with a stated confidence.
public struct ConfidenceInterval: Hashable, Sendable {
  /// The nominal share of such intervals that hold the true value, between 0 and 1.
  public let level: Double
  /// The lower bound, in the unit of the estimate.
  public let lower: Double
  /// The upper bound, in the unit of the estimate, not below the lower.
  public let upper: Double

  /// Makes an interval from finite bounds in ascending order.
  public init(level: Double, lower: Double, upper: Double) {
    precondition(level > 0 && level < 1, "a confidence level lies between 0 and 1")
    precondition(lower.isFinite && upper.isFinite && lower <= upper, "bounds ascend")
    self.level = level
    self.lower = lower
    self.upper = upper
  }

  /// Whether a value lies within the bounds, both included.
  public func contains(_ value: Double) -> Bool {
    lower <= value && value <= upper
  }
}

/// A point value with the interval that says how far to trust it.
public struct Estimate: Hashable, Sendable {
  /// The point value.
  public let value: Double
  /// The interval, or nil where there are too few trials to have one.
  public let interval: ConfidenceInterval?

  /// Makes an estimate from a finite value.
  public init(value: Double, interval: ConfidenceInterval?) {
    precondition(value.isFinite, "an estimate is a finite number")
    self.value = value
    self.interval = interval
  }
}
