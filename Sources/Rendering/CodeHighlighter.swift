/// Marks comments, strings, numbers, keywords and types of a listing for the style sheet.
///
/// It knows tokens, not grammar: what it does not recognize stays plain, and every byte of the
/// source comes out exactly once, escaped.
struct CodeHighlighter {
  private let source: [UInt8]
  private let language: CodeLanguage
  private var position = 0
  private var plainStart = 0
  private var html = ""

  /// The source as HTML with `<span>`s of the classes `c`, `s`, `n`, `k`, `t` and `a`; just escaped
  /// when the language is not one of ours.
  static func html(_ source: String, language name: String) -> String {
    guard let language = CodeLanguage(named: name) else { return htmlEscaped(source) }
    var highlighter = CodeHighlighter(source: Array(source.utf8), language: language)
    return highlighter.run()
  }

  private init(source: [UInt8], language: CodeLanguage) {
    self.source = source
    self.language = language
  }

  private mutating func run() -> String {
    while position < source.count {
      let start = position
      if let kind = nextToken() {
        emitPlain(upTo: start)
        html += "<span class=\"\(kind)\">\(escaped(start..<position))</span>"
        plainStart = position
      }
    }
    emitPlain(upTo: source.count)
    return html
  }

  /// Moves over one token and gives its class; nil for what stays plain.
  private mutating func nextToken() -> Character? {
    let byte = source[position]
    if starts(with: "//") {
      skip { $0 != 0x0A }
      return "c"
    }
    if starts(with: "/*") {
      skipBlockComment()
      return "c"
    }
    if let end = language.stringEnd(in: source, at: position) {
      position = end
      return "s"
    }
    if let end = language.attributeEnd(in: source, at: position) {
      position = end
      return "a"
    }
    if isDigit(byte) {
      skip { isWord($0) }
      if starts(with: "."), position + 1 < source.count, isDigit(source[position + 1]) {
        position += 1
        skip { isWord($0) }
      }
      return "n"
    }
    if isWord(byte) { return word() }
    position += 1
    return nil
  }

  private mutating func word() -> Character? {
    let start = position
    skip { isWord($0) }
    if start > 0, source[start - 1] == UInt8(ascii: "."), language.namesMembersFreely { return nil }
    let text = String(decoding: source[start..<position], as: UTF8.self)
    if language.keywords.contains(text) { return "k" }
    let isType = language.types.contains(text) || (65...90).contains(source[start])
    return isType ? "t" : nil
  }

  private mutating func skipBlockComment() {
    var depth = 0
    while position < source.count {
      if starts(with: "/*"), depth == 0 || language.nestsComments {
        depth += 1
        position += 2
      } else if starts(with: "*/") {
        depth -= 1
        position += 2
        if depth == 0 { return }
      } else {
        position += 1
      }
    }
  }

  private mutating func skip(while isIncluded: (UInt8) -> Bool) {
    while position < source.count, isIncluded(source[position]) { position += 1 }
  }

  private func starts(with text: String) -> Bool { source[position...].starts(with: text.utf8) }

  private mutating func emitPlain(upTo end: Int) {
    html += escaped(plainStart..<end)
  }

  private func escaped(_ range: Range<Int>) -> String {
    htmlEscaped(String(decoding: source[range], as: UTF8.self))
  }
}

private func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

private func isWord(_ byte: UInt8) -> Bool {
  isDigit(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
    || byte >= 0x80
}
