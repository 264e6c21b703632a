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
    text.split(whereSeparator: { $0 == " " || $0 == "," }).lazy.compactMap { word in
      word.firstIndex { $0.isASCII && $0.isNumber }.flatMap { version(at: word[$0...]) }
    }.first
  }

  /// The version of a language or library in what a publisher states about several, for example `1.41.1` of `tokio` in
  /// `Rust 1.82.0, tokio 1.41.1`: the numbers joined by points that follow its name in any case; nil if there are
  /// none.
  package static func stated(in text: String, of name: String) -> String? {
    let words = text.lowercased().split { " ,;()".contains($0) }
    return words.indices.lazy.filter { words[$0].hasPrefix(name.lowercased()) }.compactMap {
      index in
      let rest = words[index].dropFirst(name.count)
      return version(at: rest.isEmpty ? words[(index + 1)...].first ?? "" : rest)
    }.first
  }

  /// How far a version is from a wanted one, to be compared in lexicographic order: the first number in which they
  /// differ counts most, and of two that differ in it alike on one side, the one with the nearer rest is nearer.
  package static func distance(from wanted: String, to version: String) -> [Int] {
    let (one, other) = (numbers(in: wanted), numbers(in: version))
    var side = 0
    return (0..<max(one.count, other.count)).map { index in
      let pair = [one, other].map { index < $0.count ? $0[index] : 0 }
      guard side == 0 else { return side * pair[1] }
      side = (pair[1] - pair[0]).signum()
      return abs(pair[1] - pair[0])
    }
  }

  /// At least two numbers joined by points at the start of a text.
  private static func version(at text: Substring) -> String? {
    let number = String(text.prefix { $0.isASCII && $0.isNumber || $0 == "." })
    return numbers(in: number).count > 1 ? number : nil
  }
}
