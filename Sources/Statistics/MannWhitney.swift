/// Whether the values of one group tend to be larger than those of another, by ranks alone.
///
/// H. B. Mann and D. R. Whitney, "On a test of whether one of two random variables is
/// stochastically larger than the other", Annals of Mathematical Statistics 18 (1947), 50–60. The
/// groups are the medians of two samples' trials: values of one trial are not independent.
package struct MannWhitney: Hashable, Sendable {
  /// The largest product of the two sizes for which arrangements are counted one by one.
  ///
  /// Two groups of 20: the counts are still exact in a `Double`, and for larger groups the normal
  /// approximation is close enough.
  static let maximumCountedProduct = 400

  /// The number of pairs in which the value of the first group is larger; ties count half.
  package let u: Double
  /// The probability of a `u` at least this far from even if both groups come from one
  /// distribution: two-sided, greater than zero and at most one.
  ///
  /// Exact, by counting all arrangements, when no value occurs twice and the product of the sizes is
  /// at most 400. Otherwise from the normal approximation, with the variance corrected for ties and
  /// a continuity correction of half a pair. One when all values are equal.
  package let pValue: Double
  /// How far the first group's values exceed the second's, from −1 (all below) to 1 (all above).
  ///
  /// The share of pairs in which the first is larger minus the share in which it is smaller:
  /// N. Cliff, "Dominance statistics", Psychological Bulletin 114 (1993), 494–509. Equal to the
  /// rank-biserial correlation.
  package let cliffsDelta: Double

  /// Compares two groups of values; nil when one is empty or contains a NaN.
  package init?(_ first: [Double], _ second: [Double]) {
    guard !first.isEmpty, !second.isEmpty, !(first + second).contains(where: \.isNaN) else {
      return nil
    }
    var halves = 0
    for value in first {
      for other in second { halves += value > other ? 2 : value == other ? 1 : 0 }
    }
    let pairs = first.count * second.count
    u = Double(halves) / 2
    cliffsDelta = Double(halves - pairs) / Double(pairs)
    let ties = Self.tieSizes(of: first + second)
    let extreme = max(halves, 2 * pairs - halves)
    pValue =
      ties.isEmpty && pairs <= Self.maximumCountedProduct
      ? Self.countedShare(from: extreme / 2, first.count, second.count)
      : Self.approximateShare(from: extreme, first.count, second.count, ties: ties)
  }

  /// The number of occurrences of each value that occurs more than once.
  private static func tieSizes(of values: [Double]) -> [Int] {
    let sorted = values.sorted()
    var sizes: [Int] = []
    var start = 0
    for end in 1...sorted.count where end == sorted.count || sorted[end] != sorted[start] {
      if end - start > 1 { sizes.append(end - start) }
      start = end
    }
    return sizes
  }

  /// Twice the share of arrangements with at least `minimum` pairs, at most one.
  ///
  /// The numbers of arrangements by their pairs are the coefficients of the Gaussian binomial
  /// Π (1 − q^(m+i)) / (1 − q^i), multiplied out factor by factor.
  private static func countedShare(from minimum: Int, _ first: Int, _ second: Int) -> Double {
    var counts = [1.0] + Array(repeating: 0, count: first * second)
    for index in 1...first {
      for power in stride(from: counts.count - 1, through: second + index, by: -1) {
        counts[power] -= counts[power - second - index]
      }
      for power in index..<max(index, counts.count) { counts[power] += counts[power - index] }
    }
    let all = counts.reduce(0, +)
    return min(1, 2 * counts[minimum...].reduce(0, +) / all)
  }

  private static func approximateShare(
    from halves: Int, _ first: Int, _ second: Int, ties: [Int]
  ) -> Double {
    let (pairs, count) = (Double(first * second), Double(first + second))
    let tied = ties.reduce(0.0) { $0 + Double($1) * (Double($1) * Double($1) - 1) }
    let variance = pairs / 12 * (count + 1 - tied / (count * (count - 1)))
    // When all values are equal, the variance is zero except for rounding.
    guard ties != [first + second] else { return 1 }
    let distance = (Double(halves) - pairs) / 2 - 0.5
    // The smallest normal `Double` instead of zero: no evidence is infinite.
    let share = Normal.share(above: distance / variance.squareRoot())
    return min(1, max(2 * share, .leastNormalMagnitude))
  }
}

/// The p-values of one table, adjusted so that the probability of any false finding in it stays below
/// the level at which each is read.
///
/// S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
/// Statistics 6 (1979), 65–70: the smallest of m values is multiplied by m, the next by m − 1 and so
/// on; none becomes smaller than the one before it or larger than one. Nil or NaN stands for a
/// comparison without a p-value: it becomes nil and is not counted. Results are in the order given.
package func holmAdjusted(_ pValues: [Double?]) -> [Double?] {
  let found = pValues.enumerated().compactMap { index, value in
    value.flatMap { $0.isNaN ? nil : (index: index, value: $0) }
  }
  var adjusted = [Double?](repeating: nil, count: pValues.count)
  var minimum = 0.0
  for (rank, entry) in found.sorted(by: { $0.value < $1.value }).enumerated() {
    minimum = max(minimum, min(1, entry.value * Double(found.count - rank)))
    adjusted[entry.index] = minimum
  }
  return adjusted
}
