/// A format of another tool that is recognized although it is not read, so that its files are not taken
/// for those of a tool that is read.
struct UnreadFormat {
  /// The tool, as its users call it.
  let tool: String
  /// Keys of the outermost object that only its files have together.
  let keys: Set<String>
  /// How to get a file that is read.
  var remedy =
    "Convert it to ndjson, one JSON object per value; Sources/parallax/README.md describes it."

  static let all = [
    UnreadFormat(tool: "pytest-benchmark", keys: ["machine_info", "benchmarks"]),
    UnreadFormat(tool: "asv", keys: ["commit_hash", "results"]),
    UnreadFormat(tool: "pyperf", keys: ["metadata", "benchmarks"]),
    UnreadFormat(tool: "BenchmarkDotNet", keys: ["HostEnvironmentInfo", "Benchmarks"]),
    storedBaseline(["baselineName", "results"]),
    // The members are in any order, so the name may follow long results.
    storedBaseline(["results[].target", "results[].name"]),
    UnreadFormat(
      tool: "go test -json", keys: ["Action", "Package"],
      remedy: "Take the text out of it: jq -j 'select(.Action == \"output\").Output' FILE"),
  ]

  private static func storedBaseline(_ keys: Set<String>) -> UnreadFormat {
    UnreadFormat(
      tool: "package-benchmark in its form for stored baselines", keys: keys,
      remedy: "Export it: swift package benchmark baseline read NAME --format jmh")
  }
}
