import Reporting

/// Values over sizes, a line a runtime, with intervals as whiskers and published numbers as hollow
/// marks.
///
/// Labels of the values stand inside the plot above their grid lines, so that the plot needs no
/// margin of its own.
struct LinePlot {
  let lines: [Chart.Line]
  let published: [Chart.PublishedSeries]
  let sizes: Chart.Axis
  let values: Chart.Axis

  private static let top = 20.0
  private static let height = 280.0
  private static let textSize = 12.0

  /// The drawing without its frame, and how high it is.
  func drawing() -> (svg: String, height: Double) {
    var svg = grid() + "\n"
    for (index, line) in lines.enumerated() {
      svg += drawing(of: line, shift: shift(index)) + "\n"
    }
    svg += publishedDrawing()
    let captionTop = Self.top + Self.height + 22
    let caption = SVG.lines(sizes.caption, size: Self.textSize, width: SVG.narrowestWidth)
    for (index, line) in caption.enumerated() {
      let y = captionTop + 18 + Double(index) * 16
      svg += SVG.text(line, "caption", x: 100, y: y, anchor: "end") + "\n"
    }
    return (svg, captionTop + 8 + Double(caption.count) * 16)
  }

  private func grid() -> String {
    var svg = ""
    for tick in values.ticks {
      let y = y(tick.value)
      svg += SVG.line("grid", x1: 0, y1: y, x2: 100, y2: y)
      svg += SVG.text(tick.label, "tick", x: 0, y: y - 5)
    }
    let bottom = Self.top + Self.height
    for tick in sizes.ticks {
      let x = x(tick.value)
      svg += SVG.line("tickmark", x1: x, y1: bottom, x2: x, y2: bottom + 5)
      svg += SVG.text(tick.label, "tick", x: x, y: bottom + 20, anchor: "middle")
    }
    return svg
  }

  private func drawing(of line: Chart.Line, shift: Double) -> String {
    var svg = ""
    for (from, to) in zip(line.points, line.points.dropFirst()) {
      svg += SVG.line("line", x1: x(from.size), y1: y(from.value), x2: x(to.size), y2: y(to.value))
    }
    for point in line.points {
      let x = x(point.size)
      if let interval = point.interval {
        let (low, high) = (y(interval.lowerBound), y(interval.upperBound))
        svg += SVG.line("whisker", x1: x, y1: low, x2: x, y2: high)
      }
      svg += SVG.place(RuntimeMark.path(line.runtime), x: x, y: y(point.value))
    }
    return """
      <g class="\(RuntimeMark.className(of: line.runtime))" \
      transform="translate(\(SVG.number(shift)))">\(svg)</g>
      """
  }

  /// Runtimes stand a few pixels apart, so that equal values do not hide one another.
  private func shift(_ index: Int) -> Double {
    (Double(index) - Double(lines.count - 1) / 2) * 3
  }

  private func publishedDrawing() -> String {
    published.map { series in
      let mark = RuntimeMark.path(series.runtime, isHollow: true)
      let marks = series.points.map { SVG.place(mark, x: x($0.size), y: y($0.value)) }
      return "<g class=\"\(RuntimeMark.className(of: series.runtime))\">\(marks.joined())</g>\n"
    }.joined()
  }

  private func x(_ size: Double) -> Double {
    let widest = values.ticks.map { SVG.width(of: $0.label, size: Self.textSize) }.max() ?? 0
    let left = (widest + 14) / SVG.narrowestWidth * 100
    return left + sizes.position(of: size) * (95 - left)
  }

  private func y(_ value: Double) -> Double {
    Self.top + (1 - values.position(of: value)) * Self.height
  }
}
