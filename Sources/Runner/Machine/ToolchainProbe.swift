package import BenchmarkModel
import Outputs
import Platform

/// Asks the tools on the path for their versions and for the state of the source tree.
package struct ToolchainProbe: Sendable {
  /// The commit of a source tree.
  package struct SourceState: Sendable, Equatable {
    /// The commit's full hash.
    package var commit: String
    /// Whether files were changed or added since the commit; ignored files do not count.
    package var isDirty: Bool
  }

  private let swift: String
  private let git: String

  /// Creates a probe that runs the tools with these names or paths.
  package init(swift: String = "swift", git: String = "git") {
    self.swift = swift
    self.git = git
  }

  /// The Swift compiler on the path; nil if there is none.
  ///
  /// It may differ from the one that built the programs, which report theirs in their closing lines.
  package func swiftOnPath() -> Toolchain? {
    guard let output = output(of: swift, ["--version"]) else { return nil }
    let lines = output.split(separator: "\n")
    guard let line = lines.first(where: { $0.contains("Swift version ") }) else { return nil }
    return Toolchain(name: "swift on the path", version: String(line))
  }

  /// The first line that a language's toolchain prints about its version; nil if it is missing.
  ///
  /// The toolchain that a build script has chosen, `.build/peers/PROGRAM`, takes precedence over the
  /// path.
  ///
  /// - Parameter root: The path of the source tree.
  package func version(of language: LanguageDescription, in root: String) -> String? {
    guard let program = language.versionCommand.first else { return nil }
    let chosen = "\(root)/.build/peers/\(program)"
    let arguments = Array(language.versionCommand.dropFirst())
    let output = output(of: access(chosen, X_OK) == 0 ? chosen : program, arguments)
    return output?.split(separator: "\n").first.map(String.init)
  }

  /// The commit of the tree; nil if it is not a git checkout, has no commit yet or git is missing.
  package func sourceState(of root: String) -> SourceState? {
    let git = Git(in: root, program: git)
    guard let head = output({ try git.run(["rev-parse", "--verify", "HEAD"]) }),
      let commit = head.split(separator: "\n").first,
      let changes = output({ try git.run(["--no-optional-locks", "status", "--porcelain"]) })
    else { return nil }
    return SourceState(commit: String(commit), isDirty: !changes.isEmpty)
  }

  /// The output of a tool; nil if it cannot be started or exits with a code other than 0.
  ///
  /// It gets a separate folder for temporary files: the Swift compiler leaves one behind each time.
  private func output(of program: String, _ arguments: [String]) -> String? {
    output {
      let folder = try TemporaryItem.folder(in: TemporaryItem.commonFolder)
      return try withExtendedLifetime(folder) {
        try ChildProcess(
          program: "/usr/bin/env", arguments: ["TMPDIR=\(folder.path)", program] + arguments,
          timeLimit: .seconds(30)
        ).run()
      }
    }
  }

  private func output(_ run: () throws -> ChildResult) -> String? {
    do {
      let result = try run()
      guard result.ending == .exited(code: 0) else { return nil }
      return String(decoding: result.output, as: UTF8.self)
    } catch {
      return nil
    }
  }
}
