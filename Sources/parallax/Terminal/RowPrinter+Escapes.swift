/// How each format writes what would mean something else in it.
///
/// All go by Unicode scalars: a quotation mark with a combining accent behind it is one character of
/// Swift's, and still ends a quotation.
extension RowPrinter {
  /// A string literal of JSON (RFC 8259, section 7); characters that could move a terminal's cursor
  /// are escaped beyond what it asks for.
  static func jsonString(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where isUnsafe(scalar):
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// A field of CSV, quoted where RFC 4180 asks for it.
  static func csvField(_ text: String) -> String {
    guard text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return text }
    return "\""
      + text.unicodeScalars.reduce(into: "") { result, scalar in
        if scalar == "\"" { result += "\"" }
        result.unicodeScalars.append(scalar)
      } + "\""
  }

  /// A cell of a Markdown table: one line in which nothing is markup.
  static func markdownCell(_ text: String) -> String {
    oneLine(text).unicodeScalars.reduce(into: "") { result, scalar in
      if "\\`*_{}[]<>()#+!|~&".unicodeScalars.contains(scalar) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
  }

  /// The text with a space for every character that ends a line, moves a terminal's cursor, or turns
  /// the direction of what follows.
  static func oneLine(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    return String(
      String.UnicodeScalarView(text.unicodeScalars.map { isUnsafe($0) ? " " : $0 }))
  }

  /// Control characters of both sets (a terminal may take U+009B for ESC [), the separators of lines
  /// and paragraphs, and the marks that embed, override and isolate a direction.
  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
