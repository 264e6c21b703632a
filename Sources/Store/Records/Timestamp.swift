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

  /// The date of a stored text; `column` tells the user where it is stored.
  static func date(_ text: String, column: String) throws -> Date {
    let unknown = QuestionProblem.unknownWord(column: column, value: text)
    guard text.count == 24, let milliseconds = Int(text.dropFirst(20).dropLast()) else {
      throw unknown
    }
    let seconds: Date
    do { seconds = try Date(text.prefix(19) + "Z", strategy: .iso8601) } catch { throw unknown }
    let whole = (seconds.timeIntervalSince1970 * 1000).rounded()
    return Date(timeIntervalSince1970: (whole + Double(milliseconds)) / 1000)
  }
}

extension Int64 {
  fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
