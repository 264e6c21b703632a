import Analysis
import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import Testing
import WorkloadCatalog

@testable import Reporting
@testable import Store
@testable import parallax

/// A database with values out of bounds, in each table in turn: a merge refuses it, and everything else
/// works and has the rest.
@Suite struct HostileValueTests {
  static let runs = [
    "0a1b2c3d-0000-4000-8000-000000000001", "0a1b2c3d-0000-4000-8000-000000000002",
  ]
  static let sha256 = String(repeating: "b", count: 64)
  static let moment = Date(timeIntervalSince1970: 1_764_000_000)

  private let folder: String
  private var base: String { "\(folder)/base.sqlite" }

  init() throws {
    folder =
      FileManager.default.temporaryDirectory.appending(path: "hostile-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Self.makeDatabase(at: base)
  }

  /// For each table, statements that give each column with a bound a hostile value, each in another row
  /// as far as there are rows; columns of which there are many rows get all hostile values.
  private func changes() throws -> [(table: String, columns: [String], script: String)] {
    let hostile = [
      "INTEGER": ["9223372036854775807", "-9223372036854775808", "'x'", "-1", "9007199254740993"],
      "REAL": ["9e999", "1e308", "'x'", "-9e999", "-1e300"],
      "TEXT": ["'300000-01-01T00:00:00.000Z'", "'-5'", "'2026-02-31T25:00:00.000Z'", "x'00ff'"],
    ]
    let store = try MeasurementStore(path: base, access: .readOnly)
    var changes: [(table: String, columns: [String], script: String)] = []
    var count = 0
    try store.query(
      """
      SELECT object.name, info.name, info.type, (
        SELECT group_concat(name || ' DESC') FROM pragma_table_info(object.name) WHERE pk > 0
      )
      FROM sqlite_schema AS object, pragma_table_info(object.name) AS info
      WHERE object.type = 'table' ORDER BY object.name, info.pk, info.cid
      """
    ) { row in
      guard case .text(let table) = row[0], case .text(let name) = row[1],
        case .text(let type) = row[2], case .text(let order) = row[3],
        type == "TEXT" || Bound.columns["\(table).\(name)"] != nil
      else { return .more }
      if changes.last?.table != table { changes.append((table, [], "")) }
      var values = hostile[type, default: []]
      // Any other text is within these bounds.
      if type == "TEXT", case .text = Bound.of("\(table).\(name)") {
        values = ["CAST(x'61ff62' AS TEXT)", "CAST(x'c3' AS TEXT)"]
      }
      let keys = order.replacing(" DESC", with: "")
      let takesAll =
        ["measurement", "latency", "caseParameter"].contains(table) && !keys.contains(name)
      for value in takesAll ? values : [values[count % values.count]] {
        changes[changes.count - 1].columns.append("\(table).\(name)")
        changes[changes.count - 1].script += """
          UPDATE OR IGNORE \(table) SET \(name) = \(value) WHERE (\(keys)) IN (
            SELECT \(keys) FROM \(table) ORDER BY \(order)
            LIMIT 1 OFFSET \(count) % (SELECT count(*) FROM \(table)));

          """
        count += 1
      }
      return .more
    }
    return changes
  }

  /// Changes a copy of the database as its author could, whatever the schema allows.
  private func changed(_ script: String) throws -> String {
    let path = "\(folder)/\(UUID().uuidString).sqlite"
    try FileManager.default.copyItem(atPath: base, toPath: path)
    let store = try MeasurementStore(path: path, access: .open)
    let isRow = "WHERE type = 'table'"
    try store.execute(
      """
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = replace(replace(sql, ') STRICT, WITHOUT', ') WITHOUT'),
        ') STRICT', ')') \(isRow);
      PRAGMA writable_schema = RESET; PRAGMA foreign_keys = OFF;
      PRAGMA ignore_check_constraints = ON;
      \(script)
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = iif(sql LIKE '%) WITHOUT ROWID',
        replace(sql, ') WITHOUT ROWID', ') STRICT, WITHOUT ROWID'), sql || ' STRICT') \(isRow);
      PRAGMA writable_schema = RESET; PRAGMA journal_mode = DELETE
      """)
    return path
  }

  @Test func valuesOutOfBoundsSpoilNothingElse() throws {
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: folder) } }
    let tree = try SourceTree(from: ImportTests.root.path)
    let changes = try changes()
    #expect(changes.count > 20)
    for (table, columns, script) in changes {
      let path = try changed(script)
      let store = try MeasurementStore(path: path, access: .readOnly)
      let faults = try store.faults(limit: 1_000)
      let isFound = faults.first.contains { fault in
        fault.contains("refers to a missing") || columns.contains { fault.contains($0) }
      }
      #expect(isFound, "\(script): \(faults)")
      try expectRefusal(of: path, table)
      // Nothing reads the others but queries.
      let isRead = !table.hasPrefix("external") && !table.hasSuffix("Summary")
      do {
        if isRead {
          try use(store, in: tree, script, spoiled: columns.count)
        } else {
          _ = try ReportBuilder(tree: tree, store: store).input()
        }
      } catch { Issue.record("\(script): \(error)") }
      try FileManager.default.removeItem(atPath: path)
    }
  }

  /// Values at their bounds, and zeros, are ordinary values: nothing divides by them without a look, and
  /// no sum of them overflows.
  @Test func valuesAtTheirBoundsSpoilNothing() throws {
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: folder) } }
    let tree = try SourceTree(from: ImportTests.root.path)
    let extremes = "0.0 1e-9 9007199254740992.0 1.0".split(separator: " ")
    for phase in 0..<2 {
      let choices = extremes.indices.map { index in
        "WHEN \((index + phase) % 4) THEN \(extremes[index])"
      }
      let path = try changed(
        """
        UPDATE measurement SET value = CASE (trial + metric * \(1 + phase)) % 4 \(choices.joined(separator: " ")) END;
        UPDATE latency SET count = 1000000000000;
        UPDATE latency SET value = 9007199254740992 WHERE value = 900;
        UPDATE caseParameter SET value = \(phase == 0 ? 1_000_000_000 : 0) WHERE position > 0;
        UPDATE plannedTrial SET warmups = 1000000, iterations = 1000000;
        UPDATE trial SET reached = 9007199254740992;
        UPDATE machine SET logicalCores = 1000000, memoryBytes = 9007199254740992;
        UPDATE run SET loadBefore = 1e9, loadAfter = 0.0, goalHalfWidth = 1e-9, budgetSeconds = 1e9,
          lookCount = 1000, startedAt = '9999-12-31T23:59:59.999Z', finishedAt = '0001-01-01T00:00:00.000Z';
        UPDATE calibration SET nanoseconds = 9007199254740992.0;
        UPDATE reference SET normalizedValue = 1e300;
        """)
      let store = try MeasurementStore(path: path, access: .readOnly)
      // Only what is said twice contradicts itself.
      let faults = try store.faults()
      let contradictions = ["in its text", "that contradicts its", "before its startedAt"]
      #expect(
        faults.first.allSatisfy { contradictions.contains(where: $0.contains) }, "\(faults)")
      try use(store, in: tree, "phase \(phase)", spoiled: 0)
    }
  }

  /// The two have the same first seven characters; anyone can look for such identifiers.
  @Test func ofTwoPublishedNumbersWithOneNameThatOfTheTreeIsShown() throws {
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: folder) } }
    let store = try MeasurementStore(path: base, access: .open)
    for (id, path, digit) in [
      ("number-86681", "/theirs.csv", "c"),
      ("number-158988", "Workloads/PingPong/published.csv", "d"),
    ] {
      var reference = ExportTests.reference
      reference.id = id
      try store.importReferences(
        path: path, sha256: String(repeating: digit, count: 64),
        sources: [ExportTests.source(title: "A page")], references: [reference],
        importedAt: Self.moment)
    }
    let input = try ReportBuilder(tree: SourceTree(from: ImportTests.root.path), store: store)
      .input()
    #expect(input.references.map(\.id).sorted() == ["number-158988", "someone-go-1000"])
    #expect(
      input.unusableReferences == [
        "The address of the published number number-86681 would end in frrmf48, as that of "
          + "number-158988 does. It is left out."
      ])
    _ = try Reporting.Report(input)
  }

  private func expectRefusal(of path: String, _ table: String) throws {
    let ours = try MeasurementStore(path: "\(folder)/ours.sqlite", access: .create)
    #expect("\(table) must be refused") {
      try ours.merge(from: [path])
    } throws: { error in
      guard case StoreError.file(let problem, path) = error else { return false }
      // Indexes contradict some values, which SQLite finds first.
      switch problem {
      case .unusable(let value): return value.contains(table)
      case .damaged: return true
      default: return false
      }
    }
  }

  /// Makes what is made from a database.
  private func use(
    _ store: MeasurementStore, in tree: SourceTree, _ update: String, spoiled: Int
  ) throws {
    let builder = try ReportBuilder(tree: tree, store: store)
    let input = try builder.input()
    // The queries were answered for the input.
    #expect(input.queries.count > 10)
    let report = try Reporting.Report(input)
    #expect(report.pages.count > 20)
    // Whatever is not spoiled is there.
    let shown = input.workloads.flatMap(\.trials)
    #expect(shown.count <= 12 && shown.count { $0.outcome.kind != .completed } <= 4 * spoiled)
    #expect(shown.count >= 6 || input.unusable.count > 0, "\(update)")
    let runs = try store.runs()
    #expect(runs.count + input.unusable.count >= 2, "\(update)")
    guard !runs.isEmpty else { return }
    let sides = try runs.map { run in
      RunComparison.Side(run: try store.run(run.id), trials: try store.trials(of: run.id))
    }
    _ = try RunComparison(of: sides[0], to: sides[sides.count - 1])
    _ = try RunComparison(runtimesOf: sides[0], against: "go")
    for run in runs {
      _ = try store.plan(of: run.id)
      _ = try store.usualSeconds(
        of: store.plan(of: run.id), onMachine: run.machine.fingerprint)
    }
    for format in ExportFormat.allCases {
      let bytes = try Exporter(store: store).bytes(of: format)
      #expect(bytes.count > 300, "\(update), \(format)")
    }
    #expect(try store.removable(RunChoice(), onlyLatencies: false).count == 2, "\(update)")
  }
}

extension ReportBuilder {
  /// A builder without choices.
  init(tree: SourceTree, store: MeasurementStore, keepsContradicted: Bool = false) throws {
    try self.init(
      tree: tree, store: store, choice: EvidenceOptions.parse([]),
      keepsContradicted: keepsContradicted)
  }
}
