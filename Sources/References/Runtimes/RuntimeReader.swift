package import BenchmarkModel
import FoundationEssentials

/// Reads the files `Workloads/runtimes/LANGUAGE/runtime.json` strictly: an unknown key, a missing
/// key, or a value that could become markup is an error.
package enum RuntimeReader {
  /// The folder of the languages, from the root of a source tree.
  package static let folder = "Workloads/runtimes"

  /// All languages of a source tree.
  ///
  /// - Throws: What is wrong with the files, each with line and key.
  package static func catalog(inTree root: String) throws(ReferenceError) -> RuntimeCatalog {
    let files = FileManager.default
    let names: [String]
    do {
      names = try files.contentsOfDirectory(atPath: "\(root)/\(folder)").sorted()
    } catch { throw unreadable(folder, error) }
    var contents: [(folder: String, bytes: [UInt8])] = []
    for name in names where files.fileExists(atPath: "\(root)/\(folder)/\(name)/runtime.json") {
      let path = "\(folder)/\(name)/runtime.json"
      do {
        contents.append((name, [UInt8](try Data(contentsOf: URL(filePath: "\(root)/\(path)")))))
      } catch { throw unreadable(path, error) }
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
      let path = "\(folder)/\(name)/runtime.json"
      do throws(ReferenceError) {
        files.append(
          try LanguageFile(.document(in: bytes, file: path), folder: name))
      } catch { findings.add(error) }
    }
    try findings.raise()
    try requireDistinct(files)
    try requireBaseline(files)
    return RuntimeCatalog(files.map(\.language))
  }

  private static func unreadable(_ path: String, _ error: any Error) -> ReferenceError {
    let reason =
      switch (error as? CocoaError)?.code {
      case .fileReadNoSuchFile, .fileNoSuchFile: "there is no such file or folder"
      case .fileReadNoPermission: "permission denied"
      default: "\(error)"
      }
    return .problem(.runtime(.unreadable(reason: reason)), at: ReferencePlace(path, .file))
  }

  /// No two runtimes share an identifier, label or order, and no two languages a name or extension.
  private static func requireDistinct(_ files: [LanguageFile]) throws(ReferenceError) {
    var findings = Findings()
    var owners: [String: String] = [:]
    func claim(_ kind: String, _ text: String, _ owner: String, _ value: LinedValue?) {
      guard let value else { return }
      if let other = owners.updateValue(owner, forKey: "\(kind) \(text)") {
        findings.add(value.fault(.duplicate(value: text, in: other)))
      }
    }
    for file in files {
      let owner = "\(folder)/\(file.language.folder)/runtime.json"
      for key in ["name", "ending"] {
        let text = key == "name" ? file.language.syntax.name : file.language.syntax.ending
        claim(key, text, owner, file.source[key])
      }
      for (description, object) in zip(file.language.runtimes, file.runtimes) {
        let runtime = description.runtime
        let owner = "the runtime \(quoted(runtime.id)) of \(owner)"
        claim("id", runtime.id, owner, object["id"])
        claim("label", runtime.label, owner, object["label"])
        claim("order", "\(runtime.order)", owner, object["order"])
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
        let value = object["baseline"] ?? object.value
        guard description.isDefault else { throw value.fault(.hiddenBaseline) }
        if let first { throw value.fault(.duplicate(value: "baseline", in: first)) }
        first = "the runtime \(quoted(description.runtime.id))"
      }
    }
    guard first != nil else { throw .problem(.runtime(.noBaseline), at: place) }
  }
}
