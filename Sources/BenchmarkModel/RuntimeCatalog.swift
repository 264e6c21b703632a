/// Every runtime that the files of a source tree describe.
///
/// It goes as a value to what reads, plans and draws. What only compares or prints runtimes needs
/// none, since a ``Runtime`` brings its label and its place along.
package struct RuntimeCatalog: Sendable, Equatable {
  /// The languages in the order of their first runtimes.
  package let languages: [LanguageDescription]
  /// The descriptions of all runtimes, in the order of the columns.
  package let descriptions: [RuntimeDescription]

  private let indices: [String: Int]

  /// Puts languages and runtimes in order; identifiers must differ.
  package init(_ languages: [LanguageDescription] = []) {
    descriptions = languages.flatMap(\.runtimes).sorted { $0.runtime < $1.runtime }
    self.languages = languages.sorted { one, other in
      let first = [one, other].map { $0.runtimes.map(\.runtime).min() ?? Runtime($0.folder) }
      return first[0] < first[1]
    }
    indices = Dictionary(
      uniqueKeysWithValues: descriptions.enumerated().map { ($0.element.runtime.id, $0.offset) })
  }

  /// All runtimes, in the order of the columns.
  package var runtimes: [Runtime] { descriptions.map(\.runtime) }

  /// Those that are measured and shown unless others are chosen.
  package var defaults: [Runtime] { descriptions.filter(\.isDefault).map(\.runtime) }

  /// The one that the others are compared with; nil only without any files.
  package var baseline: Runtime? { descriptions.first(where: \.isBaseline)?.runtime }

  /// The description of a runtime; nil when no file has one.
  package subscript(runtime: Runtime) -> RuntimeDescription? {
    indices[runtime.id].map { descriptions[$0] }
  }

  /// The language of a runtime; nil when no file describes it.
  package func language(of runtime: Runtime) -> LanguageDescription? {
    self[runtime].flatMap { description in
      languages.first { $0.folder == description.language }
    }
  }

  /// The runtime with an identifier, undescribed when no file has it.
  package func runtime(_ id: String) -> Runtime {
    indices[id].map { descriptions[$0].runtime } ?? Runtime(id)
  }

  /// Trials as a database has them, their runtimes with label and place.
  package func describing(_ trials: [Trial]) -> [Trial] {
    trials.map { trial in
      var trial = trial
      let id = trial.planned.case.implementation.runtime.id
      trial.planned.case.implementation.runtime = runtime(id)
      return trial
    }
  }

  /// Published numbers as a database has them, their runtimes with label and place.
  package func describing(_ references: [Reference]) -> [Reference] {
    references.map { reference in
      var reference = reference
      reference.comparesTo = reference.comparesTo.map { runtime($0.id) }
      return reference
    }
  }
}
