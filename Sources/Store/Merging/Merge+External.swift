import BenchmarkModel
import GRDB

extension Merge {
  /// Adds the versions of other tools' files that this database lacks; none is lost.
  ///
  /// If both have a version with different mappings or formats, the one imported later is kept.
  mutating func mergeExternal() throws {
    for file in try theirs({ try $0.externalFiles() }) {
      if let known = try ours.externalFile(file.file.path, sha256: file.sha256) {
        guard !known.isRead(as: file.file), known.importedAt < file.importedAt else {
          // The newest version is the one that was imported last, here or there.
          try ours.execute(
            sql: "UPDATE importedFile SET importedAt = max(importedAt, ?) WHERE id = ?",
            arguments: [file.importedAt, known.id])
          summary.filesUnchanged += 1
          continue
        }
        try ours.execute(sql: "DELETE FROM importedFile WHERE id = ?", arguments: [known.id])
      }
      let id = try ours.insertFile(file.file, sha256: file.sha256, importedAt: file.importedAt)
      try theirs { other in
        try other.forEachExternalResult(file: file.id) { try insert($0, file: id) }
      }
      summary.filesAdded += 1
    }
  }

  /// Stores a result; an error names our file.
  private func insert(_ result: ExternalResult, file: Int64) throws {
    try mine {
      let id = try ours.insert(result, file: file)
      try ours.insertValues(of: result, id: id, from: 0)
    }
  }
}
