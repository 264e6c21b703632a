package import BenchmarkModel
package import FoundationEssentials
import GRDB

/// How many references an import of published numbers added, changed and removed.
package struct ImportSummary: Sendable, Hashable {
  package var added = 0
  package var changed = 0
  /// References that the file no longer contains.
  package var removed = 0
  package var unchanged = 0
}

extension MeasurementStore {
  /// Stores the published numbers of one file, all or none.
  ///
  /// They replace what was imported from that path before. Sources are updated; those that are not in
  /// `sources` and that no reference cites are removed. Importing the same file again changes
  /// nothing. `path` identifies the file and is relative to the root of the source tree.
  ///
  /// Throws when a reference cites a source that is not in `sources`, and when its identifier is
  /// already used, in this file or another.
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

  /// All sources, sorted by identifier.
  package func sources() throws(StoreError) -> [Source] {
    try reading { try $0.sources() }
  }

  /// The references of a workload, or all, by file and then in file order.
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
  /// Replaces the published numbers of one file.
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
