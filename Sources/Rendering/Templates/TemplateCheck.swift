/// Checks every name in a template against the context that it will be rendered with.
///
/// The template library prints nothing for an unknown name; here it is an error. A section's content
/// is checked for every element of its list, so the section of an empty list is neither printed nor
/// checked.
struct TemplateCheck {
  /// A template's file name and tags.
  struct Template: Sendable {
    /// The file's name, for messages.
    var file: String
    /// The tags in it.
    var tags: [TemplateTag]
  }

  /// The templates by the names used to call them.
  var templates: [String: Template]

  /// Throws for the first name that is unknown, or that is text inserted without escaping.
  func check(_ name: String, against context: TemplateValue) throws(RenderingError) {
    guard let template = templates[name] else { return }
    var stack = [context]
    try check(template.tags, of: template.file, &stack)
  }

  private func check(
    _ tags: [TemplateTag],
    of template: String,
    _ stack: inout [TemplateValue]
  ) throws(RenderingError) {
    for tag in tags {
      switch tag {
      case .value(let name, let isRaw, let line):
        let value = try find(name, in: stack, template: template, line: line)
        try checkPrintable(value, name.text, isRaw: isRaw, template: template, line: line)
      case .section(let name, _, _, let inner) where name.isPlace:
        try check(inner, of: template, &stack)
      case .section(let name, let isInverted, let line, let inner):
        let value = try find(name, in: stack, template: template, line: line)
        switch value {
        case .flag(let flag):
          if flag != isInverted { try check(inner, of: template, &stack) }
        case _ where isInverted:
          if value.elements.isEmpty { try check(inner, of: template, &stack) }
        default:
          for element in value.elements {
            stack.append(element)
            try check(inner, of: template, &stack)
            stack.removeLast()
          }
        }
      case .partial(let name, _):
        guard let partial = templates[name] else { continue }
        try check(partial.tags, of: partial.file, &stack)
      }
    }
  }

  private func checkPrintable(
    _ value: TemplateValue,
    _ name: String,
    isRaw: Bool,
    template: String,
    line: Int
  ) throws(RenderingError) {
    let problem: String
    switch value {
    case .text where isRaw: throw .unescapedText(name: name, template: template, line: line)
    case .text, .absent: return
    case .raw where isRaw: return
    case .raw: problem = "“\(name)” is markup; write it with three braces: {{{\(name)}}}"
    case .flag, .list, .record: problem = "“\(name)” is not text; use it as a section"
    }
    throw .templateSyntax(template: template, line: line, problem: problem)
  }

  /// The value of a name, looked up as the library does: the first part of a dotted name from the
  /// innermost section outward, the other parts in the value found.
  private func find(
    _ name: TemplateName,
    in stack: [TemplateValue],
    template: String,
    line: Int
  ) throws(RenderingError) -> TemplateValue {
    guard let current = stack.last else { return .absent }
    guard let first = name.parts.first else { return current }
    let searched = name.isOfElement ? stack.suffix(1) : stack[...]
    var value: TemplateValue?
    for entry in searched.reversed() where value == nil { value = entry[first] }
    for part in name.parts.dropFirst() {
      if case .absent? = value { return .absent }
      value = value?[part]
    }
    guard let value else {
      let known = searched.flatMap(\.names)
      throw .unknownName(name.text, template: template, line: line, known: Set(known).sorted())
    }
    return value
  }
}

extension TemplateValue {
  /// The elements that a section with this value is printed for.
  fileprivate var elements: [TemplateValue] {
    switch self {
    case .list(let elements): elements
    case .text, .raw, .record: [self]
    case .flag, .absent: []
    }
  }
}
