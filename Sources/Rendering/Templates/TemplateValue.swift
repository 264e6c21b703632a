import Mustache

/// What a template can print or ask of a context.
enum TemplateValue: Sendable {
  case text(String)
  case flag(Bool)
  /// Markup that is printed as it is.
  case raw(String)
  case list([TemplateValue])
  /// A struct by its stored properties.
  case record([TemplateField])
  /// A nil: the name is known, and there is nothing to print.
  case absent

  /// The names that it adds to those that a template can ask for.
  var names: [String] {
    if case .record(let fields) = self { fields.map(\.name) } else { [] }
  }

  /// The value of a name; nil for one that is not known.
  ///
  /// A struct has a handful of names, which are sooner compared than hashed.
  subscript(name: String) -> TemplateValue? {
    guard case .record(let fields) = self else { return nil }
    return fields.first { $0.name == name }?.value
  }
}

/// A stored property of a struct.
struct TemplateField: Sendable {
  var name: String
  var value: TemplateValue
}

/// A value as the template library takes it, which without this would look for names by reflection.
extension TemplateValue: MustacheParent, MustacheCustomRepresentation, MustacheCustomRenderable {
  func child(named name: String) -> Any? { self[name] }

  var representation: Any? {
    switch self {
    case .list(let elements): elements
    case .flag(let flag): flag
    case .absent: nil
    case .text, .raw, .record: self
    }
  }

  var renderText: String {
    switch self {
    case .text(let text), .raw(let text): text
    case .flag, .list, .record, .absent: ""
    }
  }

  var isNull: Bool { false }
}
