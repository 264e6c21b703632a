import Reporting

/// The SVG elements that charts are made of.
///
/// A drawing fills any width while its text keeps its size. Text and marks are therefore positioned
/// at percentages of the width. Lines and areas cannot be, so they are drawn on a layer
/// ``SVG/breadth`` units wide that is stretched. Everything else is in pixels. Layouts work down to
/// a width of ``SVG/minimumWidth``.
enum SVG {
  /// The width of a chart's drawing on a page 320 pixels wide.
  static let minimumWidth = 280.0

  /// The width of the stretched layer in its own units, and of the drawing in a file.
  static let breadth = 600.0

  /// A number with at most one decimal, the same on every machine.
  static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let decimal = tenths.magnitude % 10
    return "\(sign)\(tenths.magnitude / 10)\(decimal == 0 ? "" : ".\(decimal)")"
  }

  /// A fraction of the width as a percentage.
  static func percent(_ share: Double) -> String { number(share * 100) + "%" }

  /// A path with this data; empty if there is no data.
  static func path(_ className: String, _ data: String) -> String {
    data.isEmpty ? "" : "<path class=\"\(className)\" d=\"\(data)\"/>"
  }

  /// A horizontal line.
  static func level(from x: Double, to end: Double, y: Double) -> String {
    "M\(number(x)) \(number(y))H\(number(end))"
  }

  /// A vertical line.
  static func upright(x: Double, from y: Double, to end: Double) -> String {
    "M\(number(x)) \(number(y))V\(number(end))"
  }

  /// A dot: a line of almost no length whose round caps form the dot, even on the stretched layer.
  ///
  /// WebKit stretches the caps of a line of zero length.
  static func dot(x: Double, y: Double) -> String { "M\(number(x)) \(number(y))h.1" }

  /// Points joined by straight lines.
  static func polyline(_ places: [(x: Double, y: Double)]) -> String {
    guard let first = places.first else { return "" }
    let rest = places.dropFirst().map { "\(number($0.x)) \(number($0.y))" }
    return "M\(number(first.x)) \(number(first.y))L\(rest.joined(separator: " "))"
  }

  /// Escaped text; `x` is a length or a percentage.
  static func text(_ text: String, _ className: String = "", x: String, y: Double) -> String {
    let classes = className.isEmpty ? "" : " class=\"\(className)\""
    return "<text\(classes) x=\"\(x)\" y=\"\(number(y))\">\(htmlEscaped(text))</text>"
  }

  /// A group with a class; empty if it has no content.
  static func group(_ className: String, _ content: String) -> String {
    content.isEmpty ? "" : "<g class=\"\(className)\">\(content)</g>\n"
  }

  /// A column of a plot with its marks and, while it has the pointer or the focus, texts in lines.
  static func column(
    from start: Double, to end: Double, top: Double, height: Double, marks: String, texts: [String]
  ) -> String {
    // Texts are on the side that has more room: beside the column, or at the edge of the plot if they are too
    // long for that at the narrowest width.
    let isLeft = start + end < 1
    let texts = texts.map { shortened($0, size: labelSize, width: minimumWidth) }
    let widest = (texts.map { width(of: $0, size: labelSize) }.max() ?? 0) / minimumWidth
    let fits = widest <= (isLeft ? 1 - end : start)
    let x = percent(fits ? (isLeft ? end : start) : (isLeft ? 1 : 0))
    let lines = texts.enumerated().map { index, line in
      text(line, x: x, y: top + 14 + Double(index) * 16)
    }
    return """
      <g class="c" tabindex="0"><rect x="\(percent(start))" y="\(number(top))" \
      width="\(percent(end - start))" height="\(number(height))"/>\(marks)\
      <g class="tip\(isLeft == fits ? "" : " end")">\(lines.joined())</g></g>

      """
  }

  /// The font size of axis labels.
  static let labelSize = 12.0

  /// The labels of a horizontal axis, for a group of class `t mid`.
  ///
  /// The first and last labels stay within the axis. A label between them that would touch another
  /// is left out.
  static func tickLabels(
    _ axis: Chart.Axis, y: Double, within minimum: Double = minimumWidth
  ) -> String {
    var texts: [String] = []
    let first = axis.ticks.first.map { width(of: $0.label, size: labelSize) } ?? 0
    var free = Double.infinity
    for tick in axis.ticks.reversed() where !tick.label.isEmpty {
      let share = axis.position(of: tick.value)
      let reach = width(of: tick.label, size: labelSize)
      let place = share * minimum
      let (start, end) =
        share == 0
        ? (0, reach)
        : share == 1 ? (place - reach, place) : (place - reach / 2, place + reach / 2)
      guard share == 0 || start > first && end < free else { continue }
      free = start
      let className = share == 0 ? "a" : share == 1 ? "e" : ""
      texts.append(text(tick.label, className, x: percent(share), y: y))
    }
    return texts.reversed().joined()
  }

  /// A label that says which horizontal direction is better, at that end of the axis, for the same
  /// group; empty if neither is.
  static func direction(of axis: Chart.Axis, y: Double) -> String {
    switch axis.better {
    case .lower: text("← \(Chart.Axis.Better.lower.rawValue)", "a", x: "0%", y: y)
    case .higher: text("\(Chart.Axis.Better.higher.rawValue) →", "e", x: "100%", y: y)
    case nil: ""
    }
  }

  /// An upper estimate of the width of a text in a system sans-serif font.
  static func width(of text: String, size: Double) -> Double {
    Double(text.count) * size * 0.6
  }

  /// The text, or its beginning and an ellipsis if it should not fit the width.
  static func shortened(_ text: String, size: Double, width limit: Double) -> String {
    width(of: text, size: size) <= limit
      ? text : text.prefix(max(0, Int(limit / width(of: "m", size: size)) - 1)) + "…"
  }

  /// The text wrapped into lines that should fit the width; a word that is longer is cut.
  static func lines(_ text: String, size: Double, width limit: Double) -> [String] {
    var lines: [String] = []
    let maximumCount = max(1, Int(limit / width(of: "m", size: size)))
    var words: [Substring] = []
    for word in text.split(separator: " ") {
      if let number = words.last, number.last?.isNumber == true, beginsWithUnit(word) {
        words[words.count - 1] += "\u{A0}\(word)"
        continue
      }
      var rest = word
      while rest.count > maximumCount {
        words.append(rest.prefix(maximumCount))
        rest = rest.dropFirst(maximumCount)
      }
      words.append(rest)
    }
    for word in words {
      if let last = lines.last, width(of: "\(last) \(word)", size: size) <= limit {
        lines[lines.count - 1] += " \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}

/// A drawing without its frame.
struct PlotDrawing {
  /// Lines and areas on the stretched layer.
  var shapes: String
  /// Marks and text at percentages of the width.
  var labels: String
  /// The height in pixels.
  var height: Double

  /// Both combined, for a frame of this height and any width.
  var svg: String {
    let box = "0 0 \(SVG.number(SVG.breadth)) \(SVG.number(height))"
    let ground = "<svg class=\"s\" viewBox=\"\(box)\" preserveAspectRatio=\"none\">"
    return "\(ground)\(shapes)</svg>\n\(labels)"
  }
}
