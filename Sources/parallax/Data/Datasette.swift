import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import Store

/// Prints metadata for Datasette.
struct Datasette: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print metadata for Datasette: descriptions of tables and columns, and the queries.",
    discussion: """
      For example: parallax datasette > metadata.json; datasette results.sqlite -m metadata.json --setting \
      suggest_facets off

      Datasette 1.0 reads the queries from its configuration: add -c metadata.json.

      With suggest_facets off, Datasette does not count all rows of a view for suggestions, for which a large \
      database needs more than the second that it has.
      """)

  @OptionGroup var database: DatabaseOption

  func run() throws {
    // Metadata for another file would describe nothing in it.
    try MeasurementStore(path: database.db, access: .readOnly).warnOfMissingEstimates()
    let name = URL(filePath: database.db).deletingPathExtension().lastPathComponent
    print(try DatasetteMetadata(tree: SourceTree.orEmbedded(), database: name).json, terminator: "")
  }
}
