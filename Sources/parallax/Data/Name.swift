import ArgumentParser
import Store

/// Gives a run a name.
struct Name: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Name a run, so that other commands can refer to it.",
    discussion: """
      For example: parallax name latest before; change something; parallax measure; parallax \
      compare before latest --gate

      If another run has the name, it loses it.
      """)

  @OptionGroup var chosen: ChosenRun

  @Argument(
    help: """
      Letters, digits, '.', '_' and '-'. At least one letter must come after f in the alphabet, \
      so that the name cannot be an identifier.
      """)
  var name: String

  func run() throws {
    let (store, id) = try chosen.open()
    let former = try store.name(id, name)
    try writeLine(
      "\(name) is run \(id)" + (former.map { "; it was run \($0)" } ?? "") + ".")
  }
}
