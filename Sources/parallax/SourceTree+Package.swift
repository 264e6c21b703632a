import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import Platform
import References
import Runner
import Synchronization
import WorkloadCatalog

/// The option for the tree that a command works in.
struct TreeOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The folder of the source tree, or of a package with its own workloads. (default: the tree around \
      the working directory)
      """, valueName: "folder"))
  var tree: String?
}

/// A tree can be a package that depends on WorkloadKit: it has `Package.swift` and `Workloads`, and takes the
/// templates and the runtimes from the tool. Its programs say what its contracts are.
extension SourceTree {
  /// What `--tree` names; nil for the working directory.
  static var start: String? { chosen.withLock { $0 } }

  private static let chosen = Mutex<String?>(nil)

  /// The commands that work with contracts, so that the catalog must be the tree's.
  private static let commandsWithCatalog: Set<String> = [
    "analyze", "check", "compare", "doctor", "import", "list", "measure", "merge", "publish",
    "remove", "report", "reproduce", "trend",
  ]

  /// The commands that only say which estimates another catalog gave, and do without programs.
  private static let commandsWithWarning: Set<String> = ["datasette", "export", "query"]

  /// Takes the tree from the arguments and makes its contracts the catalog, before anything else reads it.
  ///
  /// - Throws: What is wrong with a program of the package, such as that it is not built, for a command that
  ///   works with contracts.
  static func adoptCatalog(_ arguments: [String]) throws {
    let options = arguments.prefix { $0 != "--" }
    for (index, argument) in options.enumerated() {
      if argument == "--tree", index + 1 < options.count { use(options[index + 1]) }
      if argument.hasPrefix("--tree=") { use(String(argument.dropFirst("--tree=".count))) }
    }
    guard let command = options.first,
      commandsWithCatalog.contains(command) || commandsWithWarning.contains(command)
        || command == "serve" && options.contains(where: { $0.hasPrefix("--templates") }),
      !options.contains(where: { $0 == "--help" || $0 == "-h" || $0.hasPrefix("--program") }),
      let root = rootIfAny,
      isPackage(root), let embedded = try EmbeddedTree()
    else { return }
    do {
      Catalog.adopt(try locator(ofPackage: root, shared: embedded.root).contracts())
    } catch {
      guard commandsWithWarning.contains(command) else { throw error }
    }
  }

  private static func use(_ folder: String) {
    let path = URL(filePath: folder).standardized.path
    chosen.withLock { $0 = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path }
  }

  private static var rootIfAny: String? {
    do { return try root() } catch { return nil }
  }

  /// Whether a folder is the root of a tree.
  static func isRoot(_ folder: String) -> Bool {
    exists("\(folder)/Workloads") && (exists("\(folder)/templates") || isPackage(folder))
  }

  /// Whether a root is that of a package with its own workloads.
  static func isPackage(_ root: String) -> Bool {
    exists("\(root)/Package.swift") && exists("\(root)/Workloads") && !exists("\(root)/templates")
  }

  /// Whether this is a package with its own workloads.
  var isPackage: Bool { root != sharedRoot }

  /// How to build the programs with optimization; nil if they were.
  var debugBuildRemedy: String? {
    guard isPackage else { return RunWarning.isDebugBuild ? "make build" : nil }
    return locator.programs.hasSuffix("/debug") ? locator.swiftBuild : nil
  }

  /// Finds the programs of a package: the release build, or else the debug build.
  ///
  /// Its runtimes are its own, or those of the tool in whose languages it has a workload.
  static func locator(ofPackage root: String, shared: String) throws -> ProgramLocator {
    let folders = ["release", "debug"].map { "\(root)/.build/\($0)" }
    let described = exists("\(root)/\(RuntimeReader.folder)") ? root : shared
    let runtimes = try RuntimeReader.catalog(inTree: described)
    let workloads = try folderNames("\(root)/Workloads")
    let used = runtimes.languages.filter { language in
      workloads.contains { exists("\(root)/Workloads/\($0)/\(language.folder)") }
    }
    var locator = ProgramLocator(
      root: root, programs: folders.first(where: exists) ?? folders[0],
      runtimes: RuntimeCatalog(used))
    locator.swiftBuild = "swift build -c release"
    return locator
  }

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }
}
