import FoundationEssentials
import Testing

/// `parallax serve` as a user starts and stops it.
struct ServeTests {
  /// Starts a server, runs a script once it has printed its address, and stops it with a signal.
  private func serving(_ signal: String, _ script: String) throws -> BuiltTool.Result {
    let tool = try BuiltTool()
    return try tool.run(
      shell: """
        mkdir '\(tool.folder)/site' && printf home > '\(tool.folder)/site/index.html'
        "$0" serve --dir '\(tool.folder)/site' --port 0 > '\(tool.folder)/address' &
        server=$!
        for attempt in $(seq 200); do
          [ -s '\(tool.folder)/address' ] && break
          sleep 0.05
        done
        address=$(cat '\(tool.folder)/address')
        port=$(echo "$address" | tr -cd '0-9/:' | sed 's/.*:\\([0-9]*\\).*/\\1/')
        \(script)
        kill -\(signal) $server
        wait $server
        echo "ended with $?"
        """)
  }

  @Test(arguments: ["INT", "TERM"])
  func addressIsPrintedAndASignalStopsItCleanly(signal: String) throws {
    let result = try serving(signal, "echo \"$address\"")
    let lines = result.output.split(separator: "\n")
    #expect(lines.first?.hasPrefix("http://127.0.0.1:") == true, "\(result.output)")
    #expect(lines.last == "ended with 0")
    #expect(result.errors.contains("Stop with Ctrl-C"))
  }

  @Test func takenPortIsAClearError() throws {
    let result = try serving(
      "TERM", "\"$0\" serve --dir /tmp --port \"$port\"; echo \"second $?\"")
    #expect(result.output.contains("second 1"), "\(result.output)")
    #expect(result.errors.contains("Another program uses port"))
    #expect(result.errors.contains("--port 0"))
  }

  @Test func wrongOptionsAreReported() throws {
    let tool = try BuiltTool()
    let missing = try tool.run("serve", "--dir", "\(tool.folder)/nothing", "--port", "0")
    #expect(missing.exitCode == 1)
    #expect(missing.errors.contains("There is no folder"))
    let port = try tool.run("serve", "--port", "70000")
    #expect(port.exitCode == 64)
  }
}
