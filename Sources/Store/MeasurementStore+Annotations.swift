package import FoundationEssentials
import GRDB

/// A note that a user added to a run.
package struct RunNote: Sendable, Hashable {
  /// When it was first added.
  package var writtenAt: Date
  /// One line.
  package var text: String

  package init(writtenAt: Date, _ text: String) {
    self.writtenAt = writtenAt
    self.text = text
  }
}

extension MeasurementStore {
  /// Adds tags to a run, all or none, and returns all tags that the run then has.
  ///
  /// Tags that the run already has are ignored. Throws when there is no such run, and when a tag is
  /// empty, longer than 100 characters, or contains a space or a control character.
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

  /// Removes tags from a run, all or none, and returns the remaining ones.
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

  /// Adds a note to a run; if the run has a note with the same text, the earlier date is kept.
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

  /// Removes the note with this text.
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
  /// The tags of a run, sorted.
  func tags(ofRun run: Int64) throws -> [String] {
    let sql = "SELECT CAST(tag AS TEXT) FROM runTag WHERE run = ? ORDER BY tag"
    return try String.fetchAll(cachedStatement(sql: sql), arguments: [run])
  }

  /// The notes of a run, oldest first, without those whose date or text cannot be used.
  func notes(ofRun run: Int64) throws -> [RunNote] {
    let sql = "SELECT writtenAt, text FROM runNote WHERE run = ? ORDER BY writtenAt, text"
    return try Row.fetchAll(cachedStatement(sql: sql), arguments: [run]).compactMap { row in
      do {
        let date: String = try row.value(0, "runNote.writtenAt")
        return try RunNote(
          writtenAt: Timestamp.date(date, column: "runNote.writtenAt"),
          row.value(1, "runNote.text"))
      } catch is RowFault { return nil }
    }
  }

  /// Adds a tag to a run unless it already has it.
  func add(tag: String, run: Int64) throws {
    try execute(
      sql: "INSERT INTO runTag (run, tag) VALUES (?, ?) ON CONFLICT DO NOTHING",
      arguments: [run, tag])
  }

  /// Adds a note to a run; if it has a note with the same text, the earlier date is kept.
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

  /// One word, so that a list of tags is unambiguous.
  fileprivate var isUsableTag: Bool {
    isOneLine && !contains(where: \.isWhitespace) && (1...100).contains(unicodeScalars.count)
  }

  fileprivate var isUsableNote: Bool {
    isOneLine && contains { !$0.isWhitespace } && unicodeScalars.count <= 4000
  }
}
