import Analysis
import ArgumentParser
import BenchmarkModel
import Platform
import Store

/// Parses a number of seconds above 0 and at most a million.
private func parseTimeout(_ text: String) throws -> Double {
  guard let seconds = decimalNumber(text), seconds > 0, seconds <= 1e6 else {
    throw ValidationError("Write a decimal number of seconds above 0 and at most 1000000.")
  }
  return seconds
}

/// Runs a canned query or any SQL statement, read-only.
struct Query: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Query the database, with a canned query or in SQL; read-only.",
    usage: "parallax query [<name>] [--sql <statement>] <options>",
    discussion: """
      List the canned queries and their parameters with: parallax list queries. An SQL statement can \
      only read.

      table and markdown round numbers to seven digits; the other formats print all digits. A \
      missing value is empty in csv and null in json and ndjson. A blob is printed in SQL notation, \
      x'00ff'. An infinite number is Infinity, in JSON a string.
      """)

  @OptionGroup var database: DatabaseOption
  @OptionGroup var output: FormatOption

  @Argument(
    help: ArgumentHelp("The name of a canned query.", valueName: "name"),
    completion: .custom { _, _, _ in Self.names() })
  var name: String?

  @Option(
    help: ArgumentHelp(
      "An SQL statement; - reads standard input, at most 1 MB.", valueName: "statement"))
  var sql: String?

  @Option(help: ArgumentHelp("A value for :name; may be repeated.", valueName: "name=value"))
  var param: [String] = []

  @Option(
    help: ArgumentHelp(
      "The maximum number of rows to print, up to 1000000000. (default: 100000)", valueName: "n"),
    transform: parseWhole(0...1_000_000_000))
  var rows = 100_000

  @Option(
    help: ArgumentHelp(
      "The time limit in seconds, at most 1000000, for the query without what the reader of the output "
        + "takes, and for a program that writes the statement to standard input. (default: 10)",
      valueName: "s"), transform: parseTimeout)
  var timeout = 10.0

  @Flag(help: "Print the query's execution time to standard error.")
  var time = false

  func validate() throws {
    guard (name == nil) != (sql == nil) else {
      throw ValidationError("Use either the name of a query or --sql.")
    }
    _ = try given()
  }

  func run() throws {
    let store = try MeasurementStore(path: database.db, access: .readOnly)
    let question = try question(to: store)
    if AnalysisWriter.isRead(by: question.sql) { try store.warnOfMissingEstimates() }
    var printer: RowPrinter?
    let limit = Duration.seconds(timeout)
    let start = ContinuousClock.now
    let result = try store.query(
      question.sql, arguments: question.arguments, rowLimit: rows, timeout: limit,
      waited: { printer?.waited ?? .zero },
      columns: {
        printer = RowPrinter(output.format, columns: $0, units: question.units) { waited in
          guard ContinuousClock.now - start - waited < limit else {
            throw StoreError.question(.timedOut(limit: limit), path: database.db)
          }
        }
      },
      row: {
        printer?.add($0.map(Cell.init))
        return printer?.takesMore ?? false ? .more : .enough
      })
    try printer?.finish()
    if result.isTruncated {
      writeError("Truncated after \(counted(rows, "row")). Print more with --rows.\n")
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
      let text = sql == "-" ? try statementFromInput() : sql
      return (text, try given().mapValues { QueryValue(argument: $0) }, [:])
    }
    let queries = try SourceTree.orEmbedded().queries()
    guard let query = queries.first(where: { $0.name == name }) else {
      throw unknownName("query", name ?? "", among: queries.map(\.name))
    }
    return (query.sql, try query.arguments(given(), in: store), query.units)
  }

  /// The maximum size in bytes of a statement from standard input, as of any text in a query.
  private static let maximumStatementBytes = 1_000_000

  /// The whole of standard input; a person at a terminal has more time than a program.
  private func statementFromInput() throws -> String {
    let input = try InputFile(standardInputAs: nil)
    let bytes: [UInt8]
    do {
      bytes = try input.all(
        limit: Self.maximumStatementBytes, within: isatty(0) == 1 ? nil : .seconds(timeout))
    } catch let error as FileError where error.reason.code == ETIMEDOUT {
      throw CommandError.file(
        path: input.name,
        reason:
          "The statement did not end within \(timeout) s. Close the pipe that it comes through, "
          + "or allow more time with --timeout.")
    }
    guard bytes.count <= Self.maximumStatementBytes else {
      throw CommandError.file(
        path: input.name,
        reason:
          "The statement has more than \(Self.maximumStatementBytes) bytes. Use a shorter one.")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandError.file(path: input.name, reason: "The statement is not UTF-8 text.")
    }
    return text
  }

  private func given() throws -> [String: String] {
    try param.reduce(into: [:]) { arguments, text in
      guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
        throw ValidationError(CommandError.badParameter(text).description)
      }
      let name = String(text[..<sign])
      guard arguments[name] == nil else {
        throw ValidationError("--param gives \(name) twice. Give each parameter once.")
      }
      arguments[name] = String(text[text.index(after: sign)...])
    }
  }

  /// The names of all queries, for shell completion; none outside a source tree.
  private static func names() -> [String] {
    do { return try SourceTree.orEmbedded().queries().map(\.name) } catch { return [] }
  }
}

