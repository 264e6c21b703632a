import Analysis
import Reporting

/// Values by size or by quantile: a line per runtime, with intervals as bands and published numbers
/// as hollow marks.
///
/// Value labels are inside the plot, above their grid lines, so the plot needs no margin.
struct LinePlot {
  let lines: [Chart.Line]
  let published: [Chart.PublishedSeries]
  let sizes: Chart.Axis
  let values: Chart.Axis
  let runtimeMarks: RuntimeMarks

  private static let top = 18.0
  private static let height = 280.0
  private static let markSize = 10.0
  /// How far apart marks are that would overlap: less than their size, so that they stay at their point.
  private static let markStep = 7.0

  /// The drawing without its frame.
  func drawing() -> PlotDrawing {
    let bottom = Self.top + Self.height
    let grid = values.ticks.map { SVG.level(from: 0, to: SVG.breadth, y: y($0.value)) }
    let tickMarks = sizes.ticks.map { tick in
      SVG.upright(x: x(tick.value) * SVG.breadth, from: bottom, to: bottom + 5)
    }
    var shapes = SVG.path("g", grid.joined()) + SVG.path("k", tickMarks.joined()) + "\n"
    for line in lines { shapes += self.shapes(of: line) }
    let caption = SVG.lines(sizes.caption, size: SVG.labelSize, width: SVG.minimumWidth)
    let captionTexts = caption.enumerated().map { index, line in
      SVG.text(line, x: "100%", y: bottom + 39 + Double(index) * 16)
    }
    var labels = publishedMarks() + measuredMarks()
    labels += SVG.group("t", valueTicks())
    labels += SVG.group("t mid", sizeTicks(at: bottom + 20))
    labels += SVG.group("t end", captionTexts.joined())
    return PlotDrawing(
      shapes: shapes, labels: labels, height: bottom + 29 + Double(caption.count) * 16)
  }

  /// The value labels; the top one also says which direction is better.
  private func valueTicks() -> String {
    let arrow = values.better == .lower ? "↓" : "↑"
    let direction = values.better.map { "\(arrow) \($0.rawValue)" }
    return values.ticks.map { tick in
      let texts = [tick.label, tick == values.ticks.last ? direction ?? "" : ""]
      let text = texts.filter { !$0.isEmpty }.joined(separator: "\u{2003}")
      return text.isEmpty ? "" : SVG.text(text, x: "0", y: y(tick.value) - 5)
    }.joined()
  }

  /// The labels of sizes; one that would touch the next at the narrowest width is left out.
  private func sizeTicks(at y: Double) -> String {
    var texts: [String] = []
    var free = Double.infinity
    for tick in sizes.ticks.reversed() where !tick.label.isEmpty {
      let place = x(tick.value)
      let width = SVG.width(of: tick.label, size: SVG.labelSize) / SVG.minimumWidth
      let isLast = place + width / 2 > 1
      let start = isLast ? 1 - width : place - width / 2
      guard start + width <= free else { continue }
      free = start - SVG.labelGap / SVG.minimumWidth
      texts.append(
        isLast
          ? SVG.text(tick.label, "e", x: "100%", y: y)
          : SVG.text(tick.label, x: SVG.percent(place), y: y))
    }
    return texts.reversed().joined()
  }

  private func shapes(of line: Chart.Line) -> String {
    let places = line.points.map { (x: x($0.size) * SVG.breadth, y: y($0.value)) }
    let bounded = line.points.filter { $0.interval != nil }
    let upper = bounded.compactMap { point in
      point.interval.map { (x: x(point.size) * SVG.breadth, y: y($0.upperBound)) }
    }
    let lower = bounded.compactMap { point in
      point.interval.map { (x: x(point.size) * SVG.breadth, y: y($0.lowerBound)) }
    }
    var svg = ""
    if upper.count > 1 {
      svg += SVG.path("band", SVG.polyline(upper + lower.reversed()) + "z")
    } else if let high = upper.first, let low = lower.first {
      svg += SVG.path("w", SVG.upright(x: high.x, from: high.y, to: low.y))
    }
    if places.count > 1 { svg += SVG.path("l", SVG.polyline(places)) }
    return SVG.group(runtimeMarks.className(of: line.runtime), svg)
  }

  /// The marks of measured values in a group for each size, which shows its values when it has the
  /// pointer or the focus; marks that would overlap are placed side by side.
  private func measuredMarks() -> String {
    let points = lines.flatMap { line in line.points.filter(\.isMarked).map { (line, $0) } }
    let groups = Dictionary(grouping: points, by: \.1.size).sorted { $0.key < $1.key }
    let places = groups.map { x($0.key) }
    return groups.enumerated().map { index, group in
      let marks = group.value.map { (runtime: $0.runtime, y: y($1.value)) }.sorted { $0.y < $1.y }
      let start = index == 0 ? 0 : (places[index - 1] + places[index]) / 2
      let end = index + 1 == places.count ? 1 : (places[index] + places[index + 1]) / 2
      let texts = group.value.filter { !$0.1.text.isEmpty }.map { "\($0.label) \($1.text)" }
      return SVG.column(
        from: start, to: end, top: Self.top, height: Self.height,
        marks: drawn(marks, at: places[index]),
        texts: [sizes.label(of: group.key)].compactMap(\.self) + texts)
    }.joined()
  }

  /// The marks at one size.
  private func drawn(_ marks: [(runtime: String, y: Double)], at share: Double) -> String {
    var clusters: [[(runtime: String, y: Double)]] = []
    for mark in marks {
      if let last = clusters.last?.last, mark.y - last.y < Self.markSize {
        clusters[clusters.count - 1].append(mark)
      } else {
        clusters.append([mark])
      }
    }
    let place = SVG.percent(share)
    return clusters.flatMap { cluster in
      cluster.enumerated().map { index, mark in
        let shift = (Double(index) - Double(cluster.count - 1) / 2) * Self.markStep
        return runtimeMarks.placed(mark.runtime, x: place, y: mark.y, shift: shift)
      }
    }.joined()
  }

  private func publishedMarks() -> String {
    published.map { series in
      var seen: Set<String> = []
      let marks = series.points.map { point in
        runtimeMarks.placed(
          series.runtime, x: SVG.percent(x(point.size)), y: y(point.value), isHollow: true)
      }
      return marks.filter { seen.insert($0).inserted }.joined() + "\n"
    }.joined()
  }

  /// A position along the width, from 0 to 1; the left end is reserved for the value labels.
  private func x(_ size: Double) -> Double {
    let widest = values.ticks.map { SVG.width(of: $0.label, size: SVG.labelSize) }.max() ?? 0
    let left = (widest + 14) / SVG.minimumWidth
    return left + sizes.position(of: size) * (0.95 - left)
  }

  private func y(_ value: Double) -> Double {
    Self.top + (1 - values.position(of: value)) * Self.height
  }
}
