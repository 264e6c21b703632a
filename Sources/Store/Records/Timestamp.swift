package import FoundationEssentials
import GRDB

/// A moment as the database stores it: UTC in ISO 8601, rounded to milliseconds, as in
/// `2026-11-23T19:18:16.042Z`.
///
/// It does not use Foundation's styles, since a list of runs reads thousands of moments, and since their
/// calendar is not that of SQLite before 1582.
package struct Timestamp {
  package let text: String

  package init(_ date: Date) {
    let milliseconds = Int((date.timeIntervalSince1970 * 1000).rounded())
    let (day, time) = milliseconds.dividedFloored(by: 86_400_000)
    let calendar = CalendarDay(number: day)
    let (seconds, rest) = time.dividedFloored(by: 1000)
    let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60]
    func joined(_ numbers: [Int], by separator: String) -> String {
      numbers.map { padded($0, to: 2) }.joined(separator: separator)
    }
    text =
      "\(padded(calendar.year, to: 4))-\(joined([calendar.month, calendar.day], by: "-"))"
      + "T\(joined(clock, by: ":")).\(padded(rest, to: 3))Z"
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
    var numbers = [0]
    for (byte, expected) in zip(text.utf8, form) {
      if expected == UInt8(ascii: "0") {
        guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
        numbers[numbers.count - 1] *= 10
        numbers[numbers.count - 1] += Int(byte - UInt8(ascii: "0"))
      } else {
        guard byte == expected else { return nil }
        numbers.append(0)
      }
    }
    let (hour, minute, second) = (numbers[3], numbers[4], numbers[5])
    guard let day = CalendarDay(year: numbers[0], month: numbers[1], day: numbers[2]),
      hour < 24, minute < 60, second < 60
    else { return nil }
    let seconds = day.number * 86_400 + hour * 3_600 + minute * 60 + second
    return Date(timeIntervalSince1970: Double(seconds * 1_000 + numbers[6]) / 1_000)
  }
}

/// A day of the Gregorian calendar, which is taken to have always been in use.
///
/// Its number counts from 1970-01-01: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms" (2014). A
/// year begins in March there, so that the day that some years lack is the last one.
private struct CalendarDay {
  let year, month, day: Int

  /// Nil if there is no such day in the years from 1 on.
  init?(year: Int, month: Int, day: Int) {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    guard year >= 1, 1...12 ~= month else { return nil }
    let length = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    guard 1...length ~= day else { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  init(number: Int) {
    let (era, dayOfEra) = (number + 719_468).dividedFloored(by: 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
  }

  var number: Int {
    let (era, yearOfEra) = (month <= 2 ? year - 1 : year).dividedFloored(by: 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}

/// A number with at least so many digits.
private func padded(_ number: Int, to digits: Int) -> String {
  let text = "\(number)"
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}

extension Int {
  /// The quotient rounded down, and the rest, which is not negative.
  fileprivate func dividedFloored(by divisor: Int) -> (quotient: Int, rest: Int) {
    let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
  }
}
