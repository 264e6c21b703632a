/// The mark of each runtime: one shape for each, so that they differ without colour.
///
/// A page or file defines the shapes once, and each mark names one of them. The colours stand in
/// `templates/chart.css` under the classes that ``className(of:)`` gives.
enum RuntimeMark {
  /// The shape of each runtime around the origin, about 12 units wide.
  static let shapes: [String: String] = [
    "swift-threads": "M-5-5H5V5H-5Z",
    "swift-dispatch": "M0-6.2 6.2 5H-6.2Z",
    "swift-async": "M5.6 0A5.6 5.6 0 1 1-5.6 0 5.6 5.6 0 1 1 5.6 0Z",
    "go": "M0-6.8 6.8 0 0 6.8-6.8 0Z",
    "tokio": "M-2-6H2V-2H6V2H2V6H-2V2H-6V-2H-2Z",
  ]

  /// The shape of every runtime that has none of its own.
  private static let otherShape = "M-6-2H6V2H-6Z"

  /// The shapes under their names, for the beginning of a page or file that has marks.
  ///
  /// The names begin with a colon, as no heading's does.
  static let definitions = definitions { _ in true }

  /// The shapes of the marks that a drawing has.
  static func definitions(in drawing: String) -> String {
    definitions { drawing.contains("href=\"#:\($0)\"") }
  }

  private static func definitions(where isUsed: (String) -> Bool) -> String {
    let known = shapes.sorted { $0.key < $1.key } + [(key: "other", value: otherShape)]
    let paths = known.filter { isUsed($0.key) }.map {
      "<path id=\":\($0.key)\" d=\"\($0.value)\"/>"
    }
    return "<defs>\(paths.joined())</defs>"
  }

  /// The definitions for a page, on which they take no room.
  static let pageDefinitions = "<svg class=\"defs\" aria-hidden=\"true\">\(definitions)</svg>\n"

  /// A file whose classes, variables and shapes are called `r0`, `r1` and so on: runtimes' names would
  /// make up a fifth of it.
  ///
  /// Text never matches, since its quotation marks are escaped.
  static func withShortNames(_ file: String) -> String {
    let names = shapes.keys.sorted() + ["other"]
    return names.enumerated().reduce(file) { text, entry in
      let (short, name) = ("r\(entry.offset)", entry.element)
      return [
        ("class=\"r-\(name)", "class=\"\(short)"), ("\"#:\(name)\"", "\"#\(short)\""),
        ("id=\":\(name)\"", "id=\"\(short)\""), (".r-\(name){", ".\(short){"),
        ("--\(name):#", "--\(short):#"), ("var(--\(name))", "var(--\(short))"),
      ].reduce(text) { $0.replacing($1.0, with: $1.1) }
    }
  }

  /// The class that gives a runtime's marks and lines their colour and dashes.
  static func className(of runtime: String) -> String {
    shapes[runtime] == nil ? "r-other" : "r-\(runtime)"
  }

  /// The mark at a place of a drawing; hollow for what others published.
  ///
  /// - Parameter shift: How far it stands to the right of the place, in pixels.
  static func placed(
    _ runtime: String, x: String, y: Double, shift: Double = 0, isHollow: Bool = false
  ) -> String {
    let classes = className(of: runtime) + (isHollow ? " h" : "")
    let shifts = shift == 0 ? "" : " transform=\"translate(\(SVG.number(shift)))\""
    return "<use class=\"\(classes)\" href=\"\(address(of: runtime))\" x=\"\(x)\" "
      + "y=\"\(SVG.number(y))\"\(shifts)/>"
  }

  /// The mark within a line of text; it says nothing to screen readers, since a name follows it.
  static func inline(_ runtime: String, isHollow: Bool = false) -> SafeHTML {
    SafeHTML(
      """
      <svg class="mark \(className(of: runtime))" viewBox="-8 -8 16 16" aria-hidden="true">\
      <use\(isHollow ? " class=\"h\"" : "") href="\(address(of: runtime))"/></svg>
      """
    )
  }

  /// The marks as files `marks/NAME.svg` for readers of the Markdown.
  static func files(style: ChartStyle) -> [String: String] {
    shapes.reduce(into: [:]) { files, mark in
      let classes = "class=\"mark \(className(of: mark.key))\""
      files["marks/\(mark.key).svg"] = """
        <svg xmlns="http://www.w3.org/2000/svg" width="14" height="14" viewBox="-8 -8 16 16" \
        \(classes)><style>\(htmlEscaped(style.rules(for: classes)))</style>\
        <path d="\(mark.value)"/></svg>

        """
    }
  }

  private static func address(of runtime: String) -> String {
    "#:\(shapes[runtime] == nil ? "other" : runtime)"
  }
}
