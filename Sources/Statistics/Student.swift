/// Student's t distribution with any positive number of degrees of freedom.
struct Student {
  private static let oneHalf = BetaParameter(0.5)

  private let degrees: Double
  /// Half the degrees of freedom.
  private let half: BetaParameter
  /// The logarithm of the gamma function of both parameters together.
  private let gammaOfSum: Double

  private init(degrees: Double) {
    self.degrees = degrees
    half = BetaParameter(degrees / 2)
    gammaOfSum = Gamma.logarithm(degrees / 2 + 0.5)
  }

  /// The distance from zero beyond which a share of the distribution lies, on both sides together.
  ///
  /// The share lies between 0 and 1, exclusive; the degrees are at least 0.1. Found by bisection on a
  /// logarithmic scale up to e^100, to which the result is clamped, with a relative error below 1e-12.
  static func quantile(outside share: Double, degrees: Double) -> Double {
    let student = Student(degrees: degrees)
    var (low, high) = (-100.0, 100.0)
    for _ in 0..<54 {
      let middle = (low + high) / 2
      if student.share(outside: Elementary.exponential(middle)) > share {
        low = middle
      } else {
        high = middle
      }
    }
    return Elementary.exponential((low + high) / 2)
  }

  /// The share of the distribution farther from zero than a positive distance.
  static func share(outside distance: Double, degrees: Double) -> Double {
    Student(degrees: degrees).share(outside: distance)
  }

  /// The incomplete beta function I at ν/(ν + t²) with ν/2 and 1/2.
  ///
  /// M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions" (1964), 26.7.1.
  private func share(outside distance: Double) -> Double {
    let square = distance * distance
    let (inner, outer) = (square / (degrees + square), degrees / (degrees + square))
    // The continued fraction converges fast on the side of the mean.
    return outer < (degrees + 2) / (degrees + 5)
      ? incompleteBeta(outer, inner, half, Self.oneHalf)
      : 1 - incompleteBeta(inner, outer, Self.oneHalf, half)
  }

  /// I at a number x from 0 to 1 with both parameters; `rest` is 1 − x.
  ///
  /// By the continued fraction of Abramowitz and Stegun (1964), 26.5.8, evaluated from its start: W. J.
  /// Lentz, "Generating Bessel functions in Mie scattering calculations using continued fractions",
  /// Applied Optics 15 (1976).
  private func incompleteBeta(
    _ number: Double, _ rest: Double, _ first: BetaParameter, _ second: BetaParameter
  ) -> Double {
    guard number > 0, rest > 0 else { return number > 0 ? 1 : 0 }
    let (a, b) = (first.value, second.value)
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
      + gammaOfSum - first.gamma - second.gamma
    return Elementary.exponential(logarithm) * fraction / a
  }
}

/// A parameter of the beta function with the logarithm of its gamma function, which a search for a
/// quantile needs many times.
private struct BetaParameter {
  let value, gamma: Double

  init(_ value: Double) {
    self.value = value
    gamma = Gamma.logarithm(value)
  }
}
