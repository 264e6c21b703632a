/// How each format escapes characters that have a meaning in it.
///
/// All functions work on Unicode scalars: a quotation mark followed by a combining accent is one Swift
/// character but still ends a quotation.
extension RowPrinter {
  /// A JSON string literal (RFC 8259, section 7) in which hidden characters are escaped as well: it
  /// means the same text, and a terminal does not act on it.
  static func jsonString(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default: result += jsonScalar(scalar)
      }
    }
    return result + "\""
  }

  /// JSON text with the hidden characters of its strings escaped.
  static func jsonVisible(_ json: String) -> String {
    // Outside strings JSON has no other characters beyond ASCII, and no control characters but these.
    json.unicodeScalars.reduce(into: "") { result, scalar in
      result += scalar == "\n" ? "\n" : jsonScalar(scalar)
    }
  }

  /// A character of a JSON string, escaped if it is hidden; by its UTF-16 code units, as JSON does.
  private static func jsonScalar(_ scalar: Unicode.Scalar) -> String {
    guard scalar.isHidden else { return String(scalar) }
    return String(scalar).utf16.map { unit in
      let digits = String(unit, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
  }

  /// A CSV field, quoted where RFC 4180 requires it.
  ///
  /// Text that a spreadsheet would run as a formula gets an apostrophe in front, as OWASP advises
  /// against CSV injection (https://owasp.org/www-community/attacks/CSV_Injection), and so does each part
  /// behind a semicolon, which divides fields in many countries. Numbers stay as they are.
  static func csvField(_ text: String) -> String {
    let text = text.unicodeScalars.split(separator: ";", omittingEmptySubsequences: false)
      .map { part in (isFormula(String(part)) ? "'" : "") + String(part) }.joined(separator: ";")
    guard text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return text }
    return "\""
      + text.unicodeScalars.reduce(into: "") { result, scalar in
        if scalar == "\"" { result += "\"" }
        result.unicodeScalars.append(scalar)
      } + "\""
  }

  /// Whether text begins like a formula, also with the wide forms of the signs or behind characters that
  /// cannot be seen, and is no number.
  private static func isFormula(_ text: String) -> Bool {
    let signs = "=+-@\t\r\n＝＋－＠".unicodeScalars
    guard let first = text.unicodeScalars.first(where: { signs.contains($0) || !$0.isHidden }),
      signs.contains(first)
    else { return false }
    return Double(text) == nil
  }

  /// A cell of a Markdown table: one line without markup.
  static func markdownCell(_ text: String) -> String {
    text.visibleLine.unicodeScalars.reduce(into: "") { result, scalar in
      if "\\`*_{}[]<>()#+!|~&".unicodeScalars.contains(scalar) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
  }
}
