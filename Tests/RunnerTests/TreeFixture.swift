import Runner

/// A source tree with both workloads and programs that are empty files.
final class TreeFixture {
  let folder: TemporaryFolder
  let locator: ProgramLocator

  /// Makes a tree in which both workloads have the Swift styles and these peers, all built.
  init(peers: [String] = []) throws {
    folder = try TemporaryFolder()
    locator = ProgramLocator(root: folder.path, programs: "\(folder.path)/programs")
    for (name, workload) in [("SleepingTasks", "sleeping-tasks"), ("FetchURLs", "fetch-urls")] {
      for style in ["Threads", "Dispatch", "Async"] {
        try folder.write("Workloads/\(name)/swift/\(style).swift", "// \(style)\n")
      }
      try folder.write("programs/\(workload)", isProgram: true)
      for peer in PeerLanguage.all where peers.contains(peer.folder) {
        try folder.write("Workloads/\(name)/\(peer.listing)", "// \(peer.folder)\n")
        try folder.write(peer.program(of: workload), isProgram: true)
      }
    }
  }
}
