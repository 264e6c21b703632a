import BenchmarkModel

/// The content of a field, neither empty nor padded, with its place.
///
/// The static functions are parsers for ``RecordRow/read(_:placeholder:_:)``.
struct Field {
  /// Converts a field to a value or throws what is wrong with it.
  typealias Parser<Value> = (Field) throws(ReferenceError) -> Value

  /// The content of a field that does not apply.
  static let none = "none"

  let text: String
  let place: ReferencePlace

  private func fault(_ problem: ReferenceProblem) -> ReferenceError { .problem(problem, at: place) }

  /// Any text.
  static func text(_ field: Field) -> String { field.text }

  /// Any text; nil for ``none``.
  static func optionalText(_ field: Field) -> String? {
    field.text == none ? nil : field.text
  }

  /// The name of a variant, nil for the default one; `none`, as in other columns, is refused.
  static func variant(_ field: Field) throws(ReferenceError) -> String? {
    let name = try identifier(field)
    guard name != none else {
      throw field.fault(
        .unknownName(.variant, value: name, allowed: [Implementation.defaultVariant]))
    }
    return name == Implementation.defaultVariant ? nil : name
  }

  /// The value whose name the field contains.
  static func name<Value>(
    of vocabulary: ReferenceProblem.Vocabulary,
    in values: [Value],
    called label: @escaping (Value) -> String
  ) -> Parser<Value> {
    { field throws(ReferenceError) in
      guard let value = values.first(where: { label($0) == field.text }) else {
        throw field.fault(
          .unknownName(vocabulary, value: field.text, allowed: values.map(label))
        )
      }
      return value
    }
  }

  /// The value whose name the field contains; nil for ``none``.
  static func optionalName<Value>(
    of vocabulary: ReferenceProblem.Vocabulary,
    in values: [Value],
    called label: @escaping (Value) -> String
  ) -> Parser<Value?> {
    name(of: vocabulary, in: [nil] + values) { $0.map(label) ?? none }
  }

  /// The enumeration case whose raw value the field contains.
  static func name<Value: CaseIterable & RawRepresentable<String>>(
    of vocabulary: ReferenceProblem.Vocabulary
  ) -> Parser<Value> {
    name(of: vocabulary, in: Array(Value.allCases), called: \.rawValue)
  }

  /// Words of lower-case letters and digits joined by single hyphens.
  static func identifier(_ field: Field) throws(ReferenceError) -> String {
    guard isKebabCase(field.text) else { throw field.malformed(.identifier) }
    return field.text
  }

  /// A finite, non-negative decimal number with its text.
  static func number(
    _ field: Field
  ) throws(ReferenceError) -> (text: String, number: Double) {
    guard isDecimal(field.text), let number = Double(field.text), number.isFinite else {
      throw field.malformed(.number)
    }
    return (field.text, number)
  }

  /// Whole numbers by name, in the order of the field; empty for ``none``.
  static func parameters(_ field: Field) throws(ReferenceError) -> [Parameter] {
    guard field.text != none else { return [] }
    var parameters: [Parameter] = []
    for part in field.text.split(separator: " ", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false)
      guard sides.count == 2, isKebabCase(sides[0]), sides[1].utf8.allSatisfy(isDigit),
        let value = Int(sides[1]), !parameters.contains(where: { $0.name == sides[0] })
      else { throw field.malformed(.parameters) }
      parameters.append(Parameter(String(sides[0]), value))
    }
    return parameters
  }

  /// An http or https address with a host, in visible ASCII characters.
  static func address(_ field: Field) throws(ReferenceError) -> String {
    guard isWebAddress(field.text) else { throw field.malformed(.address) }
    return field.text
  }

  /// An ISO 8601 date or the known part of one, optionally followed by a space and an explanation.
  static func date(_ field: Field) throws(ReferenceError) -> String {
    guard field.text == Reference.notStated || isDate(field.text.prefix { $0 != " " }) else {
      throw field.malformed(.date)
    }
    return field.text
  }

  /// Numbers with points between them.
  static func version(_ field: Field) throws(ReferenceError) -> String {
    guard RuntimeText.toolchain.holds(field.text) else { throw field.malformed(.version) }
    return field.text
  }

  private func malformed(_ shape: ReferenceProblem.Shape) -> ReferenceError {
    fault(.malformed(shape, value: text))
  }
}

/// Whether a text is an http or https address with a host, in visible ASCII characters.
package func isWebAddress(_ text: String) -> Bool {
  let isPlain = text.utf8.allSatisfy { byte in
    (0x21...0x7E).contains(byte) && !#""<>\^`{|}"#.utf8.contains(byte)
  }
  guard let scheme = ["https://", "http://"].first(where: text.hasPrefix), isPlain else {
    return false
  }
  return isHost(text.dropFirst(scheme.count).prefix { !"/?#".contains($0) })
}

private func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

private func isLowerCaseLetter(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
}

/// Whether a text is digits, optionally with a point and digits, optionally with an exponent.
private func isDecimal(_ text: String) -> Bool {
  var rest = text.utf8[...]
  func skip(_ isWanted: (UInt8) -> Bool) -> Bool {
    guard let first = rest.first, isWanted(first) else { return false }
    rest.removeFirst()
    return true
  }
  func skipDigits() -> Bool {
    let before = rest.count
    rest = rest.drop(while: isDigit)
    return rest.count < before
  }
  guard skipDigits() else { return false }
  if skip({ $0 == UInt8(ascii: ".") }), !skipDigits() { return false }
  if skip({ $0 | 0x20 == UInt8(ascii: "e") }) {
    _ = skip("+-".utf8.contains)
    if !skipDigits() { return false }
  }
  return rest.isEmpty
}

private func isHost(_ text: Substring) -> Bool {
  !text.isEmpty && text.first != "." && text.first != ":"
    && text.lowercased().utf8.allSatisfy { byte in
      isDigit(byte) || isLowerCaseLetter(byte) || "-.:".utf8.contains(byte)
    }
}

private func isDate(_ text: Substring) -> Bool {
  guard let parts = text.wholeMatch(of: /[0-9]{4}(?:-([0-9]{2})(?:-([0-9]{2}))?)?/) else {
    return false
  }
  let month = parts.1.flatMap { Int($0) } ?? 1
  let day = parts.2.flatMap { Int($0) } ?? 1
  return (1...12).contains(month) && (1...31).contains(day)
}
