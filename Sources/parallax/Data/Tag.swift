import ArgumentParser
import Store

/// Tags a run.
struct Tag: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Add tags to a run, or remove them.",
    discussion: """
      For example: parallax tag latest nightly linux-6.1

      A name belongs to one run; a tag can belong to many. parallax list runs shows both.
      """)

  @OptionGroup var chosen: ChosenRun

  @Argument(help: ArgumentHelp("Tags, one word each.", valueName: "tag"))
  var tags: [String]

  @Flag(help: "Remove the tags from the run.")
  var remove = false

  func run() throws {
    let (store, id) = try chosen.open()
    let all = try remove ? store.untag(id, tags) : store.tag(id, tags)
    try writeLine("Run \(id): \(all.isEmpty ? "no tags" : all.joined(separator: " "))")
  }
}
