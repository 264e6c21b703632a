/// A number, or what a tool writes in place of a number that it does not have.
enum NumberOrGap {
  case number(Double)
  /// The text as printed; never empty.
  case gap(String)
}

/// What tools write in place of a number that they do not have.
enum NoValue {
  private static let words: Set<String> = [
    "nan", "inf", "infinity", "null", "nil", "none", "n/a", "na", "-", "--", "",
  ]

  /// Whether a text stands for a missing number, such as `NaN`, `+INF` or `-`.
  static func isWord(_ text: String) -> Bool {
    let hasSign = text.utf8.count > 2 && (text.hasPrefix("-") || text.hasPrefix("+"))
    return words.contains((hasSign ? String(text.dropFirst()) : text).lowercased())
  }

  /// What a value of JSON shows when it stands for a missing number; nil for any other value.
  static func text(of value: JSONValue) -> String? {
    switch value {
    case .null: "null"
    case .notANumber(let word): word
    case .string(let text) where isWord(text): text.isEmpty ? "an empty text" : text
    default: nil
    }
  }
}
