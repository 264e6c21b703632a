import Reporting

extension Markup {
  /// Markdown that renders exactly this markup, whatever text it contains.
  var markdown: String {
    switch self {
    case .code(let text): codeSpan(text)
    case .listing(let text, let language): codeFence(text, language: language)
    case .link(let text, let address): markdownLink(text, to: address)
    }
  }
}

/// A code span; plain text if a span could not hold the text everywhere.
///
/// For example, `|` must be written differently in a table cell and in a paragraph.
private func codeSpan(_ text: String) -> String {
  let text = shortened(text)
  let bytes = text.utf8
  let isBlank = bytes.allSatisfy { $0 == UInt8(ascii: " ") }
  guard !hasControl(bytes), !isBlank, !bytes.contains(UInt8(ascii: "|")) else {
    return markdownEscaped(text)
  }
  let fence = String(repeating: "`", count: longestRunOfBackticks(in: bytes) + 1)
  let ends = [bytes.first, bytes.last]
  let needsPadding =
    ends.contains(UInt8(ascii: "`")) || ends.allSatisfy { $0 == UInt8(ascii: " ") }
  let padding = needsPadding ? " " : ""
  return fence + padding + text + padding + fence
}

private func codeFence(_ text: String, language: String) -> String {
  let fence = String(repeating: "`", count: max(3, longestRunOfBackticks(in: text.utf8) + 1))
  let info = language.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
  let end = text.last?.isNewline == true ? "" : "\n"
  return "\(fence)\(info)\n\(text)\(end)\(fence)"
}

private func markdownLink(_ text: String, to address: String) -> String {
  let label = markdownEscaped(text)
  guard isSafeAddress(address) else { return label }
  var destination = ""
  for byte in address.utf8 {
    switch byte {
    case UInt8(ascii: "&"): destination += "&amp;"
    case 0x21...0x7E where !#"()<>[]\^`{|}""#.utf8.contains(byte):
      destination.unicodeScalars.append(Unicode.Scalar(byte))
    default: destination += "%" + hexadecimal(byte)
    }
  }
  return "[\(label)](\(destination))"
}

/// Whether following the address can only open a page or start an email.
private func isSafeAddress(_ address: String) -> Bool {
  guard !address.isEmpty, !address.hasPrefix("//") else { return false }
  let beforePath = address.prefix { !"/?#".contains($0) }
  guard let colon = beforePath.firstIndex(of: ":") else { return true }
  return ["http", "https", "mailto"].contains(address[..<colon].lowercased())
}

private func hexadecimal(_ byte: UInt8) -> String {
  (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
}

private func longestRunOfBackticks(in text: String.UTF8View) -> Int {
  var longest = 0
  var current = 0
  for byte in text {
    current = byte == UInt8(ascii: "`") ? current + 1 : 0
    longest = max(longest, current)
  }
  return longest
}

/// Whether the text contains a control character: U+0000 to U+001F or U+007F to U+009F.
private func hasControl(_ text: String.UTF8View) -> Bool {
  var before: UInt8 = 0
  for byte in text {
    if byte < 0x20 || byte == 0x7F || (before == 0xC2 && byte < 0xA0) { return true }
    before = byte
  }
  return false
}
