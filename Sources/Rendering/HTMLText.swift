/// The text with the five characters that HTML and SVG read as markup written as entities.
func htmlEscaped(_ text: some StringProtocol) -> String {
  guard text.utf8.contains(where: mayNeedEscaping) else { return String(text) }
  var escaped = ""
  escaped.reserveCapacity(text.utf8.count)
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    case "'": escaped += "&#39;"
    default:
      let isAllowed = isAllowedInXML(scalar) && !setsDirection(scalar)
      escaped.unicodeScalars.append(isAllowed ? scalar : "\u{FFFD}")
    }
  }
  return escaped
}

/// Whether a byte is, or begins, a character that is not written as it is.
private func mayNeedEscaping(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
    UInt8(ascii: "'"), 0..<0x20, 0xE2, 0xEF:
    true
  default: false
  }
}

/// XML 1.0, section 2.2: of the control characters only tab, line feed and carriage return.
private func isAllowedInXML(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x9, 0xA, 0xD: true
  case 0..<0x20, 0xFFFE, 0xFFFF: false
  default: true
  }
}

/// Whether the character embeds, overrides or isolates the direction of writing (Unicode Standard
/// Annex #9, section 2), with which a text could turn round what stands beside it.
func setsDirection(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x202A...0x202E, 0x2066...0x2069: true
  default: false
  }
}

/// HTML that we made ourselves; all text in it has been escaped.
struct SafeHTML: Sendable, Equatable {
  var text: String

  init(_ text: String) { self.text = text }
}
