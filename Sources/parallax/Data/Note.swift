import ArgumentParser
import FoundationEssentials
import Store

/// Writes a remark beside a run, which the report prints.
struct Note: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a note beside a run, or take it away.",
    discussion: """
      For example: parallax note latest "With the new allocator."

      parallax list runs shows notes, and so does the report's page of machines.
      """)

  @OptionGroup var chosen: ChosenRun

  @Argument(help: "One line of text.")
  var text: String

  @Flag(help: "Take the note of this text away.")
  var remove = false

  func run() throws {
    let (store, id) = try chosen.open()
    try remove ? store.removeNote(text, of: id) : store.note(id, text, at: .now)
    try writeLine(remove ? "The note was taken from run \(id)." : "Noted beside run \(id).")
  }
}
