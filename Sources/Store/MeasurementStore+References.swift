package import BenchmarkModel
package import FoundationEssentials
import GRDB

/// What an import of published numbers changed.
package struct ImportSummary: Sendable, Hashable {
  package var added = 0
  package var changed = 0
  /// References that the file no longer contains.
  package var removed = 0
  package var unchanged = 0
  /// References of other files that had the identifier of a new one and were removed for it: their
  /// numbers by the file's path.
  package var displaced: [String: Int] = [:]
  /// The path of the file, or of the one with the same content that was here before.
  package var path = ""
}

extension MeasurementStore {
  /// Stores the published numbers of one file, all or none.
  ///
  /// A file at its place in a source tree, `Workloads/<Name>/published.csv`, replaces what was imported
  /// from that place before. Any other file is known by its content, wherever it lies: the same content
  /// changes nothing, and new content is a new file, which replaces another only if both have the same
  /// path and a number in common, since then it is that file, edited.
  ///
  /// Sources are updated; those that are not in `sources` and that no reference cites are removed.
  ///
  /// Throws when a reference cites a source that is not in `sources`, and when its identifier is
  /// already used, in this file or in one that is not replaced.
  ///
  /// - Parameter yields: Whether a reference of another file, given by its path and the reference's
  ///   identifier, makes room for a new one instead, since that file only claims to have it.
  @discardableResult
  package func importReferences(
    path file: String, sha256: String, sources: [Source], references: [Reference],
    importedAt: Date,
    displacing yields: (_ path: String, _ id: String) throws -> Bool = { _, _ in false }
  ) throws(StoreError) -> ImportSummary {
    try writing { connection in
      let displaced = try connection.displace(references, before: file, sha256: sha256, yields)
      var summary = try connection.importReferences(
        of: file, sha256: sha256, sources: sources, references: references,
        importedAt: Timestamp(importedAt).text)
      summary.displaced = displaced
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
  fileprivate init(from old: [Reference], to new: [Reference], path: String) {
    self.path = path
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

/// A file of published numbers, without the numbers.
package struct PublishedFile {
  let id: Int64
  let path: String
  let sha256: String
  let importedAt: String

  /// Whether a path is the place of a workload's published numbers in a source tree.
  package static func isPlace(_ path: String) -> Bool {
    path.wholeMatch(of: /Workloads\/[^\/]+\/published\.csv/) != nil
  }
}

extension Database {
  /// All files of published numbers, by path and then oldest first.
  func publishedFiles(
    where condition: String = "TRUE", _ arguments: StatementArguments = []
  ) throws -> [PublishedFile] {
    let sql = """
      SELECT id, path, sha256, importedAt FROM importedFile
      WHERE id NOT IN (SELECT importedFile FROM externalFile) AND (\(condition))
      ORDER BY path, importedAt, sha256
      """
    return try Row.fetchAll(self, sql: sql, arguments: arguments).map { row in
      try PublishedFile(
        id: row.value(0), path: row.value(1), sha256: row.value(2), importedAt: row.value(3))
    }
  }

  /// The stored files that a file is or replaces: the one at its place, the one with its content, or
  /// earlier contents of it, which have its path and one of the numbers.
  func publishedFiles(
    like path: String, sha256: String, ids: [String]
  ) throws -> [PublishedFile] {
    let isPlace = PublishedFile.isPlace(path)
    if isPlace {
      let atPlace = try publishedFiles(where: "path = ?", [path])
      if !atPlace.isEmpty { return atPlace }
    }
    let same = try publishedFiles(where: "sha256 = ?", [sha256]).filter {
      // Files at two places may have equal content, for example none.
      !isPlace || !PublishedFile.isPlace($0.path)
    }
    if let same = same.first { return [same] }
    guard !isPlace else { return [] }
    let ids = Set(ids)
    return try publishedFiles(where: "path = ?", [path]).filter { file in
      let sql = "SELECT id FROM reference WHERE importedFile = ?"
      return try !ids.isDisjoint(with: String.fetchAll(self, sql: sql, arguments: [file.id]))
    }
  }

  /// Stores the published numbers of one file in place of what it replaces.
  func importReferences(
    of path: String, sha256: String, sources: [Source], references: [Reference],
    importedAt: String
  ) throws -> ImportSummary {
    let earlier = try publishedFiles(like: path, sha256: sha256, ids: references.map(\.id))
    try check(references, sources: sources, file: path, replacing: earlier)
    let stored = try self.references(ofFiles: earlier.map(\.id))
    for source in sources { try update(source) }
    let same = earlier.first { $0.sha256 == sha256 }
    // A copy keeps its path, until the file is imported from its place.
    let path = same.map { PublishedFile.isPlace(path) ? path : $0.path } ?? path
    if same?.path != path || earlier.count > 1 || stored != references {
      for file in earlier {
        try execute(sql: "DELETE FROM importedFile WHERE id = ?", arguments: [file.id])
      }
      try insertFile(
        path: path, sha256: sha256, importedAt: importedAt, references: references)
    }
    return ImportSummary(from: stored, to: references, path: path)
  }

  /// Removes the references of other files that have the identifiers of these and yield to them, and
  /// returns how many of each file.
  fileprivate func displace(
    _ references: [Reference], before file: String, sha256: String,
    _ yields: (String, String) throws -> Bool
  ) throws -> [String: Int] {
    let replaced = try publishedFiles(like: file, sha256: sha256, ids: references.map(\.id)).map(
      \.id)
    var displaced: [String: Int] = [:]
    for reference in references {
      guard let other = try owner(ofReference: reference.id), !replaced.contains(other.id),
        try yields(other.path, reference.id)
      else { continue }
      try execute(sql: "DELETE FROM reference WHERE id = ?", arguments: [reference.id])
      displaced[other.path, default: 0] += 1
    }
    return displaced
  }

  /// The file that has the reference with an identifier; nil if there is none.
  private func owner(ofReference id: String) throws -> (id: Int64, path: String)? {
    let statement = try cachedStatement(
      sql: """
        SELECT importedFile.id, path FROM reference
        JOIN importedFile ON importedFile.id = importedFile WHERE reference.id = ?
        """)
    return try Row.fetchOne(statement, arguments: [id]).map { row in
      (id: try row.value(0), path: try row.value(1))
    }
  }

  private func check(
    _ references: [Reference], sources: [Source], file: String, replacing: [PublishedFile]
  ) throws {
    let known = Set(sources.map(\.id))
    let replaced = Set(replacing.map(\.id))
    var seen: Set<String> = []
    for reference in references {
      let source = reference.provenance.sourceID
      guard known.contains(source) else {
        throw RowProblem.unknownSource(
          id: source, reference: reference.id,
          nearest: nearestName(to: source, in: known.sorted()))
      }
      guard seen.insert(reference.id).inserted else {
        throw RowProblem.repeatedReference(id: reference.id, file: file, otherFile: file)
      }
      guard let other = try owner(ofReference: reference.id) else { continue }
      guard replaced.contains(other.id) else {
        throw RowProblem.repeatedReference(id: reference.id, file: file, otherFile: other.path)
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
