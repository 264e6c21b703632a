/// The text with the five characters that are markup in HTML, SVG and other XML escaped as entities.
package func htmlEscaped(_ text: some StringProtocol) -> String {
  guard text.utf8.contains(where: mayNeedEscaping) else { return String(text) }
  var escaped: [UInt8] = []
  var text = String(text)
  text.withUTF8 { escaped.appendEscaped($0) }
  return String(decoding: escaped, as: UTF8.self)
}

extension [UInt8] {
  /// Appends UTF-8 text escaped as ``htmlEscaped(_:)`` escapes it.
  mutating func appendEscaped(_ text: UnsafeBufferPointer<UInt8>) {
    var copied = 0
    var index = 0
    while index < text.count {
      guard mayNeedEscaping(text[index]), let (entity, length) = escape(for: text, at: index) else {
        index += 1
        continue
      }
      self += text[copied..<index]
      self += UnsafeBufferPointer(start: entity.utf8Start, count: entity.utf8CodeUnitCount)
      index += length
      copied = index
    }
    self += text[copied...]
  }
}

/// Whether a byte is, or begins, a character that may need escaping.
private func mayNeedEscaping(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
    UInt8(ascii: "'"), 0..<0x20, 0xE2, 0xEF:
    true
  default: false
  }
}

/// The replacement for the character that begins here, and its length in bytes; nil if it stays.
///
/// Of the control characters, XML 1.0, section 2.2, allows only tab, line feed and carriage return,
/// and it excludes U+FFFE and U+FFFF. These become U+FFFD, as do the characters of
/// ``setsDirection(_:)``.
private func escape(
  for text: UnsafeBufferPointer<UInt8>, at index: Int
) -> (entity: StaticString, length: Int)? {
  switch text[index] {
  case UInt8(ascii: "&"): return ("&amp;", 1)
  case UInt8(ascii: "<"): return ("&lt;", 1)
  case UInt8(ascii: ">"): return ("&gt;", 1)
  case UInt8(ascii: "\""): return ("&quot;", 1)
  case UInt8(ascii: "'"): return ("&#39;", 1)
  case 0x09, 0x0A, 0x0D: return nil
  case 0..<0x20: return ("\u{FFFD}", 1)
  default:
    guard index + 2 < text.count else { return nil }
    switch (text[index], text[index + 1], text[index + 2]) {
    case (0xE2, 0x80, 0xAA...0xAE), (0xE2, 0x81, 0xA6...0xA9), (0xEF, 0xBF, 0xBE...0xBF):
      return ("\u{FFFD}", 3)
    default: return nil
    }
  }
}

/// Text of HTML that we wrote, without its entities.
func htmlUnescaped(_ text: String) -> String {
  guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
  return [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    .reduce(text) { $0.replacing($1.0, with: $1.1) }
}

/// Whether the character embeds, overrides or isolates the writing direction (Unicode Standard
/// Annex #9, section 2), so that text could reverse what is next to it.
func setsDirection(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x202A...0x202E, 0x2066...0x2069: true
  default: false
  }
}

/// HTML that we created ourselves; all text in it is escaped.
struct SafeHTML: Encodable, Sendable, Equatable {
  var text: String

  init(_ text: String) { self.text = text }
}