extension CannedQuery {
  /// A value of the right type for each parameter: the given one, or the default.
  ///
  /// Throws if a name is not a parameter, a value has the wrong type or names nothing in the
  /// database, or a value is missing and there is no default.
  func arguments(
    _ given: [String: String], in store: MeasurementStore
  ) throws -> [String: QueryValue] {
    let known = parameters.map(\.name)
    for name in given.keys.sorted() where !known.contains(name) {
      throw unknownName("parameter of \(self.name)", name, among: known)
    }
    return try parameters.reduce(into: [:]) { arguments, parameter in
      let value = given[parameter.name] ?? parameter.defaultValue
      // Where the statement chooses the run, none is a value as well.
      let choosesRun = parameter.type == .run && parameter.defaultValue == ""
      guard let value, parameter.type.allows(value) || choosesRun && value.isEmpty else {
        throw ValidationError(
          CommandError.badArgument(
            query: name, parameter: parameter.name, type: parameter.type.rawValue, value: value
          ).description)
      }
      // A default is left alone: a database without the usual metric has no rows to show.
      if given[parameter.name] != nil, let sql = parameter.type.names, !value.isEmpty {
        let known = try store.names(sql)
        guard known.contains(value) else {
          throw unknownName(parameter.type.rawValue, value, among: known)
        }
      }
      arguments[parameter.name] =
        switch parameter.type {
        case .text, .workload, .runtime, .variant, .metric: .text(value)
        case .integer: Int64(value).map { .integer($0) } ?? .null
        case .number: Double(value).map { .real($0) } ?? .null
        case .run: value.isEmpty ? .null : .integer(try store.number(ofRun: value))
        }
    }
  }
}

extension CannedQuery.ParameterType {
  /// The statement for the names of this kind in a database; nil for a type that is no such name.
  fileprivate var names: String? {
    switch self {
    case .workload:
      """
      SELECT workload FROM benchmarkCase UNION SELECT workload FROM reference
      UNION SELECT workload FROM externalResult WHERE workload IS NOT NULL
      """
    case .runtime: "SELECT DISTINCT runtime FROM benchmarkCase ORDER BY runtime"
    case .variant: "SELECT DISTINCT variant FROM benchmarkCase ORDER BY variant"
    case .metric: "SELECT name FROM metric ORDER BY name"
    case .text, .integer, .number, .run: nil
    }
  }
}

extension MeasurementStore {
  fileprivate func names(_ sql: String) throws -> [String] {
    var names: [String] = []
    try query(sql) { row in
      if case .text(let name)? = row.first { names.append(name) }
      return .more
    }
    return names
  }
}

extension Cell {
  /// Converts a value from the database.
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
