import Testing

/// What a signal or a kill leaves of an output.
extension OutputCommandTests {
  /// Whenever the signal comes, the old site stays or the new one is complete.
  @Test(arguments: ["INT", "TERM"]) func aSignalLeavesNothingHalfDone(signal: String) throws {
    let tool = try fixture()
    let result = try tool.run(
      shell: """
        set -m; mkdir '\(tool.folder)/tmp'; export TMPDIR='\(tool.folder)/tmp'
        "$0" publish --db '\(tool.folder)/in.sqlite' --to '\(tool.folder)/site' >/dev/null &
        sleep 0.4; kill -\(signal) $!; wait $!; echo "ended $?"
        ls -A '\(tool.folder)/tmp'; ls -A '\(tool.folder)' | grep partial
        [ -e '\(tool.folder)/site' ] && cd '\(tool.folder)/site' && sha256sum --check --quiet SHA256SUMS
        true
        """)
    let code = signal == "INT" ? 130 : 143
    #expect(
      ["ended \(code)\n", "ended 0\n"].contains(result.output), "\(result.output) \(result.errors)")
    if result.output == "ended \(code)\n" {
      #expect(result.errors.contains("Interrupted; the output"), "\(result.errors)")
    }
  }

  /// A kill leaves items behind, which the next command removes where it writes.
  @Test func whatAKillLeavesIsRemovedByTheNextCommand() throws {
    let tool = try fixture()
    let result = try tool.run(
      shell: """
        mkdir '\(tool.folder)/tmp'; export TMPDIR='\(tool.folder)/tmp'
        for moment in 0.2 0.6 1.2; do
          "$0" publish --db '\(tool.folder)/in.sqlite' --to '\(tool.folder)/site' >/dev/null 2>&1 &
          sleep $moment; kill -KILL $!; wait $! 2>/dev/null
        done
        name=.parallax-partial-012345678901234567
        mkdir -p "\(tool.folder)/site/$name/x" "\(tool.folder)/tmp/$name"
        "$0" publish --db '\(tool.folder)/in.sqlite' --to '\(tool.folder)/site' >/dev/null || exit 1
        ls -A '\(tool.folder)/tmp' '\(tool.folder)/site' '\(tool.folder)' | grep partial-
        cd '\(tool.folder)/site' && sha256sum --check --quiet SHA256SUMS && echo whole
        """)
    #expect(result.output == "whole\n", "\(result.output) \(result.errors)")
  }
}
