/// The tokens of a language in which listings are written.
package struct CodeLanguage: Sendable {
  package var keywords: Set<String>
  /// Types whose names begin with a small letter.
  package var types: Set<String> = []
  package var nestsComments = true
  /// Whether a name after a dot is a member even if it is spelled as a keyword.
  package var namesMembersFreely = true
  /// The delimiters of strings: how they begin and end, and whether a backslash escapes.
  package var strings: [StringDelimiter]
  /// Whether a backslash and a parenthesis in a string begin an expression.
  package var interpolates = false
  /// What an attribute begins with, for example `@`.
  package var attributeStart: String?
  /// What an attribute ends with; nil for the end of a word.
  package var attributeEnd: String?
  /// Whether a quotation mark also begins the name of a lifetime.
  package var hasLifetimes = false
  /// For each byte, whether a comment, a string or an attribute may begin with it.
  package var mayOpen: [Bool]

  package struct StringDelimiter: Sendable {
    package var start: String
    package var end: String
    package var escapes = true
    package var spansLines = false
  }

  /// Gives nil for a language whose tokens are not known; they are for `swift`, `go` and `rust`.
  package init?(named name: String) {
    switch name {
    case "swift": self = .swift
    case "go": self = .go
    case "rust": self = .rust
    default: return nil
    }
  }

  /// The end of the string that begins at the position; nil when none does.
  package func stringEnd(in source: [UInt8], at position: Int) -> Int? {
    for string in strings where source[position...].starts(with: string.start.utf8) {
      if hasLifetimes, string.start == "'", isLifetime(in: source, at: position) { return nil }
      var end = position + string.start.utf8.count
      while end < source.count {
        if source[end...].starts(with: string.end.utf8) { return end + string.end.utf8.count }
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
  package func attributeEnd(in source: [UInt8], at position: Int) -> Int? {
    guard let attributeStart, source[position...].starts(with: attributeStart.utf8) else {
      return nil
    }
    let end = source[position...].dropFirst(attributeStart.utf8.count)
    if let attributeEnd {
      return end.firstIndex(of: Array(attributeEnd.utf8)[0]).map { $0 + 1 }
    }
    return end.firstIndex { !(97...122).contains($0 | 0x20) && $0 != 95 } ?? source.count
  }

  /// A character literal closes after one character; a lifetime does not close.
  private func isLifetime(in source: [UInt8], at position: Int) -> Bool {
    let following = source[(position + 1)...].prefix(6)
    guard let first = following.first, first != UInt8(ascii: "\\") else { return false }
    let width = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    return following.dropFirst(width).first != UInt8(ascii: "'")
  }
}

extension CodeLanguage {
  fileprivate init(
    keywords: String,
    types: String = "",
    strings: [StringDelimiter],
    attributeStart: String? = nil
  ) {
    self.keywords = Set(keywords.split(separator: " ").map(String.init))
    self.types = Set(types.split(separator: " ").map(String.init))
    self.strings = strings
    self.attributeStart = attributeStart
    mayOpen = Array(repeating: false, count: 256)
    for text in ["/", attributeStart].compactMap(\.self) + strings.map(\.start) {
      if let byte = text.utf8.first { mayOpen[Int(byte)] = true }
    }
  }

  fileprivate static let swift = {
    var language = CodeLanguage(
      keywords: """
        actor any as associatedtype async await borrowing break case catch class consuming continue \
        default defer deinit do else enum extension fallthrough false fileprivate final for func \
        guard if import in indirect init inout internal is isolated lazy let mutating nil \
        nonisolated nonmutating open operator override package private protocol public repeat \
        rethrows return self Self sending some static struct subscript super switch throw throws \
        true try typealias unowned var weak where while
        """,
      strings: [
        StringDelimiter(start: "#\"", end: "\"#", escapes: false),
        StringDelimiter(start: "\"\"\"", end: "\"\"\"", spansLines: true),
        StringDelimiter(start: "\"", end: "\""),
      ],
      attributeStart: "@"
    )
    language.interpolates = true
    return language
  }()

  fileprivate static let go = {
    var language = CodeLanguage(
      keywords: """
        break case chan const continue default defer else fallthrough false for func go goto if \
        import interface iota map nil package range return select struct switch true type var
        """,
      types: """
        any bool byte complex128 complex64 error float32 float64 int int16 int32 int64 int8 rune \
        string uint uint16 uint32 uint64 uint8 uintptr
        """,
      strings: [
        StringDelimiter(start: "`", end: "`", escapes: false, spansLines: true),
        StringDelimiter(start: "\"", end: "\""), StringDelimiter(start: "'", end: "'"),
      ]
    )
    language.nestsComments = false
    return language
  }()

  package static let rust = {
    var language = CodeLanguage(
      keywords: """
        as async await break const continue crate dyn else enum extern false fn for if impl in let \
        loop match mod move mut pub ref return self Self static struct super trait true type \
        union unsafe use where while
        """,
      types: """
        bool char f32 f64 i128 i16 i32 i64 i8 isize str u128 u16 u32 u64 u8 usize
        """,
      strings: [
        StringDelimiter(start: "r#\"", end: "\"#", escapes: false, spansLines: true),
        StringDelimiter(start: "r\"", end: "\"", escapes: false, spansLines: true),
        StringDelimiter(start: "b\"", end: "\"", spansLines: true),
        StringDelimiter(start: "\"", end: "\"", spansLines: true),
        StringDelimiter(start: "'", end: "'"),
      ],
      attributeStart: "#"
    )
    language.attributeEnd = "]"
    language.hasLifetimes = true
    language.namesMembersFreely = false
    return language
  }()
}
