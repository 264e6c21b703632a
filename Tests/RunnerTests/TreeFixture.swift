import BenchmarkModel
import Runner
import RuntimeFixtures

/// A source tree with two or more workloads and with empty files as programs.
final class TreeFixture {
  let folder: TemporaryFolder
  let locator: ProgramLocator

  /// Creates a tree in which `sleeping-tasks`, `fetch-urls` and the `more` workloads have the Swift
  /// styles and these peers, all built.
  init(peers: [String] = [], more: [String: String] = [:]) throws {
    folder = try TemporaryFolder()
    locator = ProgramLocator(
      root: folder.path, programs: "\(folder.path)/programs", runtimes: repositoryRuntimes)
    let usual = ["SleepingTasks": "sleeping-tasks", "FetchURLs": "fetch-urls"]
    for (name, workload) in usual.merging(more, uniquingKeysWith: { $1 }) {
      for style in ["Threads", "Dispatch", "Async"] {
        try folder.write("Workloads/\(name)/swift/\(style).swift", "// \(style)\n")
      }
      try folder.write("programs/\(workload)", isProgram: true)
      for peer in repositoryRuntimes.descriptions where peers.contains(peer.runtime.id) {
        try folder.write("Workloads/\(name)/\(peer.listing)", "// \(peer.runtime.id)\n")
        try folder.write(peer.program(of: workload), isProgram: true)
      }
    }
  }
}
