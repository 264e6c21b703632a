import Mustache

/// Text with every character escaped that Markdown, GitHub's Markdown included, could read as
/// markup, wherever in a line the text comes to stand, table cells included.
///
/// Line breaks and other white space become single spaces, since a new line could begin a block;
/// at the ends there is none. What sets the direction of writing becomes U+FFFD.
func markdownEscaped(_ text: String) -> String {
  isPlain(text.utf8) ? text : escapedByCharacter(text)
}

/// The same for any text, plain or not.
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

/// Whether the text surely has nothing to escape, as most cells of tables and many sentences have.
///
/// Only a few marks are let through, and these only where they mean nothing: a full stop between
/// digits or behind a word, a hyphen or a colon within a text, a slash or a closing bracket behind a
/// letter, and single spaces between words.
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
    // The letters from À to ÿ with the sign × among them, µ, and the dashes and quotation marks from
    // U+2010 to U+2027.
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
