import BenchmarkModel
import RuntimeFixtures

/// The runtimes that files may name.
let knownRuntimes = repositoryRuntimes.defaults

/// The default implementations of some workloads, and one variant of each.
func knownImplementations(_ workloads: String...) -> [Implementation] {
  workloads.flatMap { workload in
    knownRuntimes.map { Implementation(workload: workload, runtime: $0) }
      + [Implementation(workload: workload, runtime: .swiftAsync, variant: "actor")]
  }
}

extension Runtime {
  static let swiftThreads = repositoryRuntimes.runtime("swift-threads")
  static let swiftDispatch = repositoryRuntimes.runtime("swift-dispatch")
  static let swiftAsync = repositoryRuntimes.runtime("swift-async")
  static let go = repositoryRuntimes.runtime("go")
  static let tokio = repositoryRuntimes.runtime("tokio")
}
