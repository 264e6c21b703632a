import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Store

@Suite struct ExternalTests {
  let folder: TemporaryFolder
  let store: MeasurementStore

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
  }

  private struct Refusal: Error, Equatable {}

  @discardableResult
  func add(
    _ results: [ExternalResult], path: String = "bench.txt", format: ExternalFormat = .goBench,
    mapping: ExternalFile.Mapping? = nil, sha256: String = sha256, at date: Date = startedAt,
    to store: MeasurementStore? = nil
  ) throws -> ExternalSummary {
    try (store ?? self.store).importExternal(
      ExternalFile(path: path, format: format, mapping: mapping), importedAt: date
    ) { sink in
      try sink.add(results)
      return sha256
    }
  }

  func dump(_ store: MeasurementStore? = nil) throws -> [[QueryValue]] {
    let tables = [
      "importedFile", "externalFile", "externalResult", "externalSample", "externalStatistic",
      "externalFact", "externalGap",
    ]
    return try tables.flatMap { try (store ?? self.store).rows("SELECT * FROM \($0)") }
  }

  @Test func mappedResultsAreThoseOfTheNewestFilesWithACase() throws {
    let match = ExternalMatch(fixtureCase("ping-pong", .go), metric: "elapsedNanoseconds")
    try add([fixtureResult(values: [9], match: match)])
    var stated = fixtureResult(2, name: "stated", values: [], match: match)
    stated.match?.metric = nil
    stated.statistics = [ExternalStatistic("Avg", 4), ExternalStatistic("p50", 3)]
    try add(
      [fixtureResult(values: [7], match: match), fixtureResult(1), stated],
      sha256: String(repeating: "c", count: 64), at: startedAt.addingTimeInterval(1))
    let mapped = try store.mappedResults(limit: 10)
    #expect(mapped.map(\.name) == ["BenchmarkX-8", "stated"])
    #expect(mapped.map(\.median) == [7, 3])
    #expect(mapped.map(\.printedMean) == [nil, 4])
    #expect(mapped.map(\.count) == [1, 0])
    #expect(mapped[0].match == match && mapped[1].match.metric == nil)
    #expect(mapped[0].file == "bench.txt" && mapped[0].format == .goBench)
    #expect(try store.mappedResults(limit: 1).count == 1)
  }

  @Test func everyFieldIsReadAsItWasImported() throws {
    let match = ExternalMatch(fixtureCase("ping-pong", .go), metric: "elapsedNanoseconds")
    var bare = ExternalResult(
      position: 1, name: "odd", metric: "hops", unit: ExternalUnit("", nil),
      values: [
        -1e-300, 0.1 + 0.2, 1e300, -0x1p63, 0x1p63, -0.5, 9_007_199_254_740_992,
        4_503_599_627_370_496,
        .leastNonzeroMagnitude,
      ])
    bare.match = ExternalMatch(
      Case(Implementation(workload: "w", runtime: .go, variant: "v"), []), metric: nil)
    let results = [fixtureResult(match: match), bare, fixtureResult(2, values: [])]
    #expect(
      try add(results)
        == ExternalSummary(
          path: "bench.txt", results: 3, values: 12, change: .added(version: 1)))
    #expect(try store.externalResults(path: "bench.txt") == results)
    #expect(try store.externalResults(path: "other") == [])
  }

  @Test func piecesOfAResultAreCombined() throws {
    let values = (0..<1_000).map { Double($0) / 8 }
    try store.importExternal(
      ExternalFile(path: "bench.txt", format: .goBench), importedAt: startedAt
    ) { sink in
      for start in stride(from: 0, to: 1_000, by: 300) {
        var piece = fixtureResult(values: Array(values[start..<min(start + 300, 1_000)]))
        piece.iterations = piece.values.map { _ in 7 }
        try sink.add([piece, fixtureResult(1, values: [Double(start)])])
      }
      return sha256
    }
    let found = try store.externalResults(path: "bench.txt")
    #expect(found.map(\.values) == [values, [0, 300, 600, 900]])
    #expect(found[0].iterations == values.map { _ in 7 })
    #expect(
      try store.rows("SELECT count, minimum, median, maximum, mean FROM externalSummary LIMIT 1")
        == [[.integer(1_000), .integer(0), .real(62.4375), .real(124.875), .real(62.4375)]])
  }

  @Test func importingTheSameFileAgainChangesNothing() throws {
    try add([fixtureResult()])
    let before = try dump()
    let again = try add([fixtureResult()], at: startedAt.addingTimeInterval(60))
    #expect(again == ExternalSummary(path: "bench.txt", results: 1, values: 3, change: .unchanged))
    #expect(try dump() == before)
  }

  @Test func aChangedFileIsANewVersionAndTheEarlierOneStays() throws {
    try add([fixtureResult(), fixtureResult(1, name: "gone")])
    let other = String(repeating: "c", count: 64)
    // The clock may be set back between two imports.
    let earlier = startedAt.addingTimeInterval(-60)
    #expect(
      try add([fixtureResult(values: [9])], sha256: other, at: earlier).change == .added(version: 2)
    )
    #expect(try store.externalResults(path: "bench.txt").map(\.values) == [[9]])
    #expect(
      try store.rows("SELECT version, isNewest, sha256 FROM externalVersion ORDER BY version") == [
        [.integer(1), .integer(0), .text(sha256)], [.integer(2), .integer(1), .text(other)],
      ])
    #expect(
      try store.rows("SELECT version, name, median FROM externalSummary")
        == [[.integer(2), .text("BenchmarkX-8"), .integer(9)]])
    #expect(try store.count("SELECT count(*) FROM externalValue") == 7)
    let before = try dump()
    #expect(try add([fixtureResult(values: [9])], sha256: other).change == .unchanged)
    #expect(try dump() == before)
  }

  @Test func theContentOfAnEarlierVersionBecomesTheNewestAgain() throws {
    let changed = String(repeating: "c", count: 64)
    try add([fixtureResult()])
    try add([fixtureResult(values: [9])], sha256: changed)
    let other = try folder.store("other.sqlite")
    try other.merge(from: store.path)
    #expect(try add([fixtureResult()]).change == .restored)
    #expect(try add([fixtureResult()]).change == .unchanged)
    let newest = "SELECT sha256 FROM externalVersion WHERE isNewest"
    #expect(try store.rows(newest) == [[.text(sha256)]])
    #expect(try other.rows(newest) == [[.text(changed)]])
    #expect(try other.merge(from: store.path).filesUnchanged == 2)
    #expect(try other.rows(newest) == [[.text(sha256)]])
    #expect(try store.merge(from: other.path).filesUnchanged == 2)
    #expect(try store.rows(newest) == [[.text(sha256)]])
  }

  @Test func anotherMappingOfTheSameContentReplacesTheMapping() throws {
    try add([fixtureResult(values: [9])])
    let mapping = ExternalFile.Mapping(path: "map.csv", sha256: sha256)
    let match = ExternalMatch(fixtureCase(), metric: nil)
    let mapped = try add([fixtureResult(values: [9], match: match)], mapping: mapping)
    #expect(mapped.change == .remapped)
    #expect(try store.externalResults(path: "bench.txt").map(\.match) == [match])
    #expect(
      try store.rows("SELECT mapping, mappingSHA256 FROM externalFile")
        == [[.text("map.csv"), .text(sha256)]])
  }

  @Test func contentWithoutAPathIsNamedByItsDigest() throws {
    for (digit, change) in [
      ("c", ExternalSummary.Change.added(version: 1)), ("d", .added(version: 1)), ("d", .unchanged),
    ] {
      let file = ExternalFile(path: "pipe", isNamedByContent: true, format: .ndjson)
      let summary = try store.importExternal(file, importedAt: startedAt) { sink in
        try sink.add([fixtureResult()])
        return String(repeating: digit, count: 64)
      }
      #expect(summary.path == "pipe " + String(repeating: digit, count: 12))
      #expect(summary.change == change)
    }
  }

  /// Another connection can write at any moment while a file is read.
  @Test func theDatabaseIsNotLockedWhileAFileIsRead() throws {
    let other = try MeasurementStore(path: store.path, access: .open, busyTimeout: .zero)
    let plan = fixturePlan((0..<3).map { fixtureCase(tasks: $0) })
    try store.begin(fixtureRun(), plan: plan, metrics: Metric.common)
    try store.importExternal(
      ExternalFile(path: "bench.txt", format: .goBench), importedAt: startedAt
    ) { sink in
      for planned in plan {
        try sink.add([fixtureResult(values: Array(repeating: 1, count: 10_000))])
        try other.record(fixtureTrial(planned), in: runID)
      }
      return sha256
    }
    #expect(try store.trials(of: runID).count == 3)
    #expect(try store.externalResults(path: "bench.txt")[0].values.count == 30_000)
  }

  @Test func whatHasNoValueIsKeptAndListed() throws {
    var gone = fixtureResult(1, name: "gone", values: [])
    gone.statistics = []
    gone.add(ExternalGap(printed: "NaN"))
    gone.add(ExternalGap(printed: "NaN", count: 2))
    gone.add(ExternalGap("stddev", printed: "null"))
    var some = fixtureResult(0)
    some.add(ExternalGap(printed: "-"))
    let summary = try add([some, gone])
    #expect(summary.empty == ["gone ns/op: NaN"])
    #expect(summary.gaps == 1)
    #expect(
      try store.externalResults(path: "bench.txt").map(\.gaps) == [some.gaps, gone.gaps.reversed()])
    #expect(
      try store.rows("SELECT count, median, missing FROM externalSummary ORDER BY name") == [
        [.integer(3), .real(2), .text("value=-")],
        [.integer(0), .null, .text("stddev=null value=NaN")],
      ])
    let other = try folder.store("other.sqlite")
    try other.merge(from: store.path)
    #expect(try dump(other) == dump())
  }

  @Test func anErrorWhileReadingKeepsTheEarlierImport() throws {
    try add([fixtureResult()])
    let before = try dump()
    #expect(throws: Refusal()) {
      try store.importExternal(
        ExternalFile(path: "bench.txt", format: .goBench), importedAt: startedAt
      ) { sink in
        try sink.add([fixtureResult(values: [1])])
        throw Refusal()
      }
    }
    #expect(try dump() == before)
    #expect(throws: StoreError.self) { try add([fixtureResult(values: [.infinity])], path: "new") }
    #expect(throws: StoreError.self) { try add([fixtureResult(name: "")], path: "new") }
    #expect(try dump() == before)
  }

  @Test func removingAFileRemovesItsResults() throws {
    try add([fixtureResult()])
    try store.execute("DELETE FROM importedFile")
    #expect(try dump() == [])
  }

  @Test func publishedNumbersAndResultsAreSeparate() throws {
    try add([fixtureResult()])
    try store.importReferences(
      path: "p.csv", sha256: sha256, sources: [fixtureSource()], references: [fixtureReference()],
      importedAt: startedAt)
    try add([fixtureResult(values: [9])], sha256: String(repeating: "c", count: 64))
    #expect(try store.references().count == 1)
    #expect(try store.count("SELECT count(*) FROM measurement") == 0)
    #expect(try store.count("SELECT count(*) FROM benchmarkCase") == 0)
  }

  @Test(arguments: [
    "UPDATE externalFile SET format = ''", "UPDATE externalFile SET mapping = 'm'",
    "UPDATE externalResult SET unitFactor = 0", "UPDATE externalResult SET ourMetric = 'm'",
    "UPDATE externalResult SET workload = 'w'", "UPDATE externalResult SET position = -1",
    "UPDATE externalResult SET externalFile = 99", "UPDATE externalResult SET variant = ''",
    "UPDATE externalSample SET numbers = '[]'", "UPDATE externalSample SET numbers = '[1'",
    "UPDATE externalSample SET numbers = '1'", "UPDATE externalSample SET iterations = ''",
    "UPDATE externalStatistic SET value = 9e999", "UPDATE externalFact SET name = ''",
    "UPDATE externalGap SET count = 0", "UPDATE externalGap SET printed = ''",
    "INSERT INTO externalFact VALUES (99, 0, 'a', 'b')",
  ])
  func badRowsAreRefused(statement: String) throws {
    var result = fixtureResult()
    result.add(ExternalGap(printed: "NaN"))
    try add([result])
    #expect {
      try store.execute(statement)
    } throws: { error in
      guard case StoreError.row(.againstSchema, _) = error else { return false }
      return true
    }
  }

  @Test func numbersAreStoredInTheirShortestForm() throws {
    let values = [
      0.5, -1234.5, 0.25, 99.75, 0.001, -0.125, 123_456_789_012.345, 99_999_999_999_999.9, 0.0001,
      1e15 + 0.5, 1.005, 2_251_799_813_685_249.5, 0.1 + 0.2, 100, 1e16, -3,
    ]
    try add([fixtureResult(values: values)])
    let texts = values.map { value in
      value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    }
    let stored = try store.rows("SELECT numbers FROM externalSample")
    #expect(stored == [[.text("[\(texts.joined(separator: ","))]")]])
    #expect(try store.externalResults(path: "bench.txt")[0].values == values)
  }

  @Test func theViewsGiveValuesAndSummaries() throws {
    try add([fixtureResult(), fixtureResult(1, name: "Y", values: [])])
    #expect(
      try store.rows("SELECT sequence, value, iterations FROM externalValue") == [
        [.integer(0), .integer(3), .integer(1)], [.integer(1), .real(1.5), .integer(2)],
        [.integer(2), .integer(2), .integer(3)],
      ])
    #expect(
      try store.rows("SELECT name, count, median, printedMedian FROM externalSummary") == [
        [.text("BenchmarkX-8"), .integer(3), .real(2), .real(2)],
        [.text("Y"), .integer(0), .null, .real(2)],
      ])
  }
}
