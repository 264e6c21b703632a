import ArgumentParser
import BenchmarkModel
import Store

/// Tags a run, so that it is found again among others.
struct Tag: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Give a run tags, or take them from it.",
    discussion: """
      For example: parallax tag latest nightly linux-6.1

      A name belongs to one run; a tag may belong to many. parallax list runs shows both.
      """)

  @OptionGroup var database: DatabaseOption

  @Argument(
    help: ArgumentHelp(
      "The run: an identifier, its beginning, a name, or latest.", valueName: "run"))
  var target: String

  @Argument(help: ArgumentHelp("Tags of one word each.", valueName: "tag"))
  var tags: [String]

  @Flag(help: "Take the tags from the run.")
  var remove = false

  func run() throws {
    let store = try MeasurementStore(path: database.db, access: .open)
    let id = try store.run(target).id
    let all = try remove ? store.untag(id, tags) : store.tag(id, tags)
    writeLine("Run \(id): \(all.isEmpty ? "no tags" : all.joined(separator: " "))")
  }
}
