import ArgumentParser
import Reporting
import Store

/// Asks the database a canned question or any other, reading only.
struct Query: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Ask the database, by the name of a query or in SQL, reading only.",
    discussion: "The names: parallax list queries. A statement may read and nothing else.")

  @OptionGroup var database: DatabaseOption
  @OptionGroup var output: FormatOption

  @Argument(help: ArgumentHelp("The name of a query.", valueName: "name"))
  var name: String?

  @Option(help: ArgumentHelp("A SELECT statement; - reads standard input.", valueName: "statement"))
  var sql: String?

  @Option(help: ArgumentHelp("A value for :name; may be repeated.", valueName: "name=value"))
  var param: [String] = []

  @Option(help: ArgumentHelp("The most rows that are printed.", valueName: "n"))
  var rows = 100_000

  @Option(help: ArgumentHelp("The seconds after which the query is given up.", valueName: "s"))
  var timeout = 10.0

  func validate() throws {
    guard (name == nil) != (sql == nil) else {
      throw ValidationError("Give either the name of a query or --sql.")
    }
    guard rows >= 0, timeout > 0 else {
      throw ValidationError("--rows must not be negative, and --timeout must be above 0.")
    }
    _ = try arguments()
  }

  func run() throws {
    let store = try MeasurementStore(path: database.db, access: .readOnly)
    var printer: RowPrinter?
    let result = try store.query(
      try statement(), arguments: arguments(), rowLimit: rows, timeout: .seconds(timeout),
      columns: { printer = RowPrinter(output.format, columns: $0) },
      row: {
        printer?.add($0.map(Cell.init))
        return .more
      })
    printer?.finish()
    if result.isTruncated {
      writeError("Truncated after \(rows) rows; ask for more with --rows.\n")
    }
  }

  private func statement() throws -> String {
    if let sql {
      guard sql == "-" else { return sql }
      return sequence(state: ()) { _ in readLine(strippingNewline: false) }.joined()
    }
    let queries = try SourceTree().queries()
    guard let query = queries.first(where: { $0.name == name }) else {
      throw unknownName("query", name ?? "", among: queries.map(\.name))
    }
    return query.sql
  }

  private func arguments() throws -> [String: String] {
    try param.reduce(into: [:]) { arguments, text in
      guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
        throw ValidationError(CommandError.badParameter(text).description)
      }
      arguments[String(text[..<sign])] = String(text[text.index(after: sign)...])
    }
  }
}

extension Cell {
  /// A value of the database.
  init(_ value: QueryValue) {
    switch value {
    case .null: self = .null
    case .integer(let number): self = .number("\(number)")
    case .real(let number): self = number.isFinite ? .number("\(number)") : .text("\(number)")
    case .text(let text): self = .text(text)
    case .blob(let bytes): self = .text("(\(bytes.count) bytes)")
    }
  }
}
