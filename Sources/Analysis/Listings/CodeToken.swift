/// A token of a source file that stands out from the text around it.
package struct CodeToken: Sendable, Equatable {
  /// What a token is.
  package enum Kind: Sendable, Equatable {
    /// A comment, its delimiters included.
    case comment
    /// The literal of a string or a character, its delimiters included.
    case string
    /// The literal of a number.
    case number
    /// A reserved word of the language.
    case keyword
    /// The name of a type, judging by its spelling.
    case type
    /// An attribute of the declaration that follows, such as `@main`.
    case attribute
  }

  /// What the token is.
  package var kind: Kind
  /// Its position in the bytes of the source.
  package var range: Range<Int>
}

extension CodeLanguage {
  /// The tokens of a source, in order, without the names and punctuation between them.
  ///
  /// It knows tokens, not grammar. A comment or string without an end extends to the end of the
  /// line or of the source.
  package func tokens(of source: [UInt8]) -> [CodeToken] {
    var scanner = CodeScanner(source: source, language: self)
    var tokens: [CodeToken] = []
    while scanner.position < source.count {
      let start = scanner.position
      if let kind = scanner.next() {
        tokens.append(CodeToken(kind: kind, range: start..<scanner.position))
      }
    }
    return tokens
  }
}

private struct CodeScanner {
  let source: [UInt8]
  let language: CodeLanguage
  private(set) var position = 0

  init(source: [UInt8], language: CodeLanguage) {
    self.source = source
    self.language = language
  }

  /// Moves past one token and returns its kind, or past other text and returns nil.
  mutating func next() -> CodeToken.Kind? {
    let byte = source[position]
    if language.mayOpen[Int(byte)], let kind = opened() { return kind }
    if isDigit(byte) {
      skipNumber()
      return .number
    }
    if isWord(byte) { return word() }
    position += 1
    return nil
  }

  /// Moves past a comment, a string or an attribute; nil if none begins here.
  private mutating func opened() -> CodeToken.Kind? {
    // In a language in which both kinds of comment begin alike, the longer beginning wins.
    if let comment = language.blockComment, starts(with: comment.start) {
      skip(comment)
      return .comment
    }
    if let start = language.lineComment, starts(with: start) {
      skip { $0 != 0x0A }
      return .comment
    }
    if let end = language.stringEnd(in: source, at: position) {
      position = end
      return .string
    }
    if let end = language.attributeEnd(in: source, at: position) {
      position = end
      return .attribute
    }
    return nil
  }

  private mutating func skipNumber() {
    skip { isWord($0) }
    guard source.indices.contains(position), source[position] == UInt8(ascii: "."),
      position + 1 < source.count, isDigit(source[position + 1])
    else {
      return
    }
    position += 1
    skip { isWord($0) }
  }

  private mutating func word() -> CodeToken.Kind? {
    let start = position
    skip { isWord($0) }
    if start > 0, source[start - 1] == UInt8(ascii: "."), language.namesMembersFreely { return nil }
    let text = String(decoding: source[start..<position], as: UTF8.self)
    if language.keywords.contains(text) { return .keyword }
    let isType = language.types.contains(text) || (65...90).contains(source[start])
    return isType ? .type : nil
  }

  private mutating func skip(_ comment: CodeLanguage.Delimiters) {
    var depth = 0
    while position < source.count {
      if starts(with: comment.start), depth == 0 || language.nestsComments {
        depth += 1
        position += comment.start.count
      } else if starts(with: comment.end) {
        depth -= 1
        position += comment.end.count
        if depth == 0 { return }
      } else {
        position += 1
      }
    }
  }

  private mutating func skip(while isIncluded: (UInt8) -> Bool) {
    while position < source.count, isIncluded(source[position]) { position += 1 }
  }

  private func starts(with bytes: [UInt8]) -> Bool { source[position...].starts(with: bytes) }
}

private func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

package func isWord(_ byte: UInt8) -> Bool {
  isDigit(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
    || byte >= 0x80
}
