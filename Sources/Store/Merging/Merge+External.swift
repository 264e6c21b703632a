import BenchmarkModel
import GRDB

extension Merge {
  /// Adds the files of other tools' results that this database lacks or has an older import of.
  mutating func mergeExternal() throws {
    for file in try theirs({ try $0.externalFiles() }) {
      let isHere = try Int.fetchOne(
        ours,
        sql: """
          SELECT 1 FROM importedFile LEFT JOIN externalFile ON importedFile = id
          WHERE path = ?1 AND importedAt >= ?2
            OR sha256 = ?3 AND format = ?4 AND mappingSHA256 IS ?5
          """,
        arguments: [
          file.file.path, file.importedAt, file.sha256, file.file.format.rawValue,
          file.file.mapping?.sha256,
        ])
      if isHere != nil {
        summary.filesUnchanged += 1
        continue
      }
      try ours.execute(sql: "DELETE FROM importedFile WHERE path = ?", arguments: [file.file.path])
      let id = try ours.insertFile(file.file, sha256: file.sha256, importedAt: file.importedAt)
      try theirs { other in
        try other.forEachExternalResult(file: file.id) { try insert($0, file: id) }
      }
      summary.filesAdded += 1
    }
  }

  /// Stores a result; an error names our file.
  private func insert(_ result: ExternalResult, file: Int64) throws {
    do {
      let id = try ours.insert(result, file: file)
      try ours.insertValues(of: result, id: id, from: 0)
    } catch {
      throw StoreError(error, path: ourPath)
    }
  }
}

/// A row of `externalFile`.
private struct StoredExternalFile {
  let id: Int64
  let file: ExternalFile
  let sha256: String
  let importedAt: String
}

extension Database {
  fileprivate func externalFiles() throws -> [StoredExternalFile] {
    let sql = """
      SELECT id, path, format, mapping, mappingSHA256, sha256, importedAt
      FROM importedFile JOIN externalFile ON importedFile = id ORDER BY path
      """
    return try Row.fetchAll(self, sql: sql).map { row in
      let mapping: String? = try row.value(3)
      let file = ExternalFile(
        path: try row.value(1),
        format: try ExternalFormat(stored: try row.value(2), column: "externalFile.format"),
        mapping: try mapping.map {
          ExternalFile.Mapping(path: $0, sha256: try row.value(4))
        })
      return StoredExternalFile(
        id: try row.value(0), file: file, sha256: try row.value(5), importedAt: try row.value(6))
    }
  }
}
