/// A JSON object in the order in which it is written (RFC 8259), for documents that are too long to
/// be held as values.
struct JSONText {
  /// What is written so far; the closing brace is missing.
  private(set) var text = "{"

  /// The whole object.
  var closed: String { text + "}" }

  /// The text of an object whose fields the body writes.
  static func object(_ body: (inout JSONText) -> Void) -> String {
    var object = JSONText()
    body(&object)
    return object.closed
  }

  /// The text of a number, whole where it is; it must be finite.
  static func number(_ value: Double) -> String {
    // Beyond 2^53 not every whole number is one of floating point.
    guard value.magnitude <= 9_007_199_254_740_992, value == value.rounded(.towardZero) else {
      return "\(value)"
    }
    return "\(Int(value))"
  }

  /// Writes a field whose value is JSON already.
  mutating func field(_ name: String, json: String) {
    if text.utf8.count > 1 { text += "," }
    text += RowPrinter.jsonString(name)
    text += ":"
    text += json
  }

  mutating func field(_ name: String, _ value: String?) {
    field(name, json: value.map(RowPrinter.jsonString) ?? "null")
  }

  mutating func field(_ name: String, _ value: Int?) {
    field(name, json: value.map { "\($0)" } ?? "null")
  }

  mutating func field(_ name: String, _ value: Double?) {
    field(name, json: value.map(Self.number) ?? "null")
  }

  mutating func field(_ name: String, _ value: Bool?) {
    field(name, json: value.map { "\($0)" } ?? "null")
  }

  mutating func field(_ name: String, object body: (inout JSONText) -> Void) {
    field(name, json: Self.object(body))
  }

  mutating func field(_ name: String, array elements: some Sequence<String>) {
    field(name, json: "[" + elements.joined(separator: ",") + "]")
  }
}
