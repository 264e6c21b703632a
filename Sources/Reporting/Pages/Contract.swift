import Analysis

/// Checks that a contract can be read.
///
/// - Parameters:
///   - text: The text of a workload's `README.md`.
///   - file: Its path, for the message.
/// - Throws: ``ReportingError`` for a heading that is missing and for unsupported Markdown.
package func checkContract(_ text: String, file: String) throws(ReportingError) {
  _ = try Contract(text, file: file)
}

/// A workload's contract, read from its `README.md`.
///
/// A contract uses a small part of Markdown: paragraphs, lists of one level, code between backticks,
/// and links. Its text is escaped like any other when it is printed, so nothing in the file becomes
/// markup by accident.
struct Contract: Sendable, Equatable {
  /// The headings that every contract has, in this order.
  static let headings = [
    "Question", "Operation", "Timed region", "What must be equal", "What may differ",
    "Known unfairness",
  ]

  struct Section: Encodable, Sendable, Equatable {
    var heading: String
    var blocks: [Block]
  }

  /// A paragraph with its inlines, or a list with its items.
  struct Block: Encodable, Sendable, Equatable {
    var isList: Bool
    var inlines: [Inline] = []
    var items: [Item] = []
  }

  struct Item: Encodable, Sendable, Equatable {
    var inlines: [Inline]
  }

  /// Either text, or code or a link; the other is nil.
  struct Inline: Encodable, Sendable, Equatable {
    /// Whether a space precedes it.
    var isSpaced = false
    var text: String?
    var markup: Markup?
  }

  /// The sections under the required headings, in that order; others are left out.
  let sections: [Section]

  init(_ text: String, file: String) throws(ReportingError) {
    var found: [String: [Block]] = [:]
    var heading: String?
    var reader = BlockReader(file: file)
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      guard line.hasPrefix("#") else {
        if heading != nil { try reader.take(line, number: index + 1) }
        continue
      }
      if let heading { found[heading] = reader.finished() }
      let title = String(line.drop { $0 == "#" }.drop { $0 == " " })
      heading = line.hasPrefix("## ") && Self.headings.contains(title) ? title : nil
    }
    if let heading { found[heading] = reader.finished() }
    var sections: [Section] = []
    for heading in Self.headings {
      guard let blocks = found[heading], !blocks.isEmpty else {
        throw .missingHeading(heading, file: file)
      }
      sections.append(Section(heading: heading, blocks: blocks))
    }
    self.sections = sections
  }
}

/// Joins lines to paragraphs and list items.
private struct BlockReader {
  let file: String
  private var blocks: [Contract.Block] = []
  private var open: (isItem: Bool, text: String)?

  init(file: String) { self.file = file }

  mutating func take(_ line: Substring, number: Int) throws(ReportingError) {
    let content = line.drop { $0 == " " }
    if content.isEmpty {
      close()
    } else if line.hasPrefix("- ") {
      close()
      open = (true, String(line.dropFirst(2)))
    } else if isUnsupported(content, indent: line.count - content.count) {
      throw .unsupportedMarkdown(line: number, text: String(line), file: file)
    } else if let text = open?.text {
      open?.text = text + " " + content
    } else {
      open = (false, String(content))
    }
  }

  mutating func finished() -> [Contract.Block] {
    close()
    defer { blocks = [] }
    return blocks
  }

  private mutating func close() {
    guard let (isItem, text) = open else { return }
    open = nil
    let inlines = inlines(of: text)
    guard isItem else {
      blocks.append(Contract.Block(isList: false, inlines: inlines))
      return
    }
    if blocks.last?.isList != true { blocks.append(Contract.Block(isList: true)) }
    blocks[blocks.count - 1].items.append(Contract.Item(inlines: inlines))
  }

  /// Deeper and numbered lists, other bullets, quotations, tables, HTML, code blocks and bold type.
  private func isUnsupported(_ content: Substring, indent: Int) -> Bool {
    let starts = ["- ", "* ", "+ ", ">", "|", "<", "```", "~~~", "!["]
    let afterDigits = content.drop { $0.isWholeNumber }
    return starts.contains { content.hasPrefix($0) } || (indent >= 4 && open == nil)
      || (afterDigits.startIndex > content.startIndex && afterDigits.hasPrefix(". "))
      || content.contains("**")
  }
}

/// Splits a paragraph into text, code between backticks, and links `[text](address)`.
private func inlines(of text: String) -> [Contract.Inline] {
  var inlines: [Contract.Inline] = []
  var plain = ""
  var rest = text[...]
  var isSpaced = false
  func flush() {
    let words = plain.split(separator: " ").joined(separator: " ")
    if !words.isEmpty {
      inlines.append(Contract.Inline(isSpaced: plain.first == " ", text: words))
    }
    isSpaced = plain.last == " "
    plain = ""
  }
  while let character = rest.first {
    if character == "`", let end = rest.dropFirst().firstIndex(of: "`") {
      flush()
      let code = String(rest[rest.index(after: rest.startIndex)..<end])
      inlines.append(Contract.Inline(isSpaced: isSpaced, markup: .code(code)))
      rest = rest[rest.index(after: end)...]
    } else if character == "[", let link = link(at: rest) {
      flush()
      let markup = Markup.link(link.text, to: link.address)
      inlines.append(Contract.Inline(isSpaced: isSpaced, markup: markup))
      rest = link.rest
    } else {
      plain.append(character)
      rest.removeFirst()
    }
  }
  flush()
  return inlines
}

private func link(at text: Substring) -> (text: String, address: String, rest: Substring)? {
  guard let middle = text.firstRange(of: "]("),
    let end = text[middle.upperBound...].firstIndex(of: ")")
  else { return nil }
  let label = text[text.index(after: text.startIndex)..<middle.lowerBound]
  let address = text[middle.upperBound..<end]
  return (String(label), String(address), text[text.index(after: end)...])
}
