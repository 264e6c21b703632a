import ArgumentParser
import Rendering
import Store

/// Renders the report as Markdown, HTML and SVG.
struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Render the report as Markdown and HTML.",
    discussion: """
      Each workload is shown from the newest run that has it. The same database and templates give \
      the same bytes. Files that others put into the folder stay. When the measurements contradict \
      a sentence that the report states on its own account, none is made.
      """)

  @OptionGroup var database: DatabaseOption

  @Option(help: ArgumentHelp("The folder of the report.", valueName: "dir"))
  var out = "reports/latest"

  @Option(help: ArgumentHelp("The folder of templates; that of the source tree if left out."))
  var templates: String?

  @Option(help: ArgumentHelp("Only this run: an identifier or its beginning.", valueName: "run"))
  var only: String?

  @Flag(help: "Write the Markdown pages and charts and leave the HTML out.")
  var markdownOnly = false

  @Flag(help: "Make the report although a sentence of its own is contradicted.")
  var keepContradicted = false

  func run() throws {
    let tree = try SourceTree()
    let store = try MeasurementStore(path: database.db, access: .readOnly)
    let builder = ReportBuilder(
      tree: tree, store: store, run: only, templates: templates,
      keepsContradicted: keepContradicted)
    var files = try builder.files()
    if markdownOnly {
      files = files.filter { $0.key.hasSuffix(".md") || $0.key.hasSuffix(".svg") }
    }
    try SiteFolder(out).write(files)
    print("\(out)/index.\(markdownOnly ? "md" : "html")")
  }
}
