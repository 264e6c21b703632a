import Foundation

/// A headless Chromium, driven through its DevTools protocol over a pair of pipes.
///
/// Messages are JSON, each followed by a zero byte (Chromium's `--remote-debugging-pipe`).
final class Browser {
  /// Why a request to the browser failed.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// The program; nil if none is installed.
  static let path: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let names = ["chromium", "chromium-browser", "google-chrome"]
    return folders.flatMap { folder in names.map { "\(folder)/\($0)" } }
      .first(where: FileManager.default.isExecutableFile)
  }()

  private let process = Process()
  private let requests = Pipe()
  private let replies = Pipe()
  private var received: [UInt8] = []
  private var session: String?
  private var lastID = 0
  private var hasLoaded = false
  /// What pages have written to the console since this was last emptied.
  var complaints: [String] = []

  /// Starts the browser with a profile in the folder and opens an empty page.
  ///
  /// The browser is killed after ten minutes, so that a test cannot hang; a slow machine with other tests needs five.
  init(path: String, profile folder: String) throws {
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1", path, "--headless=new",
      "--hide-scrollbars", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
      "--no-first-run",
      "--disable-background-networking", "--disable-component-update",
      "--user-data-dir=\(folder)/profile", "--remote-debugging-pipe",
    ]
    // If the browser has ended, reads end; a signal must not end the tests.
    signal(SIGPIPE, SIG_IGN)
    process.standardInput = requests
    process.standardOutput = replies
    try process.run()
    let watched = process
    DispatchQueue.global().asyncAfter(deadline: .now() + 600) { watched.terminate() }
    let target = try call("Target.createTarget", ["url": "about:blank"])["targetId"] ?? ""
    session =
      try call("Target.attachToTarget", ["targetId": target, "flatten": true])["sessionId"]
      as? String
    for domain in ["Page", "Runtime", "Log"] { try call("\(domain).enable") }
  }

  /// Ends the browser and waits until it has released its profile.
  func end() {
    // A browser that has already ended cannot be asked to close.
    do { try call("Browser.close") } catch { process.terminate() }
    process.waitUntilExit()
  }

  /// Loads a page and waits until it is complete.
  func load(_ address: String) throws {
    hasLoaded = false
    let reply = try call("Page.navigate", ["url": address])
    if let error = reply["errorText"] { throw Failure(description: "\(address): \(error)") }
    while !hasLoaded { try receive() }
  }

  /// The value of an expression; works even if the page's own scripts are off.
  func value(_ expression: String) throws -> Any? {
    let reply = try call(
      "Runtime.evaluate",
      ["expression": expression, "returnByValue": true, "awaitPromise": true, "userGesture": true])
    if let problem = reply["exceptionDetails"] { throw Failure(description: "\(problem)") }
    return (reply["result"] as? [String: Any])?["value"]
  }

  /// Whether pages may run scripts.
  func allowScripts(_ isAllowed: Bool) throws {
    try call("Emulation.setScriptExecutionDisabled", ["value": !isAllowed])
  }

  /// Sets the width of the window in pixels and the preferred color scheme.
  func show(width: Int, isDark: Bool = false) throws {
    try call(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false])
    let scheme = ["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]
    try call("Emulation.setEmulatedMedia", ["features": [scheme]])
  }

  @discardableResult
  private func call(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
    lastID += 1
    var message: [String: Any] = ["id": lastID, "method": method, "params": parameters]
    message["sessionId"] = session
    let bytes = try JSONSerialization.data(withJSONObject: message)
    try requests.fileHandleForWriting.write(contentsOf: bytes + [0])
    while true {
      let reply = try receive()
      guard reply["id"] as? Int == lastID else { continue }
      if let error = reply["error"] { throw Failure(description: "\(method): \(error)") }
      return reply["result"] as? [String: Any] ?? [:]
    }
  }

  /// The next message; console output in it is recorded.
  @discardableResult
  private func receive() throws -> [String: Any] {
    while true {
      if let end = received.firstIndex(of: 0) {
        let bytes = Data(received[..<end])
        received.removeSubrange(...end)
        let message = try JSONSerialization.jsonObject(with: bytes) as? [String: Any] ?? [:]
        note(message)
        return message
      }
      let more = replies.fileHandleForReading.availableData
      guard !more.isEmpty else { throw Failure(description: "The browser has ended.") }
      received += more
    }
  }

  private func note(_ message: [String: Any]) {
    let parameters = message["params"] as? [String: Any] ?? [:]
    switch message["method"] as? String {
    case "Page.loadEventFired": hasLoaded = true
    case "Runtime.exceptionThrown", "Runtime.consoleAPICalled": complaints.append("\(parameters)")
    case "Log.entryAdded":
      let entry = parameters["entry"] as? [String: Any] ?? [:]
      complaints.append("\(entry["level"] ?? ""): \(entry["text"] ?? "") \(entry["url"] ?? "")")
    default: break
    }
  }
}
