import Analysis
import BenchmarkModel
import Statistics

extension Table {
  /// What proves the steps from version to version: both values, their ratio in the common blocks, and the
  /// probability of it by chance; nil without a step that a page shows.
  ///
  /// - Parameter shown: The addresses of the numbers that other pages show.
  static func versionSteps(_ series: [VersionSeries], proving shown: Set<String>) -> Table? {
    let rows = series.flatMap { series in
      (series.steps + [series.whole].compactMap(\.self)).compactMap { step in
        series.proofName(of: step).map { (series, step, $0) }
      }
    }.filter { shown.contains("\($0.0.result.proofName).md#\($0.2)") }
    var names: Set<String> = []
    let unique = rows.filter { names.insert($0.2).inserted }
    guard !unique.isEmpty else { return nil }
    return Table(
      [
        .words("Name"), .words("Step"), .words("Metric and size"), .numbers("Before"),
        .numbers("After"), .numbers("After ÷ before"), .numbers("n"), .numbers("p"),
        .numbers("Adjusted p"),
      ],
      rows: unique.map { series, step, name in series.proofRow(of: step, name) })
  }
}

extension VersionSeries {
  fileprivate func proofRow(of step: Step, _ name: String) -> [Table.Cell] {
    let values = [step.before, step.after].map { version in
      Table.Cell.text(
        "\(QuantityText(version.measured.estimate, metric.unit).text), n = "
          + groupedText(version.measured.sample.trialCount))
    }
    return [
      .markup(.link(name, to: "#\(name)")),
      Table.Cell(mark: runtime.mark, text: "\(runtime.label) \(step.versions)"), .text(what),
    ] + values + [
      .text(step.comparison.text + (step.isConfirmed ? ", confirmed" : "")),
      step.comparison.ratio.map { Table.Cell.text(groupedText($0.trialCount)) } ?? Table.Cell.none,
      Self.cell(step.comparison.pValue),
      Self.cell(step.adjusted),
    ]
  }

  /// A p-value, or a dash where the trials do not say.
  private static func cell(_ pValue: Double?) -> Table.Cell {
    pValue.map { Table.Cell.text(pValueText($0)) } ?? Table.Cell.none
  }
}
