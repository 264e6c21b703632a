import BenchmarkModel
import RuntimeFixtures

extension Runtime {
  static let swiftThreads = repositoryRuntimes.runtime("swift-threads")
  static let swiftDispatch = repositoryRuntimes.runtime("swift-dispatch")
  static let swiftAsync = repositoryRuntimes.runtime("swift-async")
  static let go = repositoryRuntimes.runtime("go")
  static let tokio = repositoryRuntimes.runtime("tokio")
}
