import Analysis

/// What a template asks of its context: the names in it, nested as its sections are.
indirect enum TemplateTag: Sendable, Equatable {
  /// A value; raw when written with three braces or an ampersand.
  case value(name: TemplateName, isRaw: Bool, line: Int)
  /// A section, printed once a list's element, for a true flag, or for what is there.
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

/// What a value or a section is called.
struct TemplateName: Sendable, Equatable {
  /// The name as written.
  let text: String
  /// The parts between its dots; none in the name of the element itself.
  let parts: [String]

  init(_ text: String) {
    self.text = text
    parts = text.split(separator: ".").map(String.init)
  }

  /// Whether it is looked for in the element alone and not around it.
  var isOfElement: Bool { text.hasPrefix(".") }

  /// Whether it asks for the element's place in its list.
  var isPlace: Bool { text == "first()" || text == "last()" }
}

/// Reads the tags of a template, so that every name can be compared with what there is.
///
/// Our templates use a part of Mustache: values, sections, partials and comments. Delimiters stay
/// as they are, values are not transformed, and templates do not inherit.
struct TemplateScanner {
  private let template: String
  private let isMarkdown: Bool
  private var rest: Substring
  private var line = 1
  private var isInFence = false
  private var lineBefore = ""

  /// Begins at the start of a template's text.
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
          throw problem("“{{/\(name)}}” closes no section that is open here")
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

  /// Takes everything up to and with the next tag; nil at the end of the template.
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
      throw problem("tags that begin with “\(sigil)” are not used here")
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

  /// Keeps count of lines, and of what stands before the next tag on its line.
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

  /// Refuses a value where escaping cannot help: in code and at the start of a link's address.
  private func checkPlace(of name: String) throws(RenderingError) {
    guard isMarkdown else { return }
    if isInFence || lineBefore.hasSuffix("`") {
      throw problem("“\(name)” stands in code; make it a Markup.code or Markup.listing")
    }
    if lineBefore.hasSuffix("](") || lineBefore.hasSuffix("](<") {
      throw problem("“\(name)” begins a link's address; make the whole link a Markup.link")
    }
  }

  private func problem(_ text: String) -> RenderingError {
    .templateSyntax(template: template, line: line, problem: text)
  }
}

private func isNameCharacter(_ character: Character) -> Bool {
  character.isASCII && (character.isLetter || character.isNumber || "._-/()".contains(character))
}
