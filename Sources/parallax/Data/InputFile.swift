import FoundationEssentials
import Outputs
import Platform
import Store

/// A file that a user named as input, read once from front to back, so that it may be a pipe.
final class InputFile {
  /// The name for messages: the path from the root of the tree or `/`, the name that the user gave, or
  /// for what has neither, where it comes from.
  let name: String
  /// Whether the name finds the same file again.
  let hasPath: Bool
  private let reader: FileReader
  /// Whether bytes come when another program writes them.
  private let isPipe: Bool
  private var first: [UInt8]?

  /// Opens a path, or standard input for `-` and its other names.
  ///
  /// - Parameter given: The name that the user gave to the content; nil for the path.
  convenience init(_ path: String, in tree: SourceTree, as given: String? = nil) throws {
    if Self.isStandardInput(path) {
      try self.init(standardInputAs: given)
      return
    }
    let kind = FileKind(path)
    try Self.checkKind(kind, of: path)
    let reader =
      kind == .pipe
      ? try Self.announcing(path) { () throws(FileError) in try FileReader(path) }
      : try FileReader(path)
    let known = kind == .pipe && Self.isDescriptor(path) ? nil : tree.name(ofFile: path)
    try self.init(reader, name: given ?? known)
  }

  /// Opens standard input.
  ///
  /// - Parameter given: The name that the user gave to the content.
  convenience init(standardInputAs given: String?) throws {
    try self.init(FileReader(copyOf: 0, name: "standard input"), name: given)
    if isatty(0) == 1 { writeError("Reading standard input; Ctrl-D ends it.\n") }
  }

  private init(_ reader: FileReader, name: String?) throws {
    self.reader = reader
    self.name = name ?? "standard input"
    hasPath = name != nil
    isPipe = reader.kind == .pipe
    if reader.kind == .socket { throw Self.unusable(self.name, .socket) }
    try StandardStreams.requireApart(from: reader, name: self.name)
  }

  /// Whether a path names standard input, also as `/dev/./stdin` or by a link.
  static func isStandardInput(_ path: String) -> Bool {
    if path == "-" { return true }
    // A pipe can be read only once under whatever name.
    if FileKind(path) == .pipe, isSameFile(path, asDescriptor: 0) { return true }
    // A regular file is standard input only as that: by its path it can be read again.
    var path = path
    for _ in 0..<maximumLinks {
      guard let place = pathWithoutLinkedFolders(path) else { return false }
      if ["/dev/stdin", "/dev/fd/0", "/proc/\(getpid())/fd/0"].contains(place) { return true }
      guard let target = linkTarget(place) else { return false }
      let folder = place.prefix(through: place.lastIndex(of: "/") ?? place.startIndex)
      path = target.hasPrefix("/") ? target : folder + target
    }
    return false
  }

  /// After so many links in a row the system gives up.
  private static let maximumLinks = 40

  /// Whether a path names an open descriptor, as that of `<(command)` does, which is another one the
  /// next time.
  private static func isDescriptor(_ path: String) -> Bool {
    ["/dev/fd/", "/proc/"].contains(where: path.hasPrefix)
  }

  private static func checkKind(_ kind: FileKind?, of path: String) throws(CommandError) {
    switch kind {
    case .folder:
      throw .file(path: path, reason: "It is a folder. Name a file in it.")
    case .socket, .device: throw unusable(path, kind ?? .device)
    case .file, .pipe, nil: return
    }
  }

  private static func unusable(_ path: String, _ kind: FileKind) -> CommandError {
    .file(
      path: path, reason: "It is \(kind.rawValue). Name a file, a pipe or - for standard input.")
  }

  /// The beginning, as much as a first look needs; empty for an empty file.
  ///
  /// ``next()`` returns the same bytes again.
  func beginning() throws -> [UInt8] {
    if let first { return first }
    let read = isPipe ? try Self.announcing(name) { try reader.next() } : try reader.next()
    first = read ?? []
    return first ?? []
  }

  /// The next bytes; nil at the end.
  func next() throws -> [UInt8]? {
    guard let first else { return try reader.next() }
    self.first = nil
    return first.isEmpty ? nil : first
  }

  /// All bytes, or if there are more than `limit`, somewhat more than that.
  ///
  /// - Parameter time: The time by which they must have come; nil for any.
  func all(limit: Int, within time: Duration? = nil) throws -> [UInt8] {
    if let time { reader.deadline = .now + time }
    var bytes = try beginning()
    first = nil
    while bytes.count <= limit, let piece = try reader.next() { bytes += piece }
    return bytes
  }

  /// Calls the body; if that takes seconds, says what it waits for.
  private static func announcing<Value>(
    _ name: String, _ body: () throws -> Value
  ) rethrows -> Value {
    let announcement = Ticker(every: .seconds(2)) {
      writeError("Waiting for the program that writes to \"\(name)\"; Ctrl-C stops.\n")
      return false
    }
    return try withExtendedLifetime(announcement, body)
  }
}

extension SourceTree {
  /// The path of a file without links, from the root if it is in the tree; nil when it has no path.
  ///
  /// A link at the place of a workload's published numbers is that place.
  func name(ofFile path: String) -> String? {
    guard let file = canonicalPath(path) else { return nil }
    let root = canonicalPath(root) ?? root
    func fromRoot(_ path: String) -> String {
      path.hasPrefix(root + "/") ? String(path.dropFirst(root.count + 1)) : path
    }
    if let place = pathWithoutLinkedFolders(path).map(fromRoot), PublishedFile.isPlace(place) {
      return place
    }
    return fromRoot(file)
  }
}
