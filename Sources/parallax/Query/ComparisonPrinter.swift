import Analysis
import BenchmarkModel
import Statistics

/// Prints a comparison: for a terminal in groups of cases, for programs one row with raw numbers for
/// each case and metric.
struct ComparisonPrinter {
  private let comparison: RunComparison
  private let format: OutputFormat

  init(_ comparison: RunComparison, format: OutputFormat) {
    self.comparison = comparison
    self.format = format
  }

  /// Prints to standard output.
  func print() throws {
    switch format {
    case .table: Self.lines(of: comparison).forEach { Swift.print($0) }
    case .markdown: try printTexts()
    case .csv, .json, .ndjson: try printNumbers()
    }
  }

  // MARK: - For a terminal

  /// The rows under a heading for each workload, size and metric, with columns of one width.
  static func lines(of comparison: RunComparison) -> [String] {
    let against = comparison.rows.first.flatMap { row in
      row.case == row.baselineCase ? nil : "against \(row.baselineCase.implementation.runtimeID)"
    }
    let header = [against ?? "", "baseline", "candidate", "ratio", "p", "d", "n", "verdict"]
    let rows = grouped(comparison.rows)
    let table = [header] + rows.map(cells)
    let widths = header.indices.map { index in table.map { $0[index].count }.max() ?? 0 }
    func line(_ cells: [String]) -> String {
      let padded = cells.indices.map { index in
        let padding = String(repeating: " ", count: widths[index] - cells[index].count)
        let isWord = index == 0 || index == cells.count - 1
        return isWord ? cells[index] + padding : padding + cells[index]
      }
      return String(padded.joined(separator: " ").reversed().drop { $0 == " " }.reversed())
    }
    var lines = [line(header)]
    var heading = ""
    for row in rows {
      let next = self.heading(row)
      if next != heading { lines += ["", next] }
      heading = next
      lines.append(line(cells(row)))
    }
    return lines
  }

  /// The rows by workload, size and metric, the groups in the order of their first rows.
  private static func grouped(_ rows: [RunComparison.Row]) -> [RunComparison.Row] {
    var order: [String] = []
    let groups = Dictionary(grouping: rows, by: heading)
    for row in rows where !order.contains(heading(row)) { order.append(heading(row)) }
    return order.flatMap { groups[$0, default: []] }
  }

  private static func heading(_ row: RunComparison.Row) -> String {
    "\(row.case.implementation.workload) \(row.case.parameterText): \(row.metric.label)"
  }

  private static func cells(_ row: RunComparison.Row) -> [String] {
    [
      "  " + row.case.implementation.runtimeID, row.baseline.text, row.candidate.text,
      row.ratio?.shortText ?? "–",
      row.p.map(pText) ?? "–", row.effect.map(effectText) ?? "–", "\(row.trials)",
      verdictText(row),
    ]
  }

  private static func verdictText(_ row: RunComparison.Row) -> String {
    switch row.verdict {
    case .better, .worse: row.verdictText + (row.isConfirmed ? "" : "?")
    case .equal, .inconclusive: row.verdictText
    case nil: "–"
    }
  }

  private static func pText(_ p: Double) -> String {
    p < 0.001 ? "<.001" : numberText(p, lastDigit: -3)
  }

  private static func effectText(_ effect: Double) -> String { numberText(effect, lastDigit: -2) }

  // MARK: - For documents and programs

  private func printTexts() throws {
    var rows = RowPrinter(
      format,
      columns: [
        "case", "metric", "baseline", "candidate", "candidate ÷ baseline", "p", "d", "trials",
        "verdict",
      ])
    for row in comparison.rows {
      rows.add([
        .text(row.caseText), .text(row.metric.name), .text(row.baseline.fullText),
        .text(row.candidate.fullText), .optional(row.ratio?.fullText),
        .optional(row.p.map(Self.pText)), .optional(row.effect.map(Self.effectText)),
        .count(row.trials), .text(Self.verdictText(row)),
      ])
    }
    try rows.finish()
  }

  private func printNumbers() throws {
    var rows = RowPrinter(
      format,
      columns: [
        "workload", "runtime", "baselineRuntime", "parameters", "metric", "unit", "baseline",
        "baselineLower", "baselineUpper", "candidate", "candidateLower", "candidateUpper", "ratio",
        "ratioLower", "ratioUpper", "p", "effect", "trials", "verdict", "isConfirmed",
      ])
    for row in comparison.rows {
      let figures = [row.baseline, row.candidate, row.ratio].flatMap { figure in
        [figure?.value, figure?.bounds?.lowerBound, figure?.bounds?.upperBound].map(Cell.measured)
      }
      rows.add(
        [
          .text(row.case.implementation.workload), .text(row.case.implementation.runtimeID),
          .text(row.baselineCase.implementation.runtimeID), .text(row.case.parameterText),
          .text(row.metric.name), .text(row.metric.unit.rawValue),
        ] + figures + [
          .measured(row.p), .measured(row.effect), .count(row.trials), .text(row.verdictText),
          .number("\(row.isConfirmed)"),
        ])
    }
    try rows.finish()
  }
}

extension RunComparison.Row {
  /// The case, and what it is compared with where that is another runtime.
  fileprivate var caseText: String {
    let base = baselineCase.implementation.runtimeID
    return `case`.description + (baselineCase == `case` ? "" : " against \(base)")
  }
}

extension RunComparison.Figure {
  /// The ratio with its interval in as few columns as possible: `0.98 (0.95–1.02)`.
  fileprivate var shortText: String {
    let number = value < 100 ? numberText(value, lastDigit: -2) : "\(Int(value.rounded()))"
    guard let bounds else { return number }
    let (lower, upper) = (bounds.lowerBound, bounds.upperBound)
    guard upper < 100 else { return "\(number) (\(Int(lower))–\(Int(upper.rounded(.up))))" }
    return "\(number) (\(numberText(lower, lastDigit: -2))–\(numberText(upper, lastDigit: -2)))"
  }
}

extension Cell {
  /// A finite number in full; null when it is missing.
  fileprivate static func measured(_ value: Double?) -> Cell {
    guard let value, value.isFinite else { return .null }
    return .number("\(value)")
  }
}
