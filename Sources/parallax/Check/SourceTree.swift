import BenchmarkModel
import FoundationEssentials
import References
import Runner
import WorkloadCatalog

/// Why the command line could not do what was asked.
enum CommandError: Error, Equatable, CustomStringConvertible {
  /// No folder from here upwards holds the source tree.
  case noSourceTree(start: String)
  /// A file could not be read or written.
  case file(path: String, reason: String)
  /// A file of `templates/queries` is not in its form.
  case badQueryFile(path: String, line: Int, reason: String)
  /// A query's parameter has a value of another type, or none where it must have one.
  case badArgument(query: String, parameter: String, type: String, value: String?)
  /// A name that is not in a list.
  case unknownName(kind: String, name: String, nearest: String?, allowed: [String])
  /// A parameter is not `name=value`.
  case badParameter(String)
  /// Trials ended by a fault of a program.
  case faults(Int)
  /// Checks that failed.
  case checksFailed(Int)
  /// Nothing has been measured that the command could work on.
  case nothingToResume(path: String)
  /// Another process measures into the database; its number is nil when it has not said it yet.
  case alreadyMeasuring(path: String, process: String?)
  /// The piece of a divided plan is in the database, or another piece of it.
  case pieceIsHere(run: String, path: String)
  /// None of the programs that certify a machine is there.
  case nothingToCertify
  /// No case of the database has a number of this name; the nearest name with what it stands for.
  case unknownCell(name: String, nearest: String?, path: String)
  /// A site whose pages point to nothing.
  case brokenLinks([String])

  /// What is wrong, where, and how to put it right.
  var description: String {
    switch self {
    case .noSourceTree(let start):
      "No source tree of Parallax at \"\(start)\" or above it: a folder with Workloads and "
        + "templates is needed. Change into a checkout and try again."
    case .file(let path, let reason): "\"\(path)\": \(reason)"
    case .badQueryFile(let path, let line, let reason):
      "\(path):\(line): \(reason). templates/queries/README.md describes the form."
    case .badArgument(let query, let parameter, let type, let value):
      (value.map { "The parameter \(parameter) of \(query) is \"\($0)\", which is no \(type)." }
        ?? "The query \(query) needs a value for \(parameter).")
        + " Give it with --param \(parameter)=VALUE, where VALUE is of the type \(type)."
    case .unknownName(let kind, let name, let nearest, let allowed):
      "Unknown \(kind) \"\(name)\"." + (nearest.map { " Did you mean \"\($0)\"?" } ?? "")
        + " Allowed: \(allowed.joined(separator: ", "))."
    case .badParameter(let text): "\"\(text)\" is not of the form name=value."
    case .faults(let count):
      "\(count) of the trials ended by a fault of their program; nothing of them is in a sample. "
        + "See them with: parallax query outcomes"
    case .checksFailed(let count): "\(count) checks failed; each says above how to mend it."
    case .nothingToResume(let path):
      "\"\(path)\" holds no run with trials left. Begin one with: parallax measure"
    case .alreadyMeasuring(let path, let process):
      "\"\(path)\" is being measured into by process \(process ?? "that has just begun"). Two at "
        + "once would disturb each other's times, whatever the database. Wait for it, or end it: "
        + "kill -INT \(process ?? "PROCESS")"
    case .pieceIsHere(let run, let path):
      "\"\(path)\" holds a piece of this plan already, as run \(run). Measure each piece into a "
        + "file of its own with --db, and put them together with: parallax merge"
    case .nothingToCertify:
      "None of the programs that certify a machine is built. Build them with: make build"
    case .unknownCell(let name, let nearest, let path):
      "\"\(path)\" has no number \"\(name)\"." + (nearest.map { " Did you mean \($0)?" } ?? "")
        + " The name of a number stands in the address that it leads to on a page of the report; it "
        + "has \(CellID.length) digits and small letters. Name the database of that report with --db."
    case .brokenLinks(let links):
      "The site would have broken links, so nothing was published:\n"
        + links.joined(separator: "\n")
    }
  }
}

/// The checkout in which the tool works, and the programs beside the tool.
struct SourceTree {
  /// The path of the folder that holds `Workloads` and `templates`.
  let root: String
  /// The path of our own executable.
  let executable: String
  /// Finds implementations.
  let locator: ProgramLocator

  /// The runtimes that the tree's files describe.
  var runtimes: RuntimeCatalog { locator.runtimes }

  /// Finds the tree from a folder upwards; nil stands for the working directory.
  ///
  /// - Throws: `CommandError.noSourceTree`, and what is wrong with the files of the runtimes.
  init(from start: String? = nil) throws {
    let files = FileManager.default
    let start = start ?? files.currentDirectoryPath
    var folder = start
    while !["Workloads", "templates"].allSatisfy({ files.fileExists(atPath: "\(folder)/\($0)") }) {
      guard folder != "/", let slash = folder.lastIndex(of: "/") else {
        throw CommandError.noSourceTree(start: start)
      }
      folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
    }
    root = folder
    executable = try Self.ownExecutable()
    let programs = URL(filePath: executable).deletingLastPathComponent().path
    locator = ProgramLocator(
      root: folder, programs: programs, runtimes: try RuntimeReader.catalog(inTree: folder))
  }

  /// The runtimes that the source tree around the working directory describes, none outside of any:
  /// a database can be read anywhere.
  static func runtimesIfAny() throws -> RuntimeCatalog {
    do { return try SourceTree().runtimes } catch CommandError.noSourceTree {
      return RuntimeCatalog()
    }
  }

  /// The bytes of a file, by its path from the root.
  func bytes(of path: String) throws -> [UInt8] { try readFile("\(root)/\(path)") }

  /// The text of a file, by its path from the root; it must be UTF-8.
  func text(of path: String) throws -> String {
    guard let text = String(validating: try bytes(of: path), as: UTF8.self) else {
      throw CommandError.file(path: path, reason: "It is not UTF-8 text.")
    }
    return text
  }

  /// The folder of a workload, from the root.
  func folder(of workload: String) throws -> String {
    guard let folder = try locator.folder(of: workload) else {
      throw CommandError.file(path: "Workloads", reason: "No folder for \"\(workload)\".")
    }
    return "Workloads/\(folder)"
  }

  /// The files of published numbers that the workloads' folders hold, from the root.
  func publishedFiles() throws -> [String] {
    try Catalog.names.map { try folder(of: $0) + "/published.csv" }
      .filter { FileManager.default.fileExists(atPath: "\(root)/\($0)") }
  }

  private static func ownExecutable() throws -> String {
    do {
      return try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    } catch {
      // No /proc: the name by which we were called must do.
      return URL(filePath: CommandLine.arguments[0]).absoluteURL.path
    }
  }
}

/// The bytes of a file.
func readFile(_ path: String) throws -> [UInt8] {
  do { return [UInt8](try Data(contentsOf: URL(filePath: path))) } catch {
    throw CommandError.file(path: path, reason: "It cannot be read: \(reason(error))")
  }
}

/// The sorted names in a folder.
func listFolder(_ path: String) throws -> [String] {
  do { return try FileManager.default.contentsOfDirectory(atPath: path).sorted() } catch {
    throw CommandError.file(path: path, reason: "It cannot be read: \(reason(error))")
  }
}

/// An error of Foundation in one line.
private func reason(_ error: any Error) -> String {
  switch (error as? CocoaError)?.code {
  case .fileReadNoSuchFile, .fileNoSuchFile: "there is no such file or folder."
  case .fileReadNoPermission: "permission denied."
  default: "\(error)"
  }
}
