import BenchmarkModel
import FoundationEssentials
import GRDB

/// What a column may hold.
///
/// The same bound is a condition of the schema, a condition on the rows of a file that may have been
/// written without the schema's conditions, and a check of each value that is read.
enum Bound: Sendable {
  /// A whole number.
  case whole(ClosedRange<Int64>)
  /// A finite number.
  case number(ClosedRange<Double>)
  /// A measured quantity, as ``Measurement/isUsable(_:)`` says.
  case quantity
  /// A text of so many characters.
  case text(ClosedRange<Int>)
  /// Words of lower-case letters and digits joined by single hyphens, which is also an anchor of a page.
  case identifier
  /// UTC with milliseconds, so that text order is time order.
  case moment
  case sha256
  case uuid
  /// The name of an environment variable or of a metric.
  case variable
  /// The name of a run: neither `latest` nor anything that could be the beginning of an identifier.
  case runName
  /// The label of a toolchain, as ``Implementation/isToolchainLabel(_:)`` says, or `default`.
  case toolchain
  /// An address on the web.
  case address
  /// 0 or 1.
  case flag
  /// A whole number from 0 to 2⁶⁴ − 1 as text.
  case seed
  /// One of some words. The schema allows any word, so that a later version can have more.
  case word([String])

  /// The largest number up to which a `Double` holds every whole number.
  static let largestExact = Int64(Measurement.maximum)

  static let count = Bound.whole(0...largestExact)

  /// The condition of the schema on a column, without its type, which a `STRICT` table ensures.
  func check(on column: String) -> String {
    switch self {
    case .whole(let range): "\(column) BETWEEN \(range.lowerBound) AND \(range.upperBound)"
    case .number(let range): "\(column) BETWEEN \(range.lowerBound) AND \(range.upperBound)"
    case .quantity:
      "\(column) = 0 OR \(column) BETWEEN \(Measurement.smallest) AND \(Self.largestExact)"
    case .text(let range): "length(\(column)) BETWEEN \(range.lowerBound) AND \(range.upperBound)"
    case .identifier:
      "length(\(column)) <= 1000 AND \(column) GLOB '[a-z0-9]*' "
        + "AND \(column) NOT GLOB '*[^a-z0-9-]*' AND \(column) NOT GLOB '*--*' "
        + "AND \(column) NOT GLOB '*-'"
    case .moment:
      "\(column) GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]"
        + "T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]Z'"
    case .sha256: "length(\(column)) = 64 AND \(column) NOT GLOB '*[^0-9a-f]*'"
    case .uuid:
      "\(column) GLOB '????????-????-????-????-????????????' AND \(column) NOT GLOB '*[^0-9a-f-]*'"
    case .variable:
      "\(column) GLOB '[A-Za-z_]*' AND \(column) NOT GLOB '*[^A-Za-z0-9_]*' AND length(\(column)) <= 1000"
    case .runName:
      "length(\(column)) <= 1000 AND \(column) <> 'latest' "
        + "AND \(column) NOT GLOB '*[^A-Za-z0-9._-]*' AND \(column) GLOB '*[^0-9A-Fa-f-]*'"
    case .toolchain:
      "length(\(column)) BETWEEN 1 AND 40 AND \(column) GLOB '[^.]*' "
        + "AND \(column) NOT GLOB '*[^A-Za-z0-9._+-]*'"
    case .address: "\(column) LIKE 'http://%' OR \(column) LIKE 'https://%'"
    case .flag: "\(column) IN (0, 1)"
    case .seed:
      "\(column) <> '' AND \(column) NOT GLOB '*[^0-9]*' AND (length(\(column)) < 20 "
        + "OR length(\(column)) = 20 AND \(column) <= '18446744073709551615')"
    case .word: "\(column) <> ''"
    }
  }

  /// The condition on a value of any type; it may use functions that a schema may not, and
  /// ``DatabaseFunction/isUTF8``.
  func condition(on column: String) -> String {
    let further: String =
      switch self {
      // The calendar, which patterns cannot check and which has no year 0.
      case .moment:
        " AND \(column) >= '0001' "
          + "AND strftime('%Y-%m-%dT%H:%M:%S', \(column)) IS substr(\(column), 1, 19)"
      case .word(let words):
        " AND \(column) IN (\(words.map { "'\($0)'" }.joined(separator: ", ")))"
      // All other texts have only ASCII characters.
      case .text, .address: " AND isUTF8(CAST(\(column) AS BLOB))"
      default: ""
      }
    // Functions such as `length` and `GLOB` see only what is before a NUL.
    let isWhole = storageClass == "text" ? " AND instr(\(column), char(0)) = 0" : ""
    return "typeof(\(column)) = '\(storageClass)' AND (\(check(on: column)))\(isWhole)\(further)"
  }

