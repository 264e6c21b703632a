import Platform
import Reporting

/// A chart drawn once, for use as a figure on a page and as a separate file.
struct ChartDrawing {
  /// A legend entry: a mark and its name.
  struct Entry {
    var runtime: String
    var isHollow = false
    var text: String
  }

  /// The drawing below the legend.
  enum Content {
    case plot(PlotDrawing)
    /// Small charts after the key that they share.
    case panels(key: PlotDrawing, [(panel: Chart.Panel, plot: PlotDrawing)])
  }

  let chart: Chart
  let runtimeMarks: RuntimeMarks
  let content: Content
  /// The marks of measured runtimes; empty if the drawing names them itself.
  let measured: [Entry]
  /// The marks of published numbers.
  let published: [Entry]

  static let publishedTitle = "Published elsewhere:"

  init(_ chart: Chart, marks: RuntimeMarks) {
    self.chart = chart
    runtimeMarks = marks
    switch chart.plot {
    case .bars(let bars, let axis):
      content = .plot(BarPlot(bars: bars, axis: axis, runtimeMarks: marks).drawing())
      (measured, published) = ([], [])
    case .lines(let lines, let published, let sizes, let values):
      let plot = LinePlot(
        lines: lines, published: published, sizes: sizes, values: values, runtimeMarks: marks)
      content = .plot(plot.drawing())
      measured = lines.map { line in
        Entry(runtime: line.runtime, text: line.label + (line.note.map { ", \($0)" } ?? ""))
      }
      self.published = published.map { series in
        Entry(runtime: series.runtime, isHollow: true, text: series.label)
      }
    case .panels(let panels, let axis):
      let plots = panels.map {
        (panel: $0, plot: PanelPlot(panel: $0, axis: axis, runtimeMarks: marks))
      }
      content = .panels(
        key: plots.first?.plot.key() ?? PlotDrawing(shapes: "", labels: "", height: 0),
        plots.map { ($0.panel, $0.plot.drawing()) })
      (measured, published) = ([], [])
    }
  }
}

extension Chart.Panel {
  /// The panel as one line of text, for screen readers.
  var summary: String {
    let parts = marks.map { mark in
      switch mark.result {
      case .measured(_, _, _, let text): "\(mark.label) \(text)"
      case .outcome(let reason): "\(mark.label) \(reason)"
      }
    }
    return "\(title): \(parts.joined(separator: ", "))"
  }
}

extension Chart.Axis {
  /// The position of a value, from 0 at the first tick to 1 at the last.
  ///
  /// Values outside the axis, and values that a logarithmic axis cannot show, are clamped to the
  /// nearer end.
  func position(of value: Double) -> Double {
    guard let first = ticks.first?.value, let last = ticks.last?.value, first < last else {
      return 0
    }
    let place =
      switch scale {
      case .linear: (value - first) / (last - first)
      case .logarithmic: value <= 0 ? 0 : log(value / first) / log(last / first)
      }
    return min(1, max(0, place))
  }

  /// The label of the tick at a value, or the value's number; nil between the dates of a linear axis.
  func label(of value: Double) -> String? {
    ticks.first { $0.value == value && !$0.label.isEmpty }?.label
      ?? (scale == .logarithmic ? tickLabel(value) : nil)
  }
}
