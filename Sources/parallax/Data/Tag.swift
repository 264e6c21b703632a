import ArgumentParser
import Store

/// Tags a run, so that it is found again among others.
struct Tag: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Give a run tags, or take them from it.",
    discussion: """
      For example: parallax tag latest nightly linux-6.1

      A name belongs to one run; a tag may belong to many. parallax list runs shows both.
      """)

  @OptionGroup var chosen: ChosenRun

  @Argument(help: ArgumentHelp("Tags of one word each.", valueName: "tag"))
  var tags: [String]

  @Flag(help: "Take the tags from the run.")
  var remove = false

  func run() throws {
    let (store, id) = try chosen.open()
    let all = try remove ? store.untag(id, tags) : store.tag(id, tags)
    try writeLine("Run \(id): \(all.isEmpty ? "no tags" : all.joined(separator: " "))")
  }
}