  /// Whether a value may be used; a missing one may not.
  ///
  /// GRDB ends a text at a NUL and replaces what is not UTF-8 by U+FFFD, so only the condition in
  /// SQL finds either.
  func admits(_ value: DatabaseValue) -> Bool {
    switch (self, value.storage) {
    case (.whole(let range), .int64(let number)): range.contains(number)
    case (.flag, .int64(let number)): (0...1).contains(number)
    case (.number(let range), .double(let number)): range.contains(number)
    case (.quantity, .double(let number)): Measurement.isUsable(number)
    case (_, .string(let text)): admits(text)
    default: false
    }
  }

  private func admits(_ text: String) -> Bool {
    switch self {
    case .text(let range): range.contains(text.unicodeScalars.count)
    case .identifier:
      text.utf8.count <= 1_000
        && text.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { word in
          !word.isEmpty && word.utf8.allSatisfy(Self.identifierCharacters.contains)
        }
    case .word(let words): words.contains(text)
    case .seed: UInt64(text) != nil && !text.hasPrefix("+")
    case .sha256: text.utf8.count == 64 && text.utf8.allSatisfy(Self.hexadecimalDigits.contains)
    case .uuid:
      text.utf8.count == 36
        && text.utf8.enumerated().allSatisfy { index, byte in
          byte == UInt8(ascii: "-")
            || Self.hexadecimalDigits.contains(byte) && ![8, 13, 18, 23].contains(index)
        }
    case .variable:
      1...1_000 ~= text.utf8.count && !("0"..."9" ~= text.prefix(1))
        && text.utf8.allSatisfy(Self.wordCharacters.contains)
    case .runName:
      text.utf8.count <= 1_000 && text != "latest"
        && text.utf8.allSatisfy { Self.wordCharacters.contains($0) || ".-".utf8.contains($0) }
        && !text.lowercased().utf8.allSatisfy {
          Self.hexadecimalDigits.contains($0) || $0 == UInt8(ascii: "-")
        }
    case .toolchain:
      text == Implementation.defaultToolchain || Implementation.isToolchainLabel(text)
    case .address: ["http://", "https://"].contains(where: text.lowercased().hasPrefix)
    case .moment: Timestamp(text) != nil
    case .whole, .number, .quantity, .flag: false
    }
  }

  private static let hexadecimalDigits = Set("0123456789abcdef".utf8)
  private static let identifierCharacters = Set("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
  private static let wordCharacters = Set(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_".utf8)

  /// How SQLite stores what is allowed, as its function `typeof` says.
  private var storageClass: String {
    switch self {
    case .whole, .flag: "integer"
    case .number, .quantity: "real"
    case .text, .identifier, .moment, .sha256, .uuid, .variable, .runName, .toolchain, .address,
      .seed,
      .word:
      "text"
    }
  }

  /// What it must be, in words.
  var words: String {
    switch self {
    case .whole(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
    case .quantity: "0, or a number from \(Measurement.smallest) to \(Self.largestExact)"
    case .text(let range):
      "a text of \(range.lowerBound) to \(range.upperBound) characters in UTF-8, none of them NUL"
    case .identifier: "lower-case letters and digits, in words joined by single hyphens"
    case .moment: "a moment such as 2026-11-23T19:18:16.042Z in the years 0001 to 9999"
    case .sha256: "64 lower-case hexadecimal digits"
    case .uuid: "a lower-case UUID"
    case .variable: "a name of letters, digits and underscores"
    case .runName:
      "letters, digits, '.', '_' and '-', with a letter beyond f, and not \"latest\""
    case .toolchain: "at most 40 letters, digits, '.', '_', '+' and '-', the first no '.'"
    case .address: "an address in UTF-8 that begins with http:// or https://"
    case .flag: "0 or 1"
    case .seed: "a whole number from 0 to \(UInt64.max) as text"
    case .word(let words): "one of \(words.joined(separator: ", "))"
    }
  }

  /// The allowed number nearest to any value, for what must have some number.
  func nearest(to value: DatabaseValue) -> Int {
    guard case .whole(let range) = self else { return 0 }
    guard case .int64(let number) = value.storage else { return Int(range.lowerBound) }
    return Int(min(max(number, range.lowerBound), range.upperBound))
  }
}

extension DatabaseFunction {
  /// `isUTF8(blob)`: whether the bytes are UTF-8, which SQLite never checks of a text.
  static let isUTF8 = DatabaseFunction("isUTF8", argumentCount: 1, pure: true) { values in
    guard case .blob(let bytes) = values[0].storage else { return false }
    return String(validating: bytes, as: UTF8.self) != nil
  }
}
