/// How each format escapes characters that have a meaning in it.
///
/// All functions work on Unicode scalars: a quotation mark followed by a combining accent is one Swift
/// character but still ends a quotation.
extension RowPrinter {
  /// A JSON string literal (RFC 8259, section 7), which also escapes characters that could move a
  /// terminal's cursor.
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

  /// A CSV field, quoted where RFC 4180 requires it.
  static func csvField(_ text: String) -> String {
    guard text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return text }
    return "\""
      + text.unicodeScalars.reduce(into: "") { result, scalar in
        if scalar == "\"" { result += "\"" }
        result.unicodeScalars.append(scalar)
      } + "\""
  }

  /// A cell of a Markdown table: one line without markup.
  static func markdownCell(_ text: String) -> String {
    oneLine(text).unicodeScalars.reduce(into: "") { result, scalar in
      if "\\`*_{}[]<>()#+!|~&".unicodeScalars.contains(scalar) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
  }

  /// The text with a space instead of each character that ends a line, moves a terminal's cursor, or
  /// changes the direction of text.
  static func oneLine(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    return String(
      String.UnicodeScalarView(text.unicodeScalars.map { isUnsafe($0) ? " " : $0 }))
  }

  /// Control characters of both sets (a terminal may read U+009B as ESC [), line and paragraph
  /// separators, and marks that embed, override and isolate a direction.
  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
