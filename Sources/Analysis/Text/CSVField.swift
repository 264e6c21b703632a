/// A CSV field, quoted where RFC 4180 requires it.
///
/// Text that a spreadsheet would run as a formula gets an apostrophe in front, as OWASP advises
/// against CSV injection (https://owasp.org/www-community/attacks/CSV_Injection), and so does each part
/// behind a semicolon, which divides fields in many countries. Numbers stay as they are.
package func csvField(_ text: String) -> String {
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
private func isFormula(_ text: String) -> Bool {
  let signs = "=+-@\t\r\n＝＋－＠".unicodeScalars
  guard let first = text.unicodeScalars.first(where: { signs.contains($0) || !$0.isHidden }),
    signs.contains(first)
  else { return false }
  return Double(text) == nil
}

extension Unicode.Scalar {
  /// Whether a terminal acts on it or a reader cannot see it.
  ///
  /// These are control characters of both sets (a terminal may read U+009B as ESC [), marks of
  /// direction, line and paragraph separators, tags, and what Unicode calls ignorable.
  package var isHidden: Bool {
    if (0x20..<0x7F).contains(value) { return false }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
    default: properties.isDefaultIgnorableCodePoint
    }
  }
}
