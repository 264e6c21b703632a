/// The name of one number of a report: a case and a metric, whatever run they were measured in, or a
/// published number.
///
/// It is short enough to be typed and stays the same from run to run, so that a link to the number's
/// proof goes on leading to it. It is read from the SHA-256 of workload, runtime, variant,
/// parameters and metric, or of the published number's identifier. With 30 characters in seven
/// places, two of 5,000 numbers share a name by chance in one report of 1,700; a report refuses that.
package struct CellID: Sendable, Hashable, CustomStringConvertible {
  /// The number of characters.
  package static let length = 7

  /// Digits and small letters without vowels, so that no words come about, and without `l`, which
  /// looks like `1`.
  private static let alphabet = Array("0123456789bcdfghjkmnpqrstvwxyz".utf8)

  /// Seven digits and small letters, for example `k3f9x2t`.
  package let text: String

  /// Names the number of a case and a metric, by the metric's name.
  package init(_ measured: Case, metric: String) {
    let implementation = measured.implementation
    let parts = [
      implementation.workload, implementation.runtime.id, implementation.variant ?? "",
      measured.parameterText, metric,
    ]
    self.init(digestOf: parts.joined(separator: "\n"))
  }

  /// Names a published number, by its identifier.
  package init(_ published: Reference) {
    self.init(digestOf: published.id)
  }

  private init(digestOf name: String) {
    var number = sha256Hex(name.utf8).utf8.prefix(16)
      .reduce(UInt64(0)) { $0 << 4 | UInt64($1 < 0x3A ? $1 - 0x30 : $1 - 0x57) }
    var characters: [UInt8] = []
    for _ in 0..<Self.length {
      let (quotient, rest) = number.quotientAndRemainder(dividingBy: UInt64(Self.alphabet.count))
      characters.append(Self.alphabet[Int(rest)])
      number = quotient
    }
    text = String(decoding: characters, as: UTF8.self)
  }

  /// The seven characters.
  package var description: String { text }
}
