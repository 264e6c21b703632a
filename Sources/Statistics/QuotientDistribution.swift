/// The distribution of the quotient of two medians, over all pairs of resamples at once.
///
/// The quotients are too many to list: their number is the product of two large ones. For any value,
/// the share of quotients below it takes one pass through both distributions, so a bound is found by
/// bisection over all doubles between the smallest and the largest quotient, in at most 64 steps.
struct QuotientDistribution {
  private let numerators: MedianDistribution
  private let denominators: MedianDistribution
  /// The bit patterns of the smallest and the largest quotient.
  private let minimum, maximum: UInt64

  /// The numerators must not be negative, the denominators positive, and all quotients finite.
  init(of numerators: MedianDistribution, over denominators: MedianDistribution) {
    self.numerators = numerators
    self.denominators = denominators
    // The bit patterns of non-negative doubles are in the order of their values.
    let (above, below) = (numerators.medians, denominators.medians)
    minimum = (above[0] / below[below.count - 1]).bitPattern
    maximum = (above[above.count - 1] / below[0]).bitPattern
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

  /// The first double in the range of the quotients for which a monotone condition holds; the last
  /// one when it never does.
  private func first(where holds: (Double) -> Bool) -> Double {
    var (low, high) = (minimum, maximum)
    while low < high {
      let middle = low + (high - low) / 2
      if holds(Double(bitPattern: middle)) { high = middle } else { low = middle + 1 }
    }
    return Double(bitPattern: low)
  }

  /// The sum over the denominators of the share of each times `shares` at the number of numerators
  /// whose quotient with it is not above a value.
  ///
  /// The larger the denominator, the more numerators these are. The terms are always added in the
  /// same order and rounding preserves order, so the sum never decreases as the value increases.
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
