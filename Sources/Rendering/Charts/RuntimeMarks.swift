import BenchmarkModel

/// The marks of the runtimes and of verdicts on claims: one shape for each, so that they differ without color.
///
/// A page or file defines the shapes once, and each mark refers to one of them. All unknown
/// runtimes share one mark, so that everything in an old database can be drawn.
///
/// A runtime's class and shape have its number instead of its name, since a page has hundreds of marks.
struct RuntimeMarks: Sendable {
  private let known: [RuntimeDescription]
  /// The numbers of the known runtimes by their names.
  private let numbers: [String: Int]

  /// The shape of all unknown runtimes.
  private static let otherShape = "M-6-2H6V2H-6Z"

  /// The shapes of verdicts: a check, a cross, half a disk and a ring.
  private static let verdictShapes: [(name: String, shape: String)] = [
    ("verdict-supported", "M-6.5.5-4.5-1.5-1.5 1.5 4.5-5 6.5-3-1.5 5.5Z"),
    (
      "verdict-contradicted",
      "M-5.5-3.5-3.5-5.5 0-2 3.5-5.5 5.5-3.5 2 0 5.5 3.5 3.5 5.5 0 2-3.5 5.5-5.5 3.5-2 0Z"
    ),
    (
      "verdict-mixed",
      "M0-6.5A6.5 6.5 0 0 0 0 6.5ZM0-6.5A6.5 6.5 0 0 1 0 6.5V4.5A4.5 4.5 0 0 0 0-4.5Z"
    ),
    (
      "verdict-inconclusive",
      "M0-6A6 6 0 0 1 0 6 6 6 0 0 1 0-6ZM0-3.5A3.5 3.5 0 0 0 0 3.5 3.5 3.5 0 0 0 0-3.5Z"
    ),
  ]

  init(_ known: [RuntimeDescription]) {
    self.known = known
    numbers = Dictionary(
      known.enumerated().map { ($1.runtime.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The names of the marks, including the one for unknown runtimes.
  var names: [String] { shapes.map(\.name) }

  /// The definitions of the shapes, for the beginning of a page or file that has marks.
  ///
  /// Their identifiers begin with a colon, which that of a heading never does.
  var definitions: String { definitions { _ in true } }

  /// The shapes of the marks that a drawing uses.
  func definitions(in drawing: String) -> String {
    definitions { drawing.contains("href=\"#:\($0)\"") }
  }

  private func definitions(where isUsed: (String) -> Bool) -> String {
    let paths = shapes.map { (id: id(of: $0.name), shape: $0.shape) }.filter { isUsed($0.id) }
      .map { "<path id=\":\($0.id)\" d=\"\($0.shape)\"/>" }
    return "<defs>\(paths.joined())</defs>"
  }

  /// The definitions for a page, where they take up no space.
  var pageDefinitions: String {
    "<svg class=\"defs\" aria-hidden=\"true\">\(definitions)</svg>\n"
  }

  /// The rules that give the classes of ``className(of:)`` their colors and dashes, to be added at
  /// the end of the style sheet of drawings.
  var style: String {
    let light = known.map {
      ".\(className(of: $0.runtime.id)) { --mark: \($0.colors.light); --dash: \($0.dashes); }\n"
    }
    let dark = known.map {
      "  .\(className(of: $0.runtime.id)) { --mark: \($0.colors.dark); }\n"
    }
    return light.joined() + "@media screen and (prefers-color-scheme: dark) {\n" + dark.joined()
      + "}\n"
  }

  /// The class that gives a runtime's marks and lines, or a verdict's mark, their color and dashes.
  func className(of name: String) -> String {
    let id = id(of: name)
    return id.hasPrefix(Self.verdictPrefix) ? id : "r-\(id)"
  }

  /// The mark at a point of a drawing; hollow for published numbers.
  ///
  /// - Parameter shift: How far to the right of the point it is drawn, in pixels.
  func placed(
    _ runtime: String, x: String, y: Double, shift: Double = 0, isHollow: Bool = false
  ) -> String {
    let classes = className(of: runtime) + (isHollow ? " h" : "")
    let shifts = shift == 0 ? "" : " transform=\"translate(\(SVG.number(shift)))\""
    return "<use class=\"\(classes)\" href=\"\(address(of: runtime))\" x=\"\(x)\" "
      + "y=\"\(SVG.number(y))\"\(shifts)/>"
  }

  /// The mark within a line of text; screen readers skip it, since a name follows it.
  func inline(_ runtime: String, isHollow: Bool = false) -> SafeHTML {
    SafeHTML(
      """
      <svg class="mark \(className(of: runtime))" aria-hidden="true">\
      <use\(isHollow ? " class=\"h\"" : "") href="\(address(of: runtime))"/></svg>
      """
    )
  }

  /// The marks as files `marks/NAME.svg` for readers of the Markdown.
  ///
  /// - Parameter style: The style sheet of drawings.
  func files(style: ChartStyle) -> [String: String] {
    shapes.reduce(into: [:]) { files, mark in
      let classes = "class=\"mark \(className(of: mark.name))\""
      files["marks/\(mark.name).svg"] = """
        <svg xmlns="http://www.w3.org/2000/svg" width="14" height="14" viewBox="-8 -8 16 16" \
        \(classes)><style>\(htmlEscaped(style.rules(for: classes)))</style>\
        <path d="\(mark.shape)"/></svg>

        """
    }
  }

  /// How the names of verdicts' marks begin, and their classes.
  private static let verdictPrefix = "verdict-"

  private var shapes: [(name: String, shape: String)] {
    known.map { ($0.runtime.id, $0.markShape) } + [(Runtime.otherMark, Self.otherShape)]
      + Self.verdictShapes
  }

  /// The identifier of a mark's shape without its colon: the number of a known runtime, or its name.
  private func id(of name: String) -> String {
    if let number = numbers[name] { return "\(number)" }
    return Self.verdictShapes.contains { $0.name == name } ? name : Runtime.otherMark
  }

  private func address(of runtime: String) -> String { "#:\(id(of: runtime))" }
}
