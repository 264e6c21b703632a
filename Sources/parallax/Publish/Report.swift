import ArgumentParser
import Outputs
import Store

/// Renders the report as Markdown, HTML and SVG.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Render the report as Markdown and HTML.",
    usage: "parallax report <options>",
    discussion: """
      \(EvidenceOptions.rule)

      The same database, templates and programs give the same bytes. Other files in the folder are \
      kept; one with the name of a page is an error, and so is a page that was changed since. A \
      report whose inputs and files have not changed is not written again.

      If the measurements contradict a sentence that the report itself states, no report is \
      written.
      """)

  @OptionGroup var database: DatabaseOption

  @OptionGroup var treeOption: TreeOption
  @OptionGroup var choice: EvidenceOptions

  @Option(help: ArgumentHelp("The folder of the report.", valueName: "dir"))
  var out = "reports/latest"

  @OptionGroup var look: TemplateOptions

  @Flag(help: "Write only the Markdown pages and charts, not the HTML.")
  var markdownOnly = false

  @Flag(help: "Render the report even if nothing has changed.")
  var force = false

  @Flag(help: "Render the report even if one of its own sentences is contradicted.")
  var keepContradicted = false

  func run() throws {
    try update(in: tree())
    print("\(out)/index.\(markdownOnly ? "md" : "html")")
  }

  /// The source tree, or what the tool carries, with the templates of the option.
  func tree() throws -> SourceTree { look.tree(try SourceTree.orEmbedded()) }

  /// Writes the report unless nothing has changed.
  func update(in tree: SourceTree) throws {
    let folder = try OutputFolder(
      out, option: "--out",
      inputs: SourceTree.inputs(database: database.db, templates: look.templates))
    var state = try state(in: tree)
    let (written, note) = try folder.written()
    if !force, let note, note == state.note(on: written) {
      // It changes nothing but what a kill may have left there.
      try folder.write(written, note: note)
      writeError("Nothing has changed, so the report was not written again.\n")
    } else {
      if !state.isSettled {
        FileIdentity.waitUntilSettled()
        state = try self.state(in: tree)
      }
      try writingOutputs {
        let files = try files(in: tree)
        try folder.write(files, note: state.isSettled ? state.note(on: files) : nil)
      }
    }
  }

  /// What decides the bytes of the report, to notice when it is out of date.
  func state(in tree: SourceTree) throws -> ReportState {
    try ReportState(
      database: database.db,
      folders: ["\(tree.root)/Workloads", tree.templateFolder],
      programs: loadedPrograms(besides: tree.executable),
      choices: [Parallax.version, "\(markdownOnly)", "\(keepContradicted)"] + choice.texts
        + tree.builtVersions.map { "\($0.key) \($0.value)" }.sorted())
  }

  private func files(in tree: SourceTree) throws -> [String: [UInt8]] {
    let store = try MeasurementStore(path: database.db, access: .readOnly)
    let builder = try ReportBuilder(
      tree: tree, store: store, choice: choice, keepsContradicted: keepContradicted)
    let files = try builder.files()
    if let omissions = builder.evidence.omissionText { writeError(wrapped(omissions) + "\n") }
    return markdownOnly
      ? files.filter { file in [".md", ".svg", ".csv"].contains(where: file.key.hasSuffix) } : files
  }
}
