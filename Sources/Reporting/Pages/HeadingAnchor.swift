import BenchmarkModel

/// The anchor that code hosts and our own pages give to a heading: lower case, with spaces as dashes
/// and other punctuation removed.
package func headingAnchor(_ heading: String) -> String {
  let kept = heading.lowercased().unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
    switch scalar {
    case " ": "-"
    case "-", "_": scalar
    default: isWordCharacter(scalar) ? scalar : nil
    }
  }
  return String(String.UnicodeScalarView(kept))
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

/// The anchor of a run's heading, `Run ID`, on the page of machines.
func runAnchor(_ run: Run) -> String { headingAnchor("Run \(run.shortID)") }
