package import BenchmarkModel

/// The tokens of a language in a form that makes finding them fast.
package struct CodeLanguage: Sendable {
  /// How a token with delimiters begins and ends, in bytes.
  struct Delimiters: Sendable {
    var start: [UInt8]
    var end: [UInt8]
  }

  /// The delimiters of strings and what may be between them.
  struct StringDelimiters: Sendable {
    var start: [UInt8]
    var end: [UInt8]
    var escapes: Bool
    var spansLines: Bool
  }

  let keywords: Set<String>
  /// Types whose names begin with a lower-case letter.
  let types: Set<String>
  let lineComment: [UInt8]?
  let blockComment: Delimiters?
  let nestsComments: Bool
  let namesMembersFreely: Bool
  let strings: [StringDelimiters]
  let interpolates: Bool
  /// What an attribute begins with; nil if attributes are not marked.
  var attributeStart: [UInt8]?
  /// What an attribute ends with; nil for the end of a word.
  let attributeEnd: [UInt8]?
  let hasLifetimes: Bool
  /// For each byte, whether a comment, a string or an attribute may begin with it.
  let mayOpen: [Bool]

  package init(_ syntax: LanguageSyntax) {
    keywords = syntax.keywords
    types = syntax.types
    lineComment = syntax.lineComment.map { Array($0.utf8) }
    blockComment = syntax.blockComment.map {
      Delimiters(start: Array($0.start.utf8), end: Array($0.end.utf8))
    }
    nestsComments = syntax.blockComment?.nests == true
    namesMembersFreely = syntax.namesMembersFreely
    strings = syntax.strings.map {
      StringDelimiters(
        start: Array($0.start.utf8), end: Array($0.end.utf8), escapes: $0.escapes,
        spansLines: $0.spansLines)
    }
    interpolates = syntax.interpolates
    attributeStart = syntax.attribute.map { Array($0.start.utf8) }
    attributeEnd = syntax.attribute?.end.map { Array($0.utf8) }
    hasLifetimes = syntax.hasLifetimes
    let starts = [lineComment, blockComment?.start, attributeStart] + strings.map(\.start)
    mayOpen = starts.reduce(into: Array(repeating: false, count: 256)) { mayOpen, start in
      if let byte = start?.first { mayOpen[Int(byte)] = true }
    }
  }

  /// The end of the string that begins at the position; nil when none does.
  func stringEnd(in source: [UInt8], at position: Int) -> Int? {
    for string in strings where source[position...].starts(with: string.start) {
      if hasLifetimes, string.start == [UInt8(ascii: "'")], isLifetime(in: source, at: position) {
        return nil
      }
      var end = position + string.start.count
      while end < source.count {
        if source[end...].starts(with: string.end) { return end + string.end.count }
        if source[end] == 0x0A, !string.spansLines { return end }
        end = string.escapes ? characterEnd(in: source, at: end) : end + 1
      }
      return source.count
    }
    return nil
  }

  /// The end of one character of a string, of an escape, or of an expression in it.
  private func characterEnd(in source: [UInt8], at position: Int) -> Int {
    guard source[position] == UInt8(ascii: "\\") else { return position + 1 }
    guard interpolates, source[(position + 1)...].first == UInt8(ascii: "(") else {
      return position + 2
    }
    var depth = 0
    for index in (position + 1)..<source.count {
      if source[index] == UInt8(ascii: "(") { depth += 1 }
      if source[index] == UInt8(ascii: ")") { depth -= 1 }
      if depth == 0 || source[index] == 0x0A { return index + (depth == 0 ? 1 : 0) }
    }
    return source.count
  }

  /// The end of the attribute that begins at the position; nil when none does.
  func attributeEnd(in source: [UInt8], at position: Int) -> Int? {
    guard let attributeStart, source[position...].starts(with: attributeStart) else { return nil }
    var end = position + attributeStart.count
    guard let attributeEnd else {
      return source[end...].firstIndex { !(97...122).contains($0 | 0x20) && $0 != 95 }
        ?? source.count
    }
    while end < source.count {
      if source[end...].starts(with: attributeEnd) { return end + attributeEnd.count }
      end += 1
    }
    return nil
  }

  /// A character literal has a closing quotation mark after one character; a lifetime has none.
  private func isLifetime(in source: [UInt8], at position: Int) -> Bool {
    let following = source[(position + 1)...].prefix(6)
    guard let first = following.first, first != UInt8(ascii: "\\") else { return false }
    let width = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    return following.dropFirst(width).first != UInt8(ascii: "'")
  }
}
