import Analysis
import ArgumentParser
import FoundationEssentials

/// How rows are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case table, markdown, csv, json, ndjson
}

/// One value of a row.
enum Cell: Equatable {
  case null
  case number(String)
  case text(String)

  /// A count.
  static func count(_ value: Int) -> Cell { .number("\(value)") }

  /// A text that may be missing.
  static func optional(_ value: String?) -> Cell { value.map { .text($0) } ?? .null }
}

/// Prints rows as they come.
///
/// `table` and `markdown` keep the first thousand, to see which columns hold numbers and how wide
/// they are; a later cell that is wider stands out, and none is cut. They round numbers to seven
/// digits, since people read them; the other formats have every digit.
struct RowPrinter {
  private let format: OutputFormat
  private let columns: [String]
  private let headings: [String]
  private let isTerminal: Bool
  private var output: OutputStream

  /// The rows of which the layout is made; nil when it has been made.
  private var sample: [[Cell]]? = []
  private var layout = Layout()
  private var printed = 0

  private static let sampledRows = 1_000

  /// Prints to standard output; `units` stand beside the columns' names where people read them.
  init(
    _ format: OutputFormat, columns: [String], units: [String: String] = [:],
    output: OutputStream = OutputStream(), isTerminal: Bool = terminalColumns(of: 1) != nil
  ) {
    self.format = format
    self.columns = format == .json || format == .ndjson ? Self.distinct(columns) : columns
    headings = columns.map { column in units[column].map { "\(column) (\($0))" } ?? column }
    self.output = output
    self.isTerminal = isTerminal
    if format == .csv { writeCSV(columns.map { .text($0) }) }
    if format == .json { self.output.write("[") }
  }

  /// Whether it is worth while to bring more rows: not when the reader has gone.
  var takesMore: Bool { output.error == 0 }

  /// Why the output ended too early; nil when it did not, and when the reader wanted no more.
  var failure: String? { output.failure }

  /// Takes one row; it must have as many cells as there are columns.
  mutating func add(_ row: [Cell]) {
    switch format {
    case .table, .markdown:
      if sample == nil {
        writeLine(row)
      } else {
        sample?.append(row)
        if sample?.count == Self.sampledRows { writeSample() }
      }
    case .csv: writeCSV(row)
    case .json:
      output.write(printed == 0 ? "\n  " : ",\n  ")
      output.write(jsonObject(row))
    case .ndjson: output.write(jsonObject(row) + "\n")
    }
    printed += 1
  }

  /// Prints what is still to be printed.
  mutating func finish() {
    switch format {
    case .table, .markdown: writeSample()
    case .json: output.write(printed == 0 ? "]\n" : "\n]\n")
    case .csv, .ndjson: break
    }
    output.flush()
  }

  /// Prints the header and the rows of the sample.
  private mutating func writeSample() {
    guard let rows = sample else { return }
    sample = nil
    let headings = headings.map { Cell.text($0) }
    layout = Layout(headings: headings.map(text), rows: rows, text: text)
    writeLine(headings)
    switch format {
    case .markdown:
      output.write("|" + layout.isNumber.map { $0 ? " ---: |" : " --- |" }.joined() + "\n")
    default:
      let rules = layout.widths.map { String(repeating: "─", count: $0) }
      output.write(rules.joined(separator: "  ") + "\n")
    }
    for row in rows { writeLine(row) }
  }

  private mutating func writeLine(_ row: [Cell]) {
    let texts = row.map(text)
    let line =
      format == .markdown ? "| \(texts.joined(separator: " | ")) |" : layout.line(texts)
    output.write(line + "\n")
  }

  private func text(_ cell: Cell) -> String {
    format == .markdown ? Self.markdownCell(cell.shownText) : Self.oneLine(cell.shownText)
  }

  private mutating func writeCSV(_ row: [Cell]) {
    let fields = row.map { cell in
      Self.csvField(isTerminal ? Self.oneLine(cell.plainText) : cell.plainText)
    }
    output.write(fields.joined(separator: ",") + "\r\n")
  }

  private func jsonObject(_ row: [Cell]) -> String {
    let fields = zip(columns, row).map { column, cell in
      let value =
        switch cell {
        case .null: "null"
        case .number(let text): text
        case .text(let text): Self.jsonString(text)
        }
      return "\(Self.jsonString(column)):\(value)"
    }
    return "{" + fields.joined(separator: ",") + "}"
  }

  /// The names with `:1`, `:2`, … behind those that were there already, since a name twice in a JSON
  /// object is one value lost.
  static func distinct(_ names: [String]) -> [String] {
    var taken: Set<String> = []
    return names.map { name in
      var distinct = name
      var number = 0
      while !taken.insert(distinct).inserted {
        number += 1
        distinct = "\(name):\(number)"
      }
      return distinct
    }
  }
}

/// How wide the columns of a table are, and which hold numbers.
private struct Layout {
  var widths: [Int] = []
  var isNumber: [Bool] = []

  init() {}

  init(headings: [String], rows: [[Cell]], text: (Cell) -> String) {
    widths = headings.indices.map { index in
      rows.reduce(headings[index].count) { max($0, text($1[index]).count) }
    }
    isNumber = headings.indices.map { index in
      rows.contains { $0[index] != .null }
        && rows.allSatisfy { if case .text = $0[index] { false } else { true } }
    }
  }

  /// The cells below one another, numbers at the right.
  func line(_ cells: [String]) -> String {
    let padded = cells.indices.map { index in
      let padding = String(repeating: " ", count: max(0, widths[index] - cells[index].count))
      return isNumber[index] ? padding + cells[index] : cells[index] + padding
    }
    let line = padded.joined(separator: "  ")
    return line.last == " " ? String(line.reversed().drop { $0 == " " }.reversed()) : line
  }
}

extension Cell {
  /// The value without quotes; null is empty.
  var plainText: String {
    switch self {
    case .null: ""
    case .number(let text), .text(let text): text
    }
  }

  /// The same with numbers rounded to seven digits, as far as those lie behind the point.
  var shownText: String {
    guard case .number(let text) = self, let point = text.firstIndex(of: "."), !text.contains("e"),
      let value = Double(text)
    else { return plainText }
    let decimals = max(-lastDigit(of: value, keeping: 7), 0)
    guard text[point...].count - 1 > decimals else { return text }
    let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
    return JSONText.number((value * scale).rounded() / scale)
  }
}
