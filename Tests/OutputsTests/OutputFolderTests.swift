import FoundationEssentials
import Platform
import Testing

@testable import Outputs

@Suite("Writing a folder")
struct OutputFolderTests: ~Copyable {
  let parent: String
  var path: String { parent + "/site" }

  init() throws {
    parent = FileManager.default.temporaryDirectory.path + "/parallax-\(UUID())"
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: parent) }

  func folder(_ path: String? = nil, _ inputs: InputFiles = InputFiles()) throws
    -> OutputFolder
  {
    try OutputFolder(path ?? self.path, option: "--to", inputs: inputs)
  }

  func write(_ files: [String: String]) throws {
    try folder().write(files.mapValues { Array($0.utf8) })
  }

  /// The files in the site's folder by path, without the list of our files.
  func contents() throws -> [String: String] {
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
    let site = try folder()
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

  @Test(
    "A write that was killed amid the moves is put right by the next one", arguments: [false, true])
  func killedWriteIsPutRight(wasThere: Bool) throws {
    if wasThere { try write(["a.html": "a", "old.html": "o"]) }
    // Two killed writes: one moved a page in, and the other removed nothing yet.
    for (number, name) in [("1", "new.html"), ("2", "newer/x.html")] {
      let item = "\(path)/\(TemporaryItem.prefix)\(String(repeating: number, count: 18))"
      try FileManager.default.createDirectory(atPath: item, withIntermediateDirectories: true)
      let names = ["a.html", name, "../victim"]
      let list = FileList(
        of: Dictionary(uniqueKeysWithValues: names.map { ($0, Array($0.utf8)) }))
      try Data(list.bytes(for: .folder)).write(to: URL(filePath: "\(item)/journal"))
    }
    try FileManager.default.createDirectory(
      atPath: path + "/newer", withIntermediateDirectories: true)
    for name in ["new.html", "newer/x.html", "mine.html", "../victim"] {
      try Data(name.utf8).write(to: URL(filePath: "\(path)/\(name)"))
    }
    // Others that make something temporary there leave the journals.
    do { withExtendedLifetime(try TemporaryItem.file(in: path)) {} }
    try write(["a.html": "b", "new.html": "n"])
    #expect(try contents() == ["a.html": "b", "new.html": "n", "mine.html": "mine.html"])
    #expect(try siblings() == ["site", "victim"])
    let names = try FileManager.default.contentsOfDirectory(atPath: path)
    #expect(Set(names) == ["a.html", "new.html", "mine.html", ".parallax-files"])
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
    #expect(throws: OutputError.self) { try write(["index.html": "a", "b.html": "b"]) }
    #expect(try contents() == ["index.html": "mine"])
  }

  @Test("A file at the folder's path is refused and stays as it is")
  func fileIsNotReplacedByAFolder() throws {
    try "a database".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: OutputError.self) { try write(["index.html": "a"]) }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "a database")
    #expect(try siblings() == ["site"])
  }

  @Test("A failed write leaves the old site unchanged and names the file and the reason")
  func failureLeavesOldSite() throws {
    try write(["index.html": "a"])
    let tooLong = String(repeating: "x", count: 300) + ".html"
    let error = #expect(throws: OutputError.self) {
      try folder().write(["index.html": [1], tooLong: [2], "z.html": [3]])
    }
    guard case .refused(let file, "write", let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(file.hasSuffix(tooLong))
    #expect(reason.code == ENAMETOOLONG)
    #expect(try contents() == ["index.html": "a"])
    #expect(try siblings() == ["site"])
  }

  @Test("A folder that cannot be created is named with the reason")
  func unwritableFolderIsAnError() throws {
    try Data().write(to: URL(filePath: parent + "/file"))
    let error = #expect(throws: OutputError.self) {
      try folder(parent + "/file/site").write(["index.html": []])
    }
    guard case .refused(let file, "create the folder", let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(file.hasSuffix("/file/site"))
    #expect(reason.code == ENOTDIR)
  }

  @Test(
    "A folder without permission is an error that leaves it unchanged", .enabled(if: geteuid() != 0)
  )
  func readOnlyFolderIsAnError() throws {
    chmod(parent, 0o555)
    defer { chmod(parent, 0o755) }
    #expect(throws: OutputError.self) { try write(["index.html": "a"]) }
    #expect(try siblings() == [])
  }

  @Test(
    "Paths outside the folder are rejected",
    arguments: ["../x", "/etc/x", "a/../../x", "a//b", "./a", "", ".parallax-files", "a\nb"])
  func strayPathIsRefused(_ stray: String) throws {
    #expect(throws: OutputError.unusablePath(stray)) { try write([stray: "x"]) }
    #expect(try siblings() == [])
  }

  @Test("A list of files that was tampered with removes nothing outside the folder")
  func tamperedListIsHarmless() throws {
    try write(["index.html": "a"])
    try Data("victim".utf8).write(to: URL(filePath: parent + "/victim"))
    try Data("foreign".utf8).write(to: URL(filePath: path + "/kept"))
    let list = FileList(
      of: ["index.html": Array("a".utf8), "../victim": Array("victim".utf8), "/etc/hostname": []])
    try Data(list.bytes(for: .folder)).write(to: URL(filePath: path + "/.parallax-files"))
    try write(["other.html": "b"])
    #expect(try contents() == ["other.html": "b", "kept": "foreign"])
    #expect(try siblings() == ["site", "victim"])
  }

  @Test(
    "Something else with the name of the list is refused at once",
    arguments: ["text", "pipe", "folder", "link", "list of a branch"])
  func foreignListIsRefused(kind: String) throws {
    try write(["index.html": "a"])
    let list = path + "/.parallax-files"
    if kind == "link" {
      try #require(rename(list, parent + "/real") == 0 && symlink("../real", list) == 0)
    } else {
      try #require(unlink(list) == 0)
    }
    try Data("thesis".utf8).write(to: URL(filePath: path + "/thesis.txt"))
    switch kind {
    case "text": try Data("index.html\nthesis.txt\n".utf8).write(to: URL(filePath: list))
    case "pipe": try #require(mkfifo(list, 0o600) == 0)
    case "folder": try #require(mkdir(list, 0o700) == 0)
    case "list of a branch":
      let bytes = FileList(of: ["thesis.txt": Array("thesis".utf8)]).bytes(for: .branch)
      try Data(bytes).write(to: URL(filePath: list))
    default: break
    }
    #expect(throws: OutputError.foreignFile(path: ".parallax-files", folder: path)) {
      try write(["index.html": "b"])
    }
    #expect(throws: OutputError.foreignFile(path: ".parallax-files", folder: path)) {
      _ = try folder().written()
    }
    #expect(try String(contentsOfFile: path + "/index.html", encoding: .utf8) == "a")
    #expect(try String(contentsOfFile: path + "/thesis.txt", encoding: .utf8) == "thesis")
  }

  @Test(
    "A file of ours that was changed since is neither replaced nor removed",
    arguments: [["index.html": "b", "x.html": "new"], ["index.html": "b"]])
  func changedFileIsRefused(files: [String: String]) throws {
    try write(["index.html": "a", "x.html": "x"])
    try Data("mine".utf8).write(to: URL(filePath: path + "/x.html"))
    #expect(throws: OutputError.changedFile(path: path + "/x.html", option: "--to")) {
      try write(files)
    }
    #expect(try contents() == ["index.html": "a", "x.html": "mine"])
    // With the bytes that it would get it stays.
    try write(["index.html": "b", "x.html": "mine"])
    try write(["index.html": "c"])
    #expect(try contents() == ["index.html": "c"])
  }

  @Test("A write that was killed leaves old and new bytes, and both are ours")
  func bothDigestsAreOurs() throws {
    try write(["a.html": "old", "b.html": "old"])
    let item = "\(path)/\(TemporaryItem.prefix)\(String(repeating: "1", count: 18))"
    try FileManager.default.createDirectory(atPath: item, withIntermediateDirectories: true)
    let journal = FileList(of: ["a.html": Array("new".utf8), "b.html": Array("new".utf8)])
    try Data(journal.bytes(for: .folder)).write(to: URL(filePath: item + "/journal"))
    try Data("new".utf8).write(to: URL(filePath: path + "/a.html"))
    try write(["a.html": "newer", "b.html": "newer"])
    #expect(try contents() == ["a.html": "newer", "b.html": "newer"])
  }

  @Test("A list keeps its files, several digests of one, and its note")
  func listIsReadAsWritten() throws {
    var list = FileList(of: ["note x": [1], "a  b": [2], "é": [3]], note: "note")
    list.merge(FileList(of: ["a  b": [4], "c": []]))
    let bytes = list.bytes(for: .folder)
    #expect(FileList(bytes, in: .folder) == list)
    #expect(FileList(bytes, in: .branch) == nil)
    #expect(list.holds([2], at: "a  b") && list.holds([4], at: "a  b"))
    #expect(!list.holds([3], at: "a  b") && !list.holds([3], at: "none"))
  }
}
