import Testing

/// Checks a page against the HTML standard, and more strictly: every element that can have an end
/// tag has one, every value is in double quotes, and only what our pages use is allowed.
struct HTMLChecker {
  /// What an element may hold.
  enum Content {
    case nothing, text, phrasing, flow, drawing
    case only(Set<String>)
  }

  private struct Element {
    var name: String
    var content: Content
    /// Its name for assistive technology.
    var accessibleName: String
    /// Whether it is a drawing that needs a title element as its name.
    var needsTitle = false
    var line: Int
  }

  private static let phrasing: Set<String> = [
    "a", "b", "i", "u", "em", "strong", "code", "span", "br", "img", "svg", "del",
  ]

  private static let contents: [String: Content] = {
    var contents: [String: Content] = [
      "html": .only(["head", "body"]), "head": .only(["meta", "title", "link", "script"]),
      "title": .text, "script": .text, "ul": .only(["li"]), "ol": .only(["li"]),
      "table": .only(["thead", "tbody"]), "thead": .only(["tr"]), "tbody": .only(["tr"]),
      "tr": .only(["th", "td"]), "svg": .drawing,
    ]
    for name in ["meta", "link", "br", "img", "hr"] { contents[name] = .nothing }
    for name in ["p", "h1", "h2", "h3", "h4", "pre", "summary", "th"] + phrasing
    where contents[name] == nil { contents[name] = .phrasing }
    for name in [
      "body", "header", "nav", "main", "footer", "div", "section", "figure", "figcaption",
      "blockquote", "details", "li", "td",
    ] { contents[name] = .flow }
    return contents
  }()

  private static let drawings: Set<String> = [
    "svg", "g", "path", "rect", "line", "circle", "polyline", "polygon", "text", "tspan", "title",
    "desc", "use", "defs", "clipPath", "symbol",
  ]

  /// The attributes that any HTML element may have; all attributes of drawings are allowed.
  private static let commonAttributes: Set<String> = [
    "id", "class", "role", "tabindex", "aria-label", "aria-hidden", "title", "lang",
  ]

  private static let attributes: [String: Set<String>] = [
    "a": ["href", "aria-current", "rel", "download"],
    "meta": ["charset", "name", "content", "http-equiv", "property"],
    "link": ["rel", "href", "type", "title"], "script": ["src", "defer", "type"],
    "img": ["src", "alt", "width", "height"], "details": ["open"], "th": ["scope"],
    "ol": ["start"], "td": ["data-label"],
  ]

  private static let entities: Set<String> = ["amp", "lt", "gt", "quot", "#39", "nbsp"]

  private let page: [UInt8]
  private var position = 0
  private var line = 1
  private var open: [Element] = []
  private var ids: Set<String> = []
  private var references: [(id: String, line: Int)] = []
  private var counts: [String: Int] = [:]
  private var headingLevel = 0
  private(set) var problems: [String] = []

  /// The problems of the page, each with its line; empty for a valid page.
  static func problems(in page: String) -> [String] {
    var checker = HTMLChecker(page: page)
    checker.run()
    return checker.problems
  }

  private init(page: String) { self.page = Array(page.utf8) }

  private mutating func run() {
    let doctype = "<!doctype html>\n"
    if page.starts(with: doctype.utf8) {
      position = doctype.utf8.count
    } else {
      note("the page does not begin with <!doctype html>")
    }
    while position < page.count {
      let next = page[position...].firstIndex(of: UInt8(ascii: "<")) ?? page.count
      if next > position { readText(position..<next) }
      position = next
      if position < page.count { readTag() }
    }
    for element in open { note("<\(element.name)> of line \(element.line) is not closed") }
    for (id, line) in references where !ids.contains(id) {
      problems.append("line \(line): no element has the id “\(id)”")
    }
    for name in ["title", "main", "h1"] where counts[name] != 1 {
      note("\(counts[name] ?? 0) elements <\(name)> instead of one")
    }
  }

