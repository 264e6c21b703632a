import Analysis

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

  /// A cell of a Markdown table: one line without markup.
  static func markdownCell(_ text: String) -> String {
    text.visibleLine.unicodeScalars.reduce(into: "") { result, scalar in
      if "\\`*_{}[]<>()#+!|~&".unicodeScalars.contains(scalar) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
  }
}
