import Analysis
import BenchmarkModel
import FoundationEssentials
import Statistics

/// Prints trends: for a terminal as text, for programs one row of raw numbers per run or change.
struct TrendPrinter {
  let format: OutputFormat

  /// Prints the runs of a case to standard output.
  func show(_ trend: CaseTrend) throws {
    guard format == .table else { return try printRows(of: trend) }
    for line in Self.lines(of: trend, columns: terminalColumns(of: 1)) { print(line) }
    if trend.points.count < 2 * ChangePoint.minimumSegment {
      writeError(
        "A change point takes \(2 * ChangePoint.minimumSegment) runs; there are "
          + "\(trend.points.count).\n")
    }
  }

  /// Prints the changes of trends to standard output, newest first.
  func show(changesOf trends: [CaseTrend]) throws {
    let changes = trends.newestChanges
    guard format == .table else { return try printRows(of: changes) }
    for (trend, change) in changes { print(Self.text(of: change, in: trend)) }
    let long = trends.count { $0.points.count >= 2 * ChangePoint.minimumSegment }
    writeError(
      wrapped(
        "\(counted(changes.count, "change")) in \(counted(long, "case")) with at least "
          + "\(2 * ChangePoint.minimumSegment) runs, of \(counted(trends.count, "case")).") + "\n")
  }

  // MARK: - For a terminal

  /// The runs of a case under a heading, each change before the first run at its level.
  ///
  /// - Parameter columns: The width of the terminal, which versions are shortened to fit; nil to print
  ///   them in full.
  static func lines(of trend: CaseTrend, columns: Int?) -> [String] {
    let rows = trend.points.map { point in
      [
        point.run.startedAt.minuteText, point.run.shortID,
        QuantityText(point.estimate, trend.metric.unit).text, "\(point.trialCount)",
        (point.version ?? "").visibleLine,
      ]
    }
    let header = ["started", "run", trend.metric.label.lowercased(), "n", "version"]
    var widths = header.indices.map { index in
      ([header] + rows).map { $0[index].columns }.max() ?? 0
    }
    if let columns {
      let others = widths.dropLast().reduce(0) { $0 + $1 + 2 }
      widths[4] = min(widths[4], max(columns - others, 8))
    }
    func line(_ cells: [String]) -> String {
      let padded = zip(cells, widths).map { cell, width in
        let text = fitted(cell, width)
        return text + String(repeating: " ", count: width - text.columns)
      }
      return String(padded.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }
    var lines = [trend.case.description.visibleLine, "", line(header)]
    for (point, row) in zip(trend.points, rows) {
      if let change = trend.change(at: point) {
        lines.append("──── \(ratioText(change.ratio)), \(change.verdict.rawValue)")
      }
      lines.append(line(row))
    }
    return lines
  }

  /// A change in three lines or more, none longer than 80 columns.
  static func text(of change: CaseTrend.Change, in trend: CaseTrend) -> String {
    let unit = trend.metric.unit
    let date = String(change.first.run.startedAt.minuteText.prefix(10))
    let levels = "\(quantityText(change.before, unit)) → \(quantityText(change.after, unit))"
    let details = [
      "\(trend.metric.label): \(levels), \(ratioText(change.ratio)), \(change.verdict.rawValue)",
      "runs \(change.last.run.shortID) → \(change.first.run.shortID)\(change.versionText)",
    ]
    return
      ([wrapped("\(date) \(trend.case.description)", indent: 11)]
      + details.map { wrapped("- \($0)") }).joined(separator: "\n")
  }

  // MARK: - For documents and programs

  private func printRows(of trend: CaseTrend) throws {
    var rows = RowPrinter(
      format,
      columns: [
        "time", "run", "commit", "version", "trials", trend.metric.name, "lower", "upper", "ratio",
        "ratioLower", "ratioUpper", "p", "verdict",
      ])
    for point in trend.points {
      let change = trend.change(at: point)
      rows.add(
        [
          .text(point.run.startedAt.formatted(.iso8601)), .text(point.run.id),
          .optional(point.run.commit), .optional(point.version), .count(point.trialCount),
        ] + Cell.all(of: point.estimate) + change.cells)
    }
    try rows.finish()
  }

  private func printRows(of changes: [(trend: CaseTrend, change: CaseTrend.Change)]) throws {
    var rows = RowPrinter(
      format,
      columns: [
        "time", "run", "previousRun", "workload", "runtime", "parameters", "metric", "unit",
        "version", "previousVersion", "before", "after", "ratio", "ratioLower", "ratioUpper", "p",
        "verdict",
      ])
    for (trend, change) in changes {
      rows.add(
        [
          .text(change.first.run.startedAt.formatted(.iso8601)), .text(change.first.run.id),
          .text(change.last.run.id), .text(trend.case.implementation.workload),
          .text(trend.case.implementation.runtimeID), .text(trend.case.parameterText),
          .text(trend.metric.name), .text(trend.metric.unit.rawValue),
          .optional(change.first.version), .optional(change.last.version),
          .measured(change.before), .measured(change.after),
        ] + Optional(change).cells)
    }
    try rows.finish()
  }
}

extension CaseTrend.Change {
  /// The versions where they differ, after a comma.
  fileprivate var versionText: String {
    guard last.version != first.version else { return "" }
    return ", \(last.version ?? "no version") → \(first.version ?? "no version")"
  }
}

extension CaseTrend.Change? {
  /// Ratio, bounds, p and verdict.
  fileprivate var cells: [Cell] {
    guard let change = self else { return Array(repeating: .null, count: 5) }
    return Cell.all(of: change.ratio)
      + [.measured(change.pValue), .text(change.verdict.rawValue)]
  }
}

extension Cell {
  /// The value and the bounds of its interval.
  fileprivate static func all(of estimate: Estimate) -> [Cell] {
    [estimate.value, estimate.interval?.lower, estimate.interval?.upper].map(Cell.measured)
  }

  /// A finite number in full precision; null if it is missing.
  static func measured(_ value: Double?) -> Cell {
    guard let value, value.isFinite else { return .null }
    return .number("\(value)")
  }
}

extension Date {
  /// UTC to the minute, for example `2026-11-23 19:18`.
  fileprivate var minuteText: String {
    let text = formatted(.iso8601)
    return text.prefix(10) + " " + text.dropFirst(11).prefix(5)
  }
}
