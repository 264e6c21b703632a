import FoundationEssentials
import Platform
import Testing

@testable import Outputs

@Suite struct TemporaryItemTests {
  let folder: TestFolder

  init() throws { folder = try TestFolder() }

  @Test func anItemIsRemovedWithItsContent() throws {
    do {
      let inner = try TemporaryItem.folder(in: folder.path)
      try writeNewFile([1], to: "\(inner.path)/a")
      #expect(mkdir("\(inner.path)/sub", 0o755) == 0)
      try writeNewFile([1], to: "\(inner.path)/sub/b")
      let file = try TemporaryItem.file(in: folder.path)
      #expect(try folder.names.count == 2)
      withExtendedLifetime(file) {}
    }
    #expect(try folder.names == [])
  }

  @Test func itemsOfEndedProcessesAreRemovedAndOthersStay() throws {
    let running = try TemporaryItem.folder(in: folder.path)
    let names = (1...4).map { TemporaryItem.prefix + String(repeating: "\($0)", count: 18) }
    try FileManager.default.createDirectory(
      atPath: folder.file("\(names[0])/sub"), withIntermediateDirectories: true)
    try folder.write("x", to: "\(names[0])/sub/x")
    try folder.write("half", to: names[1])
    try #require(mkfifo(folder.file(names[2]), 0o600) == 0)
    // Names that are not exactly ours.
    let others = ["1", "backup", String(repeating: "1", count: 17) + "a"]
    let mine = others.map { TemporaryItem.prefix + $0 } + ["mine\(names[3])"]
    for name in mine { try folder.write("mine", to: name) }
    try #require(symlink(mine[3], folder.file(names[3])) == 0)
    TemporaryItem.removeAbandoned(in: folder.path)
    let name = try #require(running.path.split(separator: "/").last)
    #expect(try Set(folder.names) == Set(mine + [String(name), names[3]]))
    #expect(TemporaryItem.isName(String(name)))
    withExtendedLifetime(running) {}
  }

  /// Many threads create items, and thereby look for abandoned ones, at once.
  @Test func noThreadTakesAnItemThatIsInUse() async throws {
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask { [path = folder.path] in
          for _ in 0..<50 {
            guard let item = try? TemporaryItem.folder(in: path),
              (try? writeNewFile([1], to: "\(item.path)/a")) != nil,
              status(of: "\(item.path)/a") != nil
            else { return false }
          }
          return true
        }
      }
      for await isRight in group { #expect(isRight) }
    }
    #expect(try folder.names == [])
  }

  @Test func removingFollowsNoLinks() throws {
    try #require(mkdir(folder.file("mine"), 0o755) == 0)
    try folder.write("mine", to: "mine/file")
    try #require(mkdir(folder.file("tree"), 0o755) == 0)
    try #require(symlink("../mine", folder.file("tree/link")) == 0)
    try removeTree(folder.file("tree"))
    try removeTree(folder.file("tree"))
    #expect(try folder.names == ["mine"])
    #expect(try folder.text("mine/file") == "mine")
  }

  @Test func filesBelowAFolderAreListedWithoutFollowingLinks() throws {
    try #require(mkdir(folder.file("a"), 0o755) == 0 && mkdir(folder.file("empty"), 0o755) == 0)
    try folder.write("", to: "a/b")
    try #require(symlink("..", folder.file("a/up")) == 0)
    #expect(try filePaths(below: folder.path) == ["a/b", "a/up"])
    #expect(
      throws: FileError(path: folder.file("none"), action: .read, reason: .init(code: ENOENT))
    ) {
      try filePaths(below: folder.file("none"))
    }
  }
}
