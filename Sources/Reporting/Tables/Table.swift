import Analysis
import BenchmarkModel

/// A table of a page as finished text; every row is as long as the header.
struct Table: Encodable, Sendable, Equatable {
  struct Column: Encodable, Sendable, Equatable {
    var text: String?
    /// A link instead of the text.
    var markup: Markup?
    /// Whether its cells are aligned right.
    var isNumber: Bool

    static func words(_ text: String) -> Column { Column(text: text, isNumber: false) }

    /// A heading above numbers, perhaps a link to all of them.
    static func numbers(_ text: String, linkedTo address: String? = nil) -> Column {
      guard let address else { return Column(text: text, isNumber: true) }
      return Column(markup: .link(text, to: address), isNumber: true)
    }
  }

  struct Cell: Encodable, Sendable, Equatable {
    /// The runtime whose mark precedes the text.
    var mark: String?
    var text: String?
    /// Code or a link after the text.
    var markup: Markup?
    /// Whether it is printed in bold.
    var isStrong = false

    static func text(_ text: String) -> Cell { Cell(text: text) }

    static func markup(_ markup: Markup) -> Cell { Cell(markup: markup) }

    /// The name of a runtime or variant after its mark.
    static func implementation(_ implementation: Implementation) -> Cell {
      Cell(mark: implementation.runtime.mark, text: implementation.label)
    }

    /// A cell without a value.
    static let none = Cell(text: "–")
  }

  struct Row: Encodable, Sendable, Equatable {
    var cells: [Cell]
  }

  var header: [Column]
  var rows: [Row]
  /// What a reader must know about the table, a sentence each.
  var notes: [String]

  /// Pads short rows, since a Markdown table has to be rectangular.
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

/// A sentence of a page: its subject, its text, and the page that proves it.
struct Sentence: Encodable, Sendable, Equatable {
  /// Precedes the text with a colon; nil when the text names it.
  var subject: String?
  var text: String
  /// The page that proves its numbers.
  var proof: Markup?
}
