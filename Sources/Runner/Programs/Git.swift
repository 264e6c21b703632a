import FoundationEssentials

/// Git in a folder, in which a repository, an index or tracing that the caller's environment names
/// does not count.
package struct Git: Sendable {
  /// What git may take from the environment besides its configuration: who commits, and when.
  private static let kept: Set<String> = ["AUTHOR", "COMMITTER", "CONFIG"]

  private let folder: String
  private let program: String
  private let interruption: Interruption?

  /// - Parameter interruption: Can end a running command; nil if nothing should.
  package init(in folder: String, program: String = "git", interruption: Interruption? = nil) {
    self.folder = folder
    self.program = program
    self.interruption = interruption
  }

  /// Runs a git command.
  ///
  /// - Parameter index: A file that is used as the index instead of the checkout's.
  package func run(_ arguments: [String], index: String? = nil) throws(RunnerError) -> ChildResult {
    let environment = ProcessInfo.processInfo.environment
    let foreign = environment.keys.filter { $0.hasPrefix("GIT_") && !Self.isKept($0) }.sorted()
    return try ChildProcess(
      program: "/usr/bin/env",
      arguments: foreign.flatMap { ["-u", $0] } + (index.map { ["GIT_INDEX_FILE=\($0)"] } ?? [])
        + [program, "-C", folder] + arguments,
      timeLimit: .seconds(60)
    ).run(interruption: interruption)
  }

  private static func isKept(_ name: String) -> Bool {
    let words = name.split(separator: "_")
    // `GIT_CONFIG` alone names one file for `git config`; the others hold settings.
    return words.count > 2 && kept.contains(String(words[1]))
  }
}
