import Reporting

extension TemplateValue {
  /// Reads a context.
  ///
  /// `Encodable` hands over every stored property with its name, which the compiler knows; reflection
  /// would take most of the time of a page to find them.
  ///
  /// - Throws: ``RenderingError/unfinishedValue(path:type:)`` for a value that no template can print,
  ///   with its place in the context.
  init(_ context: some Encodable) throws(RenderingError) {
    do { self = try Self.read(context) } catch {
      throw error as? RenderingError
        ?? .unfinishedValue(path: "", type: "\(type(of: context))")
    }
  }

  fileprivate static func read(_ value: some Encodable) throws -> TemplateValue {
    switch value {
    case let text as String: return .text(text)
    case let flag as Bool: return .flag(flag)
    case let markup as Markup: return .raw(markup.markdown)
    case let html as SafeHTML: return .raw(html.text)
    default:
      let encoder = TemplateEncoder()
      try value.encode(to: encoder)
      if let value = encoder.value { return value }
      throw RenderingError.unfinishedValue(path: "", type: "\(type(of: value))")
    }
  }

  /// Reads a part of a value; an error gets the part's place before its own.
  fileprivate static func read(
    _ value: some Encodable, at place: @autoclosure () -> String
  ) throws -> TemplateValue {
    do { return try read(value) } catch RenderingError.unfinishedValue(let path, let type) {
      let separator = path.isEmpty || path.hasPrefix("[") ? "" : "."
      throw RenderingError.unfinishedValue(path: place() + separator + path, type: type)
    }
  }
}

/// Takes what a struct or a list says of itself.
private final class TemplateEncoder: Encoder {
  var fields: [TemplateField] = []
  /// Nil until the value turns out to be a list.
  var elements: [TemplateValue]?
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  /// The value; nil for one that is neither a list nor a struct with properties.
  var value: TemplateValue? {
    if let elements { return .list(elements) }
    return fields.isEmpty ? nil : .record(fields)
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(Properties(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    elements = []
    return Elements(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { Scalar() }
}

/// The properties of a struct.
///
/// What only an enum with values or a subclass asks for leads to an encoder of which nothing is kept,
/// so that these count as unfinished.
private struct Properties<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: TemplateEncoder
  var codingPath: [any CodingKey] { [] }

  private func add(_ key: Key, _ value: TemplateValue) {
    encoder.fields.append(TemplateField(name: key.stringValue, value: value))
  }

  func encodeNil(forKey key: Key) { add(key, .absent) }

  func encode(_ value: String, forKey key: Key) { add(key, .text(value)) }

  func encode(_ value: Bool, forKey key: Key) { add(key, .flag(value)) }

  func encode(_ value: some Encodable, forKey key: Key) throws {
    add(key, try .read(value, at: key.stringValue))
  }

  func encodeIfPresent(_ value: String?, forKey key: Key) {
    add(key, value.map(TemplateValue.text) ?? .absent)
  }

  func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws {
    guard let value else { return add(key, .absent) }
    try encode(value, forKey: key)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> { TemplateEncoder().container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    TemplateEncoder().unkeyedContainer()
  }

  func superEncoder() -> any Encoder { TemplateEncoder() }

  func superEncoder(forKey key: Key) -> any Encoder { TemplateEncoder() }
}

/// The elements of a list.
private struct Elements: UnkeyedEncodingContainer {
  let encoder: TemplateEncoder
  var codingPath: [any CodingKey] { [] }
  var count: Int { encoder.elements?.count ?? 0 }

  func encodeNil() { encoder.elements?.append(.absent) }

  func encode(_ value: some Encodable) throws {
    let element = try TemplateValue.read(value, at: "[\(count)]")
    encoder.elements?.append(element)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> { TemplateEncoder().container(keyedBy: type) }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    TemplateEncoder().unkeyedContainer()
  }

  func superEncoder() -> any Encoder { TemplateEncoder() }
}

/// A number or a like value, of which nothing is kept.
private struct Scalar: SingleValueEncodingContainer {
  var codingPath: [any CodingKey] { [] }

  func encodeNil() {}

  func encode(_ value: some Encodable) {}
}
