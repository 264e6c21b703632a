import ArgumentParser
import FoundationEssentials
import Store

/// Attaches a note to a run, which the report prints.
struct Note: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Attach a note to a run, or remove one.",
    discussion: """
      For example: parallax note latest "With the new allocator."

      parallax list runs and the report's page of machines show notes.
      """)

  @OptionGroup var chosen: ChosenRun

  @Argument(help: "One line of text.")
  var text: String

  @Flag(help: "Remove the note with this text.")
  var remove = false

  func run() throws {
    let (store, id) = try chosen.open()
    try remove ? store.removeNote(text, of: id) : store.note(id, text, at: .now)
    try writeLine(remove ? "Removed the note from run \(id)." : "Added the note to run \(id).")
  }
}
