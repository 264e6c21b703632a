/// Every runtime that the files of a source tree describe.
///
/// Code that reads, plans or draws gets it as an argument. Code that only compares or prints
/// runtimes does not need it, since a ``Runtime`` contains its label and its order.
package struct RuntimeCatalog: Sendable, Equatable {
  /// The languages in the order of their first runtimes.
  package let languages: [LanguageDescription]
  /// The descriptions of all runtimes, in the order of the columns.
  package let descriptions: [RuntimeDescription]

  private let indices: [String: Int]

  /// Sorts the languages and runtimes; identifiers must be unique.
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

  /// The runtimes that are measured and shown by default.
  package var defaults: [Runtime] { descriptions.filter(\.isDefault).map(\.runtime) }

  /// The runtime that the others are compared with; nil only if there are no files.
  package var baseline: Runtime? { descriptions.first(where: \.isBaseline)?.runtime }

  /// The description of a runtime; nil when no file describes it.
  package subscript(runtime: Runtime) -> RuntimeDescription? {
    indices[runtime.id].map { descriptions[$0] }
  }

  /// The language of a runtime; nil when no file describes it.
  package func language(of runtime: Runtime) -> LanguageDescription? {
    self[runtime].flatMap { description in
      languages.first { $0.folder == description.language }
    }
  }

  /// The folder of the language of each runtime, by the runtime's identifier.
  package var languageNames: [String: String] {
    Dictionary(uniqueKeysWithValues: descriptions.map { ($0.runtime.id, $0.language) })
  }

  /// The runtime with an identifier, whether or not a file describes it.
  package func runtime(_ id: String) -> Runtime {
    indices[id].map { descriptions[$0].runtime } ?? Runtime(id)
  }

  /// The trials of a database, with the labels and order of their runtimes filled in.
  package func describing(_ trials: [Trial]) -> [Trial] {
    trials.map { trial in
      var trial = trial
      let id = trial.planned.case.implementation.runtime.id
      trial.planned.case.implementation.runtime = runtime(id)
      return trial
    }
  }

  /// The published numbers of a database, with the labels and order of their runtimes filled in.
  package func describing(_ references: [Reference]) -> [Reference] {
    references.map { reference in
      var reference = reference
      if let id = reference.comparesTo?.runtime.id { reference.comparesTo?.runtime = runtime(id) }
      return reference
    }
  }

  /// The results of other tools, with the labels and order of their runtimes filled in.
  package func describing(_ results: [MappedResult]) -> [MappedResult] {
    results.map { result in
      var result = result
      let id = result.match.benchmarkCase.implementation.runtime.id
      result.match.benchmarkCase.implementation.runtime = runtime(id)
      return result
    }
  }
}
