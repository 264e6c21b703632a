/// One value of a query's result, as SQLite holds it.
package enum QueryValue: Sendable, Hashable {
  /// No value.
  case null
  /// A whole number.
  case integer(Int64)
  /// A number in floating point.
  case real(Double)
  /// Text.
  case text(String)
  /// Bytes.
  case blob([UInt8])

  /// The value that a word on the command line stands for: a whole or decimal number when it reads
  /// as one, so that it compares as one with columns of every kind, and text otherwise.
  package init(argument word: String) {
    if let number = Int64(word), String(number) == word {
      self = .integer(number)
    } else if Self.isDecimal(word), let number = Double(word), number.isFinite {
      self = .real(number)
    } else {
      self = .text(word)
    }
  }

  /// Whether a word is digits on both sides of a point, with or without a minus before them.
  private static func isDecimal(_ word: String) -> Bool {
    let unsigned = word.hasPrefix("-") ? word.dropFirst() : word[...]
    let sides = unsigned.utf8.split(
      separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return sides.count == 2
      && sides.allSatisfy { side in
        !side.isEmpty && side.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
      }
  }
}

/// Whether a query is to go on after a row.
package enum RowDemand: Sendable, Hashable {
  /// The next row is wanted.
  case more
  /// No further row is wanted; the query ends without an error.
  case enough
}

/// What is known of a query's result when it has ended.
package struct QuerySummary: Sendable, Hashable {
  /// The names of the columns, from left to right; two may be equal.
  package var columns: [String]
  /// How many rows were handed over.
  package var rowCount = 0
  /// Whether there were more rows than the limit allows.
  package var isTruncated = false
  /// How long SQLite worked, from the first look at the statement; what was done with rows does not
  /// count.
  package var elapsed = Duration.zero
}
