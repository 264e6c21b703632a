import BenchmarkModel
import FoundationEssentials
import Outputs
import Platform
import References
import Runner
import WorkloadCatalog

/// The source tree that the tool works in, and the programs next to the tool.
struct SourceTree {
  /// The path of the folder with `Workloads` and `templates`.
  let root: String
  /// The path of our own executable.
  let executable: String
  /// Finds implementations.
  let locator: ProgramLocator
  /// What holds the root if it is that of the files in the tool; nil for a tree on disk.
  private let embedded: EmbeddedTree?
  /// The folder that takes the place of the tree's templates, with its claims and queries; nil for the
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
    self.embedded = embedded
    executable = try Self.ownExecutable()
    let programs = URL(filePath: executable).deletingLastPathComponent().path
    locator = ProgramLocator(
      root: root, programs: programs, runtimes: try RuntimeReader.catalog(inTree: root))
  }

  private static func root(from start: String?) throws(CommandError) -> String {
    let files = FileManager.default
    let start = start ?? files.currentDirectoryPath
    var folder = start
    while !["Workloads", "templates"].allSatisfy({ files.fileExists(atPath: "\(folder)/\($0)") }) {
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
      let root = try root(from: nil)
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
  var templateFolder: String { templates ?? "\(root)/templates" }

  /// Where a file is, given its path from the root; below `templates` it is in the folder of templates.
  func location(of path: String) -> String {
    let prefix = "templates/"
    return path.hasPrefix(prefix)
      ? "\(templateFolder)/\(path.dropFirst(prefix.count))" : "\(root)/\(path)"
  }

  /// The paths of the files of a kind in a folder of templates, from the root; none without the folder.
  func templateFiles(_ folder: String, endingIn ending: String) throws -> [String] {
    let path = "templates/\(folder)"
    guard FileManager.default.fileExists(atPath: location(of: path)) else { return [] }
    return try folderNames(location(of: path)).filter { $0.hasSuffix(ending) }
      .map { "\(path)/\($0)" }
  }

  /// The bytes of a file, given its path from the root.
  func bytes(of path: String) throws -> [UInt8] { try fileBytes(location(of: path)) }

  /// What the folder of templates says about the site.
  func site() throws -> SiteDescription {
    try SiteReader.description(
      in: bytes(of: "templates/\(SiteReader.file)"), path: "\(templates ?? "templates")/\(SiteReader.file)",
      runtimes: runtimes.runtimes)
  }

  /// The images that the site names, by file name.
  func images(of site: SiteDescription) throws -> [String: [UInt8]] {
    try [site.logo].compactMap(\.self).reduce(into: [:]) { images, name in
      images[name] = try bytes(of: "templates/\(name)")
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
      .filter { FileManager.default.fileExists(atPath: "\(root)/\($0)") }
  }

  private static func ownExecutable() throws -> String {
    do {
      return try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    } catch {
      // Without /proc, fall back to the name the tool was called by.
      return URL(filePath: CommandLine.arguments[0]).absoluteURL.path
    }
  }
}
