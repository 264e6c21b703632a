import ArgumentParser
import Dispatch
import Fixtures

/// Serves a report locally, for a browser.
struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Preview a report or a published site in a browser on this machine.",
    discussion: """
      Only this machine can connect. The address is printed to standard output; stop with Ctrl-C. \
      Files are read again for every request, so reload a page to see a new report. It holds at \
      most 100 connections, and closes one that sends more than 32 KiB in a request or waits for \
      more than 30 seconds.

      With --templates it first writes the report of the database to the folder, as report does, and \
      again whenever a template changes.
      """)

  @Option(help: ArgumentHelp("The folder of the pages.", valueName: "dir"))
  var dir = "reports/latest"

  @OptionGroup var look: TemplateOptions

  @Option(
    help: ArgumentHelp(
      "The database of the report; with --templates. (default: \(DatabaseOption.defaultPath))",
      valueName: "file"))
  var db: String?

  @Option(
    help: "The port; 0 lets the system choose one. (default: 8000)",
    transform: parseWhole(0...65_535))
  var port = 8000

  func validate() throws {
    if db != nil, look.templates == nil {
      throw ValidationError("--db is for the report that --templates makes. Add --templates.")
    }
  }

  func run() throws {
    let report = try look.templates.map { templates in
      try Report.parse(
        ["--templates", templates, "--out", dir, "--db", db ?? DatabaseOption.defaultPath])
    }
    let tree = try report?.tree()
    // From before the report, so that a change while it is made counts.
    var state: ReportState?
    if let report, let tree {
      state = try report.state(in: tree)
      try report.update(in: tree)
    }
    let end = DispatchSemaphore(value: 0)
    var signals: EndSignals? = try EndSignals { _ in end.signal() }
    defer { signals?.cancel() }
    let server = try FolderServer(folder: dir, port: port)
    try writeLine("http://127.0.0.1:\(server.port)/")
    writeError("Serving \(dir) to this machine. Stop with Ctrl-C.\n")
    if let report, let tree, let state {
      try keepUpToDate(report, in: tree, since: state, until: end, &signals)
    } else {
      end.wait()
    }
    try server.stop()
  }

  /// Looks at the templates each second; says once per change what is wrong with them.
  ///
  /// Only one at a time can wait for signals, and a report does while it is written.
  private func keepUpToDate(
    _ report: Report, in tree: SourceTree, since made: ReportState, until end: DispatchSemaphore,
    _ signals: inout EndSignals?
  ) throws {
    var state = made
    // What was said about templates that cannot be read, as long as they cannot.
    var said: String?
    while end.wait(timeout: .now() + 1) == .timedOut {
      do {
        let now = try report.state(in: tree)
        said = nil
        guard now != state else { continue }
        state = now
        signals?.cancel()
        signals = nil
        try report.update(in: tree)
      } catch {
        let problem = "\(error)\n"
        if problem != said { writeError(problem) }
        said = problem
      }
      if signals == nil { signals = try EndSignals { _ in end.signal() } }
    }
  }
}
