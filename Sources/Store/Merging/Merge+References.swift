import BenchmarkModel
import GRDB

extension Merge {
  /// Adds the files of published numbers that we do not have, or that were imported later there.
  ///
  /// Which files are the same is decided as for an import.
  mutating func mergeReferences() throws {
    let (sources, files) = try theirs { (try $0.sources(), try $0.publishedFiles()) }
    for file in files {
      let all = try theirs { try $0.references(ofFiles: [file.id]) }
      let known = try ours.publishedFiles(
        like: file.path, sha256: file.sha256, ids: all.map(\.id))
      let isHere = known.contains {
        $0.sha256 == file.sha256 || $0.importedAt >= file.importedAt
      }
      if isHere {
        summary.filesUnchanged += 1
        continue
      }
      let references = try all.filter(isNew(besides: known))
      summary.referencesKept += all.count - references.count
      let cited = Set(references.map(\.provenance.sourceID))
      _ = try ours.importReferences(
        of: file.path, sha256: file.sha256, sources: sources.filter { cited.contains($0.id) },
        references: references, importedAt: file.importedAt)
      summary.filesAdded += 1
    }
  }

  /// Whether none of our files has a reference's identifier, apart from those that are replaced.
  private func isNew(besides replaced: [PublishedFile]) throws -> (Reference) -> Bool {
    let others = try ours.publishedFiles().map(\.id).filter { id in
      !replaced.contains { $0.id == id }
    }
    let known = Set(try ours.references(ofFiles: others).map(\.id))
    return { !known.contains($0.id) }
  }
}
