import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Store

/// Results of other tools that come from another database.
extension ExternalTests {
  @Test func mergingAddsResultsOnceAndLosesNoVersion() throws {
    let other = try folder.store("other.sqlite")
    let match = ExternalMatch(fixtureCase(), metric: "elapsedNanoseconds")
    let mapping = ExternalFile.Mapping(path: "map.csv", sha256: sha256)
    let results = [fixtureResult(match: match), fixtureResult(1, name: "Y", values: [])]
    try add(results, mapping: mapping, to: other)
    #expect(try store.merge(from: other.path).filesAdded == 1)
    #expect(try dump() == dump(other))
    #expect(try store.externalResults(path: "bench.txt") == results)
    #expect(try store.merge(from: other.path).filesUnchanged == 1)
    #expect(try dump() == dump(other))

    // Versions that only one of the two has, older and newer than the common one.
    let digits = ["d", "e"].map { String(repeating: $0, count: 64) }
    try add(
      [fixtureResult(values: [4])], sha256: digits[0], at: startedAt.addingTimeInterval(9),
      to: other)
    try add([fixtureResult(values: [5])], sha256: digits[1], at: startedAt.addingTimeInterval(19))
    #expect(try store.merge(from: other.path).filesAdded == 1)
    #expect(
      try store.rows("SELECT sha256, version, isNewest FROM externalVersion ORDER BY version") == [
        [.text(sha256), .integer(1), .integer(0)], [.text(digits[0]), .integer(2), .integer(0)],
        [.text(digits[1]), .integer(3), .integer(1)],
      ])
    #expect(try store.externalResults(path: "bench.txt").map(\.values) == [[5]])
    #expect(try other.merge(from: store.path).filesAdded == 1)
    #expect(
      try other.rows("SELECT * FROM externalVersion").count == 3)
  }

  @Test func ofTwoMappingsOfOneVersionTheLaterImportIsKept() throws {
    let other = try folder.store("other.sqlite")
    let match = ExternalMatch(fixtureCase(), metric: "elapsedNanoseconds")
    let mapping = ExternalFile.Mapping(path: "map.csv", sha256: sha256)
    try add(
      [fixtureResult(match: match)], mapping: mapping, at: startedAt.addingTimeInterval(9),
      to: other)
    try add([fixtureResult()])
    #expect(try other.merge(from: store.path).filesUnchanged == 1)
    #expect(try store.merge(from: other.path).filesAdded == 1)
    #expect(try store.externalResults(path: "bench.txt").map(\.match) == [match])
    #expect(try store.count("SELECT count(*) FROM importedFile") == 1)
  }

  @Test(arguments: [
    "numbers = '[1e999,2,3]'", "numbers = '[\"1\",2,3]'", "numbers = '[[1],2,3]'",
    "numbers = '[null,2,3]'", "numbers = '[1,,3]'", "numbers = '[1,2,3,4]'",
    "iterations = '[1.5,2,3]'", "iterations = '[1,2]'",
  ])
  func aHostileValueInAMergedDatabaseIsRefused(change: String) throws {
    let other = try folder.store("other.sqlite")
    try add([fixtureResult()], to: other)
    try other.execute("UPDATE externalSample SET \(change)")
    #expect(throws: StoreError.self) { try store.merge(from: other.path) }
    #expect(try dump() == [])
  }

  @Test func aDatabaseBeyondTheLimitsIsRefused() throws {
    let other = try folder.store("other.sqlite")
    let values = (0..<130).map { Double($0) }
    try add([fixtureResult(values: values), fixtureResult(1, name: "Y")], to: other)
    for (limits, what, count, limit) in [
      (MergeLimits(resultsOfFile: 1), "rows of one file in externalResult", 2, 1),
      (MergeLimits(rowsOfResult: 2), "rows of one result in externalSample", 3, 2),
      (MergeLimits(rowsOfResult: 1), "rows of one result in externalFact", 2, 1),
    ] {
      let problem = FileProblem.excessive(what: what, count: count, limit: limit)
      #expect(throws: StoreError.file(problem, path: other.path)) {
        try store.merge(from: [other.path], limits: limits)
      }
    }
    let enough = MergeLimits(resultsOfFile: 2, rowsOfResult: 3)
    #expect(try store.merge(from: [other.path], limits: enough)[0].filesAdded == 1)
  }

  @Test(arguments: ["numbers", "iterations"])
  func aListBeyondTheMaximumLengthIsRefused(column: String) throws {
    let other = try folder.store("other.sqlite")
    try add([fixtureResult()], to: other)
    let length = ExternalSample.maximumLength + 1
    try other.execute(
      "UPDATE externalSample SET \(column) = '[' || printf('%.*c', \(length - 2), '1') || ']'")
    let problem = FileProblem.excessive(
      what: "characters of one list in externalSample", count: length,
      limit: ExternalSample.maximumLength)
    #expect(throws: StoreError.file(problem, path: other.path)) {
      try store.merge(from: other.path)
    }
    #expect(try dump() == [])
  }

  @Test func theLongestListIsAccepted() throws {
    let longest = -Double.leastNormalMagnitude
    #expect("\(longest)".count == 24)
    let values = Array(repeating: longest, count: 2 * ExternalSample.maximumCount)
    let other = try folder.store("other.sqlite")
    try add([fixtureResult(values: values)], to: other)
    try store.merge(from: other.path)
    #expect(try store.externalResults(path: "bench.txt").map(\.values) == [values])
  }
}
