/// The pieces of SVG that charts are made of.
///
/// Places along the horizontal are percentages of the drawing's width and everything else is in
/// pixels, so that a chart fills any width while its text keeps its size. The narrowest width that
/// layouts allow for is ``SVG/narrowestWidth``.
enum SVG {
  /// The width of a chart's drawing on a page 320 pixels wide.
  static let narrowestWidth = 280.0

  /// A number with at most two decimals, the same on every machine.
  static func number(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let sign = hundredths < 0 ? "-" : ""
    var decimals = String(hundredths.magnitude % 100 + 100).dropFirst()
    while decimals.last == "0" { decimals.removeLast() }
    return "\(sign)\(hundredths.magnitude / 100)\(decimals.isEmpty ? "" : ".")\(decimals)"
  }

  /// A straight line between two places.
  static func line(
    _ className: String,
    x1: Double,
    y1: Double,
    x2: Double,
    y2: Double
  ) -> String {
    """
    <line class="\(className)" x1="\(number(x1))%" y1="\(number(y1))" \
    x2="\(number(x2))%" y2="\(number(y2))"/>
    """
  }

  /// Escaped text; the anchor is `start`, `middle` or `end`.
  static func text(
    _ text: String,
    _ className: String = "",
    x: Double,
    shift: Double = 0,
    y: Double,
    anchor: String = "start"
  ) -> String {
    let classes = className.isEmpty ? "" : " class=\"\(className)\""
    let anchors = anchor == "start" ? "" : " text-anchor=\"\(anchor)\""
    let shifts = shift == 0 ? "" : " dx=\"\(number(shift))\""
    return """
      <text\(classes) x="\(number(x))%" y="\(number(y))"\(shifts)\(anchors)>\
      \(htmlEscaped(text))</text>
      """
  }

  /// A drawing of its own whose origin is at the place.
  static func place(_ content: String, x: Double, shift: Double = 0, y: Double) -> String {
    let shifted =
      shift == 0 ? content : "<g transform=\"translate(\(number(shift)))\">\(content)</g>"
    return "<svg x=\"\(number(x))%\" y=\"\(number(y))\">\(shifted)</svg>"
  }

  /// A generous estimate of the width of a text in a system's sans serif.
  static func width(of text: String, size: Double) -> Double {
    Double(text.count) * size * 0.6
  }

  /// The words of a text in lines that are likely to fit the width.
  static func lines(_ text: String, size: Double, width limit: Double) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ") {
      if let last = lines.last, width(of: "\(last) \(word)", size: size) <= limit {
        lines[lines.count - 1] += " \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