  private mutating func note(_ problem: String) { problems.append("line \(line): \(problem)") }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: page[range], as: UTF8.self)
  }
}

// MARK: - Text

extension HTMLChecker {
  private mutating func readText(_ range: Range<Int>) {
    let text = text(range)
    checkCharacters(text, "the text")
    if text.contains(where: { !$0.isWhitespace }) {
      switch open.last?.content {
      case .text, .phrasing, .flow, .drawing: break
      default: note("text is directly in <\(open.last?.name ?? "nothing")>")
      }
      for index in open.indices { open[index].accessibleName += text }
    }
    line += page[range].count { $0 == 0x0A }
  }

  /// Checks that entities are known and no character is forbidden in HTML.
  private mutating func checkCharacters(_ text: String, _ place: String) {
    for piece in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
      let name = piece.prefix { $0 != ";" && $0 != " " && $0 != "\n" }
      if !Self.entities.contains(String(name)) || piece.dropFirst(name.count).first != ";" {
        note("“&\(name.prefix(20))” in \(place) is no known entity")
      }
    }
    let isForbidden = { (scalar: Unicode.Scalar) in
      scalar.value < 0x20 && !"\t\n\r".unicodeScalars.contains(scalar) || scalar.value == 0x7F
        || scalar.value & 0xFFFE == 0xFFFE
    }
    if text.unicodeScalars.contains(where: isForbidden) { note("a control character in \(place)") }
  }
}

// MARK: - Tags

extension HTMLChecker {
  private mutating func readTag() {
    guard let end = tagEnd() else {
      note("a tag does not end")
      position = page.count
      return
    }
    let inner = text((position + 1)..<end)
    position = end + 1
    if inner.hasPrefix("/") {
      close(String(inner.dropFirst()))
    } else {
      readStart(inner)
    }
    line += inner.utf8.count { $0 == 0x0A }
  }

  /// The end of the tag at the position; a `>` within quotation marks does not end it.
  private func tagEnd() -> Int? {
    var isQuoted = false
    for index in (position + 1)..<page.count {
      if page[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
      if page[index] == UInt8(ascii: ">"), !isQuoted { return index }
    }
    return nil
  }

  private mutating func close(_ name: String) {
    guard let element = open.last, element.name == name else {
      note("</\(name)> closes <\(open.last?.name ?? "nothing")>")
      return
    }
    open.removeLast()
    let needsName = ["a", "button", "summary", "h1", "h2", "h3", "h4", "title"].contains(name)
    if element.needsTitle { note("<\(name)> of line \(element.line) has no name") }
    if needsName, element.accessibleName.allSatisfy(\.isWhitespace) {
      note("<\(name)> of line \(element.line) has no name")
    }
  }

  private mutating func readStart(_ tag: String) {
    let isClosed = tag.hasSuffix("/")
    let inner = isClosed ? tag.dropLast() : tag[...]
    let name = String(inner.prefix { !$0.isWhitespace })
    let attributes = readAttributes(of: name, inner.dropFirst(name.count))
    let isDrawing = if case .drawing = open.last?.content { true } else { false }
    checkPlace(of: name, isDrawing: isDrawing)
    if !isDrawing { checkElement(name, attributes) }
    counts[name, default: 0] += isDrawing ? 0 : 1
    let content = isDrawing ? .drawing : Self.contents[name] ?? .flow
    if case .nothing = content { return }
    if isClosed, case .drawing = content { return }
    // An anchor without an address is not a control: it names a place.
    let isPlace = name == "a" && attributes["href"] == nil
    let label = (attributes["aria-label"] ?? "") + (isPlace ? "place" : "")
    if name == "title", open.last?.name == "svg" { open[open.count - 1].needsTitle = false }
    let isNamed = [attributes["aria-label"], attributes["aria-labelledby"]].contains { $0 != nil }
    let needsTitle = name == "svg" && attributes["role"] == "img" && !isNamed
    open.append(
      Element(
        name: name, content: content, accessibleName: label, needsTitle: needsTitle, line: line))
  }

  private mutating func checkPlace(of name: String, isDrawing: Bool) {
    guard let parent = open.last else {
      if name != "html" { note("<\(name)> is outside <html>") }
      return
    }
    let fits =
      switch parent.content {
      case .nothing, .text: false
      case .drawing: Self.drawings.contains(name)
      case .only(let names): names.contains(name)
      case .phrasing:
        Self.phrasing.contains(name) || (parent.name == "summary" && name == "h3")
      case .flow:
        Self.contents[name] != nil
          && !["li", "tr", "td", "th", "thead", "tbody", "meta", "link", "title", "head", "body"]
            .contains(name)
      }
    if !fits { note("<\(name)> must not be in <\(parent.name)>") }
    let controls: Set = ["a", "button", "summary"]
    if controls.contains(name), let outer = open.first(where: { controls.contains($0.name) }) {
      note("the control <\(name)> is in the control <\(outer.name)>")
    }
  }
}

// MARK: - Attributes

extension HTMLChecker {
  private mutating func readAttributes(of name: String, _ text: Substring) -> [String: String] {
    var attributes: [String: String] = [:]
    var rest = text.drop(while: \.isWhitespace)
    while !rest.isEmpty {
      let key = String(rest.prefix { $0 != "=" && !$0.isWhitespace })
      rest = rest.dropFirst(key.count)
      var value = ""
      if rest.first == "=" {
        guard rest.dropFirst().first == "\"", let end = rest.dropFirst(2).firstIndex(of: "\"")
        else {
          note("the value of “\(key)” of <\(name)> has no quotation marks")
          return attributes
        }
        value = String(rest[..<end].dropFirst(2))
        rest = rest[end...].dropFirst()
        if rest.first?.isWhitespace == false { note("no space after “\(key)” of <\(name)>") }
      }
      checkCharacters(value, "“\(key)”")
      if attributes.updateValue(value, forKey: key) != nil { note("“\(key)” twice on <\(name)>") }
      rest = rest.drop(while: \.isWhitespace)
    }
    checkMeaning(of: attributes, on: name)
    return attributes
  }

