import Testing

/// Measuring as an ordinary user.
struct PrivilegeTests {
  /// Root may set options of a socket that others may not, so it does without its privileges here.
  @Test func serversAndLoadsNeedNoPrivileges() throws {
    let tool = try BuiltTool()
    let result = try tool.run(
      shell: """
        drop=; [ "$(id -u)" != 0 ] || drop='setpriv --bounding-set=-all'
        exec $drop "$0" measure --db "$1" --preset smoke --trials 1 --runtime swift-async \\
          --workload fetch-urls --workload tail-latency --workload echo-server
        """, [tool.database])
    #expect(result.exitCode == 0, "\(result.output)\(result.errors)")
  }
}
