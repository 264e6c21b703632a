/// What the notes of a release of a compiler or library say that may explain a change in speed or memory.
package struct Release: Sendable, Hashable {
  /// The folder of the language under `Workloads/runtimes`.
  package var language: String
  /// The version, for example `1.25`; it stands for all later ones that begin with it.
  package var version: String
  /// When it was published, an ISO 8601 date.
  package var date: String
  /// The address of the notes.
  package var address: String
  /// What they say, as one sentence.
  package var sentence: String

  package init(
    language: String, version: String, date: String, address: String, sentence: String
  ) {
    self.language = language
    self.version = version
    self.date = date
    self.address = address
    self.sentence = sentence
  }

  /// Whether a version has what the release changed.
  package func isIncluded(in version: String) -> Bool {
    let own = VersionNumber.numbers(in: self.version)
    let numbers = VersionNumber.numbers(in: version)
    return numbers.starts(with: own) || own.lexicographicallyPrecedes(numbers)
  }

  /// Whether a step from one version to a later one crosses the release.
  package func isBetween(_ before: String, _ after: String) -> Bool {
    !isIncluded(in: before) && isIncluded(in: after)
  }
}
