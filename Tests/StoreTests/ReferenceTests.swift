import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Store

@Suite struct ReferenceTests {
  private static let place = "Workloads/SleepingTasks/published.csv"
  let folder: TemporaryFolder
  let store: MeasurementStore

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
  }

  @discardableResult
  private func add(
    _ references: [Reference], _ sources: [Source] = [fixtureSource()],
    path: String = Self.place, sha256: String = sha256,
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
    #expect(
      try add([odd, similar, fixtureReference()])
        == ImportSummary(added: 3, path: Self.place))
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
    #expect(summary == ImportSummary(unchanged: 2, path: Self.place))
    #expect(try dump == before)
  }

  /// A merged file may claim the identifiers of the numbers of a tree, even from a place of the tree.
  @Test(arguments: ["theirs.csv", "Workloads/Theirs/published.csv"])
  func aNumberThatYieldsMakesRoom(path: String) throws {
    let claimed = fixtureReference("a", tasks: 7)
    try add(
      [claimed, fixtureReference("b")], path: path, sha256: String(repeating: "d", count: 64))
    #expect(throws: StoreError.self) { try add([fixtureReference("a")]) }
    var asked: [String] = []
    let summary = try store.importReferences(
      path: Self.place, sha256: String(repeating: "c", count: 64), sources: [fixtureSource()],
      references: [fixtureReference("a"), fixtureReference("c")], importedAt: startedAt
    ) { path, id in
      asked.append("\(path) \(id)")
      return true
    }
    #expect(asked == ["\(path) a"] && summary.displaced == [path: 1] && summary.added == 2)
    let known = try store.references()
    #expect(Set(known.map(\.id)) == ["a", "b", "c"] && !known.contains(claimed))
    #expect(try store.faults() == FileFaults())
  }

  @Test func aChangedFileLeavesNoStaleRows() throws {
    let sources = [fixtureSource(), fixtureSource("gone-2020")]
    try add(
      [fixtureReference("a"), fixtureReference("b", source: "gone-2020"), fixtureReference("c")],
      sources)
    let summary = try add(
      [fixtureReference("new"), fixtureReference("c"), fixtureReference("a", printed: "4.1")],
      [fixtureSource(title: "A better title")], sha256: String(repeating: "c", count: 64))
    #expect(
      summary
        == ImportSummary(added: 1, changed: 1, removed: 1, unchanged: 1, path: Self.place))
    #expect(try store.references().map(\.id) == ["new", "c", "a"])
    #expect(try store.references()[2].value.printed == "4.1")
    #expect(try store.sources() == [fixtureSource(title: "A better title")])
    #expect(try store.count("SELECT count(*) FROM referenceParameter") == 3)
    #expect(try store.count("SELECT count(*) FROM importedFile") == 1)
  }

  @Test func importingAFileKeepsTheOthers() throws {
    let other = fixtureSource("other-2025")
    try add([fixtureReference("a")])
    try add(
      [fixtureReference("b", source: "other-2025")], [other], path: "other.csv",
      sha256: content("c"))
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
      try add(
        [fixtureReference("b"), fixtureReference("b")], path: "second.csv", sha256: content("c"))
    }
    let taken = RowProblem.repeatedReference(id: "a", file: "second.csv", otherFile: "first.csv")
    #expect(throws: StoreError.row(taken, path: store.path)) {
      try add(
        [fixtureReference("b"), fixtureReference("a")], path: "second.csv", sha256: content("c"))
    }
    #expect(try dump == before)
  }

  /// A file at its place is that place's, elsewhere its content is what it is known by.
  @Test func twoFilesWithOneNameAreBothKept() throws {
    try add([fixtureReference("a")], path: "/one/mine.csv")
    try add([fixtureReference("b")], path: "/two/mine.csv", sha256: content("c"))
    // Other numbers at the path of the first are another file.
    try add([fixtureReference("c")], path: "/one/mine.csv", sha256: content("d"))
    #expect(try Set(store.references().map(\.id)) == ["a", "b", "c"])
    #expect(try store.count("SELECT count(*) FROM importedFile") == 3)
  }

  @Test func theSameContentIsTheSameFileUnderAnyPath() throws {
    try add([fixtureReference("a")], path: "/one/mine.csv")
    let before = try dump
    let again = try add([fixtureReference("a")], path: "/two/copy.csv")
    #expect(again == ImportSummary(unchanged: 1, path: "/one/mine.csv"))
    #expect(try dump == before)
  }

  @Test func anEditedFileElsewhereReplacesItsEarlierContent() throws {
    try add([fixtureReference("a"), fixtureReference("b")], path: "/one/mine.csv")
    let summary = try add(
      [fixtureReference("a", printed: "5"), fixtureReference("c")], path: "/one/mine.csv",
      sha256: content("c"))
    #expect(
      summary == ImportSummary(added: 1, changed: 1, removed: 1, path: "/one/mine.csv"))
    #expect(try store.references().map(\.id) == ["a", "c"])
    #expect(try store.count("SELECT count(*) FROM importedFile") == 1)
  }

  @Test func aCopyBecomesTheFileOfATreeWhenItIsImportedFromItsPlace() throws {
    try add([fixtureReference("a")], path: "/tmp/copy.csv")
    #expect(try add([fixtureReference("a")]).path == Self.place)
    #expect(try add([fixtureReference("a")], path: "/tmp/copy.csv").path == Self.place)
    #expect(
      try store.rows("SELECT path FROM importedFile") == [[.text(Self.place)]])
  }

  /// Many workloads have a file with nothing but its header.
  @Test func filesWithEqualContentAtTwoPlacesAreTwoFiles() throws {
    try add([])
    try add([], path: "Workloads/PingPong/published.csv")
    #expect(try store.count("SELECT count(*) FROM importedFile") == 2)
    let other = try folder.store("other.sqlite")
    #expect(try other.merge(from: store.path).filesAdded == 2)
  }

  private func content(_ digit: Character) -> String { String(repeating: digit, count: 64) }

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
