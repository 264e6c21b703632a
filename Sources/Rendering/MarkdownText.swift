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

/// Whether the text surely has nothing to escape, as most cells of tables have.
///
/// Only a few marks are let through, and these only where they mean nothing: a full stop between
/// digits, a hyphen, a slash or a closing bracket behind a letter, and single spaces between words.
func isPlain(_ text: String.UTF8View) -> Bool {
  func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
  func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte | 0x20 }
  var before: UInt8 = 0x20
  var hasLetter = false
  for index in text.indices {
    let byte = text[index]
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2C, 0x28, 0x25, 0x3B: break
    case 0x2F where isLetter(before): break
    case 0x2E where isDigit(before) && text[text.index(after: index)...].first.map(isDigit) == true:
      break
    case 0x2D where isLetter(before), 0x29 where hasLetter: break
    case 0x20 where before != 0x20: break
    // The letters from À to ÿ with the sign × among them, and µ.
    case 0xC2, 0xC3: break
    case 0x80...0xBF where before == 0xC3: break
    case 0xB5 where before == 0xC2: break
    default: return false
    }
    if before == 0xC2, byte != 0xB5 { return false }
    hasLetter = hasLetter || isLetter(byte)
    before = byte
  }
  return before != 0x20 && before != 0xC2
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
