/// Student's t distribution with any positive number of degrees of freedom.
enum Student {
  /// The distance from zero beyond which a share of the distribution lies, on both sides together.
  ///
  /// The share lies between 0 and 1, exclusive; the degrees are at least 0.1. Found by bisection on a
  /// logarithmic scale up to e^100, to which the result is clamped, with a relative error below 1e-12.
  static func quantile(outside share: Double, degrees: Double) -> Double {
    var (low, high) = (-100.0, 100.0)
    for _ in 0..<54 {
      let middle = (low + high) / 2
      if self.share(outside: Elementary.exponential(middle), degrees: degrees) > share {
        low = middle
      } else {
        high = middle
      }
    }
    return Elementary.exponential((low + high) / 2)
  }

  /// The share of the distribution farther from zero than a positive distance.
  ///
  /// The incomplete beta function I at ν/(ν + t²) with ν/2 and 1/2: M. Abramowitz and I. A. Stegun,
  /// "Handbook of Mathematical Functions" (1964), 26.7.1.
  static func share(outside distance: Double, degrees: Double) -> Double {
    let square = distance * distance
    let (inner, outer) = (square / (degrees + square), degrees / (degrees + square))
    // The continued fraction converges fast on the side of the mean.
    return outer < (degrees + 2) / (degrees + 5)
      ? incompleteBeta(outer, inner, degrees / 2, 0.5)
      : 1 - incompleteBeta(inner, outer, 0.5, degrees / 2)
  }

  /// I at a number x from 0 to 1 with parameters a and b; `rest` is 1 − x.
  ///
  /// By the continued fraction of Abramowitz and Stegun (1964), 26.5.8, evaluated from its start: W. J.
  /// Lentz, "Generating Bessel functions in Mie scattering calculations using continued fractions",
  /// Applied Optics 15 (1976).
  private static func incompleteBeta(
    _ number: Double, _ rest: Double, _ a: Double, _ b: Double
  ) -> Double {
    guard number > 0, rest > 0 else { return number > 0 ? 1 : 0 }
    var (c, d, fraction) = (1.0, 1 / (1 - (a + b) * number / (a + 1)), 1.0)
    fraction = d
    for step in 1...1_000 {
      let m = Double(step)
      let even = m * (b - m) * number / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / (1 + even * d)
      c = 1 + even / c
      fraction *= c * d
      let odd = -(a + m) * (a + b + m) * number / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / (1 + odd * d)
      c = 1 + odd / c
      fraction *= c * d
      if (c * d - 1).magnitude < 1e-15 { break }
    }
    let logarithm =
      a * Elementary.logarithm(number) + b * Elementary.logarithm(rest)
      + Gamma.logarithm(a + b) - Gamma.logarithm(a) - Gamma.logarithm(b)
    return Elementary.exponential(logarithm) * fraction / a
  }
}
