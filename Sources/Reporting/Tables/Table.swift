import Analysis
import BenchmarkModel

/// A table of a page as finished strings; every row is as long as the header.
struct Table: Encodable, Sendable, Equatable {
  /// A column's heading.
  struct Column: Encodable, Sendable, Equatable {
    var text: String?
    /// A link in the place of the text.
    var markup: Markup?
    /// Whether its cells stand at the right.
    var isNumber: Bool

    /// A heading of plain text.
    static func words(_ text: String) -> Column { Column(text: text, isNumber: false) }

    /// A heading above numbers, which may lead to the place where all of them stand.
    static func numbers(_ text: String, linkedTo address: String? = nil) -> Column {
      guard let address else { return Column(text: text, isNumber: true) }
      return Column(markup: .link(text, to: address), isNumber: true)
    }
  }

  /// What stands in a row's place of a column.
  struct Cell: Encodable, Sendable, Equatable {
    /// The runtime whose mark stands before the text.
    var mark: String?
    var text: String?
    /// Code or a link behind the text.
    var markup: Markup?
    /// Whether it stands out from the others.
    var isStrong = false

    /// A cell of plain text.
    static func text(_ text: String) -> Cell { Cell(text: text) }

    /// A cell that is code or a link.
    static func markup(_ markup: Markup) -> Cell { Cell(markup: markup) }

    /// A runtime's or a variant's name behind its mark.
    static func implementation(_ implementation: Implementation) -> Cell {
      Cell(mark: implementation.runtime.mark, text: implementation.label)
    }

    /// A cell for which there is nothing.
    static let none = Cell(text: "–")
  }

  /// A row.
  struct Row: Encodable, Sendable, Equatable {
    var cells: [Cell]
  }

  var header: [Column]
  var rows: [Row]
  /// What a reader must know of the table, a sentence each.
  var notes: [String]

  /// Makes a table; short rows are filled up, since a Markdown table has to be rectangular.
  init(_ header: [Column], rows: [[Cell]], notes: [String] = []) {
    self.header = header
    self.rows = rows.map { cells in
      precondition(cells.count <= header.count, "a row is longer than its header")
      let missing = header.count - cells.count
      return Row(cells: cells + Array(repeating: .none, count: missing))
    }
    self.notes = notes
  }
}

/// A sentence of a page: what it is about, what is said, and the page that proves it.
struct Sentence: Encodable, Sendable, Equatable {
  /// Stands before the text with a colon; nil when the text says it.
  var subject: String?
  var text: String
  /// Where the numbers in it come from.
  var proof: Markup?
}
