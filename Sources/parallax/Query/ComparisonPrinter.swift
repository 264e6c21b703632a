import Analysis
import ArgumentParser
import BenchmarkModel
import Statistics

/// The forms in which a comparison is printed.
enum ComparisonFormat: String, ExpressibleByArgument, CaseIterable {
  case table, markdown, csv, json, ndjson, junit
}

/// Prints a comparison: grouped by case for a terminal, as one row of raw numbers per case and
/// metric, or as one document.
struct ComparisonPrinter {
  private let comparison: RunComparison
  private let document: GateDocument
  private let format: ComparisonFormat

  init(_ comparison: RunComparison, _ terms: RunComparison.Terms, format: ComparisonFormat) {
    self.comparison = comparison
    document = GateDocument(comparison: comparison, terms: terms)
    self.format = format
  }

  /// Prints to standard output.
  func show() throws {
    switch format {
    case .table:
      for line in Self.lines(of: comparison, columns: terminalColumns(of: 1)) { print(line) }
    case .markdown:
      try write(document.markdownHeading)
      try printTexts()
    case .csv: try printNumbers(.csv)
    case .ndjson: try printNumbers(.ndjson)
    case .json: try write(document.json)
    case .junit: try write(document.junit)
    }
  }

  private func write(_ text: String) throws {
    var output = TextSink.standardOutput()
    try output.add(text)
    try output.flush()
  }

  // MARK: - For a terminal

  /// The rows under a heading per workload, size and metric, with all columns aligned.
  ///
  /// - Parameter columns: The width of the terminal, which the names of runtimes are shortened to
  ///   fit; nil to print them in full.
  static func lines(of comparison: RunComparison, columns: Int?) -> [String] {
    let against = comparison.rows.first.flatMap { row in
      row.case == row.baselineCase
        ? nil : "vs \(row.baselineCase.implementation.runtimeID.visibleLine)"
    }
    let header = [against ?? "", "baseline", "candidate", "ratio", "p", "d", "n", "verdict"]
    let rows = grouped(comparison.rows)
    let table = [header] + rows.map(cells)
    var widths = header.indices.map { index in table.map { $0[index].columns }.max() ?? 0 }
    if let columns {
      let others = widths.dropFirst().reduce(0) { $0 + 1 + $1 }
      widths[0] = min(widths[0], max(columns - others, minimumNameColumns))
    }
    func line(_ cells: [String]) -> String {
      var cells = cells
      cells[0] = fitted(cells[0], widths[0])
      let padded = cells.indices.map { index in
        let padding = String(repeating: " ", count: widths[index] - cells[index].columns)
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

  private static let minimumNameColumns = 8

  /// The rows sorted by workload, size and metric, with groups in the order of their first rows.
  private static func grouped(_ rows: [RunComparison.Row]) -> [RunComparison.Row] {
    var order: [String] = []
    let groups = Dictionary(grouping: rows, by: heading)
    for row in rows where !order.contains(heading(row)) { order.append(heading(row)) }
    return order.flatMap { groups[$0, default: []] }
  }

  private static func heading(_ row: RunComparison.Row) -> String {
    "\(row.case.implementation.workload) \(row.case.parameterText): \(row.metric.label)".visibleLine
  }

  private static func cells(_ row: RunComparison.Row) -> [String] {
    [
      "  " + row.case.implementation.runtimeID.visibleLine, row.baseline.text, row.candidate.text,
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
      .markdown,
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

  private func printNumbers(_ format: OutputFormat) throws {
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
  /// The case, and the runtime it is compared with if that differs.
  fileprivate var caseText: String {
    let base = baselineCase.implementation.runtimeID
    return `case`.description + (baselineCase == `case` ? "" : " against \(base)")
  }
}

extension RunComparison.Figure {
  /// The ratio with its interval in a short form: `0.98 (0.95–1.02)`.
  fileprivate var shortText: String {
    let number = value < 100 ? numberText(value, lastDigit: -2) : Self.whole(value)
    guard let bounds else { return number }
    let (lower, upper) = (bounds.lowerBound, bounds.upperBound)
    guard upper < 100 else {
      return "\(number) (\(Self.whole(lower.rounded(.down)))–\(Self.whole(upper.rounded(.up))))"
    }
    return "\(number) (\(numberText(lower, lastDigit: -2))–\(numberText(upper, lastDigit: -2)))"
  }

  /// A whole number without commas, or with an exponent where it is very large.
  private static func whole(_ value: Double) -> String {
    Int(exactly: value.rounded()).map { "\($0)" } ?? "\(value)"
  }
}
