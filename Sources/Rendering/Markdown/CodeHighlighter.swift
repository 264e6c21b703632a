import Analysis
import BenchmarkModel
import Reporting

/// The languages of listings by their names in Markdown, prepared once.
struct CodeLanguages: Sendable {
  /// The marks whose listings are open when the page is loaded.
  let openMarks: [String]
  private let languages: [String: CodeLanguage]

  init(_ languages: [LanguageSyntax], open openMarks: [String] = []) {
    self.openMarks = openMarks
    self.languages = languages.reduce(into: [:]) { $0[$1.name] = CodeLanguage($1) }
  }

  subscript(name: String) -> CodeLanguage? { languages[name] }
}

/// Marks comments, strings, numbers, keywords and types of a listing for the style sheet.
///
/// Every byte of the source is written exactly once, escaped. The most common tokens get the
/// shortest elements, since listings are a large part of a page: `b` for keywords, which is a use
/// that HTML suggests, `u` for types and `i` for comments. Screen readers announce none of them.
struct CodeHighlighter {
  private let source: UnsafeBufferPointer<UInt8>
  private let file: String?
  private var html: [UInt8] = []
  private var line = 0
  private var isWithinLine = false

  /// The source as HTML; only escaped if there is no language.
  ///
  /// - Parameter file: The name with which each line becomes an element `a` with the identifier
  ///   `FILE:LINE`, counted from 1; nil for lines without elements.
  static func html(_ source: String, language: CodeLanguage?, file: String? = nil) -> String {
    let bytes = Array(source.utf8)
    let tokens = language?.tokens(of: bytes) ?? []
    return bytes.withUnsafeBufferPointer { source in
      var highlighter = CodeHighlighter(source: source, file: file.map(htmlEscaped))
      highlighter.append(tokens)
      return String(decoding: highlighter.html, as: UTF8.self)
    }
  }

  private init(source: UnsafeBufferPointer<UInt8>, file: String?) {
    self.source = source
    self.file = file
  }

  private static func tags(of kind: CodeToken.Kind) -> (open: StaticString, close: StaticString) {
    switch kind {
    case .keyword: ("<b>", "</b>")
    case .type: ("<u>", "</u>")
    case .comment: ("<i>", "</i>")
    case .string: ("<span class=\"s\">", "</span>")
    case .number: ("<span class=\"n\">", "</span>")
    case .attribute: ("<span class=\"a\">", "</span>")
    }
  }

  private mutating func append(_ tokens: [CodeToken]) {
    html.reserveCapacity(2 * source.count)
    var end = 0
    for token in tokens {
      append(end..<token.range.lowerBound, ("", ""))
      append(token.range, Self.tags(of: token.kind))
      end = token.range.upperBound
    }
    append(end..<source.count, ("", ""))
    endLine()
  }

  /// Writes a piece of the source, with separate tags on each line.
  private mutating func append(
    _ range: Range<Int>, _ tags: (open: StaticString, close: StaticString)
  ) {
    var start = range.lowerBound
    while start < range.upperBound {
      beginLine()
      let rest = start..<range.upperBound
      let end = source[rest].firstIndex(of: 0x0A) ?? rest.upperBound
      if end > start {
        append(tags.open)
        html.appendEscaped(UnsafeBufferPointer(rebasing: source[start..<end]))
        append(tags.close)
      }
      start = end
      if start < range.upperBound {
        html.append(0x0A)
        start += 1
        endLine()
      }
    }
  }

  private mutating func beginLine() {
    guard let file, !isWithinLine else { return }
    line += 1
    isWithinLine = true
    html += "<a id=\"\(file):\(line)\">".utf8
  }

  private mutating func endLine() {
    guard isWithinLine else { return }
    isWithinLine = false
    append("</a>")
  }

  private mutating func append(_ text: StaticString) {
    html += UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }
}
