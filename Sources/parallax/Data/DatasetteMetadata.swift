import BenchmarkModel
import FoundationEssentials

/// The metadata that Datasette shows for a database
/// (https://docs.datasette.io/en/stable/metadata.html): descriptions of tables and columns, and the
/// canned queries.
struct DatasetteMetadata {
  private let content: Content

  /// `database` is its name in Datasette, which is the file name without its extension.
  init(tree: SourceTree, database: String) throws {
    let tables = try SchemaDocument(tree.text(of: "Sources/Store/README.md")).tables
    let queries = try tree.queries().map { ($0.name, Content.Query($0)) }
    let site = try tree.site()
    content = Content(
      title: site.name, description: site.summary ?? site.name,
      databases: [
        database: Content.Database(
          tables: tables.mapValues(Content.Table.init),
          queries: Dictionary(queries) { first, _ in first })
      ])
  }

  /// The text of the file.
  var json: String {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return RowPrinter.jsonVisible(String(decoding: try encoder.encode(content), as: UTF8.self))
        + "\n"
    }
  }
}

/// The keys as Datasette knows them.
private struct Content: Encodable {
  struct Database: Encodable {
    var tables: [String: Table]
    var queries: [String: Query]
  }

  struct Table: Encodable {
    var description: String
    var columns: [String: String]
    var units: [String: String]

    init(_ table: SchemaDocument.Table) {
      description = table.description
      columns = Dictionary(uniqueKeysWithValues: table.columns.map { ($0.name, $0.meaning) })
      units = table.columns.reduce(into: [:]) { units, column in
        if column.name.hasSuffix("Bytes") { units[column.name] = "byte" }
        if column.name.lowercased().hasSuffix("nanoseconds") { units[column.name] = "ns" }
      }
    }
  }

  struct Query: Encodable {
    var title, description, sql: String
    var params: [String]
  }

  var title, description: String
  var databases: [String: Database]
}

extension Content.Query {
  init(_ query: CannedQuery) {
    let units = query.units.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
    let parameters = query.parameters.map { "\($0): \($0.meaning)." }
    title = query.title
    var sentences = [query.question] + parameters
    if !units.isEmpty { sentences.append("Units: \(units.joined(separator: ", ")).") }
    description = sentences.joined(separator: " ")
    sql = query.sqlWithDefaults
    params = query.parameters.map(\.name)
  }
}

extension CannedQuery {
  /// The statement with conversions and defaults for its parameters, for a client that binds all
  /// parameters as text and missing ones as the empty text.
  var sqlWithDefaults: String {
    let parameters = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0) })
    return SQLParameters(of: sql).replaced { name in
      guard let parameter = parameters[name] else { return ":\(name)" }
      var value = ":\(name)"
      if let word = parameter.defaultValue, !word.isEmpty {
        value = "coalesce(nullif(\(value), ''), '\(word.replacing("'", with: "''"))')"
      }
      return switch parameter.type {
      case .text, .workload, .runtime, .variant, .metric: value
      case .integer: "CAST(\(value) AS INTEGER)"
      case .number: "CAST(\(value) AS REAL)"
      case .run: "(SELECT run FROM namedRun WHERE name = \(value))"
      }
    }
  }
}

/// The descriptions of tables and views in the README of the schema.
struct SchemaDocument {
  struct Table {
    var description = ""
    var columns: [(name: String, meaning: String)] = []
  }

  /// By the name of the table or view.
  private(set) var tables: [String: Table] = [:]

  /// Reads the README, which a test compares with the schema.
  init(_ text: String) {
    var name: String?
    for line in text.split(separator: "\n") {
      if line.hasPrefix("#") {
        name = line.hasPrefix("### ") ? String(line.dropFirst(4)) : nil
      } else if let name {
        tables[name, default: Table()].add(String(line).replacing("`", with: ""))
      }
    }
  }
}

extension SchemaDocument.Table {
  fileprivate mutating func add(_ line: String) {
    guard line.hasPrefix("|") else {
      description += (description.isEmpty ? "" : " ") + line
      return
    }
    let cells = line.split(separator: "|").map { $0.split(separator: " ").joined(separator: " ") }
    guard let first = cells.first, let last = cells.last, first != "Column",
      !first.hasPrefix("---")
    else { return }
    columns.append((String(first), String(last)))
  }
}
