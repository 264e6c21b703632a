import Analysis

/// Text of files, databases and other programs on its way to a reader.
///
/// What acts on a terminal or cannot be seen is spelled out, always in the same notation: `\u{1B}` for
/// an escape character. Everything that people read passes these functions at ``print(_:separator:terminator:)``
/// and ``writeError(_:)``, whether or not a terminal is at the other end.
extension String {
  /// The text with hidden characters spelled out; line ends and tabs are kept.
  var visible: String { spelledOut(isOneLine: false) }

  /// The same in one line: line ends and tabs are spaces.
  var visibleLine: String { spelledOut(isOneLine: true) }

  private func spelledOut(isOneLine: Bool) -> String {
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) || !isOneLine && ($0 == 0x0A || $0 == 0x09) }) {
      return self
    }
    var result = UnicodeScalarView()
    var previous: Unicode.Scalar = " "
    for scalar in unicodeScalars {
      if scalar == "\n" || scalar == "\t" {
        result.append(isOneLine ? " " : scalar)
      } else if scalar.isHidden, !scalar.joins(after: previous) {
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars
      } else {
        result.append(scalar)
      }
      previous = scalar
    }
    return String(result)
  }

  /// The columns that the text takes in a terminal: two for an East Asian or emoji character, one for
  /// another with its accents.
  var columns: Int {
    utf8.allSatisfy { $0 < 0x80 } ? utf8.count : reduce(0) { $0 + $1.columns }
  }
}

extension Unicode.Scalar {
  /// Whether it is a joiner or a variation selector after a character outside ASCII.
  ///
  /// There writing and emoji need it; after a letter of a name it would make two names look alike.
  fileprivate func joins(after previous: Unicode.Scalar) -> Bool {
    let isAfterVisible = previous.value >= 0x80 && !previous.isHidden
    return switch value {
    case 0xFE0E, 0xFE0F: isAfterVisible
    case 0x200C, 0x200D: isAfterVisible || previous.value == 0xFE0F
    default: false
    }
  }

  /// Whether a terminal gives it two columns (Unicode Standard Annex 11, with its blocks rounded).
  fileprivate var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      true
    default: properties.isEmojiPresentation
    }
  }
}

extension Character {
  fileprivate var columns: Int {
    isASCII || !unicodeScalars.contains(where: \.isWide) ? 1 : 2
  }
}
