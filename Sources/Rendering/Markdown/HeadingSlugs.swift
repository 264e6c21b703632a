/// Creates heading ids as GitHub does, so that one link works on a code host and on our pages.
struct HeadingSlugs {
  private var used: Set<String> = []

  /// The heading in lower case, with spaces as dashes and other punctuation removed.
  ///
  /// A number is added if an earlier heading already has the same id.
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
