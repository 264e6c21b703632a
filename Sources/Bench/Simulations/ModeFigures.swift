import Platform
import Statistics

/// How often two modes are found where there is one, and where there are two.
func modes() async throws {
  let counts = [8, 10, 15, 20, 30, 60]
  print("Two modes found in 2,000 samples of logarithms, by the gap; in brackets by the dip test")
  print("distribution".padding(to: 19) + counts.map { padded("\($0)", 17) }.joined())
  for (stream, shape) in Shape.all.enumerated() {
    let cells = try counts.map { count in
      var generator = SeededGenerator(seed: 4, stream: UInt64(100 * count + stream))
      var (byGap, byDip) = (0, 0)
      for _ in 0..<2_000 {
        let logarithms = (0..<count).map { _ in shape.draw(&generator) }.sorted()
        if Modes(of: try Sample(trials: logarithms.map { [exp($0)] })) != nil { byGap += 1 }
        if Dip.isLarge(logarithms) { byDip += 1 }
      }
      return percent(Double(byGap) / 2_000) + " (" + percent(Double(byDip) / 2_000) + ")"
    }
    print(shape.name.padding(to: 19) + cells.map { padded($0, 17) }.joined())
  }
}

/// A distribution of logarithms.
private struct Shape: Sendable {
  let name: String
  let draw: @Sendable (inout SeededGenerator) -> Double

  /// Distributions with one mode, then some with two: the share of the slower values, their distance,
  /// and the standard deviation within each mode.
  static let all = [
    Shape(name: "uniform") { $0.uniform() },
    Shape(name: "normal") { $0.normal() },
    Shape(name: "exponential") { -log($0.uniform()) },
    Shape(name: "lognormal") { exp($0.normal()) },
    Shape(name: "heavy tails") { Noise.heavyTails.deviation(1, &$0) },
    Shape(name: "spike with a tail") {
      $0.uniform() < 0.3 ? -log($0.uniform()) : 0.02 * abs($0.normal())
    },
    twoModes(0.5, 0.16), twoModes(0.5, 0.08), twoModes(0.3, 0.16), twoModes(0.3, 0.08),
    twoModes(0.15, 0.08),
  ]

  private static func twoModes(_ share: Double, _ spread: Double) -> Shape {
    Shape(name: "\(fixed(100 * share, digits: 0)) %, 2 ×, \(fixed(spread, digits: 2))") {
      ($0.uniform() < share ? log(2.0) : 0) + spread * $0.normal()
    }
  }
}

/// The dip test of unimodality, a rejected candidate.
///
/// J. A. Hartigan and P. M. Hartigan, "The dip test of unimodality", Annals of Statistics 13 (1985), by
/// the excess mass, which is how much more of a sample two intervals contain than one at the same price
/// of length: D. W. Müller and G. Sawitzki, "Excess mass estimates and tests for multimodality", JASA 86 (1991),
/// 738–746. The difference is twice the dip.
private enum Dip {
  /// Whether the dip is larger than that of 95 % of uniform samples.
  ///
  /// The bound is a curve through their simulated quantiles for 8 to 400 values.
  static func isLarge(_ sorted: [Double]) -> Bool {
    let root = Double(sorted.count).squareRoot()
    return difference(ofSorted: sorted) / 2 > (0.545 - 0.31 / root) / root
  }

  /// The maximum over all prices of length, as a share of the values; at least 1/n.
  ///
  /// The values, at least two, are in ascending order. At a price of λ per length, an interval is worth
  /// its share of the values minus λ times its length. The difference between the worth of the best
  /// two intervals and that of the best one is convex between the prices at which the best interval
  /// changes, so only these have to be tried.
  static func difference(ofSorted values: [Double]) -> Double {
    let lengths = shortestLengths(ofSorted: values)
    var (count, maximum) = (1, 1.0)
    while count < values.count {
      // The next larger interval that is the best at some price.
      var (next, costPerValue) = (values.count, Double.infinity)
      for larger in (count + 1)...values.count {
        let cost = (lengths[larger] - lengths[count]) / Double(larger - count)
        if cost <= costPerValue { (next, costPerValue) = (larger, cost) }
      }
      if costPerValue > 0 {
        let price = 1 / costPerValue
        let one = Double(count) - price * lengths[count]
        maximum = max(maximum, worthOfTwo(ofSorted: values, price: price) - one)
      }
      count = next
    }
    return maximum / Double(values.count)
  }

  /// The length of the shortest interval with each number of values.
  private static func shortestLengths(ofSorted values: [Double]) -> [Double] {
    (0...values.count).map { count in
      guard count > 1 else { return 0 }
      return (count...values.count).reduce(.infinity) { shortest, end in
        min(shortest, values[end - 1] - values[end - count])
      }
    }
  }

  /// The worth of the best two separate intervals, in numbers of values.
  private static func worthOfTwo(ofSorted values: [Double], price: Double) -> Double {
    // The best single interval that ends at the current value, any before it, and the best pair.
    var (one, bestOne, two, best) = (1.0, 1.0, -Double.infinity, 1.0)
    for index in 1..<values.count {
      let cost = price * (values[index] - values[index - 1])
      two = 1 + max(two - cost, bestOne)
      one = 1 + max(one - cost, 0)
      bestOne = max(bestOne, one)
      best = max(best, two)
    }
    return best
  }
}
