import BenchmarkModel

/// The anchor that code hosts and our own pages give to a heading: lower case, with spaces as dashes
/// and other punctuation removed.
func anchor(_ heading: String) -> String {
  String(
    heading.lowercased().compactMap { character in
      if character == " " { return "-" }
      return character.isLetter || character.isNumber || "-_".contains(character) ? character : nil
    })
}

/// The anchor of a run's heading, `Run ID`, on the page of machines.
func runAnchor(_ run: Run) -> String { anchor("Run \(run.shortID)") }
