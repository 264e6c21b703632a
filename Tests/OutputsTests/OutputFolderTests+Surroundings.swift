import FoundationEssentials
import Platform
import Testing

@testable import Outputs

/// What is in and around the folder: links, modes, and what the command reads.
extension OutputFolderTests {
  @Test("A link to a folder stays a link")
  func linkIsFollowed() throws {
    try FileManager.default.createDirectory(
      atPath: parent + "/real", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: parent + "/real")
    try write(["index.html": "a"])
    #expect(try String(contentsOfFile: parent + "/real/index.html", encoding: .utf8) == "a")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == parent + "/real")
  }

  @Test("A folder's mode, setgid bit and own number stay, and a page keeps its mode")
  func modesStay() throws {
    try write(["index.html": "a", "x.html": "x"])
    try #require(chmod(path, 0o2770) == 0 && chmod(path + "/index.html", 0o640) == 0)
    let before = try #require(status(of: path))
    try write(["index.html": "b", "y.html": "y"])
    let after = try #require(status(of: path))
    #expect(after.st_mode & 0o7777 == 0o2770)
    #expect(after.isSameFile(as: before))
    #expect(try #require(status(of: path + "/index.html")).st_mode & 0o7777 == 0o640)
  }

  @Test("Files that are not ours need not be readable or few")
  func foreignFoldersAreNotRead() throws {
    try FileManager.default.createDirectory(
      atPath: path + "/lost+found/deep", withIntermediateDirectories: true)
    try #require(chmod(path + "/lost+found", 0) == 0)
    try write(["index.html": "a"])
    try #require(chmod(path + "/lost+found", 0o700) == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: path + "/lost+found") == ["deep"])
  }

  @Test("A link in the folder is not followed", arguments: [true, false])
  func linksInsideAreKept(isFolder: Bool) throws {
    try write(["index.html": "a", "charts/x.svg": "b"])
    try FileManager.default.createDirectory(
      atPath: parent + "/mine", withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: URL(filePath: parent + "/mine/x.svg"))
    let (name, target) =
      isFolder ? ("charts", parent + "/mine") : ("charts/x.svg", parent + "/mine/x.svg")
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
    try FileManager.default.createSymbolicLink(
      atPath: "\(path)/\(name)", withDestinationPath: target)
    #expect(throws: OutputError.foreignFile(path: name, folder: path)) {
      try write(["index.html": "c", "charts/x.svg": "d"])
    }
    try write(["index.html": "c"])
    #expect(try String(contentsOfFile: parent + "/mine/x.svg", encoding: .utf8) == "mine")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(path)/\(name)") == target)
  }

  @Test("A failed move undoes those before it")
  func failedMoveIsUndone() throws {
    try write(["a.html": "a", "b/b.html": "b", "gone.html": "g"])
    let list = try String(contentsOfFile: path + "/.parallax-files", encoding: .utf8)
    // The last step meets a folder that no file can replace.
    var step = FolderReplacement(folder: path)
    let old = try #require(status(of: path + "/a.html"))
    try FileManager.default.createDirectory(
      atPath: path + "/z.html/full", withIntermediateDirectories: true)
    step.changed = [
      .init(name: "a.html", bytes: [1], replaced: old),
      .init(name: "new/c.html", bytes: [2], replaced: nil),
      .init(name: "z.html", bytes: [3], replaced: nil),
    ]
    step.stale = ["gone.html"]
    step.journal = [4]
    step.list = [5]
    #expect(throws: OutputError.self) { try step.carryOut() }
    #expect(try contents() == ["a.html": "a", "b/b.html": "b", "gone.html": "g"])
    #expect(try String(contentsOfFile: path + "/.parallax-files", encoding: .utf8) == list)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: path).sorted() == [
        ".parallax-files", "a.html", "b", "gone.html", "z.html",
      ])
  }

  @Test("What the command reads is neither replaced nor removed, under any name")
  func inputsStay() throws {
    try write(["index.html": "a", "results.sqlite": "data", "hard.sqlite": "x"])
    try FileManager.default.removeItem(atPath: path + "/hard.sqlite")
    try #require(link(path + "/results.sqlite", path + "/hard.sqlite") == 0)
    try FileManager.default.createSymbolicLink(
      atPath: parent + "/link", withDestinationPath: "site/results.sqlite")
    for name in [path + "/results.sqlite", parent + "/link", path + "/../site/hard.sqlite"] {
      var inputs = InputFiles()
      inputs.add(database: name)
      for files in [["index.html": [1]], ["index.html": [1], "results.sqlite": [2]]]
        as [[String: [UInt8]]]
      {
        #expect {
          try folder(nil, inputs).write(files)
        } throws: { error in
          guard case OutputError.input(_, "the database", "--to") = error else { return false }
          return true
        }
      }
    }
    #expect(
      try contents() == ["index.html": "a", "results.sqlite": "data", "hard.sqlite": "data"])
  }

  @Test("A folder of inputs is not in an output, nor the other way round")
  func inputFoldersStayApart() throws {
    try FileManager.default.createDirectory(
      atPath: parent + "/tree/Workloads/A", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: parent + "/link", withDestinationPath: "tree/Workloads")
    var inputs = InputFiles()
    inputs.add(folder: parent + "/tree/Workloads", "the folder of workloads")
    for (name, what) in [
      ("tree/Workloads", "the folder of workloads"), ("link", "the folder of workloads"),
      ("tree/../tree/Workloads/", "the folder of workloads"),
      ("tree/Workloads/A", "in the folder of workloads"),
      ("link/new", "in the folder of workloads"), ("tree", "above the folder of workloads"),
      ("", "above the folder of workloads"),
    ] {
      #expect(throws: OutputError.input(path: "\(parent)/\(name)", what: what, option: "--to")) {
        try folder("\(parent)/\(name)", inputs)
      }
    }
    try folder("\(parent)/tree/WorkloadsOfMine", inputs).write(["a": [1]])
  }

  @Test("The root of the file system is refused", arguments: ["/", "/..", "//", "/tmp/.."])
  func rootIsRefused(name: String) {
    #expect(throws: OutputError.unusablePath(name)) { try folder(name) }
  }
}
