/// Names headings as GitHub does, so that one link works on a code host and on our pages.
struct HeadingSlugs {
  private var used: Set<String> = []

  /// The heading's text in lower case with spaces as dashes and without other punctuation; a
  /// number is added when an earlier heading has that name already.
  mutating func slug(for heading: String) -> String {
    let kept = heading.lowercased().unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
      switch scalar {
      case " ": "-"
      case "-", "_": scalar
      default: isWordCharacter(scalar) ? scalar : nil
      }
    }
    let name = String(String.UnicodeScalarView(kept))
    var slug = name
    var number = 0
    while !used.insert(slug).inserted {
      number += 1
      slug = "\(name)-\(number)"
    }
    return slug
  }
}

private func isWordCharacter(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
    .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber,
    .connectorPunctuation:
    true
  default: false
  }
}
