import Mustache

/// A value in a context, as a template can print or test it.
enum TemplateValue: Sendable {
  case text(String)
  case flag(Bool)
  /// Markup that is inserted without escaping.
  case raw(String)
  case list([TemplateValue])
  /// A struct, as its stored properties.
  case record([TemplateField])
  /// A nil: the name is known, but there is nothing to print.
  case absent

  /// The names that this value makes available to a template.
  var names: [String] {
    if case .record(let fields) = self { fields.map(\.name) } else { [] }
  }

  /// The value of a name; nil if the name is unknown.
  ///
  /// A struct has few names, so comparing them is faster than hashing.
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

/// Conformance to the template library's protocols, so that it does not look up names by reflection.
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
