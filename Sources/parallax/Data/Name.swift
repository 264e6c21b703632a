import ArgumentParser
import Store

/// Gives a run a name, so that others can be compared with it.
struct Name: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Give a run a name under which it can be asked for.",
    discussion: """
      For example: parallax name latest before; change something; parallax measure; parallax \
      compare before latest --gate

      A run that had the name before loses it.
      """)

  @OptionGroup var chosen: ChosenRun

  @Argument(help: "Letters, digits, '.', '_' and '-', with a letter beyond f among them.")
  var name: String

  func run() throws {
    let (store, id) = try chosen.open()
    try store.name(id, name)
    try writeLine("\(name) is run \(id).")
  }
}
