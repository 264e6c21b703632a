package import FoundationEssentials
import GRDB

/// A remark that somebody wrote beside a run.
package struct RunNote: Sendable, Hashable {
  /// When it was first written.
  package var writtenAt: Date
  /// What it says, in one line.
  package var text: String

  /// Makes a note.
  package init(writtenAt: Date, _ text: String) {
    self.writtenAt = writtenAt
    self.text = text
  }
}

extension MeasurementStore {
  /// Gives a run tags, all or none, and returns all that it has then; one that it has already stays.
  ///
  /// Throws when there is no such run, and when a tag is empty, longer than 100 characters, or holds
  /// a space or a control character.
  @discardableResult
  package func tag(_ runID: String, _ tags: [String]) throws(StoreError) -> [String] {
    try writing { connection in
      let run = try connection.id(ofRun: runID)
      for tag in tags {
        guard tag.isUsableTag else { throw QuestionProblem.unusableTag(tag) }
        try connection.add(tag: tag, run: run)
      }
      return try connection.tags(ofRun: run)
    }
  }

  /// Takes tags from a run, all or none, and returns those that are left.
  ///
  /// Throws when there is no such run, and when it does not have one of the tags.
  @discardableResult
  package func untag(_ runID: String, _ tags: [String]) throws(StoreError) -> [String] {
    try writing { connection in
      let run = try connection.id(ofRun: runID)
      for tag in tags {
        let known = try connection.tags(ofRun: run)
        try connection.execute(
          sql: "DELETE FROM runTag WHERE run = ? AND tag = ?", arguments: [run, tag])
        guard connection.changesCount > 0 else {
          throw QuestionProblem.missingTag(tag, run: runID, known: known)
        }
      }
      return try connection.tags(ofRun: run)
    }
  }

  /// Writes a note beside a run; one of the same text stays as it was.
  ///
  /// Throws when there is no such run, and when the text is empty, longer than 4,000 characters, or
  /// more than one line.
  package func note(_ runID: String, _ text: String, at date: Date) throws(StoreError) {
    try writing { connection in
      let run = try connection.id(ofRun: runID)
      guard text.isUsableNote else { throw QuestionProblem.unusableNote(text) }
      try connection.add(note: text, writtenAt: Timestamp(date).text, run: run)
    }
  }

  /// Takes away the note of this text.
  ///
  /// Throws when there is no such run, and when it has no such note.
  package func removeNote(_ text: String, of runID: String) throws(StoreError) {
    try writing { connection in
      let run = try connection.id(ofRun: runID)
      try connection.execute(
        sql: "DELETE FROM runNote WHERE run = ? AND text = ?", arguments: [run, text])
      guard connection.changesCount > 0 else { throw QuestionProblem.missingNote(run: runID) }
    }
  }
}

extension Database {
  /// The tags of a run, in their order.
  func tags(ofRun run: Int64) throws -> [String] {
    let sql = "SELECT tag FROM runTag WHERE run = ? ORDER BY tag"
    return try String.fetchAll(self, sql: sql, arguments: [run])
  }

  /// The notes of a run, the oldest first.
  func notes(ofRun run: Int64) throws -> [RunNote] {
    let sql = "SELECT writtenAt, text FROM runNote WHERE run = ? ORDER BY writtenAt, text"
    return try Row.fetchAll(self, sql: sql, arguments: [run]).map { row in
      try RunNote(
        writtenAt: Timestamp.date(row.value(0), column: "runNote.writtenAt"), row.value(1))
    }
  }

  /// Gives a run a tag unless it has it.
  func add(tag: String, run: Int64) throws {
    try execute(
      sql: "INSERT INTO runTag (run, tag) VALUES (?, ?) ON CONFLICT DO NOTHING",
      arguments: [run, tag])
  }

  /// Writes a note, or keeps the earlier of two moments at which the same was written.
  func add(note: String, writtenAt: String, run: Int64) throws {
    try execute(
      sql: """
        INSERT INTO runNote (run, text, writtenAt) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET writtenAt = excluded.writtenAt
        WHERE excluded.writtenAt < writtenAt
        """,
      arguments: [run, note, writtenAt])
  }
}

extension String {
  private var isOneLine: Bool {
    unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: false
      default: true
      }
    }
  }

  /// One word, so that tags beside one another can be told apart.
  fileprivate var isUsableTag: Bool {
    isOneLine && !contains(where: \.isWhitespace) && (1...100).contains(unicodeScalars.count)
  }

  fileprivate var isUsableNote: Bool {
    isOneLine && contains { !$0.isWhitespace } && unicodeScalars.count <= 4000
  }
}
