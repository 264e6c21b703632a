import ArgumentParser
import BenchmarkModel
import Reporting
import Store

/// Sets two runs side by side and, as a gate, turns the verdict into an exit code.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare two runs of one machine, case by case.",
    discussion: """
      A ratio is candidate ÷ baseline with its 95 % interval. A verdict needs an interval that is \
      clear of the band of 5 % and six trials on each side. Runs of different machines are shown \
      and never judged.

      Exit codes with --gate: 0 same; 2 worse; 3 inconclusive or not comparable; 4 only better.
      """)

  @OptionGroup var database: DatabaseOption
  @OptionGroup var output: FormatOption

  @Argument(help: "The baseline: an identifier, its beginning, or latest.")
  var baseline: String

  @Argument(help: "The candidate: an identifier, its beginning, or latest.")
  var candidate: String

  @Flag(help: "Exit with a code that says how the candidate compares.")
  var gate = false

  func run() throws {
    let store = try MeasurementStore(path: database.db, access: .readOnly)
    let comparison = try RunComparison(
      of: side(candidate, in: store), to: side(baseline, in: store))
    var rows = RowPrinter(
      output.format,
      columns: ["case", "metric", "baseline", "candidate", "candidate ÷ baseline", "verdict"])
    for row in comparison.rows {
      rows.add([
        .text(row.case.description), .text(row.metric.name), .text(row.baseline),
        .text(row.candidate), .optional(row.ratio), .text(row.verdict),
      ])
    }
    rows.finish()
    writeError("Conclusion: \(comparison.conclusion.rawValue)\n")
    guard gate else { return }
    switch comparison.conclusion {
    case .same: return
    case .worse: throw ExitCode(2)
    case .inconclusive, .notComparable: throw ExitCode(3)
    case .onlyBetter: throw ExitCode(4)
    }
  }

  private func side(_ name: String, in store: MeasurementStore) throws -> RunComparison.Side {
    let run = try store.run(name)
    return RunComparison.Side(run: run, trials: try store.trials(of: run.id, workload: nil))
  }
}
