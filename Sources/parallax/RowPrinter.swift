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

/// Prints rows to standard output as they come; only `table` and `markdown` must see all of them
/// first, to know how wide the columns are.
struct RowPrinter {
  private let format: OutputFormat
  private let columns: [String]
  private var kept: [[Cell]] = []
  private var printed = 0

  init(_ format: OutputFormat, columns: [String]) {
    self.format = format
    self.columns = columns
    if format == .csv {
      print(columns.map(Self.csvField).joined(separator: ","), terminator: "\r\n")
    }
    if format == .json { print("[", terminator: "") }
  }

  /// Takes one row; it must have as many cells as there are columns.
  mutating func add(_ row: [Cell]) {
    switch format {
    case .table, .markdown: kept.append(row)
    case .csv:
      print(row.map { Self.csvField($0.plainText) }.joined(separator: ","), terminator: "\r\n")
    case .json:
      print(printed == 0 ? "\n  " : ",\n  ", jsonObject(row), separator: "", terminator: "")
    case .ndjson: print(jsonObject(row))
    }
    printed += 1
  }

  /// Prints what is still to be printed.
  func finish() {
    switch format {
    case .table: printTable()
    case .markdown: printMarkdown()
    case .json: print(printed == 0 ? "]" : "\n]")
    case .csv, .ndjson: break
    }
  }

  private func printTable() {
    let texts = kept.map { $0.map { Self.oneLine($0.plainText) } }
    let widths = columns.indices.map { index in
      ([columns[index].count] + texts.map { $0[index].count }).max() ?? 0
    }
    let isNumeric = columns.indices.map { index in
      kept.contains { $0[index] != .null }
        && kept.allSatisfy { if case .text = $0[index] { false } else { true } }
    }
    func line(_ cells: [String]) -> String {
      let padded = cells.indices.map { index in
        let padding = String(repeating: " ", count: widths[index] - cells[index].count)
        return isNumeric[index] ? padding + cells[index] : cells[index] + padding
      }
      return String(padded.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }
    print(line(columns))
    print(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  "))
    for row in texts { print(line(row)) }
  }

  private func printMarkdown() {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    print(line(columns.map(Self.markdownCell)))
    let isNumeric = columns.indices.map { index in
      kept.allSatisfy { if case .text = $0[index] { false } else { true } }
    }
    print("|" + isNumeric.map { $0 ? " ---: |" : " --- |" }.joined())
    for row in kept { print(line(row.map { Self.markdownCell($0.plainText) })) }
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

  /// A string literal of JSON (RFC 8259, section 7).
  static func jsonString(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// A field of CSV, quoted where RFC 4180 asks for it.
  static func csvField(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  /// A cell of a Markdown table: one line in which nothing is markup.
  static func markdownCell(_ text: String) -> String {
    oneLine(text).reduce(into: "") { result, character in
      if "\\`*_{}[]<>()#+!|~&".contains(character) { result += "\\" }
      result.append(character)
    }
  }

  /// The text with every control character made visible or a space, so that no value moves the
  /// terminal's cursor.
  static func oneLine(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
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
}
