/// A JSON object (RFC 8259) that is written field by field, for documents that are too large to
/// hold in memory as values.
struct JSONText {
  /// The text written so far, without the closing brace.
  private(set) var text = "{"

  /// The whole object.
  var closed: String { text + "}" }

  /// The text of an object whose fields are written by the body.
  static func object(_ body: (inout JSONText) -> Void) -> String {
    var object = JSONText()
    body(&object)
    return object.closed
  }

  /// The text of a finite number, as an integer if it is one.
  static func number(_ value: Double) -> String {
    // Beyond 2^53 not every integer has a floating-point representation.
    guard value.magnitude <= 9_007_199_254_740_992, value == value.rounded(.towardZero) else {
      return "\(value)"
    }
    return "\(Int(value))"
  }

  /// Writes a field whose value is JSON text.
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
