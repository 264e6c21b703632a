import Reporting

/// Values over sizes, a line a runtime, with intervals as whiskers and published numbers as hollow
/// marks that carry the letter of their source.
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

  /// The letter that stands for a source of published numbers.
  static func letter(_ index: Int) -> String {
    let letters = "abcdefghijklmnopqrstuvwxyz"
    guard index < letters.count else { return "\(index + 1)" }
    return String(letters[letters.index(letters.startIndex, offsetBy: index)])
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
    var labels = LabelPlacement()
    for (index, line) in lines.enumerated() {
      for point in line.points { labels.block(at: place(of: point, shift: shift(index))) }
    }
    for point in published.flatMap(\.points) { labels.block(at: place(of: point, shift: 0)) }
    for tick in values.ticks {
      let width = SVG.width(of: tick.label, size: Self.textSize)
      labels.block(x: 0...width, y: (y(tick.value) - 17)...(y(tick.value) - 3))
    }
    var svg = ""
    for (index, series) in published.enumerated() {
      var marks = ""
      for point in series.points {
        let mark = RuntimeMark.path(series.runtime, isHollow: true)
        marks += SVG.place(mark, x: x(point.size), y: y(point.value))
        let letter = Self.letter(index)
        guard let spot = labels.spot(for: letter, near: place(of: point, shift: 0)) else {
          continue
        }
        marks += SVG.text(
          letter,
          "letter",
          x: x(point.size),
          shift: spot.dx,
          y: y(point.value) + spot.dy,
          anchor: "middle"
        )
      }
      svg += "<g class=\"\(RuntimeMark.className(of: series.runtime))\">\(marks)</g>\n"
    }
    return svg
  }

  /// Where a point lies in pixels when the drawing is as narrow as it can be.
  private func place(of point: Chart.Line.Point, shift: Double) -> (x: Double, y: Double) {
    (x(point.size) / 100 * SVG.narrowestWidth + shift, y(point.value))
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

/// Finds places for letters beside marks, so that nothing is written over anything else.
///
/// What does not overlap at the narrowest width does not at any other: places move apart
/// horizontally as a drawing grows, and the pixels between a mark and its letter stay.
struct LabelPlacement {
  private var blocked: [(x: ClosedRange<Double>, y: ClosedRange<Double>)] = []

  /// Keeps the surroundings of a mark free.
  mutating func block(at place: (x: Double, y: Double)) {
    block(x: (place.x - 6)...(place.x + 6), y: (place.y - 6)...(place.y + 6))
  }

  /// Keeps a rectangle free.
  mutating func block(x: ClosedRange<Double>, y: ClosedRange<Double>) {
    blocked.append((x, y))
  }

  /// The offset of a letter's baseline centre from its mark; nil where there is no room at all.
  mutating func spot(
    for letter: String,
    near place: (x: Double, y: Double)
  ) -> (dx: Double, dy: Double)? {
    let halfWidth = SVG.width(of: letter, size: 12) / 2 + 0.5
    for distance in [12.0, 17, 22, 27] {
      for (right, down) in [
        (1.0, 0.0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1),
      ] {
        let (dx, dy) = (right * distance, down * distance)
        let x = (place.x + dx - halfWidth)...(place.x + dx + halfWidth)
        let y = (place.y + dy - 5)...(place.y + dy + 5)
        guard x.lowerBound >= 0, x.upperBound <= SVG.narrowestWidth,
          !blocked.contains(where: { $0.x.overlaps(x) && $0.y.overlaps(y) })
        else { continue }
        block(x: x, y: y)
        return (dx, dy + 4)
      }
    }
    return nil
  }
}
