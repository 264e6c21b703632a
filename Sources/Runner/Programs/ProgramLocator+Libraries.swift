package import BenchmarkModel
import FoundationEssentials
import Platform
import WorkloadCatalog
import WorkloadKit

extension ProgramLocator {
  /// The libraries that the programs of the default toolchains use and do not name themselves.
  ///
  /// Swift packages, each by its version, and what variants load beforehand, each by its file and the start of
  /// its digest. Of a user's program, its command and its file.
  ///
  /// - Throws: `RunnerError.unreadable` for a library that cannot be read.
  package func libraries(
    of implementations: [LocatedImplementation]
  ) throws(RunnerError) -> [Toolchain] {
    let ready = implementations.filter {
      $0.status == .ready && $0.implementation.toolchain == nil
    }
    return try packages(of: ready) + preloaded(by: ready)
      + ready.compactMap(\.command).map { command throws(RunnerError) in
        let digest = sha256Hex(try bytes(of: command.program)).prefix(12)
        return Toolchain(
          name: command.name,
          version: "\(commandText(command.program, command.arguments)), SHA-256 \(digest)")
      }
  }

  private func preloaded(
    by implementations: [LocatedImplementation]
  ) throws(RunnerError) -> [Toolchain] {
    var found: [Toolchain] = []
    for path in Set(implementations.compactMap { $0.environment[preloadVariable] }).sorted() {
      let digest = sha256Hex(try bytes(of: path)).prefix(12)
      let name = path.split(separator: "/").last ?? ""
      found.append(
        Toolchain(
          name: String(name), version: "\(canonicalPath(path) ?? path), SHA-256 \(digest)"))
    }
    return found
  }

  /// The packages of the Swift programs.
  ///
  /// A program cannot ask for the version of a package, but the package manager writes down what it
  /// builds with. If it has done so again since a program was built, that program's versions are not
  /// known.
  private func packages(
    of implementations: [LocatedImplementation]
  ) throws(RunnerError) -> [Toolchain] {
    var programs: [String: Set<String>] = [:]
    for located in implementations where located.style != nil {
      let contract = Catalog.workload(named: located.implementation.workload)
      guard let program = located.program else { continue }
      for package in contract?.packages ?? [] { programs[package, default: []].insert(program) }
    }
    guard !programs.isEmpty else { return [] }
    let file = "\(root)/Package.resolved"
    let resolved = exists(file) ? try resolvedVersions(in: file) : nil
    return try programs.sorted { $0.key < $1.key }.map { package, programs throws(RunnerError) in
      var version = resolved.map { $0[package] ?? "not known" }
      if resolved != nil {
        let resolution = try modified(file)
        for program in programs where try modified(program) < resolution {
          version = "not known: Package.resolved is newer than the program"
        }
      }
      return Toolchain(
        name: package, version: version ?? "not known: there is no Package.resolved")
    }
  }

  private func resolvedVersions(in file: String) throws(RunnerError) -> [String: String] {
    do {
      let pins = try JSONDecoder().decode(ResolvedPackages.self, from: Data(bytes(of: file))).pins
      return Dictionary(
        pins.compactMap { pin in pin.state.version.map { (pin.identity, $0) } },
        uniquingKeysWith: { first, _ in first })
    } catch let error as RunnerError { throw error } catch { return [:] }
  }
}

/// `Package.resolved`, as far as it is read.
private struct ResolvedPackages: Decodable {
  struct Pin: Decodable {
    struct State: Decodable { var version: String? }

    var identity: String
    var state: State
  }

  var pins: [Pin]
}
