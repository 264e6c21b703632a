import ArgumentParser
import FoundationEssentials
import Testing

@testable import parallax

/// Holds what the documents say against the source tree and the command line.
struct DocumentationTests {
  /// The documents about the source tree, from its root.
  static let documents: [String] = {
    let (files, root) = (FileManager.default, ImportTests.root.path)
    let top = try? files.contentsOfDirectory(atPath: root)
    // Not the whole tree: it holds build folders with far more files.
    let below = ["docs", "Sources", "Workloads", "templates"].flatMap { folder in
      ((try? files.subpathsOfDirectory(atPath: "\(root)/\(folder)")) ?? []).map {
        "\(folder)/\($0)"
      }
    }
    return ((top ?? []) + below).filter { $0.hasSuffix(".md") }.sorted()
  }()

  private static func text(_ document: String) throws -> String {
    try String(contentsOf: ImportTests.root.appending(path: document), encoding: .utf8)
  }

  @Test func documentsAreFound() {
    #expect(Self.documents.contains("docs/architecture.md"))
    #expect(Self.documents.count > 30)
  }

  @Test(arguments: documents)
  func everyLinkWithinTheTreeLeadsSomewhere(document: String) throws {
    let folder = ImportTests.root.appending(path: document).deletingLastPathComponent()
    for match in try Self.text(document).matches(of: /\]\(([^()\s]+)\)/) {
      let address = match.output.1.prefix { $0 != "#" }
      guard !address.isEmpty, !address.contains("://") else { continue }
      let target = folder.appending(path: String(address)).path
      #expect(FileManager.default.fileExists(atPath: target), "\(document) links to \(address)")
    }
  }

  /// A path in back-ticks below one of the tree's folders; the workload `Barrier` is an example.
  @Test(arguments: documents)
  func everyPathInTheTreeExists(document: String) throws {
    let paths = try Self.text(document).matches(
      of: /`((?:Sources|Tests|Workloads|docs|scripts|templates)\/[A-Za-z0-9_.+\/-]+)`/)
    for path in paths.map(\.output.1) where !path.contains("Barrier") {
      let target = ImportTests.root.appending(path: String(path)).path
      #expect(FileManager.default.fileExists(atPath: target), "\(document) names \(path)")
    }
  }

  @Test(arguments: documents)
  func everyCommandExists(document: String) throws {
    let makefile = try Self.text("Makefile")
    for line in Self.commands(in: try Self.text(document)) {
      let words = line.replacing(/"[^"]*"/, with: "…").split(separator: " ").map(String.init)
      if words[0] == "make" {
        for target in words.dropFirst() where !target.contains("=") && target.first != "-" {
          #expect(makefile.contains("\n\(target):"), "\(document): \(line)")
        }
      } else if let start = words.firstIndex(of: "parallax"), start == 0 || words[0] == "swift" {
        try expectKnown(Array(words[(start + 1)...]), "\(document): \(line)")
      }
    }
  }

  private func expectKnown(_ words: [String], _ place: String) throws {
    var command: any ParsableCommand.Type = Parallax.self
    var rest = words[...]
    while let name = rest.first, !command.configuration.subcommands.isEmpty {
      guard name.first != "-", name != "help" else { return }
      command = try #require(
        command.configuration.subcommands.first { $0._commandName == name }, "\(place)")
      rest.removeFirst()
    }
    let help = Parallax.helpMessage(for: command, columns: 200)
    for word in rest {
      guard let option = word.prefixMatch(of: /\[?(--[a-z][a-z-]*)/)?.output.1 else { continue }
      #expect(help.contains(option), "\(place): \(option)")
    }
  }

  /// The lines of fenced blocks without their comments, and commands in back-ticks, each up to a pipe
  /// or a sign that joins commands.
  private static func commands(in text: String) -> [String] {
    var isFenced = false
    var commands: [String] = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("```") {
        isFenced = line == "```sh"
      } else if isFenced {
        let command = line.split(separator: " #", omittingEmptySubsequences: false)[0]
        commands += command.components(separatedBy: "&&").flatMap {
          $0.components(separatedBy: "|")
        }
      } else {
        commands += line.matches(of: /`((?:make|parallax) [^`]+)`/).map { String($0.output.1) }
      }
    }
    return commands.map { String($0.trimmingPrefix { $0 == " " }) }.filter { !$0.isEmpty }
  }
}
