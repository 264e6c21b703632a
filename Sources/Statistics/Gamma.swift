/// The logarithm of the gamma function and its first two derivatives.
///
/// For small arguments, the recurrence moves up to ten; from there, the asymptotic series:
/// M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions" (1964), 6.1.15, 6.1.41, 6.3.5,
/// 6.3.18, 6.4.6 and 6.4.12.
enum Gamma {
  /// ln Γ of a positive number, with an error below 1e-13 times the larger of one and the result.
  static func logarithm(_ number: Double) -> Double {
    var (argument, product) = (number, 1.0)
    while argument < 10 {
      product *= argument
      argument += 1
    }
    let inverse = 1 / (argument * argument)
    var series = 0.0
    // The Bernoulli numbers B₁₂ to B₂, each divided by its index and the number before it.
    for term in [-691.0 / 360_360, 1.0 / 1_188, -1.0 / 1_680, 1.0 / 1_260, -1.0 / 360, 1.0 / 12] {
      series = series * inverse + term
    }
    // The constant is half the logarithm of 2π.
    return (argument - 0.5) * Elementary.logarithm(argument) - argument + 0.9189385332046727
      + series / argument - Elementary.logarithm(product)
  }

  /// ψ of a positive number, with an error below 1e-12 times the larger of one and the result.
  static func digamma(_ number: Double) -> Double {
    var (argument, shift) = (number, 0.0)
    while argument < 10 {
      shift -= 1 / argument
      argument += 1
    }
    let inverse = 1 / (argument * argument)
    var series = 0.0
    // The Bernoulli numbers B₁₂ to B₂, each divided by its index.
    for term in [-691.0 / 32_760, 1.0 / 132, -1.0 / 240, 1.0 / 252, -1.0 / 120, 1.0 / 12] {
      series = (series + term) * inverse
    }
    return shift + Elementary.logarithm(argument) - 1 / (2 * argument) - series
  }

  /// ψ′ of a positive number, with a relative error below 1e-12.
  static func trigamma(_ number: Double) -> Double {
    var (argument, shift) = (number, 0.0)
    while argument < 10 {
      shift += 1 / (argument * argument)
      argument += 1
    }
    let inverse = 1 / (argument * argument)
    var series = 0.0
    // The Bernoulli numbers B₁₂ to B₂.
    for term in [-691.0 / 2_730, 5.0 / 66, -1.0 / 30, 1.0 / 42, -1.0 / 30, 1.0 / 6] {
      series = (series + term) * inverse
    }
    return shift + (1 + 1 / (2 * argument) + series) / argument
  }

  /// The number whose ψ′ is the value, for values from ψ′ at the upper bound of the result.
  ///
  /// Found by bisection on a logarithmic scale from 1e-3 to 1e3, to which the result is clamped.
  static func inverseTrigamma(_ value: Double) -> Double {
    var (low, high) = (1e-3, 1e3)
    for _ in 0..<60 {
      let middle = (low * high).squareRoot()
      if trigamma(middle) > value { low = middle } else { high = middle }
    }
    return (low * high).squareRoot()
  }
}
