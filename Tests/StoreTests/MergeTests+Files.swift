import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Store

/// Published numbers that come from another database.
extension MergeTests {
  @Test func theLaterImportOfAFileIsKept() throws {
    let other = try makeOther()
    let later = startedAt.addingTimeInterval(10)
    try store.importReferences(
      path: Self.place, sha256: String(repeating: "c", count: 64), sources: [fixtureSource()],
      references: [fixtureReference("new")], importedAt: later)
    #expect(try store.merge(from: other.path).filesUnchanged == 1)
    #expect(try store.references().map(\.id) == ["new"])
    #expect(try other.merge(from: store.path).filesAdded == 1)
    #expect(try other.references().map(\.id) == ["new"])
  }

  @Test func filesElsewhereAreKnownByTheirContent() throws {
    let other = try folder.store("other.sqlite")
    func add(_ id: String, _ digit: Character, at seconds: Double, to store: MeasurementStore)
      throws
    {
      try store.importReferences(
        path: "/home/mine.csv", sha256: String(repeating: digit, count: 64),
        sources: [fixtureSource()], references: [fixtureReference(id)],
        importedAt: startedAt.addingTimeInterval(seconds))
    }
    try add("a", "c", at: 0, to: store)
    try add("b", "d", at: 9, to: other)
    try add("a", "e", at: 5, to: other)
    // One is new, the other is ours, edited later.
    #expect(try store.merge(from: other.path).filesAdded == 2)
    #expect(
      try store.rows("SELECT substr(sha256, 1, 1) FROM importedFile ORDER BY 1")
        == [[.text("d")], [.text("e")]])
    #expect(try store.merge(from: other.path).filesUnchanged == 2)
    #expect(try other.merge(from: store.path).filesUnchanged == 2)
  }

  @Test func theSameFileByAnotherPathIsTheSame() throws {
    let other = try makeOther()
    try store.importReferences(
      path: "elsewhere/p.csv", sha256: sha256, sources: [fixtureSource()],
      references: [fixtureReference("b"), fixtureReference("a")], importedAt: startedAt)
    #expect(try store.merge(from: other.path).filesUnchanged == 1)
    #expect(try store.count("SELECT count(*) FROM importedFile") == 1)
  }

  @Test func aReferenceFromAnotherFileIsKeptAndCounted() throws {
    let other = try makeOther()
    try store.importReferences(
      path: "mine.csv", sha256: String(repeating: "c", count: 64),
      sources: [fixtureSource(title: "Mine")], references: [fixtureReference("a", printed: "5")],
      importedAt: startedAt)
    let summary = try store.merge(from: other.path)
    #expect(summary.filesAdded == 1)
    #expect(summary.referencesKept == 1)
    #expect(try store.references().map(\.id) == ["b", "a"])
    #expect(try store.references()[1].value.printed == "5")
    #expect(try store.merge(from: other.path).filesUnchanged == 1)
  }
}
