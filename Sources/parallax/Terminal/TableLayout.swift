/// How wide the columns of a table are, and which contain numbers.
struct TableLayout {
  private var widths: [Int] = []
  private(set) var isNumber: [Bool] = []
  /// The number of columns of the terminal; nil where lines can have any length.
  private var limit: Int?

  init() {}

  init(headings: [String], rows: [[Cell]], limit: Int?, text: (Cell) -> String) {
    widths = headings.indices.map { index in
      rows.reduce(headings[index].columns) { max($0, text($1[index]).columns) }
    }
    isNumber = headings.indices.map { index in
      rows.contains { $0[index] != .null }
        && rows.allSatisfy { if case .text = $0[index] { false } else { true } }
    }
    self.limit = limit
  }

  /// The line between headings and rows.
  var rule: String {
    let rules = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
    return limit.map { String(rules.prefix($0)) } ?? rules
  }

  /// A row with cells padded to the widths, numbers aligned right.
  ///
  /// Cells that a terminal has no room for follow on further lines, which are indented.
  func text(of cells: [String]) -> String {
    let padded = cells.indices.map { index in
      let padding = String(repeating: " ", count: max(0, widths[index] - cells[index].columns))
      return isNumber[index] ? padding + cells[index] : cells[index] + padding
    }
    let whole = Self.line(padded)
    guard let limit, whole.columns > limit else { return whole }
    let fitting = padded.indices.last { Self.line(padded[...$0]).columns <= limit }
    let first = fitting.map { padded[...$0] } ?? []
    return ([Self.line(first)].filter { !$0.isEmpty } + lines(of: cells[first.count...], limit))
      .joined(separator: "\n")
  }

  /// The rest of a row: as many cells on each line as fit, and those that fit on none wrapped.
  private func lines(of cells: ArraySlice<String>, _ limit: Int) -> [String] {
    let indentation = "    "
    var lines: [String] = []
    var open = ""
    for cell in cells where !cell.isEmpty {
      let longer = open.isEmpty ? cell : "\(open)  \(cell)"
      if indentation.count + longer.columns <= limit {
        open = longer
        continue
      }
      if !open.isEmpty { lines.append(open) }
      let parts = wrapped(cell, indent: 0, columns: limit - indentation.count)
        .split(separator: "\n").map(String.init)
      lines += parts.dropLast()
      open = parts.last ?? ""
    }
    return (open.isEmpty ? lines : lines + [open]).map { indentation + $0 }
  }

  private static func line(_ cells: some Collection<String>) -> String {
    let line = cells.joined(separator: "  ")
    return line.last == " " ? String(line.reversed().drop { $0 == " " }.reversed()) : line
  }
}
