/// A table that states repeated cells once: facts that all rows share are listed above it, and long
/// texts that several rows share are listed below it under keys such as `c2`.
struct FactoredTable {
  /// The shared cell of a column, or the text of a key.
  struct Fact: Encodable, Sendable, Equatable {
    /// The column's title or the key.
    var name: String
    var cell: Table.Cell
  }

  /// A column with a cell per row.
  enum Column {
    /// Stays as it is.
    case plain(Table.Column, [Table.Cell])
    /// Moves above the table when all rows have the same.
    case shared(String, [Table.Cell])
    /// Moves above the table when all rows have the same, or below it under keys when texts repeat.
    case keyed(String, [String])
  }

  private(set) var shared: [Fact] = []
  private(set) var keys: [Fact] = []
  private(set) var table: Table

  /// Every column has the same number of cells.
  init(_ columns: [Column]) {
    var kept: [(header: Table.Column, cells: [Table.Cell])] = []
    var rowKeys: [[String]] = []
    for column in columns {
      switch column {
      case .plain(let header, let cells): kept.append((header, cells))
      case .shared(let name, let cells):
        if let first = cells.first, cells.allSatisfy({ $0 == first }) {
          shared.append(Fact(name: name, cell: first))
        } else {
          kept.append((.words(name), cells))
        }
      case .keyed(let name, let texts):
        let distinct = texts.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        if let only = distinct.first, distinct.count == 1 {
          if only != Table.Cell.none.text { shared.append(Fact(name: name, cell: .text(only))) }
        } else if distinct.count * 2 <= texts.count {
          let letter = name.prefix(1).lowercased()
          let named = distinct.filter { $0 != Table.Cell.none.text }
          let names = Dictionary(
            zip(named, (1...).lazy.map { "\(letter)\($0)" }), uniquingKeysWith: { one, _ in one })
          keys += named.map { Fact(name: names[$0] ?? "", cell: .text($0)) }
          rowKeys.append(texts.map { names[$0] ?? "" })
        } else {
          kept.append((.words(name), texts.map { .text($0) }))
        }
      }
    }
    if let count = rowKeys.first?.count {
      let cells = (0..<count).map { row -> Table.Cell in
        let names = rowKeys.map { $0[row] }.filter { !$0.isEmpty }
        return names.isEmpty ? .none : .text(names.joined(separator: " "))
      }
      kept.append((.words("Keys"), cells))
    }
    let count = kept.first?.cells.count ?? 0
    table = Table(
      kept.map(\.header), rows: (0..<count).map { row in kept.map { $0.cells[row] } })
  }
}
