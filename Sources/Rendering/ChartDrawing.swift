import Reporting

/// A chart drawn from the same pieces as a figure of a page and as a file of its own.
struct ChartDrawing {
  /// A mark of the legend and its name.
  struct Entry {
    var runtime: String
    var isHollow = false
    var text: String
  }

  /// What is drawn below the legend.
  enum Content {
    case plot(PlotDrawing)
    case panels([(panel: Chart.Panel, plot: PlotDrawing)])
  }

  let chart: Chart
  let content: Content
  /// What is measured, in which unit, and which direction is better.
  let caption: String
  /// The marks of what was measured; empty where the rows name themselves.
  let measured: [Entry]
  /// The marks of what others published.
  let published: [Entry]

  static let publishedTitle = "Published elsewhere:"

  init(_ chart: Chart) {
    self.chart = chart
    switch chart.plot {
    case .bars(let bars, let axis):
      content = .plot(BarPlot(bars: bars, axis: axis).drawing())
      caption = axis.caption
      (measured, published) = ([], [])
    case .lines(let lines, let published, let sizes, let values):
      let plot = LinePlot(lines: lines, published: published, sizes: sizes, values: values)
      content = .plot(plot.drawing())
      caption = values.caption
      measured = lines.map { line in
        Entry(runtime: line.runtime, text: line.label + (line.note.map { ", \($0)" } ?? ""))
      }
      self.published = published.map { series in
        Entry(runtime: series.runtime, isHollow: true, text: series.label)
      }
    case .panels(let panels, let axis):
      content = .panels(panels.map { ($0, PanelPlot(panel: $0, axis: axis).drawing()) })
      caption = axis.caption
      measured = panels.first?.marks.map { Entry(runtime: $0.runtime, text: $0.label) } ?? []
      published = []
    }
  }
}

extension Chart.Panel {
  /// The panel in a line of text, for those who cannot see it.
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
