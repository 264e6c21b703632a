/// The distribution of the median of a resample, over all possible resamples at once.
///
/// A resample of n values draws n of them with replacement, and its median is an order statistic of
/// the ranks drawn. The binomial distribution gives the probability of each rank in the middle, so
/// nothing has to be drawn: B. Efron, "Bootstrap methods: another look at the jackknife", Annals
/// of Statistics 7 (1979), section 3; J. S. Maritz and R. G. Jarrett, "A note on estimating the
/// variance of the sample median", JASA 73 (1978), 194–196. For the two order statistics in the
/// middle of an even number: A. D. Hutson and M. D. Ernst, "The exact bootstrap mean and variance
/// of an L-estimator", JRSS B 62 (2000), 89–94.
struct MedianDistribution: Equatable, Sendable {
  /// The largest number of values whose distribution is computed.
  ///
  /// With more values, the powers would leave the range of a `Double`.
  static let maximumCount = 1_000

  /// The possible medians in ascending order; equal ones may be listed separately.
  let medians: [Double]
  /// The share of all resamples that have each of ``medians``.
  let shares: [Double]
  /// At index n: the share of all resamples whose median is one of the n smallest ``medians``.
  let sharesBelow: [Double]
  /// At index n: the share of all resamples whose median is not one of the n smallest ``medians``.
  let sharesFrom: [Double]

  /// The values, one to ``maximumCount``, must be in ascending order.
  init(ofSorted values: [Double]) {
    precondition(!values.isEmpty && values.count <= Self.maximumCount)
    let points = values.count.isMultiple(of: 2) ? Self.pairs(of: values) : Self.middles(of: values)
    medians = points.map(\.median)
    shares = points.map(\.share)
    sharesBelow = Self.sums(of: shares)
    sharesFrom = Self.sums(of: shares.reversed()).reversed()
  }

  /// The smallest median that at least a share of all resamples does not exceed.
  func value(above share: Double) -> Double {
    let index = sharesBelow.dropFirst().firstIndex { $0 >= share }
    return medians[(index ?? medians.count) - 1]
  }

  /// The largest median that at least a share of all resamples reaches.
  func value(below share: Double) -> Double {
    let index = sharesFrom.dropLast().lastIndex { $0 >= share }
    return medians[index ?? 0]
  }

  /// The sums of the first 0, 1, 2, … shares.
  private static func sums(of shares: some Sequence<Double>) -> [Double] {
    var sum = 0.0
    return [0]
      + shares.map { share in
        sum += share
        return sum
      }
  }
}

// MARK: - The probability of each median

extension MedianDistribution {
  private typealias Point = (median: Double, share: Double)

  /// Smaller shares are left out: for a thousand values, all such pairs together amount to 10^-14.
  private static let negligibleShare = 1e-20

  /// The medians of an odd number of values: the values themselves.
  private static func middles(of values: [Double]) -> [Point] {
    let middle = values.count / 2
    var points: [Point] = values.map { ($0, 0) }
    var below = 0.0
    for rank in 0..<middle {
      let share = reach(of: middle + 1, by: rank + 1, of: values.count)
      points[rank].share = share - below
      // By symmetry the same as at the other end, without the rounding of numbers near one.
      points[values.count - 1 - rank].share = share - below
      below = share
    }
    points[middle].share = 1 - 2 * below
    return points
  }

  /// The medians of an even number of values: the means of pairs of them.
  private static func pairs(of values: [Double]) -> [Point] {
    let count = values.count
    let half = count / 2
    // (1 − r/n)^(n/2) · 2^(n/2); the power of two keeps small numbers in range.
    let powers = (0...count).map { power(2 * Double(count - $0) / Double(count), half) }
    let steps = (0..<count).map { powers[$0] - powers[$0 + 1] }
    let scale = centralBinomialShare(half)
    var points: [Point] = []
    for lower in 0..<count {
      // All lower draws up to this rank, with this rank among them: the mirror image of `steps`.
      let lowerShare = scale * steps[count - 1 - lower]
      for upper in (lower + 1)..<max(count, lower + 1) {
        let share = lowerShare * steps[upper]
        if share < negligibleShare { break }
        let mean = Quantile.interpolated(from: values[lower], to: values[upper], by: 0.5)
        points.append((mean, share))
      }
    }
    var below = 0.0
    for rank in 0..<half {
      let notAbove = reach(of: half, by: rank + 1, of: count)
      let apart = scale * steps[count - 1 - rank] * powers[rank + 1]
      let share = max(0, notAbove - below - apart)
      points.append((values[rank], share))
      points.append((values[count - 1 - rank], share))
      below = notAbove
    }
    points.sort { $0.median < $1.median }
    return points
  }

  /// The probability that at least `minimum` of `count` draws are among the `lowest` ranks, which are
  /// at most half of all.
  private static func reach(of minimum: Int, by lowest: Int, of count: Int) -> Double {
    let inside = Double(lowest) / Double(count)
    let outside = 1 - inside
    // Binomial(n, k) = Π (n − i)/(k − i), multiplied in an order that stays in range.
    var term = power(outside, count - minimum)
    for index in 0..<minimum { term *= inside * Double(count - index) / Double(minimum - index) }
    var sum = term
    for drawn in minimum..<count {
      term *= inside / outside * Double(count - drawn) / Double(drawn + 1)
      sum += term
    }
    return sum
  }

  /// Binomial(2m, m) / 4^m.
  private static func centralBinomialShare(_ half: Int) -> Double {
    var share = 1.0
    for factor in 1...half { share *= Double(2 * factor - 1) / Double(2 * factor) }
    return share
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, rest) = (1.0, base, exponent)
    while rest > 0 {
      if !rest.isMultiple(of: 2) { result *= square }
      square *= square
      rest /= 2
    }
    return result
  }
}
