package import BenchmarkModel
import Platform
import WorkloadCatalog
import WorkloadKit

/// An implementation with its sources and the program built from them.
package struct LocatedImplementation: Sendable, Equatable {
  /// Whether it can be measured.
  package enum Status: Sendable, Equatable {
    /// Its program is there.
    case ready
    /// Its source is there, but its program is not; the remedy builds it.
    case notInstalled
    /// The workload has no such implementation.
    case notImplemented
  }

  /// What it implements.
  package var implementation: Implementation
  /// Whether it can be measured.
  package var status: Status
  /// The sources that the report prints, from the root of the source tree; empty when it is not
  /// implemented.
  package var listingPaths: [String]
  /// The path of its program; nil when it is not implemented.
  package var program: String?
  /// The command that builds it.
  package var remedy: String
}

/// Finds the programs and sources of all implementations.
package struct ProgramLocator: Sendable, Equatable {
  /// The path of the source tree.
  package var root: String
  /// The path of the folder with the Swift trial programs, which is that of our own executable.
  package var programs: String

  /// Makes a locator for a source tree and a folder of programs.
  package init(root: String, programs: String) {
    self.root = root
    self.programs = programs
  }

  /// Every workload of the catalog in every runtime, each followed by the variants that it has there,
  /// in the order of the report.
  ///
  /// - Throws: `RunnerError.unreadable` when the source tree has no `Workloads` folder.
  package func implementations() throws(RunnerError) -> [LocatedImplementation] {
    let folders = try workloadFolders()
    return Catalog.workloads.flatMap { workload in
      let variants = variantNames(of: workload)
      return Runtime.allCases.flatMap { runtime in
        let name = workload.name
        let main = located(Implementation(workload: name, runtime: runtime), among: folders)
        return [main]
          + variants.map {
            located(Implementation(workload: name, runtime: runtime, variant: $0), among: folders)
          }.filter { $0.status != .notImplemented }
      }
    }
  }

  /// One implementation; a workload that the catalog does not have is not implemented.
  ///
  /// - Throws: `RunnerError.unreadable` when the source tree has no `Workloads` folder.
  package func locate(
    _ implementation: Implementation
  ) throws(RunnerError) -> LocatedImplementation {
    located(implementation, among: try workloadFolders())
  }

  /// The name of a workload's folder under `Workloads`; nil when there is none.
  ///
  /// - Throws: `RunnerError.unreadable` when the source tree has no `Workloads` folder.
  package func folder(of workload: String) throws(RunnerError) -> String? {
    Self.folder(of: workload, among: try workloadFolders())
  }

  /// The path as it is shown: from the root of the source tree when it lies below it.
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
      remedy: "make build"
    )
    guard let folder = Self.folder(of: workload, among: folders) else { return result }
    if let peer = PeerLanguage.all.first(where: { $0.runtime == implementation.runtime }) {
      result.remedy = peer.remedy
      let listing = "Workloads/\(folder)/\(peer.listing(of: implementation.variant))"
      guard exists("\(root)/\(listing)") else { return result }
      result.listingPaths = [listing]
      result.program = "\(root)/\(peer.program(of: workload))"
    } else {
      guard let contract = Catalog.workload(named: workload),
        let style = implementation.runtime.styleName.flatMap(Style.init(rawValue:)),
        hasBody(contract, in: style, variant: implementation.variant)
      else { return result }
      let file = style.fileName(variant: implementation.variant)
      result.listingPaths = ["Workloads/\(folder)/swift/\(file)"]
      result.program = "\(programs)/\(workload)"
    }
    result.status = result.program.map(isProgram) == true ? .ready : .notInstalled
    return result
  }

  /// The folder's spelling does not follow from the name: fetch-urls lies in FetchURLs.
  private static func folder(of workload: String, among folders: [String]) -> String? {
    let wanted = workload.filter { $0 != "-" }
    return folders.first { $0.lowercased() == wanted }
  }

  private func workloadFolders() throws(RunnerError) -> [String] {
    let path = "\(root)/Workloads"
    do { return try folderNames(path) } catch { throw .unreadable(path: path, error.reason) }
  }

  private func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  private func isProgram(_ path: String) -> Bool { access(path, X_OK) == 0 }

  private func hasBody<Problem: Workload>(
    _ workload: Problem.Type,
    in style: Style,
    variant: String?
  ) -> Bool {
    workload.body(in: style, variant: variant) != nil
  }

  private func variantNames<Problem: Workload>(of workload: Problem.Type) -> [String] {
    workload.variants.map(\.name)
  }
}
