/// A number rounded to the digit of a power of ten, with commas between thousands.
///
/// A number too large or too small for that is written with an exponent.
///
/// - Parameters:
///   - value: A finite number.
///   - lastDigit: The power of ten of the last digit that is kept: -2 keeps two decimals, 1 rounds
///     to tens.
package func numberText(_ value: Double, lastDigit: Int = 0) -> String {
  let power = powerOfTen(abs(lastDigit))
  let steps = (lastDigit < 0 ? value * power : value / power).rounded()
  // Beyond these bounds the digits would not fit into a whole number.
  guard steps.magnitude < 1e15, abs(lastDigit) <= 18,
    lastDigit <= 0 || steps.magnitude * power < 9e18
  else { return "\(value)" }
  let digits = lastDigit < 0 ? UInt64(steps.magnitude) : UInt64(steps.magnitude) * UInt64(power)
  return digitText(digits, decimals: max(-lastDigit, 0), isNegative: steps < 0)
}

/// A whole number with commas between thousands, for example `32,714`.
package func groupedText(_ number: some BinaryInteger) -> String {
  digitText(UInt64(number.magnitude), decimals: 0, isNegative: number < 0)
}

/// A number from its digits, of which some follow the point, with commas between thousands before it.
///
/// Built from the last digit to the first for speed, since a report prints about a hundred thousand.
private func digitText(_ digits: UInt64, decimals: Int, isNegative: Bool) -> String {
  // Twenty digits with six commas, a point and a sign; or as many zeros as there are decimals.
  String(unsafeUninitializedCapacity: 32) { text in
    var (rest, place, count) = (digits, 0, 0)
    func add(_ byte: UInt8) {
      text[count] = byte
      count += 1
    }
    repeat {
      if place > decimals, (place - decimals).isMultiple(of: 3) { add(UInt8(ascii: ",")) }
      if place == decimals, decimals > 0 { add(UInt8(ascii: ".")) }
      add(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
      place += 1
    } while rest > 0 || place <= decimals
    if isNegative { add(UInt8(ascii: "-")) }
    var written = text[..<count]
    written.reverse()
    return count
  }
}

/// A whole number in its shortest form: `1`, `1,500`, `10k`, `1M`.
package func shortText(_ number: Int) -> String {
  for (size, suffix) in [(1_000_000, "M"), (1_000, "k")]
  where number.isMultiple(of: size) && number >= max(size, 10_000) {
    return groupedText(number / size) + suffix
  }
  return groupedText(number)
}

/// The power of ten of the last digit of a number with the given count of significant digits.
///
/// Rounding can lengthen a number, as from 9.996 to 10.0; the result is that of the rounded number.
/// Zero counts as one.
package func lastDigit(of value: Double, keeping digits: Int) -> Int {
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
package func counted(_ number: Int, _ noun: String) -> String {
  "\(groupedText(number)) \(number == 1 ? noun : plural(noun))"
}

/// The plural of a regular English noun.
package func plural(_ noun: String) -> String {
  if ["s", "x", "ch", "sh"].contains(where: noun.hasSuffix) { return noun + "es" }
  if noun.hasSuffix("y"), let before = noun.dropLast().last, !"aeiou".contains(before) {
    return noun.dropLast() + "ies"
  }
  return noun + "s"
}

/// The parts as an enumeration: `a`, `a and b`, `a, b and c`.
package func enumerated(_ parts: [String]) -> String {
  guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
  return parts.dropLast().joined(separator: ", ") + " and " + last
}

/// The text with its first letter in upper case.
package func capitalized(_ text: String) -> String {
  text.prefix(1).uppercased() + text.dropFirst()
}
