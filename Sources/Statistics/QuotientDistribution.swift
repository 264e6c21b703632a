/// The distribution of the quotient of two medians, over all pairs of resamples at once.
///
/// The quotients are not listed: their number is the product of two large ones. For any value the
/// share of quotients below it is a single walk through both distributions, so a bound is found by
/// halving the range of all doubles between the least and the greatest quotient, at most 64 times.
struct QuotientDistribution {
  private let numerators: MedianDistribution
  private let denominators: MedianDistribution
  private let least: UInt64
  private let greatest: UInt64

  /// Makes the distribution of non-negative numerators over positive denominators whose quotients
  /// are all finite.
  init(of numerators: MedianDistribution, over denominators: MedianDistribution) {
    self.numerators = numerators
    self.denominators = denominators
    // The bits of non-negative doubles stand in the order of their values.
    let (above, below) = (numerators.medians, denominators.medians)
    least = (above[0] / below[below.count - 1]).bitPattern
    greatest = (above[above.count - 1] / below[0]).bitPattern
  }

  /// The smallest quotient that at least a share of all pairs does not exceed.
  func value(above share: Double) -> Double {
    first { weight(of: numerators.sharesBelow, notAbove: $0) >= share }
  }

  /// The largest quotient that at least a share of all pairs reaches.
  func value(below share: Double) -> Double {
    // The first number that too few pairs exceed.
    first { weight(of: numerators.sharesFrom, notAbove: $0) < share }
  }

  /// The share of all pairs whose quotient is below a value, and half of those that equal it.
  func share(below value: Double) -> Double {
    (weight(of: numerators.sharesBelow, notAbove: value.nextDown)
      + weight(of: numerators.sharesBelow, notAbove: value)) / 2
  }

  /// The first double in the range of the quotients from which on a condition holds; the last where
  /// it holds nowhere.
  private func first(where holds: (Double) -> Bool) -> Double {
    var (low, high) = (least, greatest)
    while low < high {
      let middle = low + (high - low) / 2
      if holds(Double(bitPattern: middle)) { high = middle } else { low = middle + 1 }
    }
    return Double(bitPattern: low)
  }

  /// The sum over the denominators of the share of each times `shares` at the number of numerators
  /// whose quotient with it is not above a value.
  ///
  /// The larger the denominator, the more numerators these are. As the terms are always added in
  /// the same order and rounding keeps order, the sum never turns back as the value rises.
  private func weight(of shares: [Double], notAbove value: Double) -> Double {
    var (count, sum) = (0, 0.0)
    for index in denominators.medians.indices {
      let denominator = denominators.medians[index]
      while count < numerators.medians.count, numerators.medians[count] / denominator <= value {
        count += 1
      }
      sum += denominators.shares[index] * shares[count]
    }
    return sum
  }
}
