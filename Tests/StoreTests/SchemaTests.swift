import BenchmarkModel
import FoundationEssentials
import RuntimeFixtures
import Testing

@testable import Store

@Suite struct SchemaDocumentTests {
  let folder: TemporaryFolder
  let store: MeasurementStore
  let document: [String]

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(
      contentsOf: root.appending(path: "Sources/Store/README.md"), encoding: .utf8)
    document = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The cells of the table below each third-level heading, without the header.
  private var sections: [String: [[String]]] {
    var sections: [String: [[String]]] = [:]
    var name: String?
    for line in document {
      if line.hasPrefix("#") {
        name = line.hasPrefix("### ") ? String(line.dropFirst(4)) : nil
        if let name { sections[name] = [] }
      } else if let name, line.hasPrefix("| "), !line.hasPrefix("| Column |") {
        let cells = line.split(separator: "|").map { $0.trimmingPrefix(" ") }
        sections[name]?.append(cells.map { String($0.reversed().trimmingPrefix(" ").reversed()) })
      }
    }
    return sections
  }

  private func texts(_ sql: String) throws -> [[String]] {
    try store.rows(sql).map { row in
      row.map { value in
        switch value {
        case .text(let text): text
        case .integer(let number): String(number)
        default: ""
        }
      }
    }
  }

  @Test func everyTableIsDescribedColumnByColumn() throws {
    let tables = try texts(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    for table in tables.map({ $0[0] }) {
      let columns = try texts(
        """
        SELECT name, type || iif("notnull" OR pk, '', '?') FROM pragma_table_info('\(table)')
        """)
      let described = try #require(sections[table], "\(table) has no section")
      #expect(described.map { Array($0.prefix(2)) } == columns, "\(table)")
      #expect(described.allSatisfy { $0.count == 3 && !$0[2].isEmpty }, "\(table)")
    }
  }

  @Test func everyViewIsDescribedColumnByColumn() throws {
    for view in try texts("SELECT name FROM sqlite_schema WHERE type = 'view'").map({ $0[0] }) {
      let columns = try texts("SELECT name FROM pragma_table_info('\(view)')")
      let described = try #require(sections[view], "\(view) has no section")
      #expect(described.map { [$0[0]] } == columns, "\(view)")
      #expect(described.allSatisfy { $0.count == 2 && !$0[1].isEmpty }, "\(view)")
    }
  }

  @Test func everySectionDescribesAnObject() throws {
    let objects = try texts(
      "SELECT name FROM sqlite_schema WHERE type <> 'index' AND name NOT LIKE 'sqlite%'")
    #expect(Set(sections.keys) == Set(objects.map { $0[0] }))
  }

  @Test func theDiagramShowsEveryForeignKey() throws {
    let keys = try texts(
      """
      SELECT DISTINCT key."table", child.name
      FROM pragma_table_list AS child, pragma_foreign_key_list(child.name) AS key
      WHERE child.schema = 'main'
      """)
    let lines = document.filter { $0.contains(" ||--o") }
    let drawn = lines.map { line in
      let words = line.split(separator: " ").map(String.init)
      return [words[0], words[2]]
    }
    #expect(Set(drawn) == Set(keys))
    #expect(drawn.count == keys.count)
  }

  @Test func indexesAndHeaderValuesAreNamed() throws {
    let text = document.joined(separator: "\n")
    for index in try texts("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql <> ''") {
      #expect(text.contains("`\(index[0])`"), "\(index[0])")
    }
    #expect(text.contains("`PRAGMA application_id` = \(Schema.applicationID)"))
    #expect(text.contains("`PRAGMA user_version` = \(Schema.newestVersion())"))
    #expect(text.contains("version \(Schema.newestVersion()) of the schema"))
  }

  @Test func everyStoredWordOfTheModelIsDescribed() {
    let words: [(String, [String])] = [
      ("trial", Outcome.Kind.allCases.map(\.rawValue)),
      ("runWarning", RunWarning.Kind.allCases.map(\.rawValue)),
      ("calibration", CalibrationFigure.allCases.map(\.rawValue)),
      ("benchmarkCase", repositoryRuntimes.defaults.map(\.id)),
      ("metric", Metric.Unit.allCases.map(\.rawValue)),
      ("source", Source.Trust.allCases.map(\.rawValue)),
      ("reference", Reference.Qualifier.allCases.map(\.rawValue)),
      ("reference", ContractMatch.Kind.allCases.map(\.rawValue)),
      ("externalFile", ExternalFormat.allCases.map(\.rawValue)),
      ("externalResult", Metric.Unit.allCases.map(\.rawValue)),
    ]
    for (table, words) in words {
      let text = sections[table]?.joined().joined(separator: " ") ?? ""
      for word in words { #expect(text.contains("`\(word)`"), "\(table): \(word)") }
    }
  }
}
