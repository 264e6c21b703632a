import BenchmarkModel
import FoundationEssentials
import Platform
import WorkloadCatalog

/// A program of the user with its arguments, measured as a whole process.
package struct ProgramCommand: Sendable, Equatable {
  /// The time after which its process is killed; a program of the user may take long.
  static let timeLimit = Duration.seconds(3_600)

  /// The name of its row, in kebab case; in the database it is the runtime.
  package let name: String
  /// What the user typed: the name, an equals sign and the command.
  package let text: String
  /// Whether `/bin/sh` gets the command.
  package let usesShell: Bool
  /// The path of its program.
  package let program: String
  /// The arguments after the program's own name.
  package let arguments: [String]

  /// Reads `NAME=command …`.
  ///
  /// - Parameters:
  ///   - usesShell: Without a shell, the command is split into words, and characters that only a shell
  ///     understands are refused.
  ///   - path: The folders in which a program without a slash is looked up, joined by colons.
  package init(
    _ text: String, usesShell: Bool, path: String? = ProcessInfo.processInfo.environment["PATH"]
  ) throws(ProgramCommandProblem) {
    guard let sign = text.firstIndex(of: "=") else { throw .noName(text) }
    let name = String(text[..<sign])
    let command = String(text[text.index(after: sign)...])
    guard name.utf8.count <= 100, isKebabCase(name) else { throw .badName(name) }
    guard !command.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else { throw .controlCharacter(name: name) }
    guard text.utf8.count <= Self.maximumBytes else {
      throw .tooLong(name: name, limit: Self.maximumBytes)
    }
    self.name = name
    self.text = text
    self.usesShell = usesShell
    if usesShell {
      guard command.contains(where: { $0 != " " }) else { throw .noCommand(name: name) }
      (program, arguments) = ("/bin/sh", ["-c", command])
      return
    }
    let words = try ShellWords(command, of: name).words
    guard let first = words.first else { throw .noCommand(name: name) }
    guard let found = Self.program(first, path: path ?? "") else {
      throw .notFound(program: first, name: name)
    }
    (program, arguments) = (found, Array(words.dropFirst()))
  }

  /// The implementation as which it is measured and stored.
  var implementation: Implementation {
    Implementation(workload: Programs.name, runtime: Runtime(name))
  }

  var located: LocatedImplementation {
    LocatedImplementation(
      implementation: implementation, command: self, status: .ready, listingPaths: [],
      program: program, remedy: "")
  }

  private static let maximumBytes = 4_096

  /// The absolute path of a program that can be executed; nil when there is none.
  private static func program(_ name: String, path: String) -> String? {
    let folder = FileManager.default.currentDirectoryPath
    let candidates =
      name.contains("/")
      ? [name.hasPrefix("/") ? name : "\(folder)/\(name)"]
      : path.split(separator: ":").filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
    return candidates.first { access($0, X_OK) == 0 && !isFolder($0) }
  }
}

/// Why a command cannot be measured.
package enum ProgramCommandProblem: Error, Equatable, Sendable, CustomStringConvertible {
  case noName(String)
  case badName(String)
  case noCommand(name: String)
  case tooLong(name: String, limit: Int)
  case controlCharacter(name: String)
  case openQuotation(name: String)
  case shellCharacter(Character, name: String)
  case notFound(program: String, name: String)

  /// What is wrong and how to put it right.
  package var description: String {
    switch self {
    case .noName(let text):
      "\"\(shortened(text))\" has no name. Write it as NAME=COMMAND, for example 'gzip=gzip -kf data'."
    case .badName(let name):
      "\"\(shortened(name))\" cannot be a name: use lower-case letters and digits, joined by single "
        + "hyphens, at most 100."
    case .noCommand(let name): "\(name) has no command after the equals sign."
    case .tooLong(let name, let limit):
      "\(name) and its command have more than \(limit) bytes. Put the command into a script."
    case .controlCharacter(let name):
      "The command of \(name) has a line break or another control character. Put it into a script."
    case .openQuotation(let name):
      "The command of \(name) ends within a quotation or after a backslash. Close the quotation."
    case .shellCharacter(let character, let name):
      "The command of \(name) has \"\(character)\", which only a shell understands. Quote it to pass it "
        + "as it is, or add --shell."
    case .notFound(let program, let name):
      "There is no program \"\(shortened(program))\" for \(name) that can be executed. Give its path, or a "
        + "name on the PATH."
    }
  }
}

/// A command split into words as a POSIX shell does, without expanding anything.
private struct ShellWords {
  /// What an unquoted character would mean only to a shell.
  private static let special: Set<Character> = [
    "|", "&", ";", "<", ">", "(", ")", "$", "`", "*", "?", "[", "#", "~",
  ]

  private(set) var words: [String] = []

  init(_ text: String, of name: String) throws(ProgramCommandProblem) {
    var word: String?
    var quote: Character?
    var rest = text[...]
    while let character = rest.popFirst() {
      switch (quote, character) {
      case ("'", "'"), ("\"", "\""): quote = nil
      case (nil, "'"), (nil, "\""):
        quote = character
        word = word ?? ""
      case (nil, "\\"):
        guard let next = rest.popFirst() else { throw .openQuotation(name: name) }
        word = (word ?? "") + String(next)
      case ("\"", "\\") where rest.first.map { "\"\\$`".contains($0) } == true:
        word = (word ?? "") + String(rest.removeFirst())
      case ("\"", "$"), ("\"", "`"): throw .shellCharacter(character, name: name)
      case (nil, " "):
        if let word { words.append(word) }
        word = nil
      case (nil, _) where Self.special.contains(character):
        throw .shellCharacter(character, name: name)
      default: word = (word ?? "") + String(character)
      }
    }
    guard quote == nil else { throw .openQuotation(name: name) }
    if let word { words.append(word) }
  }
}
