/// The order of versions and of the labels of toolchains.
package enum VersionNumber {
  /// Whether a version comes before another: by their numbers, so that 1.9 is before 1.10; a text that
  /// does not begin with a number comes last.
  package static func precedes(_ one: String, _ other: String) -> Bool {
    let numbers = (numbers(in: one), numbers(in: other))
    if numbers.0.isEmpty != numbers.1.isEmpty { return !numbers.0.isEmpty }
    if numbers.0 != numbers.1 { return numbers.0.lexicographicallyPrecedes(numbers.1) }
    return one < other
  }

  /// Whether two texts name one version: they have the same numbers, or are the same without any.
  package static func isSame(_ one: String, _ other: String) -> Bool {
    let numbers = numbers(in: one)
    return one == other || !numbers.isEmpty && numbers == self.numbers(in: other)
  }

  /// The numbers that a text begins with, for example 1, 25 and 5 of `1.25.5`.
  package static func numbers(in text: String) -> [Int] {
    var numbers: [Int] = []
    for part in text.split(separator: ".", omittingEmptySubsequences: false) {
      let digits = part.prefix { $0.isASCII && $0.isNumber }
      guard let number = Int(digits) else { break }
      numbers.append(number)
      if digits.count < part.count { break }
    }
    return numbers
  }

  /// The version in what a trial states about itself, for example `1.27.3` in `go1.27.3 (-trimpath=true)`: the
  /// first word that ends in numbers joined by points; nil if there is none.
  package static func stated(in text: String) -> String? {
    for word in text.split(whereSeparator: { $0 == " " || $0 == "," }) {
      guard let first = word.firstIndex(where: { $0.isASCII && $0.isNumber }) else { continue }
      let number = word[first...].prefix { $0.isASCII && $0.isNumber || $0 == "." }
      if number.contains("."), numbers(in: String(number)).count > 1 { return String(number) }
    }
    return nil
  }
}
