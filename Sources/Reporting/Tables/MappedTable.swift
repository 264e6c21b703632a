import Analysis
import BenchmarkModel

extension Table {
  /// The maximum number of results of other tools on a page.
  private static let maximumMapped = 100

  /// Results of other tools that a mapping assigns to cases of a workload; nil without any.
  ///
  /// They stand beside the measured number of the same case and metric and enter no ratio: their machine
  /// and method are the other tool's.
  static func mapped(_ all: [MappedResult], in result: WorkloadResult) -> Table? {
    let own = all.filter { $0.implementation.workload == result.workload.name }
    let rows = own.enumerated().sorted { first, second in
      let (one, other) = (first.element.implementation, second.element.implementation)
      return (one.runtime, one.variant ?? "", first.offset)
        < (other.runtime, other.variant ?? "", second.offset)
    }
    guard !own.isEmpty else { return nil }
    let header: [Column] = [
      .words("Runtime"), .words("Size"), .words("Tool"), .words("Benchmark"),
      .words("Its metric"), .numbers("Values"), .numbers("Median"), .numbers("Measured here"),
    ]
    let left = own.count - maximumMapped
    return Table(
      header, rows: rows.prefix(maximumMapped).map { $0.element.cells(in: result) },
      notes: left > 0 ? ["The database has \(counted(left, "further result"))."] : [])
  }
}

extension MappedResult {
  fileprivate var implementation: Implementation { match.benchmarkCase.implementation }

  fileprivate func cells(in result: WorkloadResult) -> [Table.Cell] {
    let size = match.benchmarkCase.parameters
    let metric = result.workload.knownMetrics.first { $0.name == match.metric }
    let file = self.file.split(separator: "/").last.map(String.init) ?? self.file
    return [
      .implementation(implementation), .text(sizeText(size)),
      .text("\(format.rawValue), \(file)"), .text(name), .text(self.metric),
      .text(groupedText(count)), .text(valueText ?? "–"),
      metric.map { result.number($0, of: implementation, at: size) } ?? Table.Cell.none,
    ]
  }

  /// The median, or the mean that the file states if there is no median.
  private var valueText: String? {
    guard let value = median ?? printedMean else { return nil }
    let text = unit.map { quantityText(value, $0) } ?? "\(value)"
    return median == nil ? "\(text) (mean)" : text
  }
}
