import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Store

@Suite struct ReferenceTests {
  let folder: TemporaryFolder
  let store: MeasurementStore

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
  }

  @discardableResult
  private func add(
    _ references: [Reference], _ sources: [Source] = [fixtureSource()],
    path: String = "Workloads/SleepingTasks/published.csv", sha256: String = sha256,
    at date: Date = startedAt
  ) throws -> ImportSummary {
    try store.importReferences(
      path: path, sha256: sha256, sources: sources, references: references, importedAt: date)
  }

  private var dump: [[QueryValue]] {
    get throws {
      let tables = ["importedFile", "source", "reference", "referenceParameter"]
      return try tables.flatMap { try store.rows("SELECT * FROM \($0)") }
    }
  }

  @Test func everyFieldIsReadAsItWasImported() throws {
    var odd = fixtureReference(
      "odd", comparesTo: nil, contract: .different(difference: "Timers | <b>, not tasks"))
    odd.comparesToMetric = nil
    odd.parameters = [Parameter("z", 2), Parameter("a", -1), Parameter("m", 0)]
    odd.provenance.note = "a note"
    odd.value.normalized = 0.1 + 0.2
    let similar = fixtureReference("alike", contract: .similar(difference: "One sleeps longer."))
    #expect(try add([odd, similar, fixtureReference()]) == ImportSummary(added: 3))
    #expect(try store.references() == [odd, similar, fixtureReference()])
    #expect(try store.references(workload: "sleeping-tasks").count == 3)
    #expect(try store.references(workload: "ping-pong") == [])
    #expect(try store.sources() == [fixtureSource()])
  }

  @Test func importingTheSameFileAgainChangesNothing() throws {
    try add([fixtureReference("a"), fixtureReference("b")])
    let before = try dump
    let later = startedAt.addingTimeInterval(99)
    let summary = try add([fixtureReference("a"), fixtureReference("b")], at: later)
    #expect(summary == ImportSummary(unchanged: 2))
    #expect(try dump == before)
  }

  @Test func aChangedFileLeavesNoStaleRows() throws {
    let sources = [fixtureSource(), fixtureSource("gone-2020")]
    try add(
      [fixtureReference("a"), fixtureReference("b", source: "gone-2020"), fixtureReference("c")],
      sources)
    let summary = try add(
      [fixtureReference("new"), fixtureReference("c"), fixtureReference("a", printed: "4.1")],
      [fixtureSource(title: "A better title")], sha256: String(repeating: "c", count: 64))
    #expect(summary == ImportSummary(added: 1, changed: 1, removed: 1, unchanged: 1))
    #expect(try store.references().map(\.id) == ["new", "c", "a"])
    #expect(try store.references()[2].value.printed == "4.1")
    #expect(try store.sources() == [fixtureSource(title: "A better title")])
    #expect(try store.count("SELECT count(*) FROM referenceParameter") == 3)
    #expect(try store.count("SELECT count(*) FROM importedFile") == 1)
  }

  @Test func importingAFileKeepsTheOthers() throws {
    let other = fixtureSource("other-2025")
    try add([fixtureReference("a")])
    try add([fixtureReference("b", source: "other-2025")], [other], path: "other.csv")
    #expect(try store.sources() == [other, fixtureSource()])
    try add([], [])
    #expect(try store.references().map(\.id) == ["b"])
    #expect(try store.sources() == [other])
  }

  @Test func aReferenceWithoutItsSourceStopsTheWholeFile() throws {
    try add([fixtureReference("a")])
    let before = try dump
    let problem = RowProblem.unknownSource(
      id: "someone-2042", reference: "b", nearest: "someone-2024")
    #expect(throws: StoreError.row(problem, path: store.path)) {
      try add([fixtureReference("new"), fixtureReference("b", source: "someone-2042")])
    }
    #expect(try dump == before)
  }

  @Test func anIdentifierBelongsToOneReference() throws {
    try add([fixtureReference("a")], path: "first.csv")
    let before = try dump
    let twice = RowProblem.repeatedReference(id: "b", file: "second.csv", otherFile: "second.csv")
    #expect(throws: StoreError.row(twice, path: store.path)) {
      try add([fixtureReference("b"), fixtureReference("b")], path: "second.csv")
    }
    let taken = RowProblem.repeatedReference(id: "a", file: "second.csv", otherFile: "first.csv")
    #expect(throws: StoreError.row(taken, path: store.path)) {
      try add([fixtureReference("b"), fixtureReference("a")], path: "second.csv")
    }
    #expect(try dump == before)
  }

  @Test func aFileThatTheSchemaRefusesLeavesNothing() throws {
    var source = fixtureSource("bad-2024")
    source.url = "javascript:alert(1)"
    #expect(throws: StoreError.self) {
      try add([fixtureReference("a"), fixtureReference("b", source: "bad-2024")], [source])
    }
    #expect(throws: StoreError.self) { try add([fixtureReference("a")], sha256: "short") }
    #expect(try dump == [])
  }
}
