package import FoundationEssentials
import GRDB
import Platform

/// A moment as the database stores it: UTC in ISO 8601, rounded to milliseconds, as in
/// `2026-11-23T19:18:16.042Z`.
///
/// The C library knows the calendar, since a list of runs reads thousands of moments: Foundation's styles take
/// several times as long, and their calendar is not that of SQLite before 1582.
package struct Timestamp {
  package let text: String

  package init(_ date: Date) {
    let milliseconds = Int((date.timeIntervalSince1970 * 1000).rounded())
    let rest = (milliseconds % 1000 + 1000) % 1000
    var second = time_t((milliseconds - rest) / 1000)
    var parts = tm()
    gmtime_r(&second, &parts)
    func joined(_ numbers: [Int32], by separator: String) -> String {
      numbers.map { padded(Int($0), to: 2) }.joined(separator: separator)
    }
    text =
      "\(padded(Int(parts.tm_year) + 1900, to: 4))-\(joined([parts.tm_mon + 1, parts.tm_mday], by: "-"))"
      + "T\(joined([parts.tm_hour, parts.tm_min, parts.tm_sec], by: ":")).\(padded(rest, to: 3))Z"
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

  /// How every text looks; each zero is a digit.
  private static let form = Array("0000-00-00T00:00:00.000Z".utf8)

  private static func date(of text: String) -> Date? {
    guard text.utf8.count == form.count else { return nil }
    var numbers: [Int32] = [0]
    for (byte, expected) in zip(text.utf8, form) {
      if expected == UInt8(ascii: "0") {
        guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
        numbers[numbers.count - 1] *= 10
        numbers[numbers.count - 1] += Int32(byte - UInt8(ascii: "0"))
      } else {
        guard byte == expected else { return nil }
        numbers.append(0)
      }
    }
    var parts = tm()
    (parts.tm_year, parts.tm_mon, parts.tm_mday) = (numbers[0] - 1900, numbers[1] - 1, numbers[2])
    (parts.tm_hour, parts.tm_min, parts.tm_sec) = (numbers[3], numbers[4], numbers[5])
    let milliseconds = timegm(&parts) * 1000 + Int(numbers[6])
    let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    // It takes days and hours that do not exist for later ones.
    return numbers[0] >= 1 && Timestamp(date).text == text ? date : nil
  }
}

/// A number with at least so many digits.
private func padded(_ number: Int, to digits: Int) -> String {
  let text = "\(number)"
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}
