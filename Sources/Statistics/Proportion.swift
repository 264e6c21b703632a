/// How many of a number of similar events had a property, with an interval for its probability.
package struct Proportion: Hashable, Sendable {
  /// The number of events that had the property.
  package let count: Int
  /// The number of all events.
  package let total: Int

  package init(_ count: Int, of total: Int) {
    precondition(count >= 0 && count <= total, "a part is not more than the whole")
    self.count = count
    self.total = total
  }

  /// The share of the events, from 0 to 1, with the interval of nominal 95 %; nil without events.
  ///
  /// The interval is the score interval of E. B. Wilson, "Probable inference, the law of succession,
  /// and statistical inference", JASA 22 (1927), 209–212. It stays between 0 and 1 and is valid for
  /// small counts and for a count of zero, where the usual normal interval would have no width. It
  /// assumes independent events.
  package var share: Estimate? {
    guard total > 0 else { return nil }
    // The quantile 0.975 of the normal distribution.
    let deviation = 1.959_963_984_540_054
    let number = Double(total)
    let share = Double(count) / number
    let squared = deviation * deviation / number
    let center = (share + squared / 2) / (1 + squared)
    let halfWidth =
      deviation / (1 + squared) * ((share * (1 - share) + squared / 4) / number).squareRoot()
    return Estimate(
      value: share,
      interval: ConfidenceInterval(
        level: 0.95, lower: count == 0 ? 0 : max(0, center - halfWidth),
        upper: count == total ? 1 : min(1, center + halfWidth)))
  }
}
