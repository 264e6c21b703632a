package import BenchmarkModel
import Platform

/// A toolchain of a language with programs that it built.
package struct BuiltToolchain: Sendable, Equatable {
  /// The folder of its language under `Workloads/runtimes`.
  package var language: String
  /// Its label in the identifiers of cases, for example `1.25`; nil for the default toolchain.
  package var label: String?
  /// The version of the compiler or library as its build stated it, for example `1.25.5`; nil if it stated
  /// none.
  package var version: String?

  /// The name as it is typed after `--toolchain`, for example `go=1.25`.
  package var name: String { "\(language)=\(label ?? Implementation.defaultToolchain)" }

  /// Whether a user can mean it by this label: its own, or the beginning of its version.
  package func isMeant(by text: String) -> Bool {
    let parts = text.split(separator: ".")
    return text == label ?? Implementation.defaultToolchain
      || label == nil && !parts.isEmpty
        && version?.split(separator: ".").starts(with: parts) == true
  }
}

extension ProgramLocator {
  /// The folder of all toolchains but the default ones, from the root of the source tree.
  static let toolchainFolder = ".build/toolchains"

  /// The toolchains of a language whose programs are built, the default one first.
  ///
  /// Each other one is a folder such as `.build/toolchains/go@1.25` with the programs in `bin` and a file
  /// `version`.
  package func toolchains(of language: LanguageDescription) -> [BuiltToolchain] {
    let stated = version(in: "\(root)/.build/peers/versions/\(language.folder)")
    let usual = BuiltToolchain(language: language.folder, label: nil, version: stated)
    let folder = "\(root)/\(Self.toolchainFolder)"
    let names: [String]
    do { names = try folderNames(folder) } catch { return [usual] }
    let prefix = "\(language.folder)@"
    let labels = names.filter { $0.hasPrefix(prefix) && exists("\(folder)/\($0)/bin") }
      .map { String($0.dropFirst(prefix.count)) }.filter(Implementation.isToolchainLabel)
    return [usual]
      + labels.sorted(by: VersionNumber.precedes).map {
        BuiltToolchain(
          language: language.folder, label: $0,
          version: version(in: "\(folder)/\(prefix)\($0)/version"))
      }
  }

  /// All of all languages, in the order of the runtimes.
  package var toolchains: [BuiltToolchain] { runtimes.languages.flatMap(toolchains(of:)) }

  /// The folder of the programs that a toolchain built.
  func programs(of language: String, _ toolchain: String) -> String {
    "\(root)/\(Self.toolchainFolder)/\(language)@\(toolchain)/bin"
  }

  /// The number of programs that a toolchain built, one for each workload.
  package func programCount(of toolchain: BuiltToolchain) throws(RunnerError) -> Int {
    var programs: Set<String> = []
    for var implementation in try implementations().map(\.implementation)
    where implementation.isDefault
      && runtimes.language(of: implementation.runtime)?.folder == toolchain.language
    {
      implementation.toolchain = toolchain.label
      let located = try locate(implementation)
      if located.status == .ready, let program = located.program { programs.insert(program) }
    }
    return programs.count
  }

  /// The toolchains that built some implementations, as far as their versions are known.
  package func stated(for implementations: [LocatedImplementation]) -> [Toolchain] {
    let used = Set(
      implementations.filter { $0.status == .ready }.compactMap { located -> String? in
        let implementation = located.implementation
        return runtimes.language(of: implementation.runtime).map {
          "\($0.folder)=\(implementation.toolchainName)"
        }
      })
    return toolchains.filter { used.contains($0.name) }.compactMap { built in
      built.version.map { Toolchain(name: built.name, version: $0) }
    }
  }

  /// The first line of a short file; nil if there is none.
  private func version(in path: String) -> String? {
    guard exists(path), let bytes = contents(of: path) else { return nil }
    let line = String(decoding: bytes.prefix(1_000), as: UTF8.self).split(separator: "\n").first
    return line.map(String.init)
  }

  private func contents(of path: String) -> [UInt8]? {
    do { return try fileBytes(path) } catch { return nil }
  }
}
