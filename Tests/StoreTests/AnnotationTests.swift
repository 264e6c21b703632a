import FoundationEssentials
import Testing

@testable import Store

@Suite struct AnnotationTests {
  let folder: TemporaryFolder
  let store: MeasurementStore

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
    try store.addRun()
  }

  @Test func tagsAndNotesAreListedWithTheirRun() throws {
    try store.addRun(otherRunID, startedAt: startedAt.addingTimeInterval(100))
    try store.tag(runID, ["nightly", "6.3"])
    try store.tag(runID, ["nightly"])
    try store.tag(otherRunID, ["nightly"])
    try store.note(runID, "Second, with \"quotes\", | and é.", at: startedAt.addingTimeInterval(1))
    try store.note(runID, "First.", at: startedAt)
    let runs = try MeasurementStore(path: store.path, access: .readOnly).runs()
    #expect(runs.map(\.tags) == [["nightly"], ["6.3", "nightly"]])
    let notes = runs.map { $0.notes.map(\.text) }
    #expect(notes == [[], ["First.", "Second, with \"quotes\", | and é."]])
    #expect(runs[1].notes[0].writtenAt == startedAt)
    let found = "SELECT uuid FROM runTag JOIN run ON run.id = run WHERE tag = :tag ORDER BY uuid"
    #expect(try store.rows(found, ["tag": "nightly"]) == [[.text(runID)], [.text(otherRunID)]])
  }

  @Test func theSameNoteKeepsItsEarliestDate() throws {
    for seconds in [10.0, 20, 5] {
      try store.note(runID, "Once.", at: startedAt.addingTimeInterval(seconds))
    }
    let once = RunNote(writtenAt: startedAt.addingTimeInterval(5), "Once.")
    #expect(try store.runs()[0].notes == [once])
  }

  @Test func removingTagsAndNotesKeepsTheOthers() throws {
    try store.tag(runID, ["a", "b", "c"])
    try store.note(runID, "Keep.", at: startedAt)
    try store.note(runID, "Drop.", at: startedAt)
    try store.untag(runID, ["a", "c"])
    try store.removeNote("Drop.", of: runID)
    #expect(try store.runs()[0].tags == ["b"])
    #expect(try store.runs()[0].notes.map(\.text) == ["Keep."])
    let problem = QuestionProblem.missingTag("x", run: runID, known: [])
    #expect(throws: StoreError.question(problem, path: store.path)) {
      try store.untag(runID, ["b", "x"])
    }
    #expect(try store.runs()[0].tags == ["b"])
    #expect(throws: StoreError.question(.missingNote(run: runID), path: store.path)) {
      try store.removeNote("keep.", of: runID)
    }
  }

  @Test(arguments: ["", "two words", "a\nb", "a\tb", "nul\0", String(repeating: "x", count: 101)])
  func aTagMustBeOneWord(tag: String) throws {
    #expect(throws: StoreError.question(.unusableTag(tag), path: store.path)) {
      try store.tag(runID, ["good", tag])
    }
    #expect(try store.runs()[0].tags == [])
  }

  @Test(arguments: [
    "", "  ", "two\nlines", "a\u{2028}b", "\u{1B}[2J", String(repeating: "x", count: 4001),
  ])
  func aNoteMustBeOneLine(text: String) throws {
    #expect(throws: StoreError.question(.unusableNote(text), path: store.path)) {
      try store.note(runID, text, at: startedAt)
    }
    #expect(try store.runs()[0].notes == [])
  }

  @Test func aMissingRunCannotBeAnnotated() throws {
    let problem = StoreError.question(.unknownRun(name: "x", nearest: nil), path: store.path)
    #expect(throws: problem) { try store.tag("x", ["a"]) }
    #expect(throws: problem) { try store.note("x", "a", at: startedAt) }
  }

  @Test func theTablesHaveTheSameRulesAsTheStore() throws {
    try store.tag(runID, [String(repeating: "é", count: 100)])
    try store.note(runID, String(repeating: "é", count: 4000), at: startedAt)
    for row in [
      "INSERT INTO runTag VALUES (1, '')", "INSERT INTO runTag VALUES (99, 'a')",
      "INSERT INTO runNote VALUES (1, '', '2026-01-01T00:00:00.000Z')",
      "INSERT INTO runNote VALUES (1, 'a', 'yesterday')",
    ] {
      #expect(throws: StoreError.self, "\(row)") { try store.execute(row) }
    }
  }
}
