import Mustache
import Reporting

/// What a template can print or ask of a context, read from a struct by its stored properties.
indirect enum TemplateValue: Sendable, Equatable {
  case text(String)
  case flag(Bool)
  /// Markup that is printed as it is.
  case raw(String)
  case list([TemplateValue])
  case record([String: TemplateValue])
  /// A nil: the name is known, and there is nothing to print.
  case absent

  /// Reads a value; the path says where in the context it was found.
  init(_ value: Any, path: String) throws(RenderingError) {
    switch value {
    case let text as String: self = .text(text)
    case let flag as Bool: self = .flag(flag)
    case let markup as Markup: self = .raw(markup.markdown)
    case let html as SafeHTML: self = .raw(html.text)
    default: self = try Self.composite(value, path: path)
    }
  }

  private static func composite(_ value: Any, path: String) throws(RenderingError) -> Self {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional:
      guard let wrapped = mirror.children.first else { return .absent }
      return try Self(wrapped.value, path: path)
    case .collection:
      var elements: [TemplateValue] = []
      for (index, child) in mirror.children.enumerated() {
        elements.append(try Self(child.value, path: "\(path)[\(index)]"))
      }
      return .list(elements)
    case .struct:
      var fields: [String: TemplateValue] = [:]
      for child in mirror.children {
        guard let label = child.label else { continue }
        fields[label] = try Self(child.value, path: path.isEmpty ? label : "\(path).\(label)")
      }
      if !fields.isEmpty { return .record(fields) }
    default: break
    }
    throw .unfinishedValue(path: path, type: "\(type(of: value))")
  }

  /// The same as the template library wants it.
  var mustacheObject: Any {
    switch self {
    case .text(let text), .raw(let text): text
    case .flag(let flag): flag
    case .list(let elements): elements.map(\.mustacheObject)
    case .record(let fields): MustacheRecord(fields: fields.mapValues(\.mustacheObject))
    case .absent: MustacheNothing()
    }
  }
}

/// A struct of the context, without the reflection that the library would do for every name.
private struct MustacheRecord: MustacheParent {
  var fields: [String: Any]

  func child(named name: String) -> Any? { fields[name] }
}

/// A nil of the context: prints nothing and opens no section.
private struct MustacheNothing: MustacheCustomRenderable {
  var renderText: String { "" }
  var isNull: Bool { true }
}
