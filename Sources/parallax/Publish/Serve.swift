import ArgumentParser
import Dispatch
import Fixtures

/// Shows a report in the browser as a server would hand it out.
struct Serve: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Preview a report or a published site at an address of this machine.",
    discussion: """
      Only this machine can reach it. The address goes to standard output; Ctrl-C ends it. Files \
      are read anew for every request, so a report that is made meanwhile shows when the page is \
      loaded again.
      """)

  @Option(help: ArgumentHelp("The folder of the pages.", valueName: "dir"))
  var dir = "reports/latest"

  @Option(help: "The port; 0 lets the system choose one.")
  var port = 8000

  func validate() throws {
    guard (0...65_535).contains(port) else {
      throw ValidationError("--port \(port) must be from 0 to 65535.")
    }
  }

  func run() throws {
    let end = DispatchSemaphore(value: 0)
    let signals = endSignals { end.signal() }
    defer { for source in signals { source.cancel() } }
    let server = try FolderServer(folder: dir, port: port)
    try writeLine("http://127.0.0.1:\(server.port)/")
    writeError("Serving \(dir) to this machine; Ctrl-C ends it.\n")
    end.wait()
    try server.stop()
  }
}
