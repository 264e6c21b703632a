/// A place in a distribution, with the rule that says from how many values it may be printed.
///
/// The fraction q is between 0 and 1, both excluded: 0.99 is the value below which 99 % lie.
package struct Quantile: Hashable, Sendable {
  /// What a sample has to say about a quantile.
  package enum Reading: Hashable, Sendable {
    /// The sample has enough values; the quantile may be printed.
    case printable(Double)
    /// About one to ten values lie beyond the quantile: not to be printed as a figure.
    ///
    /// `needed` is the number of values from which it would be printable.
    case thin(Double, needed: Int)
    /// Less than one value lies beyond the quantile, so it would be an extreme under another name.
    ///
    /// `needed` is the number of values from which it would be printable.
    case refused(needed: Int)
  }

  /// The fraction of the distribution that lies below.
  package let fraction: Double

  /// Makes the quantile at a fraction between 0 and 1, both excluded.
  package init(_ fraction: Double) {
    precondition(fraction > 0 && fraction < 1, "a quantile lies between 0 and 1")
    self.fraction = fraction
  }

  /// The least number of values from which the quantile may be printed: 10/(1 − q), rounded up.
  ///
  /// Then about ten values lie beyond it. Below the median the same is asked of the lower end:
  /// 10/q.
  package var printableCount: Int { Self.count(leaving: 10, beyond: tail) }

  /// The least number of values from which the quantile is not just the extreme: 1/(1 − q),
  /// rounded up; below the median 1/q.
  package var refusedBelowCount: Int { Self.count(leaving: 1, beyond: tail) }

  /// The quantile over the values of all trials of a sample, judged by their number.
  ///
  /// Values of one trial resemble one another, so the rule is necessary, not sufficient.
  package func reading(of sample: Sample) -> Reading {
    if sample.count < refusedBelowCount { return .refused(needed: printableCount) }
    let value = Self.value(at: fraction, ofSorted: sample.values)
    return sample.count < printableCount ? .thin(value, needed: printableCount) : .printable(value)
  }

  /// The quantile of values that were sorted into buckets; nil when there are too few to print it.
  ///
  /// The value of the first bucket at which the count so far reaches q times the whole count, which
  /// is how HdrHistogram reads a quantile. The buckets stand in rising order.
  package func value(ofBuckets buckets: [(value: Double, count: Int)]) -> Double? {
    Self.values(of: [self], inBuckets: buckets).first
  }

  /// The quantile by linear interpolation of the order statistics, in the hull of the values.
  ///
  /// Definition 7 of R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", The
  /// American Statistician 50 (1996), 361–365: with h = (n − 1)q, the value at the zero-based
  /// position h. It never falls as `fraction`, from 0 to 1, rises. `values` is ascending and not
  /// empty.
  package static func value(at fraction: Double, ofSorted values: [Double]) -> Double {
    let position = Double(values.count - 1) * fraction
    let below = Int(position)
    let above = min(below + 1, values.count - 1)
    let part = position - Double(below)
    return interpolated(from: values[below], to: values[above], by: part)
  }

  /// The point a part of the way from one number to another that is not smaller.
  ///
  /// `part` is at least 0 and less than 1. The result never falls as `part` rises, is exact where
  /// both numbers are equal, and does not overstep the upper one: the product rounds to no more
  /// than the number before the rounded difference, which makes up for that rounding.
  static func interpolated(from lower: Double, to upper: Double, by part: Double) -> Double {
    lower + part * (upper - lower)
  }

  /// The share of the distribution beyond the quantile, on the nearer side.
  private var tail: Double { min(fraction, 1 - fraction) }

  private static func count(leaving values: Double, beyond tail: Double) -> Int {
    let exact = values / tail
    guard exact < 1e18 else { return .max }
    // 1 − 0.9 is a little less than 0.1 in binary; without the tolerance 10/(1 − 0.9) would
    // ask for 101 values. (No `rounded()`: it would need the C mathematics library.)
    let whole = Int(exact)
    return exact - Double(whole) <= exact * 1e-9 ? whole : whole + 1
  }
}
