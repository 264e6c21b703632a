/// A number cut off behind the digit of a power of ten, with commas between thousands.
///
/// One that is too large or too small to be written out so is written with its power of ten.
///
/// - Parameters:
///   - value: A finite number.
///   - lastDigit: The power of ten of the last digit that is kept: -2 keeps two decimals, 1 rounds
///     to tens.
public func numberText(_ value: Double, lastDigit: Int = 0) -> String {
  let power = powerOfTen(abs(lastDigit))
  let steps = (lastDigit < 0 ? value * power : value / power).rounded()
  // Beyond these bounds the digits would not fit into a whole number.
  guard steps.magnitude < 1e15, abs(lastDigit) <= 18,
    lastDigit <= 0 || steps.magnitude * power < 9e18
  else { return "\(value)" }
  let digits = lastDigit < 0 ? Int(steps.magnitude) : Int(steps.magnitude) * Int(power)
  let decimals = max(-lastDigit, 0)
  let divisor = Int(powerOfTen(decimals))
  let sign = steps < 0 ? "-" : ""
  let fraction =
    decimals == 0 ? "" : "." + String(digits % divisor + divisor).dropFirst()
  return sign + groupedText(digits / divisor) + fraction
}

/// A whole number with commas between thousands, for example `32,714`.
func groupedText(_ number: some BinaryInteger) -> String {
  let digits = String(number.magnitude)
  var grouped = number < 0 ? "-" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index).isMultiple(of: 3) { grouped += "," }
    grouped.append(digit)
  }
  return grouped
}

/// A whole number as short as it can be said: `1`, `1,500`, `10k`, `1M`.
func shortText(_ number: Int) -> String {
  for (size, suffix) in [(1_000_000, "M"), (1_000, "k")]
  where number.isMultiple(of: size) && number >= max(size, 10_000) {
    return groupedText(number / size) + suffix
  }
  return groupedText(number)
}

/// The power of ten of the digit that ends a number of so many significant digits.
///
/// Rounding can lengthen a number, as from 9.996 to 10.0; the result is that of the rounded number.
/// Zero counts as one.
func lastDigit(of value: Double, keeping digits: Int) -> Int {
  let magnitude = value.magnitude
  guard magnitude > 0, magnitude.isFinite else { return 1 - digits }
  var exponent = 0
  while exponent < 300, powerOfTen(exponent + 1) <= magnitude { exponent += 1 }
  while exponent > -300, magnitude < 1, magnitude * powerOfTen(-exponent) < 1 { exponent -= 1 }
  let last = exponent - digits + 1
  let step = last < 0 ? 1 / powerOfTen(-last) : powerOfTen(last)
  let isLonger = (magnitude / step).rounded() >= powerOfTen(digits)
  return isLonger ? last + 1 : last
}

private func powerOfTen(_ exponent: Int) -> Double {
  (0..<exponent).reduce(1.0) { product, _ in product * 10 }
}

/// A number with its noun: `1 task`, `100,000 tasks`.
func counted(_ number: Int, _ noun: String) -> String {
  "\(groupedText(number)) \(number == 1 ? noun : plural(noun))"
}

/// The plural of a regular English noun.
func plural(_ noun: String) -> String {
  if ["s", "x", "ch", "sh"].contains(where: noun.hasSuffix) { return noun + "es" }
  if noun.hasSuffix("y"), let before = noun.dropLast().last, !"aeiou".contains(before) {
    return noun.dropLast() + "ies"
  }
  return noun + "s"
}

/// The parts as an enumeration: `a`, `a and b`, `a, b and c`.
func enumerated(_ parts: [String]) -> String {
  guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
  return parts.dropLast().joined(separator: ", ") + " and " + last
}

/// The text with its first letter in upper case.
func capitalized(_ text: String) -> String {
  text.prefix(1).uppercased() + text.dropFirst()
}
