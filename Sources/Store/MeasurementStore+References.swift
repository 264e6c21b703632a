package import BenchmarkModel
package import FoundationEssentials
import GRDB

/// What an import of published numbers did to the database.
package struct ImportSummary: Sendable, Hashable {
  /// References that are new.
  package var added = 0
  /// References that say something else than before.
  package var changed = 0
  /// References that the file no longer holds.
  package var removed = 0
  /// References that stay as they were.
  package var unchanged = 0
}

extension MeasurementStore {
  /// Stores the published numbers of one file: all of them or, when something is wrong, none.
  ///
  /// What the file brought before is replaced, so that no number stays that it no longer holds.
  /// Sources are brought up to date; one that no reference cites and that `sources` does not hold
  /// is removed. Importing the same file again changes nothing. `path` is the key by which the file
  /// is known again: give it as seen from the root of the source tree.
  ///
  /// Throws when a reference cites a source that `sources` does not hold, and when its identifier
  /// is taken, in this file or by another.
  @discardableResult
  package func importReferences(
    path file: String, sha256: String, sources: [Source], references: [Reference],
    importedAt: Date
  ) throws(StoreError) -> ImportSummary {
    try writing { connection in
      let summary = try connection.importReferences(
        of: file, sha256: sha256, sources: sources, references: references,
        importedAt: importedAt)
      try connection.removeUncitedSources(except: sources.map(\.id))
      return summary
    }
  }

  /// All sources by identifier.
  package func sources() throws(StoreError) -> [Source] {
    try reading { try $0.sources() }
  }

  /// The references shown beside a workload, or all, by file and in the order of the file.
  package func references(workload: String? = nil) throws(StoreError) -> [Reference] {
    try reading { connection in
      guard let workload else { return try connection.references(where: "TRUE", []) }
      return try connection.references(where: "workload = ?", [workload])
    }
  }
}

extension ImportSummary {
  fileprivate init(from old: [Reference], to new: [Reference]) {
    let stored = Dictionary(uniqueKeysWithValues: old.map { ($0.id, $0) })
    for reference in new {
      switch stored[reference.id] {
      case nil: added += 1
      case reference: unchanged += 1
      default: changed += 1
      }
    }
    removed = old.count - changed - unchanged
  }
}

extension Database {
  /// Stores the published numbers of one file in the place of those that it had.
  @discardableResult
  func importReferences(
    of file: String, sha256: String, sources: [Source], references: [Reference],
    importedAt: Date
  ) throws -> ImportSummary {
    try check(references, sources: sources, file: file)
    let stored = try self.references(where: "path = ?", [file])
    for source in sources { try update(source) }
    let known = try String.fetchOne(
      self, sql: "SELECT sha256 FROM importedFile WHERE path = ?", arguments: [file])
    if known != sha256 || stored != references {
      try replace(file: file, sha256: sha256, importedAt: importedAt, with: references)
    }
    return ImportSummary(from: stored, to: references)
  }

  fileprivate func check(_ references: [Reference], sources: [Source], file: String) throws {
    let known = Set(sources.map(\.id))
    var seen: Set<String> = []
    let statement = try makeStatement(
      sql: """
        SELECT path FROM reference JOIN importedFile ON importedFile.id = importedFile
        WHERE reference.id = ? AND path <> ?
        """)
    for reference in references {
      let source = reference.provenance.sourceID
      guard known.contains(source) else {
        throw RowProblem.unknownSource(
          id: source, reference: reference.id,
          nearest: nearestName(to: source, in: known.sorted()))
      }
      let other = try String.fetchOne(statement, arguments: [reference.id, file])
      guard seen.insert(reference.id).inserted, other == nil else {
        throw RowProblem.repeatedReference(id: reference.id, file: file, otherFile: other ?? file)
      }
    }
  }

  fileprivate func removeUncitedSources(except kept: [String]) throws {
    let uncited = try String.fetchAll(
      self, sql: "SELECT id FROM source WHERE id NOT IN (SELECT source FROM reference)")
    for id in Set(uncited).subtracting(kept) {
      try execute(sql: "DELETE FROM source WHERE id = ?", arguments: [id])
    }
  }
}
