import FoundationEssentials

/// The folder that a site is written to.
///
/// The whole site is written beside the folder first and takes its place only when it is complete,
/// so that what goes wrong before, a full disk for example, leaves the old site as it was. Files
/// that others put into the folder, such as a database, stay; then the new files take the places of
/// the old ones one after the other. The file `.parallax-files` lists what is ours.
public struct SiteFolder: Sendable {
  private static let listName = ".parallax-files"

  private let path: String
  private let staging: String
  private let system: SiteSystem

  /// Names the folder; it and the folders above it are made when they are missing.
  ///
  /// - Throws: ``RenderingError/unusablePath(_:)`` for the root of the file system.
  public init(_ path: String) throws(RenderingError) {
    let absolute = SiteSystem.absolutePath(path)
    guard let slash = absolute.lastIndex(of: "/"), absolute.count > 1 else {
      throw .unusablePath(path)
    }
    self.path = absolute
    let name = absolute[absolute.index(after: slash)...]
    staging = "\(absolute[..<slash])/.\(name).partial-\(SiteSystem.processIdentifier)"
    system = SiteSystem()
  }

  /// Makes the folder hold these files, given by their paths, in place of those of the last time.
  ///
  /// Writes nothing when all of them are there already.
  ///
  /// - Throws: ``RenderingError/cannotWrite(path:action:reason:)`` when the operating system
  ///   refuses, ``RenderingError/foreignFile(path:folder:)`` when somebody else's file has the path
  ///   of one of ours, ``RenderingError/unusablePath(_:)`` for a path that leads out of the folder.
  public func write(_ files: [String: [UInt8]]) throws(RenderingError) {
    for path in files.keys where !isUsable(path) { throw .unusablePath(path) }
    let old = try contents()
    let ours = Set(try listedFiles()).intersection(old)
    let foreign = old.subtracting(ours).subtracting([Self.listName])
    if let path = files.keys.filter(foreign.contains).min() {
      throw .foreignFile(path: path, folder: self.path)
    }
    if ours == Set(files.keys), try areUnchanged(files) { return }
    do throws(RenderingError) {
      try stage(files)
      if foreign.isEmpty {
        try system.swap(staging, with: path)
      } else {
        try move(files, replacing: ours)
      }
    } catch {
      // What is left over says less than the first error, which the user has to mend anyway.
      do { try system.remove(staging) } catch {}
      throw error
    }
    if system.exists(staging) { try system.remove(staging) }
  }

  private func stage(_ files: [String: [UInt8]]) throws(RenderingError) {
    if system.exists(staging) { try system.remove(staging) }
    try system.makeFolder(staging)
    for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
      try makeFolders(above: name, in: staging)
      try system.write(bytes, to: "\(staging)/\(name)")
    }
    try system.write(list(files.keys), to: "\(staging)/\(Self.listName)")
  }

  /// Moves staged files into a folder that also holds files of others.
  private func move(
    _ files: [String: [UInt8]],
    replacing ours: Set<String>
  ) throws(RenderingError) {
    let all = ours.union(files.keys)
    try system.write(list(all), to: "\(staging)/\(Self.listName).all")
    try system.move("\(staging)/\(Self.listName).all", to: "\(path)/\(Self.listName)")
    for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
      if ours.contains(name), try isUnchanged(name, bytes) { continue }
      try makeFolders(above: name, in: path)
      try system.move("\(staging)/\(name)", to: "\(path)/\(name)")
    }
    for name in ours.subtracting(files.keys).sorted() { try system.remove("\(path)/\(name)") }
    try system.move("\(staging)/\(Self.listName)", to: "\(path)/\(Self.listName)")
  }

  /// The paths of all files in the folder; empty when there is no folder.
  private func contents() throws(RenderingError) -> Set<String> {
    guard system.exists(path) else { return [] }
    return try system.files(in: path)
  }

  private func listedFiles() throws(RenderingError) -> [String] {
    let list = "\(path)/\(Self.listName)"
    guard system.exists(list) else { return [] }
    let text = String(decoding: try system.read(list), as: UTF8.self)
    return text.split(separator: "\n").map(String.init).filter(isUsable)
  }

  private func list(_ paths: some Sequence<String>) -> [UInt8] {
    Array(paths.sorted().map { $0 + "\n" }.joined().utf8)
  }

  private func areUnchanged(_ files: [String: [UInt8]]) throws(RenderingError) -> Bool {
    for (name, bytes) in files where try !isUnchanged(name, bytes) { return false }
    return true
  }

  private func isUnchanged(_ name: String, _ bytes: [UInt8]) throws(RenderingError) -> Bool {
    try system.read("\(path)/\(name)") == bytes
  }

  private func makeFolders(above name: String, in folder: String) throws(RenderingError) {
    var current = folder
    for part in name.split(separator: "/").dropLast() {
      current += "/\(part)"
      try system.makeFolder(current)
    }
  }

  private func isUsable(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return path != Self.listName && !path.contains("\n") && !path.contains("\0")
      && parts.allSatisfy { !["", ".", ".."].contains($0) }
  }
}
