/// How a run that measures one case again is told apart.
package enum Reproduction {
  /// The name that stands in place of a preset's.
  package static let preset = "reproduce"
}

extension Run {
  /// The names, in place of a preset's, of runs that serve a purpose of their own: no report shows
  /// them, and they are not the latest run.
  package static let presetsApart = [Certification.preset, Reproduction.preset]
}
