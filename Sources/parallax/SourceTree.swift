import BenchmarkModel
import FoundationEssentials
import Outputs
import Platform
import References
import Runner
import WorkloadCatalog

/// The source tree that the tool works in, and the programs next to the tool.
struct SourceTree {
  /// The path of the folder with `Workloads`.
  let root: String
  /// The path of the folder with `templates` and what else all trees share: the root, or that of the files in
  /// the tool if the tree is a package that only has workloads.
  let sharedRoot: String
  /// The path of our own executable.
  let executable: String
  /// The path of the folder with our own executable.
  let toolFolder: String
  /// Finds implementations.
  var locator: ProgramLocator
  /// What holds the roots that are in the tool; nil if none is.
  private let embedded: EmbeddedTree?
  /// The folder used instead of the tree's templates, with its claims and queries; nil for the
  /// tree's own.
  var templates: String?

  /// The runtimes that the tree's files describe.
  var runtimes: RuntimeCatalog { locator.runtimes }

  /// Finds the tree in a folder or above it; nil means the working directory.
  ///
  /// - Throws: `CommandError.noSourceTree`, or what is wrong with a file that describes runtimes.
  init(from start: String? = nil) throws {
    try self.init(root: Self.root(from: start), embedded: nil)
  }

  /// The tree around the working directory, or outside one the files that the tool carries.
  ///
  /// - Throws: `CommandError.noSourceTree` if the tool carries none, like ``init(from:)``.
  static func orEmbedded() throws -> SourceTree {
    do { return try SourceTree() } catch CommandError.noSourceTree(let start) {
      guard let embedded = try EmbeddedTree() else {
        throw CommandError.noSourceTree(start: start)
      }
      return try SourceTree(root: embedded.root, embedded: embedded)
    }
  }

  private init(root: String, embedded: EmbeddedTree?) throws {
    self.root = root
    executable = try Self.ownExecutable()
    toolFolder = URL(filePath: executable).deletingLastPathComponent().path
    guard Self.isPackage(root) else {
      self.embedded = embedded
      sharedRoot = root
      locator = ProgramLocator(
        root: root, programs: toolFolder, runtimes: try RuntimeReader.catalog(inTree: root))
      return
    }
    guard let embedded = try EmbeddedTree() else { throw CommandError.noEmbeddedTree }
    self.embedded = embedded
    sharedRoot = embedded.root
    locator = try Self.locator(ofPackage: root, shared: embedded.root)
  }

  /// The same tree with the programs of other commits.
  func adding(_ commits: [CommitPrograms]) -> SourceTree {
    var tree = self
    tree.locator.commits = commits
    return tree
  }

  /// Finds a folder or the one above it that is the root of a tree; nil starts at ``start``.
  static func root(from start: String? = nil) throws(CommandError) -> String {
    let files = FileManager.default
    let start = start ?? Self.start ?? files.currentDirectoryPath
    var folder = start
    while !isRoot(folder) {
      guard folder != "/", let slash = folder.lastIndex(of: "/") else {
        throw CommandError.noSourceTree(start: start)
      }
      folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
    }
    return folder
  }

  /// What a command reads and must not write: the database, and the folders of the source tree around
  /// the working directory, if there is one.
  static func inputs(database: String, templates: String? = nil) throws -> InputFiles {
    var inputs = InputFiles()
    inputs.add(database: database)
    if let templates { inputs.add(folder: templates, "the folder of templates") }
    do throws(CommandError) {
      let root = try root()
      inputs.add(folder: "\(root)/Workloads", "the folder of workloads")
      inputs.add(folder: "\(root)/templates", "the folder of templates")
      inputs.add(folder: "\(root)/Sources", "the folder of sources")
    } catch {
      guard case .noSourceTree = error else { throw error }
    }
    return inputs
  }

  /// The runtimes that the source tree around the working directory describes.
  ///
  /// Outside a tree they are those that the tool carries; without any, a database can still be read.
  static func runtimesIfAny() throws -> RuntimeCatalog {
    do { return try orEmbedded().runtimes } catch CommandError.noSourceTree {
      return RuntimeCatalog()
    }
  }

  /// The folder of templates.
  var templateFolder: String { templates ?? "\(sharedRoot)/templates" }

  /// Where a file is, given its path from the root; below `templates` it is in the folder of templates.
  func location(of path: String) -> String {
    let prefix = "templates/"
    if path.hasPrefix(prefix) { return "\(templateFolder)/\(path.dropFirst(prefix.count))" }
    let isShared =
      !path.hasPrefix("Workloads/")
      || path == "Workloads/sources.csv" && !Self.exists("\(root)/\(path)")
    return "\(isShared ? sharedRoot : root)/\(path)"
  }

  /// The paths of the files of a kind in a folder of templates, from the root; none without the folder.
  func templateFiles(_ folder: String, endingIn ending: String) throws -> [String] {
    let path = "templates/\(folder)"
    guard Self.exists(location(of: path)) else { return [] }
    return try folderNames(location(of: path)).filter { $0.hasSuffix(ending) }
      .map { "\(path)/\($0)" }
  }

  /// The bytes of a file, given its path from the root.
  func bytes(of path: String) throws -> [UInt8] { try fileBytes(location(of: path)) }

  /// What the folder of templates says about the site.
  func site() throws -> SiteDescription {
    try SiteReader.description(
      in: bytes(of: "templates/\(SiteReader.file)"),
      path: "\(templates ?? "templates")/\(SiteReader.file)", runtimes: runtimes.runtimes)
  }

  /// The images that the site names, by file name.
  func images(of site: SiteDescription) throws -> [String: [UInt8]] {
    try site.logo.map { [$0: try bytes(of: "templates/\($0)")] } ?? [:]
  }

  /// The cards that the site and its pages name, by file name.
  ///
  /// - Throws: `CommandError.file` for one that is not an image of the size that pages state.
  func cards(of site: SiteDescription) throws -> [String: [UInt8]] {
    let names = Set(([site.card] + site.pages.map(\.card)).compactMap(\.self))
    return try names.reduce(into: [:]) { cards, name in
      let bytes = try bytes(of: "templates/\(name)")
      guard PNGSize(of: bytes) == .card else {
        throw CommandError.file(
          path: "\(templateFolder)/\(name)",
          reason:
            "It is \(PNGSize(of: bytes).map { "a PNG of \($0)" } ?? "no PNG"). Previews of links "
            + "need a PNG of \(PNGSize.card).")
      }
      cards[name] = bytes
    }
  }

  /// The text of a file, given its path from the root; it must be UTF-8.
  func text(of path: String) throws -> String {
    guard let text = String(validating: try bytes(of: path), as: UTF8.self) else {
      throw CommandError.file(path: path, reason: "It is not UTF-8 text.")
    }
    return text
  }

  /// The path of a workload's folder from the root.
  func folder(of workload: String) throws -> String {
    guard let folder = try locator.folder(of: workload) else {
      throw CommandError.file(path: "Workloads", reason: "There is no folder for \"\(workload)\".")
    }
    return "Workloads/\(folder)"
  }

  /// The paths of all files of published numbers from the root.
  func publishedFiles() throws -> [String] {
    try Catalog.names.map { try folder(of: $0) + "/published.csv" }
      .filter { Self.exists("\(root)/\($0)") }
  }

  static func ownExecutable() throws -> String {
    do {
      return try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    } catch {
      // Without /proc, fall back to the name the tool was called by.
      return URL(filePath: CommandLine.arguments[0]).absoluteURL.path
    }
  }
}
