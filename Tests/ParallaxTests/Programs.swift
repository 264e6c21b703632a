import FoundationEssentials
import Runner

/// Other programs that a test needs and that may be missing.
enum Programs {
  /// A Python that can import the packages of tests; `PARALLAX_TEST_PYTHON` names one.
  static let python = ProcessInfo.processInfo.environment["PARALLAX_TEST_PYTHON"] ?? "python3"

  /// The folder of PostgreSQL's own programs; nil without a server.
  static let postgreSQL: String? = {
    let folder = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return versions.map { "\(folder)/\($0)/bin" }
      .first { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") }
  }()

  /// Whether that Python has all of these packages.
  static func python(has packages: [String]) -> Bool {
    let imports = packages.map { "import \($0)" }.joined(separator: "; ")
    return run("exec \"$0\" -c \"$1\"", [python, imports]).exitCode == 0
  }

  /// What a shell script printed, and how it ended.
  static func run(
    _ script: String, _ arguments: [String] = []
  ) -> (exitCode: Int32?, output: String, errors: String) {
    let child = ChildProcess(
      program: "/bin/sh", arguments: ["-c", script] + arguments, timeLimit: .seconds(120))
    do {
      let result = try child.run()
      let code: Int32? = if case .exited(let code) = result.ending { code } else { nil }
      return (code, String(decoding: result.output, as: UTF8.self), result.standardError)
    } catch {
      return (nil, "", "\(error)")
    }
  }
}
