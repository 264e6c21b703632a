import BenchmarkModel
import FoundationEssentials

/// The environment of a trial, written by us: settings of the caller's shell such as `GOMAXPROCS` or
/// `LD_PRELOAD` do not reach it.
package struct TrialEnvironment: Sendable, Equatable {
  /// The variables passed on from this process if it has them: where programs and files are, not how
  /// programs behave.
  static let passedOn = ["HOME", "PATH", "TMPDIR"]

  /// Why a variable cannot be added.
  package enum Problem: Error, Equatable, Sendable, CustomStringConvertible {
    /// The name is not one of a variable.
    case badName(String)
    /// We set it ourselves.
    case reserved(String)
    /// The value is longer than this many characters.
    case longValue(String, limit: Int)

    package var description: String {
      switch self {
      case .badName(let name):
        "\"\(name)\" cannot be the name of a variable: use letters, digits and \"_\", and begin with "
          + "no digit."
      case .reserved(let name): "\(name) is set by parallax itself and cannot be added."
      case .longValue(let name, let limit):
        "The value of \(name) has more than \(limit) characters."
      }
    }
  }

  /// The variables added to it, by name.
  package let added: [String: String]
  /// All variables, by name.
  let variables: [String: String]
  /// The caller's variables that could be passed on.
  private let kept: [String: String]
  private let passed: [String]

  /// Creates an environment.
  ///
  /// - Parameters:
  ///   - added: The variables to add, by name; they outweigh those passed on.
  ///   - caller: The environment that variables are passed on from.
  package init(
    adding added: [String: String] = [:],
    to caller: [String: String] = ProcessInfo.processInfo.environment
  ) {
    self.added = added
    kept = caller.filter { Self.passedOn.contains($0.key) }
    let passed = kept.filter { added[$0.key] == nil }
    self.passed = passed.keys.sorted()
    variables = passed.merging(["LC_ALL": "C"]) { $1 }.merging(added) { $1 }
  }

  /// This environment with the variables that a variant sets.
  ///
  /// They outweigh those of the same name that were added, so that a row is what its name says.
  func adding(_ variables: [String: String]) -> TrialEnvironment {
    TrialEnvironment(adding: added.merging(variables) { $1 }, to: kept)
  }

  /// A command line, as typed in a POSIX shell, that runs a command in this environment.
  func commandText(around command: String) -> String {
    let kept = passed.map { "\($0)=\"$\($0)\"" }
    let written = variables.filter { !passed.contains($0.key) }.sorted { $0.key < $1.key }
      .map { "\($0.key)=\(shellWord($0.value))" }
    return (["env -i"] + kept + written + [command]).joined(separator: " ")
  }

  /// Throws if a variable cannot be added.
  package static func check(_ name: String, _ value: String) throws(Problem) {
    let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
    guard let first = name.first, letters.contains(first), name.count <= 1_000,
      name.allSatisfy({ (letters + "0123456789").contains($0) })
    else { throw .badName(name) }
    if name == TrialFamily.variable { throw .reserved(name) }
    guard value.unicodeScalars.count <= 1_000 else { throw .longValue(name, limit: 1_000) }
  }
}
