/// A format of another tool that is recognized although it is not read, so that its files are not taken
/// for those of a tool that is read.
struct UnreadFormat {
  /// The tool, as its users call it.
  let tool: String
  /// Keys of the outermost object that only its files have together.
  var keys: Set<String> = []
  /// Beginnings of lines that only its texts have together.
  var lines: [String] = []
  /// How to get a file that is read.
  var remedy =
    "Convert it to ndjson, one JSON object per value; Sources/parallax/README.md describes it."

  static let all = [
    UnreadFormat(tool: "pyperf", keys: ["metadata", "benchmarks"]),
    UnreadFormat(tool: "BenchmarkDotNet", keys: ["HostEnvironmentInfo", "Benchmarks"]),
    UnreadFormat(
      tool: "vegeta attack", keys: ["attack", "seq"],
      remedy: "Summarize it: vegeta report -type=json FILE"),
    UnreadFormat(
      tool: "vegeta report as text", lines: ["Requests ", "Latencies "],
      remedy: "Write it as JSON: vegeta report -type=json FILE"),
    UnreadFormat(
      tool: "k6 run --out json", keys: ["type", "metric"],
      remedy: "Write a summary: k6 run --summary-export FILE"),
    UnreadFormat(
      tool: "oha as text", lines: ["Summary:", "Success rate:"],
      remedy: "Write it as JSON: oha --output-format json"),
  ]

  /// Whether a file with this beginning is of the format.
  func recognizes(_ beginning: FileBeginning) -> Bool {
    keys.isEmpty ? beginning.hasLines(beginningWith: lines) : beginning.isObject(with: keys)
  }
}
