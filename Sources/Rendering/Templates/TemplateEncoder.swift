import Reporting

extension TemplateValue {
  /// Encodes a context.
  ///
  /// `Encodable` provides every stored property with its name at compile time. Finding them by
  /// reflection would take most of a page's rendering time.
  ///
  /// - Throws: ``RenderingError/unfinishedValue(path:type:)``, with the path in the context, for a
  ///   value that no template can print.
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

  /// Encodes a part of a value and prefixes the path of any error with the part's.
  fileprivate static func read(
    _ value: some Encodable, at place: @autoclosure () -> String
  ) throws -> TemplateValue {
    do { return try read(value) } catch RenderingError.unfinishedValue(let path, let type) {
      let separator = path.isEmpty || path.hasPrefix("[") ? "" : "."
      throw RenderingError.unfinishedValue(path: place() + separator + path, type: type)
    }
  }
}

/// Collects the properties or elements that a value encodes.
private final class TemplateEncoder: Encoder {
  var fields: [TemplateField] = []
  /// The elements; nil until the value turns out to be a list.
  var elements: [TemplateValue]?
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  /// The value; nil if it is neither a list nor a struct with properties.
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
/// Requests that only enums with associated values or subclasses make get an encoder whose result
/// is discarded, so these values count as unfinished.
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

/// A number or a similar value, which is discarded.
private struct Scalar: SingleValueEncodingContainer {
  var codingPath: [any CodingKey] { [] }

  func encodeNil() {}

  func encode(_ value: some Encodable) {}
}
