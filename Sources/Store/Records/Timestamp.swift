package import FoundationEssentials
import GRDB

/// A moment as the database stores it: UTC in ISO 8601, rounded to milliseconds, as in
/// `2026-11-23T19:18:16.042Z`.
package struct Timestamp {
  package let text: String

  package init(_ date: Date) {
    let milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded())
    let seconds = Date(timeIntervalSince1970: Double(milliseconds.flooredQuotient(by: 1000)))
    let rest = String(milliseconds - milliseconds.flooredQuotient(by: 1000) * 1000)
    let padded = String(repeating: "0", count: 3 - rest.count) + rest
    text = seconds.ISO8601Format().dropLast() + ".\(padded)Z"
  }

  /// A stored text; nil when it is not a moment.
  init?(_ text: String) {
    guard Self.date(of: text) != nil else { return nil }
    self.text = text
  }

  /// The date of a stored text; `column` tells the user where it is stored.
  static func date(_ text: String, column: String) throws -> Date {
    guard let date = date(of: text) else {
      throw RowFault(text.databaseValue, in: column, .moment)
    }
    return date
  }

  private static func date(of text: String) -> Date? {
    let fraction = text.utf8.dropFirst(20).dropLast()
    guard text.utf8.count == 24, text.utf8.last == UInt8(ascii: "Z"),
      fraction.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
      let milliseconds = Int(text.dropFirst(20).dropLast())
    else { return nil }
    do {
      let seconds = try Date(text.prefix(19) + "Z", strategy: .iso8601)
      let whole = (seconds.timeIntervalSince1970 * 1000).rounded()
      let date = Date(timeIntervalSince1970: (whole + Double(milliseconds)) / 1000)
      // The parser accepts days and hours that do not exist.
      return Timestamp(date).text == text ? date : nil
    } catch { return nil }
  }
}

extension Int64 {
  fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
