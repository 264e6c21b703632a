import Analysis
import Reporting

extension Chart {
  /// The data as CSV (RFC 4180): a row for each value that is drawn.
  ///
  /// `value` and its interval are in the unit of the metric, such as nanoseconds or bytes; `shown` is
  /// the value as the page prints it, or why there is none.
  var csv: String {
    let rows = [["part", "series", "x", "value", "lower", "upper", "shown"]] + dataRows
    return rows.map { $0.map(csvField).joined(separator: ",") + "\r\n" }.joined()
  }

  private var dataRows: [[String]] {
    switch plot {
    case .bars(let bars, _): bars.map { $0.dataRow(of: "") }
    case .panels(let panels, _):
      panels.flatMap { panel in panel.marks.map { $0.dataRow(of: panel.title) } }
    case .lines(let lines, let published, _, _):
      lines.flatMap { line in line.points.map { $0.dataRow(of: "measured", line.label) } }
        + published.flatMap { series in
          series.points.map { $0.dataRow(of: "published", series.label) }
        }
    }
  }
}

extension Chart.Bar {
  fileprivate func dataRow(of part: String) -> [String] {
    switch result {
    case .outcome(let reason): [part, label, "", "", "", "", reason]
    case .measured(let value, let interval, _, let text):
      [part, label, "", "\(value)", "\(interval.lowerBound)", "\(interval.upperBound)", text]
    }
  }
}

extension Chart.Line.Point {
  fileprivate func dataRow(of part: String, _ series: String) -> [String] {
    [part, series, "\(size)", "\(value)"]
      + [interval?.lowerBound, interval?.upperBound].map { bound in bound.map { "\($0)" } ?? "" }
      + [text]
  }
}
