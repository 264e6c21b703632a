package import BenchmarkModel
import Platform
import WorkloadCatalog
import WorkloadKit

/// An implementation with its sources and the program built from them.
package struct LocatedImplementation: Sendable, Equatable {
  /// Whether it can be measured.
  package enum Status: Sendable, Equatable {
    /// Its program exists.
    case ready
    /// Its source exists, but its program or a library that it is started with does not; the remedy
    /// builds or installs it.
    case notInstalled
    /// The workload has no such implementation.
    case notImplemented
  }

  /// What it implements.
  package var implementation: Implementation
  /// The style that its program is called with; nil for a peer.
  package var style: String?
  /// The variant that its program is called with; nil for a default, in whatever environment.
  package var calledVariant: String?
  /// The user's command that it is; nil for a trial program.
  package var command: ProgramCommand?
  /// The variables that its variant sets, by name; empty for other code.
  package var environment: [String: String] = [:]
  /// The library that keeps a built program from being measured, because it is not installed.
  package var missingLibrary: String?
  /// Whether it can be measured.
  package var status: Status
  /// The paths of the sources that the report prints, relative to the root of the source tree;
  /// empty when it is not implemented.
  package var listingPaths: [String]
  /// The path of its program; nil when it is not implemented.
  package var program: String?
  /// The command that builds it, or installs its library if only that is missing.
  package var remedy: String

  /// Whether it is the default implementation in another environment.
  package var isDefaultElsewhere: Bool { implementation.variant != calledVariant }

  /// The variables that its variant sets, as typed in a shell, sorted by name.
  package var environmentTexts: [String] {
    environment.sorted(by: <).map { "\($0.key)=\(shellWord($0.value))" }
  }
}

/// Finds the programs and sources of all implementations.
package struct ProgramLocator: Sendable, Equatable {
  /// The path of the source tree.
  package var root: String
  /// The path of the folder with the Swift trial programs.
  package var programs: String
  /// The runtimes that the files of the source tree describe.
  package var runtimes: RuntimeCatalog
  /// The folders in which a variant's library may be, in the order of preference; empty where no
  /// library can be loaded before others.
  package var libraryFolders: [String]
  /// The programs of the user to measure instead of the workloads; usually empty.
  package var commands: [ProgramCommand] = []
  /// The command that builds the Swift programs; nil for what the runtime's description says.
  package var swiftBuild: String?
  /// Other commits whose programs are found as variants of their implementations.
  package var commits: [CommitPrograms] = []

  package init(
    root: String, programs: String, runtimes: RuntimeCatalog,
    libraryFolders: [String] = Self.usualLibraryFolders
  ) {
    self.root = root
    self.programs = programs
    self.runtimes = runtimes
    self.libraryFolders = libraryFolders
  }

  /// Every workload of the catalog in every runtime, each followed by the variants that it has there,
  /// in the order of the report.
  ///
  /// - Throws: `RunnerError.unreadable` when the source tree has no `Workloads` folder.
  package func implementations() throws(RunnerError) -> [LocatedImplementation] {
    guard commands.isEmpty else { return commands.map(\.located) }
    let folders = try workloadFolders()
    return Catalog.workloads.flatMap { workload in
      let variants = variantNames(of: workload)
      return runtimes.runtimes.flatMap { runtime in
        let name = workload.name
        let main = located(Implementation(workload: name, runtime: runtime), among: folders)
        return [main]
          + variants.map {
            located(Implementation(workload: name, runtime: runtime, variant: $0), among: folders)
          }.filter { $0.status != .notImplemented }
      }
    }
  }

  /// One implementation; with an unknown workload or runtime, it is not implemented.
  ///
  /// - Throws: `RunnerError.unreadable` when the source tree has no `Workloads` folder.
  package func locate(
    _ implementation: Implementation
  ) throws(RunnerError) -> LocatedImplementation {
    if let own = commands.first(where: { $0.implementation == implementation }) {
      return own.located
    }
    for commit in commits {
      guard let unmarked = commit.unmarked(implementation) else { continue }
      return try commit.locate(implementation, as: unmarked, besides: self)
    }
    return located(implementation, among: try workloadFolders())
  }

  /// The name of a workload's folder under `Workloads`; nil when there is none.
  ///
  /// - Throws: `RunnerError.unreadable` when the source tree has no `Workloads` folder.
  package func folder(of workload: String) throws(RunnerError) -> String? {
    Self.folder(of: workload, among: try workloadFolders())
  }

  /// The path as it is shown: relative to the root of the source tree if it is inside.
  package func shownPath(_ path: String) -> String {
    path.hasPrefix(root + "/") ? String(path.dropFirst(root.count + 1)) : path
  }

  private func located(
    _ implementation: Implementation,
    among folders: [String]
  ) -> LocatedImplementation {
    let workload = implementation.workload
    var result = LocatedImplementation(
      implementation: implementation,
      status: .notImplemented,
      listingPaths: [],
      program: nil,
      remedy: runtimes.language(of: implementation.runtime)?.build ?? "make build"
    )
    guard let description = runtimes[implementation.runtime],
      let folder = Self.folder(of: workload, among: folders)
    else { return result }
    let environment = environment(of: implementation)
    guard environment.map({ supports($0, implementation.runtime) }) != false else { return result }
    result.calledVariant = environment == nil ? implementation.variant : nil
    let listing = "Workloads/\(folder)/\(description.listing(of: result.calledVariant))"
    result.style = description.style
    if description.style != nil, let swiftBuild { result.remedy = swiftBuild }
    if let name = description.style {
      guard let contract = Catalog.workload(named: workload), let style = Style(rawValue: name),
        hasBody(contract, in: style, variant: result.calledVariant)
      else { return result }
      let folder = implementation.toolchain.map { self.programs(of: description.language, $0) }
      result.program = "\(folder ?? programs)/\(workload)"
    } else {
      guard exists("\(root)/\(listing)") else { return result }
      result.program =
        implementation.toolchain.map {
          "\(self.programs(of: description.language, $0))/\(workload)-\(description.runtime.id)"
        } ?? "\(root)/\(description.program(of: workload))"
    }
    if let toolchain = implementation.toolchain,
      let language = runtimes.language(of: implementation.runtime)
    {
      result.remedy = language.buildCommand(of: toolchain)
    }
    result.listingPaths = [listing]
    result.status = result.program.map(isProgram) == true ? .ready : .notInstalled
    if let environment { add(environment, to: &result) }
    return result
  }

  /// The folder's spelling does not follow from the name: the folder of fetch-urls is FetchURLs.
  private static func folder(of workload: String, among folders: [String]) -> String? {
    let wanted = workload.filter { $0 != "-" }
    return folders.first { $0.lowercased() == wanted }
  }

  func workloadFolders() throws(RunnerError) -> [String] { try names(in: "\(root)/Workloads") }

  func names(in folder: String) throws(RunnerError) -> [String] {
    do { return try folderNames(folder) } catch { throw .unreadable(path: folder, error.reason) }
  }

  func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  private func isProgram(_ path: String) -> Bool { access(path, X_OK) == 0 }

  private func hasBody<Problem: Workload>(
    _ workload: Problem.Type,
    in style: Style,
    variant: String?
  ) -> Bool {
    (workload as? any DescribedContract.Type)?.implements(style, variant: variant)
      ?? (workload.body(in: style, variant: variant) != nil)
  }

  private func variantNames<Problem: Workload>(of workload: Problem.Type) -> [String] {
    workload.variants.map(\.name)
  }
}
