package import Platform
import Synchronization

/// A file or folder that this process needs for a while: an output that is not complete yet, or
/// something for a program that we start.
///
/// It is removed with its last reference, and when the command is interrupted (``removeAll()``). After
/// a kill it is left behind. So its creator holds an advisory lock on it, which the kernel releases
/// when the process ends for any reason. The next item in the same folder removes those that are not
/// locked.
package final class TemporaryItem: Sendable {
  /// How the names of all items begin, on which nothing else of ours does.
  package static let prefix = ".parallax-partial-"

  /// How many digits follow, so that a name of the user's is hardly mistaken for one of ours.
  private static let digitCount = 18

  private static func newName() -> String {
    let digits = String(UInt64.random(in: 0..<1_000_000_000_000_000_000))
    return prefix + String(repeating: "0", count: digitCount - digits.count) + digits
  }

  /// Whether an item may have this name.
  static func isName(_ name: String) -> Bool {
    let digits = name.utf8.dropFirst(prefix.utf8.count)
    return name.hasPrefix(prefix) && digits.count == digitCount
      && digits.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
  }

  /// The items of this process, for ``removeAll()``.
  private static let known = Mutex<Set<String>>([])

  package let path: String
  /// A file is open for reading and writing, a folder for reading.
  package let descriptor: Int32

  /// Creates an empty file.
  ///
  /// - Parameter mode: Its permissions, from which the process's mask is subtracted.
  package static func file(in folder: String, mode: mode_t = 0o600) throws(OutputError)
    -> TemporaryItem
  {
    try TemporaryItem(in: folder) { open($0, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode) }
  }

  /// Creates an empty folder that only this user can search.
  ///
  /// - Parameter removesOthers: Whether those of killed processes are removed at once.
  package static func folder(
    in folder: String, removesOthers: Bool = true
  ) throws(OutputError) -> TemporaryItem {
    try TemporaryItem(in: folder, removesOthers: removesOthers) { path in
      mkdir(path, 0o700) == 0 ? open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1
    }
  }

  /// The folder for items that belong beside no output: `TMPDIR`, or `/tmp`.
  package static var commonFolder: String {
    guard let path = getenv("TMPDIR"), path.pointee != 0 else { return "/tmp" }
    return String(cString: path)
  }

  private init(
    in folder: String, removesOthers: Bool = true, _ create: (String) -> Int32
  ) throws(OutputError) {
    if removesOthers { Self.removeAbandoned(in: folder) }
    while true {
      let path = "\(folder)/\(Self.newName())"
      Self.known.withLock { _ = $0.insert(path) }
      let descriptor = create(path)
      guard descriptor >= 0 else {
        let reason = SystemError.last
        Self.known.withLock { _ = $0.remove(path) }
        // A new folder may be taken for abandoned before it is open.
        if reason.code == ENOENT, isFolder(folder) { continue }
        throw .refused(
          path: folder, action: "create a temporary file in", reason: reason)
      }
      // Where there are no locks, nothing looks abandoned either.
      let isTaken = flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
      if !isTaken, Self.isStill(descriptor, at: path) {
        (self.path, self.descriptor) = (path, descriptor)
        return
      }
      // Another process took it for abandoned before we had locked it, and removes it.
      close(descriptor)
      Self.known.withLock { _ = $0.remove(path) }
    }
  }

  deinit {
    removeName()
    close(descriptor)
  }

  /// Removes the item's name; an open file can still be used.
  package func removeName() {
    // What cannot be removed now is abandoned when we end, and then the next command removes it.
    do { try removeTree(path) } catch {}
    Self.known.withLock { _ = $0.remove(path) }
  }

  /// Removes the items of this process, which is about to end.
  package static func removeAll() {
    for path in known.withLock(\.self) {
      do { try removeTree(path) } catch {}
    }
  }

  /// Removes items in a folder whose processes have ended.
  ///
  /// What cannot be read or removed stays: it does no harm, and may belong to another user.
  ///
  /// - Parameter includesJournals: Whether those with a journal of `OutputFolder` are removed, which
  ///   only the next write to that folder may do.
  package static func removeAbandoned(in folder: String, includesJournals: Bool = false) {
    let names: [String]
    do { names = try folderNames(folder) } catch { return }
    for name in names where isName(name) {
      let path = "\(folder)/\(name)"
      let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      let journal = status(of: "\(path)/\(OutputFolder.journalName)", followingLinks: false)
      guard includesJournals || journal == nil,
        flock(descriptor, LOCK_EX | LOCK_NB) == 0, isStill(descriptor, at: path)
      else { continue }
      do { try removeTree(path) } catch {}
    }
  }

  private static func isStill(_ descriptor: Int32, at path: String) -> Bool {
    var opened = stat()
    guard fstat(descriptor, &opened) == 0 else { return false }
    return status(of: path, followingLinks: false)?.isSameFile(as: opened) == true
  }
}
