package import BenchmarkModel

/// The counts of a source file.
package struct CodeFigures: Sendable, Equatable {
  /// The number of lines with more than comments and white space.
  package let lines: Int
  /// The number of words, literals and marks.
  package let tokens: Int
  /// The number of different names and keywords.
  package let words: Int
  /// The number of imports that it declares.
  package let imports: Int
  /// The packages that it uses from outside its language's toolchain, in alphabetical order.
  package let outsidePackages: [String]

  package init(_ text: String, _ syntax: LanguageSyntax) {
    let source = Array(text.utf8)
    let pieces = CodeLanguage(syntax).pieces(of: source)
    lines = Self.lineCount(of: pieces, in: source)
    tokens = pieces.count
    words = Set(pieces.filter { $0.kind == .word }.map(\.text)).count
    imports = syntax.imported(in: pieces, of: source).count
    outsidePackages = syntax.packages(in: pieces, of: source)
      .filter { !syntax.isStandard(package: $0) }.sorted()
  }

  /// A literal can span several lines, and each of them counts.
  private static func lineCount(of pieces: [CodePiece], in source: [UInt8]) -> Int {
    var (count, line, position, counted) = (0, 0, 0, -1)
    for piece in pieces {
      line += source[position..<piece.offset].count { $0 == 0x0A }
      position = piece.offset
      let last = line + piece.text.utf8.count { $0 == 0x0A }
      count += last - max(line, counted + 1) + 1
      counted = last
    }
    return count
  }
}
