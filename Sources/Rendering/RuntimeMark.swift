/// The mark of each runtime: one shape for each, so that they differ without colour.
///
/// The colours stand in `templates/chart.css` under the classes that ``className(of:)`` gives.
enum RuntimeMark {
  /// The shape of each runtime around the origin, about 12 units wide.
  static let shapes: [String: String] = [
    "swift-threads": "M-5-5H5V5H-5Z",
    "swift-dispatch": "M0-6.2 6.2 5H-6.2Z",
    "swift-async": "M5.6 0A5.6 5.6 0 1 1-5.6 0 5.6 5.6 0 1 1 5.6 0Z",
    "go": "M0-6.8 6.8 0 0 6.8-6.8 0Z",
    "tokio": "M-2-6H2V-2H6V2H2V6H-2V2H-6V-2H-2Z",
  ]

  /// The class that gives a runtime's marks and lines their colour and dashes.
  static func className(of runtime: String) -> String {
    shapes[runtime] == nil ? "r-other" : "r-\(runtime)"
  }

  /// The shape at the origin; hollow for what others published.
  static func path(_ runtime: String, isHollow: Bool = false) -> String {
    let shape = shapes[runtime] ?? "M-6-2H6V2H-6Z"
    return "<path class=\"m\(isHollow ? " h" : "")\" d=\"\(shape)\"/>"
  }

  /// The mark within a line of text; it says nothing to screen readers, since a name follows it.
  static func inline(_ runtime: String, isHollow: Bool = false) -> SafeHTML {
    SafeHTML(
      """
      <svg class="mark \(className(of: runtime))" viewBox="-8 -8 16 16" aria-hidden="true">\
      \(path(runtime, isHollow: isHollow))</svg>
      """
    )
  }

  /// The marks as files `marks/NAME.svg` for readers of the Markdown.
  static func files(style: String) -> [String: String] {
    shapes.keys.reduce(into: [:]) { files, runtime in
      files["marks/\(runtime).svg"] = """
        <svg xmlns="http://www.w3.org/2000/svg" width="14" height="14" viewBox="-8 -8 16 16" \
        class="\(className(of: runtime))"><style>\(htmlEscaped(style))</style>\
        \(path(runtime))</svg>

        """
    }
  }
}
