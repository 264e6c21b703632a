/// Limits on the input of the Markdown parser.
///
/// With tables, libcmark-gfm 0.29.0.gfm.6 takes time and memory that grow quadratically with its
/// input in three ways: in the columns of a header; in the rows of a table, each padded to the width
/// of the header; and in the lines of a paragraph before a line of dashes that could turn it into a
/// table. 12 KB of text can become 40 MB of HTML, and 1 MB can take a minute. User text is escaped
/// and cannot form a table, so this guards against templates and contexts that do. Keep the limits
/// even if the library is fixed.
struct MarkdownLimits {
  /// The maximum size of a page's Markdown in bytes.
  static let byteCount = 4 << 20
  /// The maximum number of columns in a table.
  static let columnCount = 256
  /// The maximum number of cells in all tables of a page, counting each row at its header's width.
  static let cellCount = 200_000
  /// The maximum search cost: the sum, over all lines that could begin a table, of lines times
  /// bytes since the last blank line.
  ///
  /// The parser takes about 2 ns for each unit.
  static let searchCost = 100_000_000

  private let page: String
  private var line = 0
  private var cells = 0
  private var cost = 0
  private var block = Block()

  /// The text since the last blank line.
  private struct Block {
    var lineCount = 0
    var byteCount = 0
    /// The number of columns of the table that may have begun.
    var columnCount = 0
    var pipesOfLastLine = 0
  }

  /// Throws an error with the line number if something exceeds a limit.
  static func check(_ markdown: String, page: String) throws(RenderingError) {
    let size = markdown.utf8.count
    guard size <= byteCount else {
      throw .documentTooLarge(page: page, byteCount: size, limit: byteCount)
    }
    var markdown = markdown
    let problem = markdown.withUTF8 { MarkdownLimits(page: page).problem(in: $0) }
    if let problem { throw problem }
  }

  /// The first limit exceeded; nil if there is none.
  ///
  /// It reads memory directly: through a string's views it would be as slow as the parser.
  private consuming func problem(in text: UnsafeBufferPointer<UInt8>) -> RenderingError? {
    do throws(RenderingError) {
      var start = 0
      for end in text.indices where text[end] == 0x0A || text[end] == 0x0D {
        try take(text[start..<end])
        start = end + 1
      }
      try take(text[start...])
      return nil
    } catch {
      return error
    }
  }

  private init(page: String) { self.page = page }

  /// Treats each line that could be a table's delimiter row as one, and every line up to the next
  /// blank line as a row of that table.
  private mutating func take(_ text: Slice<UnsafeBufferPointer<UInt8>>) throws(RenderingError) {
    line += 1
    if text.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ">") }) {
      block = Block()
      return
    }
    let columns = columnsOpened(by: text)
    if columns > 0 {
      let widest = max(columns, block.pipesOfLastLine - 1)
      guard widest <= Self.columnCount else {
        throw .tableTooWide(
          page: page,
          line: line,
          columnCount: widest,
          limit: Self.columnCount
        )
      }
      cost += block.lineCount * block.byteCount
      guard cost <= Self.searchCost else { throw .costlyRule(page: page, line: line) }
    }
    block.columnCount = max(block.columnCount, columns)
    cells += block.columnCount
    guard cells <= Self.cellCount else {
      throw .tooManyTableCells(page: page, line: line, limit: Self.cellCount)
    }
    block.lineCount += 1
    block.byteCount += text.count
    block.pipesOfLastLine = text.count { $0 == UInt8(ascii: "|") }
  }

  /// The number of columns of a line that consists only of dashes, colons and pipes, after any quote
  /// and list markers; otherwise 0.
  private func columnsOpened(by text: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    var columns = 0
    var isInDashes = false
    for byte in text {
      switch byte {
      case UInt8(ascii: "-"):
        columns += isInDashes ? 0 : 1
        isInDashes = true
      case UInt8(ascii: "|"): isInDashes = false
      case UInt8(ascii: ":"), UInt8(ascii: ">"), UInt8(ascii: "*"), UInt8(ascii: "+"),
        UInt8(ascii: "."), UInt8(ascii: ")"), UInt8(ascii: " "), 0x09, 0x0B, 0x0C,
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        continue
      default: return 0
      }
    }
    return columns
  }
}
