import Analysis
import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Store
@testable import parallax

/// Names in a database that this Parallax does not know, or that are no names: whatever becomes a link,
/// an anchor or the name of a file is shown as text, and the report is made.
@Suite final class UnknownNameTests {
  private let folder: String
  private var database: String { "\(folder)/base.sqlite" }

  init() throws {
    folder =
      FileManager.default.temporaryDirectory.appending(path: "names-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try HostileValueTests.makeDatabase(at: database)
  }

  deinit {
    #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: folder) }
  }

  /// The files of a report, whose links were checked.
  private static func report(of store: MeasurementStore) throws -> [String: [UInt8]] {
    try ReportBuilder(
      tree: SourceTree(from: ImportTests.root.path), store: store, keepsContradicted: true
    ).files()
  }

  private func page(_ name: String, of store: MeasurementStore) throws -> String {
    String(decoding: try Self.report(of: store)[name, default: []], as: UTF8.self)
  }

  /// Names that this source tree does not have, a run without trials, and a machine with another memory;
  /// changes of different rows are made together.
  @Test(arguments: [
    """
    UPDATE benchmarkCase SET workload = 'zz' WHERE id = 1;
    UPDATE benchmarkCase SET runtime = 'erlang' WHERE id = 2;
    UPDATE benchmarkCase SET variant = 'odd' WHERE id = 3;
    UPDATE machine SET memoryBytes = 1 WHERE id = 2
    """,
    "DELETE FROM trial WHERE run = 2", "DELETE FROM plannedTrial WHERE run = 2",
    "DELETE FROM measurement",
    """
    UPDATE caseParameter SET name = 'zz' WHERE position = 0;
    UPDATE metric SET name = 'zzNanoseconds' WHERE name = 'elapsedNanoseconds'
    """,
    "DELETE FROM caseParameter",
  ])
  func whatThisTreeDoesNotKnowSpoilsNothing(change: String) throws {
    let store = try MeasurementStore(path: database, access: .open)
    try store.execute("\(change); PRAGMA journal_mode = DELETE")
    #expect(try Self.report(of: store).count > 40)
    let runs = try HostileValueTests.runs.map { try store.run($0) }
    let sides = try runs.map { RunComparison.Side(run: $0, trials: try store.trials(of: $0.id)) }
    _ = try RunComparison(of: sides[0], to: sides[1])
    for format in ExportFormat.allCases { _ = try Exporter(store: store).bytes(of: format) }
  }

  @Test func aPublishedNumberAboutAnUnknownWorkloadLosesItsLink() throws {
    let store = try MeasurementStore(path: database, access: .open)
    let known = try page("sources.md", of: store)
    #expect(known.contains("[ping-pong](ping-pong.md)"))
    try store.execute("UPDATE reference SET workload = 'foo-bar'; PRAGMA journal_mode = DELETE")
    #expect(
      try page("sources.md", of: store)
        == known.replacing("[ping-pong](ping-pong.md)", with: "foo-bar"))
    let tool = try BuiltTool()
    let checked = try tool.run("check", "--db", database)
    #expect(checked.exitCode == 1)
    #expect(
      checked.output.contains(
        "in reference is about the workload \"foo-bar\", which Parallax does not"),
      "\(checked.output)")
    let merged = try tool.run("merge", database, "--db", tool.database)
    #expect(merged.exitCode == 0, "\(merged.errors)")
    let published = try tool.run("publish", "--db", tool.database, "--to", "\(tool.folder)/site")
    #expect(published.exitCode == 0, "\(published.errors)")
  }

  /// Adds a published number for each of its columns of text, with a separate source.
  private static func addNumbers(to store: MeasurementStore) throws {
    let references = try columns(of: store).filter { $0.table == "reference" }
    for index in references.indices {
      try store.execute(
        """
        INSERT INTO source SELECT 'source-\(index)', title, author, published, url, trust, trustReason,
          method, retrieved FROM source WHERE id NOT LIKE 'source-%';
        CREATE TEMP TABLE one AS SELECT * FROM reference WHERE id NOT LIKE 'number-%';
        UPDATE one SET id = 'number-\(index)', position = \(index + 1), source = 'source-\(index)';
        INSERT INTO reference SELECT * FROM one; DROP TABLE one
        """)
    }
  }

  /// The sizes of the files of a report before any name is spoiled.
  private static let before = Result {
    let names = try UnknownNameTests()
    defer { withExtendedLifetime(names) {} }
    let store = try MeasurementStore(path: names.database, access: .open)
    try addNumbers(to: store)
    return try report(of: store).mapValues(\.count)
  }

  /// Each column of text has the name in another row, as far as there are rows; there is a published number
  /// for each of its columns.
  @Test(arguments: [
    "foo-bar", "../../etc/<script>alert(1)</script> b#c?d=%2F", "[é/ü](Sources)\u{2028}\n", "",
  ])
  func noNameInAnyColumnSpoilsTheReport(name: String) throws {
    let store = try MeasurementStore(path: database, access: .open)
    try Self.addNumbers(to: store)
    let codes = name.unicodeScalars.map { "\($0.value)" }.joined(separator: ", ")
    var script = "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF;"
    for (index, column) in try Self.columns(of: store).enumerated() {
      script += """
        UPDATE OR IGNORE \(column.table) SET \(column.name) = char(\(codes)) WHERE (\(column.keys)) IN (
          SELECT \(column.keys) FROM \(column.table) ORDER BY \(column.keys)
          LIMIT 1 OFFSET \(index) % (SELECT count(*) FROM \(column.table)));

        """
    }
    try store.execute(script)
    let after = try Self.report(of: store)
    let before = try Self.before.get()
    #expect(after.count > before.count / 2)
    #expect(after["sources.md", default: []].count > before["sources.md", default: 0] / 3)
    // What is not spoiled is still there.
    #expect(try store.runs().count + store.unusableRuns().count == 2)
    for format in ExportFormat.allCases { _ = try Exporter(store: store).bytes(of: format) }
  }

  private static func columns(
    of store: MeasurementStore
  ) throws -> [(table: String, name: String, keys: String)] {
    var columns: [(table: String, name: String, keys: String)] = []
    try store.query(
      """
      SELECT object.name, info.name,
        (SELECT group_concat(name) FROM pragma_table_info(object.name) WHERE pk > 0)
      FROM sqlite_schema AS object, pragma_table_info(object.name) AS info
      WHERE object.type = 'table' AND info.type = 'TEXT' AND object.name NOT LIKE 'sqlite%'
      ORDER BY object.name, info.cid
      """
    ) { row in
      guard case .text(let table) = row[0], case .text(let name) = row[1],
        case .text(let keys) = row[2]
      else { return .more }
      // A column whose text has a form of its own takes its row away; HostileValueTests try those.
      switch Bound.columns["\(table).\(name)"] {
      case .text, .identifier, .runName, nil: columns.append((table, name, keys))
      default: break
      }
      return .more
    }
    return columns
  }
}
