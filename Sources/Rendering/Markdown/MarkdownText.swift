import Mustache

/// Text with every character escaped that Markdown, including GitHub's, could read as markup.
///
/// The result is safe anywhere in a line, including in table cells.
///
/// Runs of white space, including line breaks, become single spaces, because a new line could begin
/// a block; the ends are trimmed. Characters that set the writing direction become U+FFFD. A long text is
/// ``shortened(_:)``.
func markdownEscaped(_ text: String) -> String {
  let text = shortened(text)
  return isPlain(text.utf8) ? text : escapedByCharacter(text)
}

/// The beginning of the text, at most 2,000 bytes, with an ellipsis if something was left out.
///
/// No sentence of a report is as long, but a file of somebody else may hold megabytes in each field. They
/// would exceed the limit of a page.
func shortened(_ text: String) -> String {
  let limit = 2_000
  guard text.utf8.count > limit else { return text }
  let end = text.utf8.index(text.startIndex, offsetBy: limit)
  return String(text[..<text.unicodeScalars.index(before: end)]) + "…"
}

/// Escapes the same way without the shortcut for plain text.
func escapedByCharacter(_ text: String) -> String {
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
    case _ where setsDirection(scalar): escaped += "\u{FFFD}"
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

/// Whether the text certainly needs no escaping, like most table cells and many sentences.
///
/// Only a few punctuation marks pass, and only where they have no meaning in Markdown: a period
/// between digits or after a word, a hyphen or colon inside a text, a slash or closing bracket after
/// a letter, and single spaces between words.
func isPlain(_ text: String.UTF8View) -> Bool {
  text.withContiguousStorageIfAvailable(isPlain) ?? false
}

private func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
  func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
  func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte | 0x20 }
  var before: UInt8 = 0x20
  var hasLetter = false
  var index = 0
  while index < text.count {
    let byte = text[index]
    let next = index + 1 < text.count ? text[index + 1] : 0x20
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: break
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "("), UInt8(ascii: "%"),
      UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "?"):
      break
    case UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"):
      if index == 0 { return false }
    case UInt8(ascii: "/"): if !isLetter(before) { return false }
    case UInt8(ascii: ")"): if !hasLetter { return false }
    case UInt8(ascii: "."):
      let isBehindWord = hasLetter && before | 0x20 != UInt8(ascii: "w")
      if !isBehindWord && !(isDigit(before) && isDigit(next)) { return false }
    case 0x20: if before == 0x20 { return false }
    // The letters from À to ÿ (and × among them), µ, and the dashes and quotation marks from U+2010
    // to U+2027.
    case 0xC3: index += 1
    case 0xC2 where next == 0xB5: index += 1
    case 0xE2 where next == 0x80 && index + 2 < text.count && 0x90...0xA7 ~= text[index + 2]:
      index += 2
    default: return false
    }
    hasLetter = hasLetter || isLetter(byte)
    before = text[min(index, text.count - 1)]
    index += 1
  }
  return before != 0x20
}

/// Whether the character could begin a list, a rule, a setext underline or a table's delimiter row.
private func beginsBlock(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> Bool {
  switch scalar {
  case "=", ":": true
  case "+", "-":
    next.map { !$0.properties.isAlphabetic && $0.properties.numericType == nil } ?? true
  default: false
  }
}

/// The text on one line: each run of white space and control characters becomes one space, and the
/// ends are trimmed.
private func singleLine(_ text: String) -> String {
  text.unicodeScalars.split { scalar in
    // Looking up the properties of a character takes long.
    if scalar.isASCII { return scalar.value <= 0x20 || scalar.value == 0x7F }
    return scalar != "\u{A0}"
      && (scalar.properties.isWhitespace || scalar.properties.generalCategory == .control)
  }.map(String.init).joined(separator: " ")
}

/// Registers Markdown escaping with the template library.
struct MarkdownContentType: MustacheContentType {
  /// The name of the content type in a template's first line.
  static let name = "MARKDOWN"

  func escapeText(_ text: String) -> String { markdownEscaped(text) }
}
