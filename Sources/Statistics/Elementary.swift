/// Exponential and logarithm computed from the four basic operations.
///
/// IEEE 754 defines those operations exactly, so the results have the same bits on every system.
/// `exp` and `log` of the C libraries differ in the last digit from system to system, which would
/// make stored intervals unrepeatable. Square roots come from `Double.squareRoot()`, which IEEE 754
/// defines exactly.
package enum Elementary {
  /// ln 2 in two parts, the first with so few bits that its product with an exponent is exact: the
  /// constants of Sun's `fdlibm`.
  private static let logarithmOfTwo = 6.93147180369123816490e-01
  private static let logarithmOfTwoRest = 1.90821492927058770002e-10

  /// e to a power, with a relative error below 1e-14; zero or infinity outside the range.
  package static func exponential(_ power: Double) -> Double {
    guard power > -745.2 else { return 0 }
    guard power < 709.8 else { return .infinity }
    let whole = Int(power / logarithmOfTwo + (power < 0 ? -0.5 : 0.5))
    let rest = power - Double(whole) * logarithmOfTwo - Double(whole) * logarithmOfTwoRest
    // Taylor's series; the rest is at most 0.35 in magnitude.
    var sum = 1.0
    for divisor in (1...16).reversed() { sum = 1 + sum * rest / Double(divisor) }
    // In two steps: the power of two alone may be out of range when the product is not.
    let half = whole / 2
    return sum * powerOfTwo(half) * powerOfTwo(whole - half)
  }

  /// The natural logarithm of a positive finite number, with an error below 1e-14 times the larger
  /// of one and the result.
  package static func logarithm(_ number: Double) -> Double {
    var (significand, exponent) = (number.significand, Double(number.exponent))
    if significand > 1.4142135623730951 {
      significand /= 2
      exponent += 1
    }
    // ln x = 2 artanh((x − 1)/(x + 1)); the argument is at most 0.172 in magnitude.
    let ratio = (significand - 1) / (significand + 1)
    var sum = 0.0
    for divisor in stride(from: 23, through: 1, by: -2) {
      sum = sum * ratio * ratio + 1 / Double(divisor)
    }
    return exponent * logarithmOfTwo + (2 * ratio * sum + exponent * logarithmOfTwoRest)
  }

  private static func powerOfTwo(_ exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: 1)
  }
}
