import Analysis
import BenchmarkModel

extension Table {
  /// Counts from the measured files of each runtime.
  static func proxies(_ results: [WorkloadResult]) -> Table {
    let rows = results.runtimes.map { runtime -> [Cell] in
      let code = MeasuredCode(of: runtime, in: results)
      let medians = [\CodeFigures.lines, \.tokens, \.words, \.imports].map { figure in
        Cell.text(code.median(figure).map(groupedText) ?? "–")
      }
      let packages = code.files.isEmpty ? ["–"] : code.outsidePackages
      return [
        .implementation(Implementation(workload: "", runtime: runtime)),
        .text(groupedText(code.files.count)),
      ] + medians + [.text(packages.isEmpty ? "none" : enumerated(packages))]
    }
    return Table(
      [
        .words("Runtime"), .numbers("Files"), .numbers("Lines of code"), .numbers("Tokens"),
        .numbers("Distinct words"), .numbers("Imports"), .words("Third-party packages"),
      ], rows: rows,
      notes: [
        "Medians over files. The default implementations count, one file per workload, where the "
          + "present file is the one that was measured. Each workload's page has the counts of its "
          + "files.",
        "Comments and empty lines do not count. A token is a name, a keyword, a number, a string, a "
          + "run of operator signs, or a single bracket or separator; a word is a name or a keyword.",
      ])
  }
}
