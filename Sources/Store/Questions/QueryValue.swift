/// One value of a query's result, in one of SQLite's storage classes.
package enum QueryValue: Sendable, Hashable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  /// Parses a word of the command line: a number when it looks like one, so that it compares as a
  /// number with columns of every type, and text otherwise.
  package init(argument word: String) {
    if let number = Int64(word), String(number) == word {
      self = .integer(number)
    } else if Self.isDecimal(word), let number = Double(word), number.isFinite {
      self = .real(number)
    } else {
      self = .text(word)
    }
  }

  /// Whether a word is digits on both sides of a point, with an optional minus sign.
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

/// Whether a query continues after a row.
package enum RowDemand: Sendable, Hashable {
  case more
  /// The query ends without an error.
  case enough
}

/// What is known of a query after it ends.
package struct QuerySummary: Sendable, Hashable {
  /// The names of the columns from left to right, possibly with duplicates.
  package var columns: [String]
  /// The number of rows passed to the caller.
  package var rowCount = 0
  /// Whether there were more rows than the limit.
  package var isTruncated = false
  /// How long SQLite worked, including compilation, and what of the caller's handling of rows counts.
  package var elapsed = Duration.zero
}
