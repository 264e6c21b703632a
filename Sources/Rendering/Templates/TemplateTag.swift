import Analysis

/// A tag of a template; sections contain the tags inside them.
indirect enum TemplateTag: Sendable, Equatable {
  /// A value; raw if it is written with triple braces or an ampersand.
  case value(name: TemplateName, isRaw: Bool, line: Int)
  /// A section, printed once per element of a list, for a true flag, or for a value that is present.
  case section(name: TemplateName, isInverted: Bool, line: Int, [TemplateTag])
  /// Another template.
  case partial(name: String, line: Int)

  /// The names of the templates that this tag calls.
  var partials: [String] {
    switch self {
    case .value: []
    case .section(_, _, _, let inner): inner.flatMap(\.partials)
    case .partial(let name, _): [name]
    }
  }
}

/// The name of a value or a section.
struct TemplateName: Sendable, Equatable {
  /// The name as written.
  let text: String
  /// The parts between dots; empty for the current element.
  let parts: [String]

  init(_ text: String) {
    self.text = text
    parts = text.split(separator: ".").map(String.init)
  }

  /// Whether it is looked up only in the current element.
  var isOfElement: Bool { text.hasPrefix(".") }

  /// Whether it tests the element's position in its list.
  var isPlace: Bool { text == "first()" || text == "last()" }
}

/// Reads the tags of a template, so that every name can be checked against the context.
///
/// Our templates use a subset of Mustache: values, sections, partials and comments. There are no
/// custom delimiters, transforms or template inheritance.
struct TemplateScanner {
  private let template: String
  private let isMarkdown: Bool
  private var rest: Substring
  private var line = 1
  private var isInFence = false
  private var lineBefore = ""

  /// Starts at the beginning of a template's text.
  init(template: String, text: String, isMarkdown: Bool) {
    self.template = template
    self.isMarkdown = isMarkdown
    rest = text[...]
  }

  /// All tags of the template.
  mutating func tags() throws(RenderingError) -> [TemplateTag] {
    try tags(inSection: nil, openedOn: 1)
  }

  private mutating func tags(
    inSection section: String?,
    openedOn opening: Int
  ) throws(RenderingError) -> [TemplateTag] {
    var tags: [TemplateTag] = []
    while let (sigil, name) = try nextTag() {
      switch sigil {
      case "#", "^":
        let line = line
        let inner = try self.tags(inSection: name, openedOn: line)
        let isInverted = sigil == "^"
        tags.append(.section(name: TemplateName(name), isInverted: isInverted, line: line, inner))
      case "/":
        guard name == section else {
          throw problem("“{{/\(name)}}” closes a section that is not open here")
        }
        return tags
      case ">": tags.append(.partial(name: name, line: line))
      case "!": continue
      default:
        try checkPlace(of: name)
        tags.append(.value(name: TemplateName(name), isRaw: sigil != nil, line: line))
      }
    }
    guard let section else { return tags }
    line = opening
    throw problem("the section “\(section)” is not closed")
  }

  /// Consumes everything through the next tag; nil at the end of the template.
  private mutating func nextTag() throws(RenderingError) -> (sigil: Character?, name: String)? {
    guard let opening = rest.firstRange(of: "{{") else { return nil }
    advance(over: rest[..<opening.lowerBound])
    rest = rest[opening.upperBound...]
    let isTriple = rest.first == "{"
    let end = isTriple ? "}}}" : "}}"
    guard let closing = rest.firstRange(of: end) else { throw problem("a tag is not closed") }
    var body = rest[..<closing.lowerBound]
    let isComment = body.first == "!"
    let sigil = body.first.flatMap { "#^/>!&{=<$%".contains($0) ? body.removeFirst() : nil }
    if let sigil, "=<$%".contains(sigil) {
      throw problem("tags that begin with “\(sigil)” are not supported")
    }
    let name = String(
      body.trimmingPrefix { $0.isWhitespace }.reversed()
        .trimmingPrefix { $0.isWhitespace }.reversed()
    )
    if !isComment, name.isEmpty || !name.allSatisfy(isNameCharacter) {
      throw problem("“\(name)” is not a name")
    }
    line += isComment ? body.count { $0.isNewline } : 0
    rest = rest[closing.upperBound...]
    return (sigil, name)
  }

  /// Updates the line number and the text before the next tag on its line.
  private mutating func advance(over text: Substring) {
    for (number, part) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      if number > 0 {
        line += 1
        lineBefore = ""
      }
      lineBefore += part
      if lineBefore.hasPrefix("```"), lineBefore.count == part.count { isInFence.toggle() }
    }
  }

  /// Rejects a value where escaping cannot help: in code and at the start of a link's address.
  private func checkPlace(of name: String) throws(RenderingError) {
    guard isMarkdown else { return }
    if isInFence || lineBefore.hasSuffix("`") {
      throw problem("“\(name)” is inside code; make it a Markup.code or Markup.listing")
    }
    if lineBefore.hasSuffix("](") || lineBefore.hasSuffix("](<") {
      throw problem("“\(name)” starts a link's address; make the whole link a Markup.link")
    }
  }

  private func problem(_ text: String) -> RenderingError {
    .templateSyntax(template: template, line: line, problem: text)
  }
}

private func isNameCharacter(_ character: Character) -> Bool {
  character.isASCII && (character.isLetter || character.isNumber || "._-/()".contains(character))
}
