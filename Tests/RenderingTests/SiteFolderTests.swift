import FoundationEssentials
import Platform
import Testing

@testable import Rendering

@Suite("Writing a site")
struct SiteFolderTests: ~Copyable {
  private let parent: String
  private var path: String { parent + "/site" }

  init() throws {
    parent = FileManager.default.temporaryDirectory.path + "/parallax-\(UUID())"
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: parent) }

  private func write(_ files: [String: String]) throws {
    try SiteFolder(path).write(files.mapValues { Array($0.utf8) })
  }

  /// The files in the site's folder by path, without the list of our files.
  private func contents() throws -> [String: String] {
    var contents: [String: String] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: path)
    where name != ".parallax-files" {
      var isFolder: Bool = false
      _ = FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder)
      if !isFolder {
        contents[name] = try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
      }
    }
    return contents
  }

  private func siblings() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: parent).sorted()
  }

  @Test("A site is written with its folders, and nothing is left beside it")
  func writesNewSite() throws {
    try write(["index.html": "a", "charts/x.svg": "b"])
    #expect(try contents() == ["index.html": "a", "charts/x.svg": "b"])
    #expect(try siblings() == ["site"])
  }

  @Test("A new site replaces the old one completely")
  func replacesOldSite() throws {
    try write(["index.html": "a", "old/x.html": "b"])
    try write(["index.html": "c", "new/y.html": "d"])
    #expect(try contents() == ["index.html": "c", "new/y.html": "d"])
    #expect(try siblings() == ["site"])
  }

  @Test("Writing the same site again changes no file")
  func unchangedSiteIsLeftAlone() throws {
    try write(["index.html": "a"])
    let before = try FileManager.default.attributesOfItem(atPath: path + "/index.html")
    try write(["index.html": "a"])
    let after = try FileManager.default.attributesOfItem(atPath: path + "/index.html")
    #expect(
      before[.systemFileNumber] as? UInt64 == after[.systemFileNumber] as? UInt64)
    #expect(before[.systemFileNumber] as? UInt64 != nil)
  }

  private func fileNumber(_ name: String) throws -> UInt64? {
    try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")[.systemFileNumber]
      as? UInt64
  }

  @Test("A file with the same bytes stays the same file when others change")
  func unchangedFileIsKept() throws {
    try write(["index.html": "a", "charts/x.svg": "b", "y.html": "c"])
    let kept = try #require(try fileNumber("charts/x.svg"))
    let changed = try #require(try fileNumber("index.html"))
    try write(["index.html": "A", "charts/x.svg": "b"])
    #expect(try fileNumber("charts/x.svg") == kept)
    #expect(try fileNumber("index.html") != changed)
    #expect(try contents() == ["index.html": "A", "charts/x.svg": "b"])
  }

  @Test("A note is returned with the current files", arguments: [false, true])
  func noteIsKept(besideForeignFile: Bool) throws {
    if besideForeignFile {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      try Data("mine".utf8).write(to: URL(filePath: path + "/results.sqlite"))
    }
    let site = try SiteFolder(path)
    try site.write(["a.html": [1], "b.html": [2]], note: "one")
    #expect(try site.written().note == "one")
    #expect(try site.written().files == ["a.html": [1], "b.html": [2]])
    let kept = try fileNumber("a.html")
    try site.write(["a.html": [1], "b.html": [2]], note: "two")
    #expect(try site.written().note == "two")
    #expect(try fileNumber("a.html") == kept)
    try site.write(["a.html": [1], "b.html": [2]])
    #expect(try site.written().note == nil)
    try FileManager.default.removeItem(atPath: path + "/b.html")
    #expect(try site.written().files == ["a.html": [1]])
    #expect(try siblings() == ["site"])
  }

  @Test("An interrupted write leaves no note behind")
  func brokenWritingLeavesNoNote() throws {
    let site = try SiteFolder(path)
    try site.write(["a.html": [1]], note: "one")
    // A file that is not ours keeps the folder; a folder blocks the path of the second file.
    try FileManager.default.createDirectory(
      atPath: path + "/z.html/theirs", withIntermediateDirectories: true)
    #expect(throws: RenderingError.self) {
      try site.write(["a.html": [2], "z.html": [3]], note: "two")
    }
    let list = try String(contentsOfFile: path + "/.parallax-files", encoding: .utf8)
    #expect(list == "a.html\nz.html\n")
  }

  @Test("Files that are not ours stay, and ours around them are replaced and removed")
  func foreignFilesStay() throws {
    try write(["index.html": "a", "old.html": "b", "same.html": "s"])
    try Data("database".utf8).write(to: URL(filePath: path + "/results.sqlite"))
    try write(["index.html": "c", "charts/new.svg": "d", "same.html": "s"])
    #expect(
      try contents() == [
        "index.html": "c", "charts/new.svg": "d", "same.html": "s", "results.sqlite": "database",
      ])
    try write(["index.html": "e"])
    #expect(try contents() == ["index.html": "e", "results.sqlite": "database"])
    #expect(try siblings() == ["site"])
  }

  @Test("A file that is not ours is not overwritten by one of ours")
  func foreignFileIsNotOverwritten() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: URL(filePath: path + "/index.html"))
    #expect(throws: RenderingError.self) { try write(["index.html": "a", "b.html": "b"]) }
    #expect(try contents() == ["index.html": "mine"])
  }

  @Test("A file at the folder's path is refused and stays as it is")
  func fileIsNotReplacedByAFolder() throws {
    try "a database".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: RenderingError.self) { try write(["index.html": "a"]) }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "a database")
    #expect(try siblings() == ["site"])
  }

  @Test("A failed write leaves the old site unchanged and names the file and the reason")
  func failureLeavesOldSite() throws {
    try write(["index.html": "a"])
    let tooLong = String(repeating: "x", count: 300) + ".html"
    let error = #expect(throws: RenderingError.self) {
      try SiteFolder(path).write(["index.html": [1], tooLong: [2], "z.html": [3]])
    }
    guard case .cannotWrite(let file, "write", let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(file.hasSuffix(tooLong))
    #expect(reason == String(cString: strerror(ENAMETOOLONG)))
    #expect(try contents() == ["index.html": "a"])
    #expect(try siblings() == ["site"])
  }

  @Test("A folder that cannot be created is named with the reason")
  func unwritableFolderIsAnError() throws {
    try Data().write(to: URL(filePath: parent + "/file"))
    let error = #expect(throws: RenderingError.self) {
      try SiteFolder(parent + "/file/site").write(["index.html": []])
    }
    guard case .cannotWrite(let file, "create the folder", let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(file.contains("/file/.site.partial-"))
    #expect(reason == String(cString: strerror(ENOTDIR)))
  }

  @Test(
    "A folder without permission is an error that leaves it unchanged", .enabled(if: geteuid() != 0)
  )
  func readOnlyFolderIsAnError() throws {
    chmod(parent, 0o555)
    defer { chmod(parent, 0o755) }
    #expect(throws: RenderingError.self) { try write(["index.html": "a"]) }
    #expect(try siblings() == [])
  }

  @Test(
    "Paths outside the folder are rejected",
    arguments: ["../x", "/etc/x", "a/../../x", "a//b", "./a", "", ".parallax-files", "a\nb"])
  func strayPathIsRefused(_ stray: String) throws {
    #expect(throws: RenderingError.unusablePath(stray)) { try write([stray: "x"]) }
    #expect(try siblings() == [])
  }

  @Test("A list of files that was tampered with removes nothing outside the folder")
  func tamperedListIsHarmless() throws {
    try write(["index.html": "a"])
    try Data("victim".utf8).write(to: URL(filePath: parent + "/victim"))
    try Data("foreign".utf8).write(to: URL(filePath: path + "/kept"))
    try Data("index.html\n../victim\n/etc/hostname\n".utf8)
      .write(to: URL(filePath: path + "/.parallax-files"))
    try write(["other.html": "b"])
    #expect(try contents() == ["other.html": "b", "kept": "foreign"])
    #expect(try siblings() == ["site", "victim"])
  }

  @Test("A link to a folder stays a link")
  func linkIsFollowed() throws {
    try FileManager.default.createDirectory(
      atPath: parent + "/real", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: parent + "/real")
    try write(["index.html": "a"])
    #expect(try String(contentsOfFile: parent + "/real/index.html", encoding: .utf8) == "a")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == parent + "/real")
  }
}
