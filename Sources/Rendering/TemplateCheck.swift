/// Compares every name of a template with the context that it is about to be printed from.
///
/// The template library prints nothing for a name that it does not find. Here such a name is an
/// error. What a section holds is checked for every element of its list, so an empty list leaves
/// its section unchecked, as it is left unprinted.
struct TemplateCheck {
  /// A template as far as it is to be checked.
  struct Template: Sendable {
    /// The file's name, for messages.
    var file: String
    /// The tags in it.
    var tags: [TemplateTag]
  }

  /// The templates by the name under which they are called.
  var templates: [String: Template]

  /// Throws the first name that is unknown, or that is text and inserted unescaped.
  func check(_ name: String, against context: TemplateValue) throws(RenderingError) {
    guard let template = templates[name] else { return }
    try check(template.tags, of: template.file, stack: [context])
  }

  private func check(
    _ tags: [TemplateTag],
    of template: String,
    stack: [TemplateValue]
  ) throws(RenderingError) {
    for tag in tags {
      switch tag {
      case .value(let name, let isRaw, let line):
        let value = try find(name, in: stack, template: template, line: line)
        try checkPrintable(value, name, isRaw: isRaw, template: template, line: line)
      case .section(let name, let isInverted, let line, let inner):
        if ["first()", "last()"].contains(name) {
          try check(inner, of: template, stack: stack)
        } else {
          let value = try find(name, in: stack, template: template, line: line)
          for opened in isInverted ? value.invertedSections : value.sections {
            try check(inner, of: template, stack: opened.map { stack + [$0] } ?? stack)
          }
        }
      case .partial(let name, _):
        guard let partial = templates[name] else { continue }
        try check(partial.tags, of: partial.file, stack: stack)
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

  /// The value of a name, as the library looks for it: the first part of a dotted name from the
  /// innermost section outwards, the others in what was found.
  private func find(
    _ name: String,
    in stack: [TemplateValue],
    template: String,
    line: Int
  ) throws(RenderingError) -> TemplateValue {
    guard let current = stack.last else { return .absent }
    if name == "." { return current }
    let parts = name.split(separator: ".").map(String.init)
    let searched = name.hasPrefix(".") ? [current] : stack
    var value = searched.last { $0.fields[parts.first ?? ""] != nil }
    for part in parts {
      if value == .absent { return .absent }
      value = value?.fields[part]
    }
    guard let value else {
      let known = searched.flatMap { $0.fields.keys }
      throw .unknownName(name, template: template, line: line, known: Set(known).sorted())
    }
    return value
  }
}

extension TemplateValue {
  fileprivate var fields: [String: TemplateValue] {
    if case .record(let fields) = self { fields } else { [:] }
  }

  /// What a section opens: one entry each time it is printed, nil where it adds no names.
  fileprivate var sections: [TemplateValue?] {
    switch self {
    case .flag(let flag): flag ? [nil] : []
    case .list(let elements): elements
    case .absent: []
    case .text, .raw, .record: [self]
    }
  }

  fileprivate var invertedSections: [TemplateValue?] {
    sections.isEmpty ? [nil] : []
  }
}
