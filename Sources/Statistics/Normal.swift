/// The standard normal distribution.
package enum Normal {
  /// The share of the distribution above a score, with a relative error below 1e-13.
  ///
  /// Near the middle, the series of G. Marsaglia, "Evaluating the normal distribution", Journal of
  /// Statistical Software 11 (2004), issue 4; in the tail, Laplace's continued fraction,
  /// M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions" (1964), 26.2.14.
  package static func share(above score: Double) -> Double {
    if score < 0 { return 1 - share(above: -score) }
    // Beyond this score the share is below the smallest `Double`.
    if score > 38.5 { return 0 }
    let density = density(at: score)
    if score > 2.5 {
      var fraction = score
      for numerator in (1...200).reversed() { fraction = score + Double(numerator) / fraction }
      return density / fraction
    }
    var (term, sum, divisor) = (score, score, 1.0)
    while term > sum * 1e-17 {
      divisor += 2
      term *= score * score / divisor
      sum += term
    }
    return 0.5 - density * sum
  }

  private static func density(at score: Double) -> Double {
    Elementary.exponential(-score * score / 2) * 0.3989422804014327
  }

  /// A lower bound for the share of the distribution farther from zero than a distance, and so for that of
  /// Student's t distribution, which has more there.
  ///
  /// Source: R. D. Gordon, "Values of Mills' ratio of area to bounding ordinate and of the normal probability
  /// integral for large values of the argument", Annals of Mathematical Statistics 12 (1941), 364–366.
  static func minimumShare(outside distance: Double) -> Double {
    2 * density(at: distance) * distance / (1 + distance * distance)
  }

  /// The score below which a share of the distribution lies, for shares from 0 to 1.
  ///
  /// Found by bisection from −8 to 8, to which the result is clamped.
  static func quantile(_ share: Double) -> Double {
    var (low, high) = (-8.0, 8.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if self.share(above: -middle) < share { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
