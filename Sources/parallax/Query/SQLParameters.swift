/// The positions of parameters such as `:run` in a statement; quoted text and comments contain
/// none.
struct SQLParameters {
  private let text: [UInt8]
  private var found: [(range: Range<Int>, name: String)] = []

  /// Finds the parameters of a statement.
  init(of sql: String) {
    text = Array(sql.utf8)
    var index = 0
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
        index = end(of: [text[index]], from: index + 1)
      case UInt8(ascii: "["): index = end(of: Array("]".utf8), from: index + 1)
      case UInt8(ascii: "-") where text[index...].starts(with: "--".utf8):
        index = end(of: Array("\n".utf8), from: index + 2)
      case UInt8(ascii: "/") where text[index...].starts(with: "/*".utf8):
        index = end(of: Array("*/".utf8), from: index + 2)
      case UInt8(ascii: ":"):
        let name = text[(index + 1)...].prefix(while: Self.isOfName)
        if !name.isEmpty {
          found.append((index..<name.endIndex, String(decoding: name, as: UTF8.self)))
        }
        index = name.endIndex
      default: index += 1
      }
    }
  }

  /// The names in order of position, without the colon.
  var names: [String] { found.map(\.name) }

  /// The statement with each parameter replaced by an expression.
  func replaced(by expression: (_ name: String) -> String) -> String {
    var result: [UInt8] = []
    var start = 0
    for (range, name) in found {
      result += text[start..<range.lowerBound] + expression(name).utf8
      start = range.upperBound
    }
    return String(decoding: result + text[start...], as: UTF8.self)
  }

  /// The position after the next occurrence of a delimiter, or the end of the text.
  private func end(of mark: [UInt8], from start: Int) -> Int {
    var index = start
    while index < text.count, !text[index...].starts(with: mark) { index += 1 }
    return min(index + mark.count, text.count)
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
