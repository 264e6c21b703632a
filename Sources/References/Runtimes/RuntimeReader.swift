package import BenchmarkModel
import Platform

/// Reads the files `Workloads/runtimes/LANGUAGE/runtime.json` strictly: an unknown key, a missing
/// key, or a value that could become markup is an error.
package enum RuntimeReader {
  /// The folder of the languages, from the root of a source tree.
  package static let folder = "Workloads/runtimes"

  /// All languages of a source tree.
  ///
  /// - Throws: What is wrong with the files, each with line and key.
  package static func catalog(inTree root: String) throws(ReferenceError) -> RuntimeCatalog {
    let names: [String]
    do { names = try folderNames("\(root)/\(folder)") } catch { throw unreadable(folder, error) }
    var contents: [(folder: String, bytes: [UInt8])] = []
    for name in names where !name.hasPrefix(".") {
      let path = Self.path(of: name)
      do {
        contents.append((name, try fileBytes("\(root)/\(path)")))
      } catch {
        // A file, such as a README, is not a language. A folder must have a description.
        guard error.reason.code == ENOTDIR else { throw unreadable(path, error) }
      }
    }
    return try catalog(of: contents)
  }

  /// The catalog of the languages that files describe, from their contents and folders.
  package static func catalog(
    of contents: [(folder: String, bytes: [UInt8])]
  ) throws(ReferenceError) -> RuntimeCatalog {
    var findings = Findings()
    var files: [LanguageFile] = []
    for (name, bytes) in contents {
      do throws(ReferenceError) {
        let file = try JSONNode.document(
          in: bytes, path: path(of: name), problem: { .runtime(.json($0)) }
        ) { node throws(ReferenceError) in try LanguageFile(node, folder: name) }
        files.append(file)
      } catch { findings.add(error) }
    }
    try findings.raise()
    try requireDistinct(files)
    try requireBaseline(files)
    return RuntimeCatalog(files.map(\.language))
  }

  private static func path(of language: String) -> String { "\(folder)/\(language)/runtime.json" }

  private static func unreadable(_ path: String, _ error: FileError) -> ReferenceError {
    let problem = RuntimeProblem.unreadable(reason: error.reason.description)
    return .problem(.runtime(problem), at: ReferencePlace(path, .file))
  }

  /// No two runtimes share an identifier, label or order, and no two languages a name or extension.
  private static func requireDistinct(_ files: [LanguageFile]) throws(ReferenceError) {
    var findings = Findings()
    var owners: [String: String] = [:]
    func claim(
      _ key: String, _ text: String, of object: JSONNode, _ owner: String
    ) throws(ReferenceError) {
      if let other = owners.updateValue(owner, forKey: "\(key) \(text)") {
        let value = try object.required(key)
        findings.add(value.fault(.runtime(.duplicate(value: text, in: other))))
      }
    }
    for file in files {
      let owner = path(of: file.language.folder)
      try claim("name", file.language.syntax.name, of: file.source, owner)
      try claim("ending", file.language.syntax.ending, of: file.source, owner)
      for (description, object) in zip(file.language.runtimes, file.runtimes) {
        let runtime = description.runtime
        let owner = "the runtime \(quoted(runtime.id)) of \(owner)"
        try claim("id", runtime.id, of: object, owner)
        try claim("label", runtime.label, of: object, owner)
        try claim("order", "\(runtime.order)", of: object, owner)
      }
    }
    try findings.raise()
  }

  private static func requireBaseline(_ files: [LanguageFile]) throws(ReferenceError) {
    let place = ReferencePlace(folder, .file)
    guard !files.isEmpty else { throw .problem(.runtime(.noFiles), at: place) }
    var first: String?
    for file in files {
      for (description, object) in zip(file.language.runtimes, file.runtimes)
      where description.isBaseline {
        let value = try object.required("baseline")
        guard description.isDefault else { throw value.fault(.runtime(.hiddenBaseline)) }
        if let first {
          throw value.fault(.runtime(.secondBaseline(first: first)))
        }
        first = "the runtime \(quoted(description.runtime.id))"
      }
    }
    guard first != nil else { throw .problem(.runtime(.noBaseline), at: place) }
  }
}
