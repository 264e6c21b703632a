import Analysis
import ArgumentParser
import FoundationEssentials
import Platform

enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case table, markdown, csv, json, ndjson
}

/// One value of a row.
enum Cell: Equatable {
  case null
  case number(String)
  case text(String)

  static func count(_ value: Int) -> Cell { .number("\(value)") }

  static func optional(_ value: String?) -> Cell { value.map { .text($0) } ?? .null }
}

/// Prints rows as they arrive.
///
/// `table` and `markdown` buffer the first rows, at most a thousand and some 4 MB, to find out which columns
/// contain numbers and how wide they are; wider cells in later rows are printed whole. These formats round numbers to seven
/// digits for human readers; the others keep all digits.
struct RowPrinter {
  private let format: OutputFormat
  private let columns: [String]
  private let headings: [String]
  private var output: TextSink
  /// The first error of the output, after which nothing is written.
  private var failure: (any Error)?
  /// Throws when there is no time left, given the time that was spent waiting for the reader.
  private let checkTime: (Duration) throws -> Void

  /// The rows that decide the layout; nil when it is decided.
  private var sample: [[Cell]]? = []
  private var layout = TableLayout()
  private var printed = 0

  private static let sampledRows = 1_000
  private static let sampledBytes = 4 << 20
  private var bufferedBytes = 0

  /// `units` are shown next to the names of columns in `table` and `markdown`.
  init(
    _ format: OutputFormat, columns: [String], units: [String: String] = [:],
    output: TextSink = .standardOutput(),
    checkTime: @escaping (Duration) throws -> Void = { _ in }
  ) {
    self.format = format
    self.columns = format == .json || format == .ndjson ? Self.distinct(columns) : columns
    headings = columns.map { column in units[column].map { "\(column) (\($0))" } ?? column }
    self.output = output
    self.checkTime = checkTime
    if format == .csv { writeCSV(columns.map { .text($0) }) }
    if format == .json { write("[") }
  }

  /// Whether more rows can be printed: not after an error or when the reader has closed the pipe.
  var takesMore: Bool { failure == nil }

  /// How long the reader has kept it waiting.
  var waited: Duration { output.waited }

  /// Adds a row, which must have as many cells as there are columns.
  mutating func add(_ row: [Cell]) {
    switch format {
    case .table, .markdown:
      if sample == nil {
        writeLine(row)
      } else {
        sample?.append(row)
        bufferedBytes += row.reduce(0) { $0 + $1.plainText.utf8.count }
        if sample?.count == Self.sampledRows || bufferedBytes > Self.sampledBytes { writeSample() }
      }
    case .csv: writeCSV(row)
    case .json:
      write(printed == 0 ? "\n  " : ",\n  ")
      write(jsonObject(row))
    case .ndjson: write(jsonObject(row) + "\n")
    }
    printed += 1
  }

  /// Prints the rest.
  ///
  /// Throws the first error of the output.
  mutating func finish() throws {
    switch format {
    case .table, .markdown: writeSample()
    case .json: write(printed == 0 ? "]\n" : "\n]\n")
    case .csv, .ndjson: break
    }
    if failure == nil {
      do { try output.flush() } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private mutating func write(_ text: String) {
    guard failure == nil else { return }
    do {
      try checkTime(output.waited)
      try output.add(text)
    } catch { failure = error }
  }

  /// Prints the header and the rows of the sample.
  private mutating func writeSample() {
    guard let rows = sample else { return }
    sample = nil
    let headings = headings.map { Cell.text($0) }
    layout = TableLayout(
      headings: headings.map(text), rows: rows, limit: output.columns, text: text)
    writeLine(headings)
    switch format {
    case .markdown:
      write("|" + layout.isNumber.map { $0 ? " ---: |" : " --- |" }.joined() + "\n")
    default:
      write(layout.rule + "\n")
    }
    for row in rows { writeLine(row) }
  }

  private mutating func writeLine(_ row: [Cell]) {
    let texts = row.map(text)
    let line =
      format == .markdown ? "| \(texts.joined(separator: " | ")) |" : layout.text(of: texts)
    write(line + "\n")
  }

  private func text(_ cell: Cell) -> String {
    format == .markdown ? Self.markdownCell(cell.shownText) : cell.shownText.visibleLine
  }

  private mutating func writeCSV(_ row: [Cell]) {
    write(row.map { csvField($0.plainText) }.joined(separator: ",") + "\r\n")
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

  /// The names with `:1`, `:2`, … added to duplicates, since a JSON object with a duplicate name loses
  /// a value.
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

extension Cell {
  /// The value without quotes; empty for null.
  var plainText: String {
    switch self {
    case .null: ""
    case .number(let text), .text(let text): text
    }
  }

  /// The same, with decimals rounded so that a number has at most seven digits.
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
