/// The fences beyond which a value of a sample is marked as an outlier.
///
/// J. W. Tukey, "Exploratory Data Analysis" (1977), chapter 2: 1.5 and 3 interquartile ranges
/// below the first and above the third quartile. A mark is only for the reader; marked values remain
/// in every statistic.
package struct TukeyFences: Hashable, Sendable {
  /// Where a value lies.
  package enum Mark: Hashable, Sendable {
    /// Within the inner fences, like most values.
    case inside
    /// Between the inner and the outer fences.
    case mild
    /// Beyond the outer fences.
    case severe
  }

  /// The range within the inner fences.
  package let inner: ClosedRange<Double>
  /// The range within the outer fences.
  package let outer: ClosedRange<Double>

  /// The fences from the quartiles of the values of all trials.
  package init(of sample: Sample) {
    let values = sample.values
    let lower = Quantile.value(at: 0.25, ofSorted: values)
    let upper = Quantile.value(at: 0.75, ofSorted: values)
    let range = upper - lower
    inner = (lower - 1.5 * range)...(upper + 1.5 * range)
    outer = (lower - 3 * range)...(upper + 3 * range)
  }

  /// The mark of a value.
  package func mark(of value: Double) -> Mark {
    if inner.contains(value) { return .inside }
    return outer.contains(value) ? .mild : .severe
  }
}
