import Reporting

/// Marks comments, strings, numbers, keywords and types of a listing for the style sheet.
///
/// Every byte of the source comes out exactly once, escaped. The commonest tokens get the shortest
/// elements, since listings are a good part of a page: `b` for keywords, which HTML names as a use
/// of it, `u` for types and `i` for comments, neither of which says anything to screen readers.
struct CodeHighlighter {
  private let file: String?
  private var html = ""
  private var line = 0
  private var isWithinLine = false

  /// The source as HTML; just escaped when the language is not one of ours.
  ///
  /// - Parameter file: A name for which each line becomes an element `a` with the identifier
  ///   `FILE:LINE`, counted from 1; nil leaves lines alone.
  static func html(_ source: String, language name: String, file: String? = nil) -> String {
    let bytes = Array(source.utf8)
    let tokens = CodeLanguage(named: name)?.tokens(of: bytes) ?? []
    var highlighter = CodeHighlighter(file: file)
    var end = 0
    for token in tokens {
      highlighter.append(bytes[end..<token.range.lowerBound], ("", ""))
      highlighter.append(bytes[token.range], tags(of: token.kind))
      end = token.range.upperBound
    }
    highlighter.append(bytes[end...], ("", ""))
    highlighter.endLine()
    return highlighter.html
  }

  private init(file: String?) {
    self.file = file.map(htmlEscaped)
  }

  private static func tags(of kind: CodeToken.Kind) -> (open: String, close: String) {
    switch kind {
    case .keyword: ("<b>", "</b>")
    case .type: ("<u>", "</u>")
    case .comment: ("<i>", "</i>")
    case .string: ("<span class=\"s\">", "</span>")
    case .number: ("<span class=\"n\">", "</span>")
    case .attribute: ("<span class=\"a\">", "</span>")
    }
  }

  /// Writes a piece of the source, in tags of its own on each line.
  private mutating func append(_ bytes: ArraySlice<UInt8>, _ tags: (open: String, close: String)) {
    var rest = bytes
    while !rest.isEmpty {
      beginLine()
      let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
      if end > rest.startIndex {
        html += tags.open + htmlEscaped(String(decoding: rest[..<end], as: UTF8.self)) + tags.close
      }
      rest = rest[end...]
      if rest.popFirst() != nil {
        html += "\n"
        endLine()
      }
    }
  }

  private mutating func beginLine() {
    guard let file, !isWithinLine else { return }
    line += 1
    isWithinLine = true
    html += "<a id=\"\(file):\(line)\">"
  }

  private mutating func endLine() {
    guard isWithinLine else { return }
    isWithinLine = false
    html += "</a>"
  }
}
