/// A position in a distribution, with the rule that says how many values it needs to be printed.
///
/// The fraction q lies between 0 and 1, exclusive: 0.99 is the value below which 99 % lie.
package struct Quantile: Hashable, Sendable {
  /// The fraction of the distribution that lies below.
  package let fraction: Double

  /// The fraction must lie between 0 and 1, exclusive.
  package init(_ fraction: Double) {
    precondition(fraction > 0 && fraction < 1, "a quantile lies between 0 and 1")
    self.fraction = fraction
  }

  /// The minimum number of values for printing the quantile: 10/(1 − q), rounded up.
  ///
  /// Then about ten values lie beyond it. Below the median the rule applies to the lower end: 10/q.
  package var printableCount: Int {
    let exact = 10 / min(fraction, 1 - fraction)
    guard exact < 1e18 else { return .max }
    // 1 − 0.9 is slightly less than 0.1 in binary; without the tolerance, 10/(1 − 0.9) would
    // require 101 values.
    let whole = Int(exact)
    return exact - Double(whole) <= exact * 1e-9 ? whole : whole + 1
  }

  /// The quantile of values that were sorted into buckets; nil when there are too few to print it.
  ///
  /// The value of the first bucket at which the cumulative count reaches q times the total, as in
  /// HdrHistogram. The buckets must be in ascending order.
  package func value(ofBuckets buckets: [(value: Double, count: Int)]) -> Double? {
    Self.values(of: [self], inBuckets: buckets).first
  }

  /// The quantile by linear interpolation of the order statistics, within the range of the values.
  ///
  /// Definition 7 of R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", The
  /// American Statistician 50 (1996), 361–365: the value at the zero-based position (n − 1)q. It never
  /// decreases as `fraction` increases from 0 to 1. `values` is ascending and not empty.
  package static func value(at fraction: Double, ofSorted values: [Double]) -> Double {
    let position = Double(values.count - 1) * fraction
    let below = Int(position)
    let above = min(below + 1, values.count - 1)
    let part = position - Double(below)
    return interpolated(from: values[below], to: values[above], by: part)
  }

  /// The point a part of the way from one number to another that is not smaller.
  ///
  /// `part` is at least 0 and less than 1. The result never decreases as `part` increases, is exact
  /// when both numbers are equal, and never exceeds the upper one: the product rounds to at most the
  /// number before the rounded difference, which compensates for that rounding.
  static func interpolated(from lower: Double, to upper: Double, by part: Double) -> Double {
    lower + part * (upper - lower)
  }
}
