import Mustache

/// Text with every character escaped that Markdown, GitHub's Markdown included, could read as
/// markup, wherever in a line the text comes to stand, table cells included.
///
/// Line breaks and other white space become single spaces, since a new line could begin a block;
/// at the ends there is none.
func markdownEscaped(_ text: String) -> String {
  let line = singleLine(text)
  var escaped = ""
  escaped.reserveCapacity(line.utf8.count + 8)
  let numberEnd = line.drop { $0.isASCII && $0.isNumber }.startIndex
  let scalars = line.unicodeScalars
  for index in scalars.indices {
    let scalar = scalars[index]
    let next = scalars[scalars.index(after: index)...].first
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\\", "`", "*", "_", "[", "]", "|", "~", "$", "#": escaped += "\\\(scalar)"
    case _ where index == line.startIndex && beginsBlock(scalar, before: next),
      "." where index == numberEnd && (next == nil || next == " "),
      ")" where index == numberEnd && (next == nil || next == " "),
      "/" where next == "/" && escaped.hasSuffix(":"),
      "." where escaped.suffix(3).lowercased() == "www":
      escaped += "\\\(scalar)"
    default: escaped.unicodeScalars.append(scalar)
    }
  }
  return escaped
}

/// Whether the character could begin a list, a rule, the line below a heading or a table's second row.
private func beginsBlock(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> Bool {
  switch scalar {
  case "=", ":": true
  case "+", "-":
    next.map { !$0.properties.isAlphabetic && $0.properties.numericType == nil } ?? true
  default: false
  }
}

/// The text on one line: each run of white space and control characters between words becomes one
/// space.
private func singleLine(_ text: String) -> String {
  text.unicodeScalars.split { scalar in
    scalar != "\u{A0}"
      && (scalar.properties.isWhitespace || scalar.properties.generalCategory == .control)
  }.map(String.init).joined(separator: " ")
}

/// Teaches the template library to escape for Markdown.
struct MarkdownContentType: MustacheContentType {
  /// The name of the content type in a template's first line.
  static let name = "MARKDOWN"

  func escapeText(_ text: String) -> String { markdownEscaped(text) }
}
