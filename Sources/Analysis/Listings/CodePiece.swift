/// A word, literal or mark of a source file: anything but comments and white space.
package struct CodePiece: Sendable, Equatable {
  /// What a piece is.
  package enum Kind: Sendable, Equatable {
    /// A name or a keyword.
    case word
    /// A string, a character or a number.
    case literal
    /// A run of operator characters, or one bracket, separator or other sign.
    case mark
  }

  package var kind: Kind
  package var text: String
  /// Where it begins in the bytes of the source.
  package var offset: Int
}

extension CodeLanguage {
  /// The pieces of a source, in order.
  ///
  /// Attributes and types are pieces like any others. A string, with any expressions in it, is one
  /// piece.
  package func pieces(of source: [UInt8]) -> [CodePiece] {
    var language = self
    language.attributeStart = nil
    var pieces: [CodePiece] = []
    var end = 0
    func add(_ kind: CodePiece.Kind, _ range: Range<Int>) {
      pieces.append(
        CodePiece(
          kind: kind, text: String(decoding: source[range], as: UTF8.self),
          offset: range.lowerBound))
    }
    for token in language.tokens(of: source) {
      Self.cut(source, end..<token.range.lowerBound, add)
      switch token.kind {
      case .comment: break
      case .string, .number: add(.literal, token.range)
      case .keyword, .type, .attribute: add(.word, token.range)
      }
      end = token.range.upperBound
    }
    Self.cut(source, end..<source.count, add)
    return pieces
  }

  /// Splits the text between two tokens into names and marks.
  private static func cut(
    _ source: [UInt8], _ range: Range<Int>, _ add: (CodePiece.Kind, Range<Int>) -> Void
  ) {
    var start = range.lowerBound
    while start < range.upperBound {
      let first = source[start]
      let rest = source[(start + 1)..<range.upperBound]
      var end = start + 1
      if isWord(first) {
        end = rest.firstIndex { !isWord($0) } ?? range.upperBound
        add(.word, start..<end)
      } else if isOperator(first) {
        end = rest.firstIndex { !isOperator($0) } ?? range.upperBound
        add(.mark, start..<end)
      } else if first > 0x20 {
        add(.mark, start..<end)
      }
      start = end
    }
  }
}

private func isOperator(_ byte: UInt8) -> Bool { "+-*/%=<>!&|^~?.:".utf8.contains(byte) }
