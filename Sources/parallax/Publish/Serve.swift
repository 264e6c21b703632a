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
      """)

  @Option(help: ArgumentHelp("The folder of the pages.", valueName: "dir"))
  var dir = "reports/latest"

  @Option(
    help: "The port; 0 lets the system choose one. (default: 8000)",
    transform: parseWhole(0...65_535))
  var port = 8000

  func run() throws {
    let end = DispatchSemaphore(value: 0)
    let signals = try EndSignals { _ in end.signal() }
    defer { signals.cancel() }
    let server = try FolderServer(folder: dir, port: port)
    try writeLine("http://127.0.0.1:\(server.port)/")
    writeError("Serving \(dir) to this machine. Stop with Ctrl-C.\n")
    end.wait()
    try server.stop()
  }
}