  private mutating func checkMeaning(of attributes: [String: String], on name: String) {
    if let id = attributes["id"], !ids.insert(id).inserted || id.isEmpty || id.contains(" ") {
      note("the id “\(id)” is empty, has a space, or is there twice")
    }
    for key in ["aria-labelledby", "aria-describedby", "aria-controls", "for"] {
      for id in (attributes[key] ?? "").split(separator: " ") {
        references.append((String(id), line))
      }
    }
    for (key, value) in attributes {
      if key.hasPrefix("on") || key == "style" { note("“\(key)” on <\(name)>") }
      let address = value.lowercased().filter { !$0.isWhitespace }
      if ["href", "src"].contains(key), address.isEmpty || address.hasPrefix("javascript:") {
        note("<\(name)> leads to “\(value)”")
      }
    }
  }

  private mutating func checkElement(_ name: String, _ attributes: [String: String]) {
    if Self.contents[name] == nil { note("<\(name)> is not known") }
    if name != "svg" {
      let known = Self.commonAttributes.union(Self.attributes[name] ?? [])
      for key in attributes.keys.sorted() where !known.contains(key) {
        note("“\(key)” on <\(name)> is not known")
      }
    }
    if name == "img", attributes["alt"] == nil { note("<img> has no “alt”") }
    if name == "html", attributes["lang"] == nil { note("<html> has no “lang”") }
    let role = attributes["role"]
    let label = attributes["aria-label"] ?? attributes["aria-labelledby"]
    if role == "region" || role == "img" && name != "svg" || name == "nav", label?.isEmpty != false
    {
      note("<\(name)> has no name")
    }
    if name.count == 2, name.hasPrefix("h"), let level = name.last?.wholeNumberValue {
      if level > headingLevel + 1 { note("<\(name)> comes below <h\(headingLevel)>") }
      headingLevel = level
    }
  }
}
