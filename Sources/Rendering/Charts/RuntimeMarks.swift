import BenchmarkModel

/// The marks of the runtimes: one shape for each, so that they differ without color.
///
/// A page or file defines the shapes once, and each mark refers to one of them. All unknown
/// runtimes share one mark, so that everything in an old database can be drawn.
struct RuntimeMarks: Sendable {
  private let known: [RuntimeDescription]
  private let identifiers: Set<String>

  /// The shape of all unknown runtimes.
  private static let otherShape = "M-6-2H6V2H-6Z"

  init(_ known: [RuntimeDescription]) {
    self.known = known
    identifiers = Set(known.map(\.runtime.id))
  }

  /// The names of the marks, including the one for unknown runtimes.
  var names: [String] { known.map(\.runtime.id) + [Runtime.otherMark] }

  /// The definitions of the shapes, for the beginning of a page or file that has marks.
  ///
  /// Their identifiers begin with a colon, which that of a heading never does.
  var definitions: String { definitions { _ in true } }

  /// The shapes of the marks that a drawing uses.
  func definitions(in drawing: String) -> String {
    definitions { drawing.contains("href=\"#:\($0)\"") }
  }

  private func definitions(where isUsed: (String) -> Bool) -> String {
    let paths = shapes.filter { isUsed($0.name) }
      .map { "<path id=\":\($0.name)\" d=\"\($0.shape)\"/>" }
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

  /// A file with its classes and shapes renamed `r0`, `r1` and so on, because the names of runtimes
  /// would make up a fifth of it.
  ///
  /// Text never matches, since its quotation marks are escaped.
  func withShortNames(_ file: String) -> String {
    let names = shapes.enumerated().map { (long: Array($1.name.utf8), short: Array("r\($0)".utf8)) }
    let text = Array(file.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      result.append(text[index])
      index += 1
      guard let place = NamePlace.end(of: result) else { continue }
      let name = names.first { name in
        // One name may begin with another, so what ends it must match too.
        let rest = text[index...]
        guard let next = rest.dropFirst(name.long.count).first else { return false }
        return rest.starts(with: name.long) && place.endings.contains(next)
      }
      guard let name else { continue }
      result.removeLast(place.prefixCount)
      result += name.short
      index += name.long.count
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The class that gives a runtime's marks and lines their color and dashes.
  func className(of runtime: String) -> String { "r-\(name(of: runtime))" }

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
      <svg class="mark \(className(of: runtime))" viewBox="-8 -8 16 16" aria-hidden="true">\
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

  private var shapes: [(name: String, shape: String)] {
    known.map { ($0.runtime.id, $0.markShape) }.sorted { $0.0 < $1.0 }
      + [(Runtime.otherMark, Self.otherShape)]
  }

  private func name(of runtime: String) -> String {
    identifiers.contains(runtime) ? runtime : Runtime.otherMark
  }

  private func address(of runtime: String) -> String { "#:\(name(of: runtime))" }
}

/// A place of a drawing where the name of a mark can stand.
private struct NamePlace {
  /// What is before the name.
  let opening: [UInt8]
  /// The number of bytes at the end of it that a short name does not have.
  let prefixCount: Int
  /// The bytes that can follow the name.
  let endings: [UInt8]

  private static let all = [
    ("class=\"r-", 2, "\" "), (" r-", 2, "\""), (".r-", 2, "{"), ("\"#:", 1, "\""),
    ("id=\":", 1, "\""),
  ].map { opening, prefixCount, endings in
    NamePlace(
      opening: Array(opening.utf8), prefixCount: prefixCount, endings: Array(endings.utf8))
  }

  /// The place at the end of a text; nil where no name can follow.
  static func end(of text: [UInt8]) -> NamePlace? {
    guard text.last == UInt8(ascii: "-") || text.last == UInt8(ascii: ":") else { return nil }
    return all.first { text.suffix($0.opening.count).elementsEqual($0.opening) }
  }
}
