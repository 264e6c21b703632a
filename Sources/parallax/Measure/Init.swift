public import ArgumentParser
import FoundationEssentials
import Outputs
import Platform
package import WorkloadKit

/// Writes a package with a workload of the user's own.
struct Init: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a package with a workload of your own.",
    discussion: """
      The package depends on WorkloadKit and has one workload in the styles that you ask for: N tasks that \
      each add their number to a sum. It builds and can be measured at once:

        parallax init barrier --parallax ../parallax
        cd barrier
        swift build -c release
        parallax measure --preset smoke
        parallax report --out report

      Then change the contract, the answer and the styles to your problem. docs/your-own.md explains each file.
      """)

  @Argument(
    help: ArgumentHelp(
      "The name of the workload and of the new folder, in kebab case.", valueName: "name"))
  var name = "fan-out"

  @Option(
    help: ArgumentHelp(
      "A style to write: threads, dispatch or async; may be repeated. (default: all three)",
      valueName: "style"))
  var style: [Style] = []

  @Option(
    help: ArgumentHelp(
      """
      Where the package of Parallax is: the address of its repository, of which the branch main is used, or \
      the path of a checkout. (default: the checkout that this parallax was built in)
      """, valueName: "place"))
  var parallax: String?

  func validate() throws {
    if let reason = NewPackage.objection(toName: name) { throw ValidationError(reason) }
  }

  func run() throws {
    let package = NewPackage(
      name: name, styles: style.isEmpty ? Style.allCases : style, dependency: try dependency())
    guard FileKind(name) == nil else {
      throw CommandError.file(
        path: name, reason: "It exists already, and nothing of it was changed. Choose another name."
      )
    }
    for (path, text) in package.files.sorted(by: { $0.key < $1.key }) {
      let file = "\(name)/\(path)"
      try makeFolder(String(file.prefix(upTo: file.lastIndex(of: "/") ?? file.endIndex)))
      try Data(text.utf8).write(to: URL(filePath: file), options: .withoutOverwriting)
    }
    print("Wrote the package \(name).")
    print("Build it with:   cd \(name) && swift build -c release")
    print("Measure it with: parallax measure --preset smoke")
  }

  private func dependency() throws -> NewPackage.Dependency {
    guard let parallax else {
      let tool = try SourceTree.ownExecutable()
      guard let end = tool.firstRange(of: "/.build/")?.lowerBound else {
        throw ValidationError(
          "This parallax is not in a checkout. Say where its package is: --parallax PATH or an address."
        )
      }
      return .path(String(tool[..<end]))
    }
    guard !parallax.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else { throw ValidationError("--parallax must not have control characters.") }
    if parallax.contains("://") || parallax.hasPrefix("git@") { return .address(parallax) }
    guard let path = canonicalPath(parallax),
      FileManager.default.fileExists(atPath: "\(path)/Sources/WorkloadKit")
    else {
      throw ValidationError("There is no checkout of Parallax at \"\(parallax)\".")
    }
    return .path(path)
  }
}

extension Style: ExpressibleByArgument {}
