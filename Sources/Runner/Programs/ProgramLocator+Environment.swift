import BenchmarkModel
import WorkloadCatalog
package import WorkloadKit

/// The variable that names a library to load before all others.
let preloadVariable = "LD_PRELOAD"

extension ProgramLocator {
  /// Where Linux has shared libraries; other systems do not load one by `LD_PRELOAD`.
  package static let usualLibraryFolders: [String] = {
    #if os(Linux)
      #if arch(arm64)
        let multiarch = "aarch64-linux-gnu"
      #else
        let multiarch = "x86_64-linux-gnu"
      #endif
      return ["/usr/local/lib", "/usr/lib/\(multiarch)", "/usr/lib64", "/usr/lib"]
    #else
      return []
    #endif
  }()

  /// The environment that a variant states; nil for a default and for other code.
  func environment(of implementation: Implementation) -> VariantEnvironment? {
    guard let variant = implementation.variant,
      let contract = Catalog.workload(named: implementation.workload)
    else { return nil }
    return environment(of: contract, variant)
  }

  private func environment<Problem: Workload>(
    of workload: Problem.Type, _ variant: String
  ) -> VariantEnvironment? {
    workload.variants.first { $0.name == variant }?.environment
  }

  /// Whether a runtime has a variant of this environment, and this system can run it.
  func supports(_ environment: VariantEnvironment, _ runtime: Runtime) -> Bool {
    environment.runtimes.contains(runtime.id)
      && (environment.library == nil || !libraryFolders.isEmpty)
  }

  /// Adds a variant's environment to what was found; without its library, that is not installed.
  func add(_ environment: VariantEnvironment, to located: inout LocatedImplementation) {
    located.environment = environment.variables
    guard let library = environment.library else { return }
    if let path = libraryFolders.map({ "\($0)/\(library.name)" }).first(where: exists) {
      located.environment[preloadVariable] = path
    } else if located.status == .ready {
      located.status = .notInstalled
      located.missingLibrary = library.name
      located.remedy = "apt-get install \(library.package)"
    }
  }
}

extension VariantEnvironment {
  /// What it sets, with the name of the library, which the dynamic linker finds, instead of its path.
  var namedVariables: [String: String] {
    variables.merging(library.map { [preloadVariable: $0.name] } ?? [:]) { $1 }
  }

  /// What it sets, as typed in a shell, with the name of the library instead of its path.
  package var texts: [String] {
    namedVariables.sorted(by: <).map { "\($0.key)=\(shellWord($0.value))" }
  }
}
