/// The name of one number of a report: a case and a metric, in any run, or a published number.
///
/// It is short enough to type and stays the same from run to run, so that links to the number's proof
/// stay valid. It is derived from the SHA-256 of workload, runtime, variant, parameters, metric and, unless
/// it is the default, toolchain, or of the published number's identifier. With seven of 30 characters, two of
/// 5,000 numbers share a name by chance in one report of 1,700. Then both get their longer names.
package struct CellID: Sendable, Hashable, CustomStringConvertible {
  /// The number of characters.
  package static let length = 7

  /// Digits and lower-case letters without vowels, so that they form no words, and without `l`, which
  /// looks like `1`.
  private static let alphabet = Array("0123456789bcdfghjkmnpqrstvwxyz".utf8)

  /// Seven digits and lower-case letters, for example `k3f9x2t`; of a longer name, 32 hexadecimal
  /// digits.
  package let text: String
  private let longText: String

  /// The longer name of the same number, which no other number has.
  package var lengthened: CellID { CellID(text: longText, longText: longText) }

  /// The name of a measured number.
  package init(_ measured: Case, metric: String) {
    let implementation = measured.implementation
    let parts =
      [
        implementation.workload, implementation.runtime.id, implementation.variant ?? "",
        measured.parameterText, metric,
      ] + (implementation.toolchain.map { [$0] } ?? [])
    self.init(digestOf: parts.joined(separator: "\n"))
  }

  /// The name of a published number.
  package init(_ published: Reference) {
    self.init(digestOf: published.id)
  }

  private init(text: String, longText: String) { (self.text, self.longText) = (text, longText) }

  private init(digestOf name: String) {
    let digest = sha256Hex(name.utf8)
    longText = String(digest.prefix(32))
    var number = digest.utf8.prefix(16)
      .reduce(UInt64(0)) { $0 << 4 | UInt64($1 < 0x3A ? $1 - 0x30 : $1 - 0x57) }
    var characters: [UInt8] = []
    for _ in 0..<Self.length {
      let (quotient, rest) = number.quotientAndRemainder(dividingBy: UInt64(Self.alphabet.count))
      characters.append(Self.alphabet[Int(rest)])
      number = quotient
    }
    text = String(decoding: characters, as: UTF8.self)
  }

  package var description: String { text }
}
