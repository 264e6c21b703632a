import FoundationEssentials
import Platform

/// Measures the parts of Parallax that a shell cannot time: `parallax-bench SECTION…`,
/// or all sections.
///
/// Its actions do something with a path: `parallax-bench fill FILE` creates the database with a million
/// measurements, `parallax-bench series FOLDER` simulated series with their change points, and
/// `parallax-bench curve DATABASE` shows how much a run like the newest one of a database has decided after each
/// tenth of its budget.
@main
struct Bench {
  static let sections: [(name: String, run: @Sendable () async throws -> Void)] = [
    ("stopwatch", stopwatch), ("bootstrap", bootstrap), ("spawn", spawn),
    ("memory", memory), ("database", database), ("insert", insert), ("pages", pages),
    ("report", report), ("estimators", estimators), ("levels", levels), ("looking", looking),
    ("modes", modes), ("two-runs", twoRuns), ("planner", planner), ("borrowing", borrowing),
    ("changes", changes), ("baselines", baselines),
  ]
  static let actions: [(name: String, path: String, run: @Sendable (String) throws -> Void)] = [
    ("fill", "FILE", { _ = try fill($0) }), ("series", "FOLDER", { try writeSeries(to: $0) }),
    ("curve", "DATABASE", { try curve($0) }),
  ]

  static func main() async {
    do { try await run(CommandLine.arguments.dropFirst()) } catch {
      let message = Array("\(error)\n".utf8)
      write(2, message, message.count)
      if case BenchError.usage = error { exit(EX_USAGE) }
      exit(EXIT_FAILURE)
    }
  }

  private static func run(_ asked: ArraySlice<String>) async throws {
    if let action = actions.first(where: { $0.name == asked.first }) {
      guard asked.count == 2, let path = asked.last else {
        throw BenchError.usage("\(action.name) needs a path and nothing else.")
      }
      return try action.run(path)
    }
    let known = sections.map(\.name)
    if let unknown = asked.first(where: { !known.contains($0) }) {
      throw BenchError.usage("There is no section or action \"\(unknown)\".")
    }
    for section in sections where asked.isEmpty || asked.contains(section.name) {
      try await section.run()
    }
  }
}

/// The reason why a figure could not be measured.
enum BenchError: Error, CustomStringConvertible {
  /// A command line that cannot be understood, for this reason.
  case usage(String)
  case child(String)
  case noRun(String)

  var description: String {
    switch self {
    case .usage(let reason):
      """
      \(reason) Usage:
        parallax-bench [SECTION…]
      \(Bench.actions.map { "  parallax-bench \($0.name) \($0.path)" }.joined(separator: "\n"))
      Sections: \(Bench.sections.map(\.name).joined(separator: ", "))
      """
    case .noRun(let path):
      "\(path) has no run with a budget. Make one: parallax measure --preset quick --db \(path)"
    case .child(let program): "\"\(program)\" failed. Run it yourself to see why."
    }
  }
}

/// Prints a figure next to its target, in the columns of `scripts/bench`.
func figure(_ name: String, _ value: Double, _ unit: String, digits: Int, target: String) {
  let number = fixed(value, digits: digits)
  let label = name.padding(to: 46)
  let lead = String(repeating: " ", count: max(0, 10 - number.count))
  print("\(label) \(lead)\(number) \(unit)   \(target.isEmpty ? "" : "target \(target)")")
}

/// Prints how much longer a step takes on twice and four times the measurements; linear growth is the target.
///
/// - Parameter times: The times for a quarter, half and all of the measurements.
func growth(of step: String, _ times: [Double]) {
  for (factor, time) in zip([2, 4], times.dropFirst()) {
    figure(
      "\(step) of \(factor) × the measurements ÷ one", time / times[0], "", digits: 2,
      target: "\(factor)")
  }
}

/// Calls the body with a folder that is removed afterwards.
func inTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "parallax-bench-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer {
    do { try FileManager.default.removeItem(atPath: folder) } catch {
      print("Cannot remove \(folder): \(error)")
    }
  }
  return try body(folder)
}

func fixed(_ value: Double, digits: Int) -> String {
  var scale = 1
  for _ in 0..<digits { scale *= 10 }
  let whole = Int((value.magnitude * Double(scale)).rounded())
  let sign = value < 0 && whole > 0 ? "-" : ""
  guard digits > 0 else { return sign + "\(whole)" }
  let fraction = String("\(whole % scale + scale)".dropFirst())
  return "\(sign)\(whole / scale).\(fraction)"
}

extension String {
  func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
