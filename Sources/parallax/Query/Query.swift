import Analysis
import ArgumentParser
import BenchmarkModel
import Store

/// Asks the database a canned question or any other, reading only.
struct Query: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Ask the database, by the name of a query or in SQL, reading only.",
    discussion: """
      The names and their parameters: parallax list queries. A statement may read and nothing else.

      table and markdown round numbers to seven digits; the other formats have all of them. \
      In csv, a missing value is empty; in json and ndjson it is null. A blob is printed as SQL \
      writes it, x'00ff'; an infinite number as Infinity, in JSON as text.
      """)

  @OptionGroup var database: DatabaseOption
  @OptionGroup var output: FormatOption

  @Argument(
    help: ArgumentHelp("The name of a query.", valueName: "name"),
    completion: .custom { _, _, _ in Self.names() })
  var name: String?

  @Option(help: ArgumentHelp("A SELECT statement; - reads standard input.", valueName: "statement"))
  var sql: String?

  @Option(help: ArgumentHelp("A value for :name; may be repeated.", valueName: "name=value"))
  var param: [String] = []

  @Option(help: ArgumentHelp("The most rows that are printed.", valueName: "n"))
  var rows = 100_000

  @Option(help: ArgumentHelp("The seconds after which the query is given up.", valueName: "s"))
  var timeout = 10.0

  @Flag(help: "Print to standard error how long the database worked.")
  var time = false

  func validate() throws {
    guard (name == nil) != (sql == nil) else {
      throw ValidationError("Give either the name of a query or --sql.")
    }
    guard rows >= 0, timeout > 0, timeout <= 1e9 else {
      throw ValidationError("--rows must not be negative, and --timeout must be above 0.")
    }
    _ = try given()
  }

  func run() throws {
    let store = try MeasurementStore(path: database.db, access: .readOnly)
    let question = try question(to: store)
    var printer: RowPrinter?
    let result = try store.query(
      question.sql, arguments: question.arguments, rowLimit: rows, timeout: .seconds(timeout),
      columns: { printer = RowPrinter(output.format, columns: $0, units: question.units) },
      row: {
        printer?.add($0.map(Cell.init))
        return printer?.takesMore ?? false ? .more : .enough
      })
    try printer?.finish()
    if result.isTruncated {
      writeError("Truncated after \(counted(rows, "row")); ask for more with --rows.\n")
    }
    if time {
      let tenths = Int((result.elapsed / .microseconds(100)).rounded())
      writeError("\(counted(result.rowCount, "row")) in \(tenths / 10).\(tenths % 10) ms\n")
    }
  }

  private func question(to store: MeasurementStore) throws -> (
    sql: String, arguments: [String: QueryValue], units: [String: String]
  ) {
    if let sql {
      let text =
        sql == "-"
        ? sequence(state: ()) { _ in readLine(strippingNewline: false) }.joined() : sql
      return (text, try given().mapValues { QueryValue(argument: $0) }, [:])
    }
    let queries = try SourceTree().queries()
    guard let query = queries.first(where: { $0.name == name }) else {
      throw unknownName("query", name ?? "", among: queries.map(\.name))
    }
    return (query.sql, try query.arguments(given(), in: store), query.units)
  }

  private func given() throws -> [String: String] {
    try param.reduce(into: [:]) { arguments, text in
      guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
        throw ValidationError(CommandError.badParameter(text).description)
      }
      arguments[String(text[..<sign])] = String(text[text.index(after: sign)...])
    }
  }

  /// The names of all queries, for the shell to complete; none outside a source tree.
  private static func names() -> [String] {
    do { return try SourceTree().queries().map(\.name) } catch { return [] }
  }
}

extension CannedQuery {
  /// A value for each parameter, of its type: the one given, or the default.
  ///
  /// Throws when a name is none of the parameters', a value is not of its type, names no run, or is
  /// missing where there is no default.
  func arguments(
    _ given: [String: String], in store: MeasurementStore
  ) throws -> [String: QueryValue] {
    let known = parameters.map(\.name)
    for name in given.keys.sorted() where !known.contains(name) {
      throw unknownName("parameter of \(self.name)", name, among: known)
    }
    return try parameters.reduce(into: [:]) { arguments, parameter in
      let value = given[parameter.name] ?? parameter.defaultValue
      guard let value, parameter.type.allows(value) else {
        throw ValidationError(
          CommandError.badArgument(
            query: name, parameter: parameter.name, type: parameter.type.rawValue, value: value
          ).description)
      }
      arguments[parameter.name] =
        switch parameter.type {
        case .text: .text(value)
        case .integer: Int64(value).map { .integer($0) } ?? .null
        case .number: Double(value).map { .real($0) } ?? .null
        case .run: .integer(try store.number(ofRun: value))
        }
    }
  }
}

extension Cell {
  /// A value of the database.
  init(_ value: QueryValue) {
    switch value {
    case .null: self = .null
    case .integer(let number): self = .number("\(number)")
    case .real(let number) where number.isFinite: self = .number("\(number)")
    case .real(let number): self = .text(number < 0 ? "-Infinity" : "Infinity")
    case .text(let text): self = .text(text)
    case .blob(let bytes):
      let digits = Array("0123456789abcdef")
      self = .text(
        bytes.reduce(into: "x'") { $0 += [digits[Int($1 >> 4)], digits[Int($1 & 15)]] } + "'")
    }
  }
}
