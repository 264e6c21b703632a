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

  /// The room between two labels of an axis, so that a reader takes them for two.
  static let labelGap = 8.0

  /// The labels of a horizontal axis, for a group of class `t mid`.
  ///
  /// The labels at the ends of the axis stay within it. A label between them that would come close to
  /// another is left out.
  ///
  /// - Parameter inset: The share of the width that the axis leaves free at either side.
  static func tickLabels(
    _ axis: Chart.Axis, y: Double, within minimum: Double = minimumWidth, inset: Double = 0
  ) -> String {
    var texts: [String] = []
    let first = axis.ticks.first.map { $0.label.isEmpty ? 0 : width(of: $0.label) + labelGap } ?? 0
    var free = minimum + 1
    for tick in axis.ticks.reversed() where !tick.label.isEmpty {
      let share = axis.position(of: tick.value)
      let shown = share == 0 || share == 1 ? share : inset + share * (1 - 2 * inset)
      let reach = width(of: tick.label)
      // The anchor of the label is its start, its end or its middle.
      let (className, part): (String, Double) =
        share == 0 ? ("a", 0) : share == 1 ? ("e", 1) : ("", 0.5)
      let start = shown * minimum - reach * part
      guard share == 0 || start >= first && start + reach <= free else { continue }
      free = start - labelGap
      texts.append(text(tick.label, className, x: percent(shown), y: y))
    }
    return texts.reversed().joined()
  }

  /// Labels that say which horizontal direction is better, or what lies in either, at the ends of the axis, for
  /// the same group; empty if the axis says neither.
  static func directions(of axis: Chart.Axis, y: Double) -> String {
    let texts = directions(of: axis)
    return zip(texts, ["a", "e"]).enumerated().map { index, entry in
      let line = index == 1 && directionHeight(of: axis) > 16 ? y + 16 : y
      return entry.0.isEmpty
        ? "" : text(entry.0, entry.1, x: index == 0 ? "0%" : "100%", y: line)
    }.joined()
  }

  /// The height of these labels, which take two lines if they would touch at the narrowest width.
  static func directionHeight(of axis: Chart.Axis) -> Double {
    let texts = directions(of: axis).filter { !$0.isEmpty }
    let reach = texts.reduce(0) { $0 + width(of: $1) }
    return texts.isEmpty ? 0 : texts.count == 2 && reach + labelGap > minimumWidth ? 32 : 16
  }

  /// The label at the start and the one at the end.
  private static func directions(of axis: Chart.Axis) -> [String] {
    if let sides = axis.sides { return ["← \(sides.start)", "\(sides.end) →"] }
    switch axis.better {
    case .lower: return ["← \(Chart.Axis.Better.lower.rawValue)", ""]
    case .higher: return ["", "\(Chart.Axis.Better.higher.rawValue) →"]
    case nil: return []
    }
  }

  /// An upper estimate of the width of a text in a system sans-serif font.
  static func width(of text: String, size: Double = labelSize) -> Double {
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
