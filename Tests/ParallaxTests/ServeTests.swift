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

  /// It takes seconds, because the templates are looked at once a second; a hang after the first change shows only
  /// at the second.
  @Test func everyChangeOfATemplateIsSeen() throws {
    let tool = try BuiltTool.measured()
    let result = try tool.run(
      shell: """
        cd '\(tool.folder)' && cp -r '\(ImportTests.root.path)/templates' mine
        printf '{"name":"Few","pages":[{"page":"index"},{"page":"method"},{"page":"sources"}]}' \
          > mine/site.json && cd '\(ImportTests.root.path)'
        "$0" serve --templates '\(tool.folder)/mine' --dir '\(tool.folder)/site' \
          --db '\(tool.database)' --port 0 > '\(tool.folder)/address' &
        server=$!
        until_true() { for attempt in $(seq 1200); do "$@" && break; sleep 0.05; done; }
        until_true [ -s '\(tool.folder)/address' ]
        for word in firstWord secondWord; do
          echo "$word" >> '\(tool.folder)/mine/index.md.mustache'
          until_true grep -q "$word" '\(tool.folder)/site/index.html'
          grep -o "$word" '\(tool.folder)/site/index.html' | head -n 1
        done
        # Until a report is complete, the server ends with the code of the signal.
        until_true eval "! ls -A '\(tool.folder)/site' | grep -q partial"
        sleep 0.5
        kill -INT $server
        wait $server
        echo "ended with $?"
        """)
    #expect(
      result.output == "firstWord\nsecondWord\nended with 0\n", "\(result.output)\(result.errors)")
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
