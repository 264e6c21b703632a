import FoundationEssentials
import Platform
import Testing

@testable import Outputs

/// A separate folder for one test, removed when the last reference to it goes away.
final class TestFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/outputs-tests-\(UUID())"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: file(name)))
  }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: file(name), encoding: .utf8)
  }

  /// The names in the folder.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }
}

@Suite struct OutputFileTests {
  let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private struct Failure: Error {}

  /// Writes a file that begins with `ours`.
  private func write(
    _ text: String, to path: String, inputs: InputFiles = InputFiles(), failing: Bool = false
  ) throws {
    let file = try OutputFile(path, option: "--out", inputs: inputs) {
      $0.starts(with: "ours".utf8)
    }
    try file.fill { descriptor in
      try writeAll(Array("ours \(text)".utf8), to: descriptor)
      if failing { throw Failure() }
    }
  }

  @Test(arguments: [nil, "", "ours, from before"])
  func newEmptyAndOwnFilesAreWritten(before: String?) throws {
    if let before { try folder.write(before, to: "out") }
    try write("new", to: folder.file("out"))
    #expect(try folder.text("out") == "ours new")
    #expect(try folder.names == ["out"])
  }

  @Test func aFileOfAnotherIsKept() throws {
    try folder.write("mine", to: "out")
    #expect(throws: OutputError.foreign(path: folder.file("out"), option: "--out")) {
      try write("new", to: folder.file("out"))
    }
    #expect(try folder.text("out") == "mine")
    #expect(try folder.names == ["out"])
  }

  @Test(arguments: [false, true]) func aFailureLeavesWhatWasThere(wasThere: Bool) throws {
    if wasThere { try folder.write("ours, old", to: "out") }
    #expect(throws: Failure.self) { try write("new", to: folder.file("out"), failing: true) }
    #expect(try folder.names == (wasThere ? ["out"] : []))
    if wasThere { #expect(try folder.text("out") == "ours, old") }
  }

  @Test func modeAndLinksStay() throws {
    try folder.write("ours, and longer than what follows", to: "real")
    try #require(chmod(folder.file("real"), 0o4640) == 0)
    try #require(link(folder.file("real"), folder.file("hard")) == 0)
    try #require(symlink("real", folder.file("soft")) == 0)
    let before = try #require(status(of: folder.file("real")))
    try write("new", to: folder.file("soft"))
    for name in ["real", "hard", "soft"] { #expect(try folder.text(name) == "ours new") }
    let after = try #require(status(of: folder.file("real")))
    #expect(after.isSameFile(as: before))
    #expect(linkTarget(folder.file("soft")) == "real")
    // With one name left it is replaced, and keeps its mode.
    try #require(unlink(folder.file("hard")) == 0 && chmod(folder.file("real"), 0o640) == 0)
    try write("newer", to: folder.file("soft"))
    let replaced = try #require(status(of: folder.file("real")))
    #expect(!replaced.isSameFile(as: before) && replaced.st_mode & 0o7777 == 0o640)
    #expect(try folder.names == ["real", "soft"])
  }

  @Test(arguments: ["new", "there/new"]) func aLinkToNothingGetsItsFile(target: String) throws {
    try #require(mkdir(folder.file("there"), 0o755) == 0)
    try #require(symlink(target, folder.file("soft")) == 0)
    try write("new", to: folder.file("soft"))
    #expect(try folder.text(target) == "ours new")
    #expect(linkTarget(folder.file("soft")) == target)
  }

  @Test func linksInACircleAreReported() throws {
    try #require(symlink("b", folder.file("a")) == 0 && symlink("a", folder.file("b")) == 0)
    let reason = SystemError(code: ELOOP)
    #expect(throws: OutputError.refused(path: folder.file("a"), action: "write", reason: reason)) {
      try write("new", to: folder.file("a"))
    }
  }

  @Test(arguments: ["none/out", "none/deep/out", "none/", "file/out"])
  func aMissingFolderIsNamed(name: String) throws {
    try folder.write("", to: "file")
    let missing = folder.file(String(name[..<(name.lastIndex(of: "/") ?? name.endIndex)]))
    #expect(throws: OutputError.missingFolder(missing, path: folder.file(name))) {
      try write("new", to: folder.file(name))
    }
    #expect(try folder.names == ["file"])
  }

  @Test(arguments: ["", ".", "sub", "soft"]) func aFolderIsNoFile(name: String) throws {
    try #require(mkdir(folder.file("sub"), 0o755) == 0)
    try #require(symlink("sub", folder.file("soft")) == 0)
    #expect(
      throws: OutputError.wrongKind(
        path: folder.file(name), is: "a folder", wanted: .file, option: "--out")
    ) { try write("new", to: folder.file(name)) }
  }

  @Test func aPipeIsWrittenToAndStays() async throws {
    try #require(mkfifo(folder.file("pipe"), 0o600) == 0)
    let path = folder.file("pipe")
    // Opened for both, so that no side waits for the other.
    let reader = open(path, O_RDWR | O_CLOEXEC)
    defer { close(reader) }
    try write("new", to: path)
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = read(reader, &bytes, bytes.count)
    #expect(String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self) == "ours new")
    #expect(status(of: path)?.kind == S_IFIFO)
    #expect(try folder.names == ["pipe"])
  }

  @Test(.enabled(if: status(of: "/dev/fd") != nil, "needs /dev/fd"))
  func anOpenDescriptorIsWrittenWhereItStands() throws {
    let descriptor = open(
      folder.file("log"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    defer { close(descriptor) }
    try writeAll(Array("mine, ".utf8), to: descriptor)
    try write("new", to: "/dev/fd/\(descriptor)")
    #expect(try folder.text("log") == "mine, ours new")
    #expect(throws: OutputError.self) { try write("new", to: "/dev/fd/987654") }
  }

  @Test(.enabled(if: status(of: "/dev/fd") != nil, "needs /dev/fd"))
  func anOpenDescriptorOfAnInputIsRefused() throws {
    try folder.write("data", to: "a.sqlite")
    var inputs = InputFiles()
    inputs.add(database: folder.file("a.sqlite"))
    let descriptor = open(folder.file("a.sqlite"), O_RDWR | O_CLOEXEC)
    defer { close(descriptor) }
    let path = "/dev/fd/\(descriptor)"
    #expect(throws: OutputError.input(path: path, what: "the database", option: "--out")) {
      try write("new", to: path, inputs: inputs)
    }
    #expect(try folder.text("a.sqlite") == "data")
  }

  @Test func whatAppearsMeanwhileIsKept() throws {
    let path = folder.file("out")
    let file = try OutputFile(path, option: "--out", inputs: InputFiles()) { _ in true }
    #expect(throws: OutputError.appeared(path: path, option: "--out")) {
      try file.fill { _ in try folder.write("mine", to: "out") }
    }
    #expect(try folder.text("out") == "mine")
    #expect(try folder.names == ["out"])
  }

  @Test func whatTheCommandReadsIsRefusedUnderAnyName() throws {
    try folder.write("ours by its beginning", to: "a.sqlite")
    try #require(link(folder.file("a.sqlite"), folder.file("hard")) == 0)
    try #require(symlink("a.sqlite", folder.file("soft")) == 0)
    try #require(symlink("a.sqlite-wal", folder.file("wal")) == 0)
    try #require(mkdir(folder.file("in"), 0o755) == 0)
    try folder.write("", to: "a.sqlite-journal")
    for database in ["a.sqlite", "soft", "in/../hard"] {
      var inputs = InputFiles()
      inputs.add(database: folder.file(database))
      inputs.add(folder: folder.file("in"), "the folder of workloads")
      let isHard = database.hasSuffix("hard")
      let names =
        isHard
        ? ["a.sqlite", "hard", "soft", "in/new"]
        : [
          "a.sqlite", "hard", "soft", "in/../a.sqlite", "wal", "a.sqlite-journal", "a.sqlite-shm",
          "a.sqlite-measuring", "in/new",
        ]
      for name in names {
        #expect("\(database), \(name)") {
          try write("new", to: folder.file(name), inputs: inputs)
        } throws: { error in
          guard case OutputError.input(folder.file(name), _, "--out") = error else { return false }
          return true
        }
      }
    }
    #expect(try folder.text("a.sqlite") == "ours by its beginning")
    #expect(
      try folder.names == ["a.sqlite", "a.sqlite-journal", "hard", "in", "soft", "wal"])
  }

  @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
  func aFileInAFolderThatCannotBeWrittenToIsWrittenInPlace() throws {
    try folder.write("ours, old", to: "out")
    try #require(chmod(folder.path, 0o555) == 0)
    defer { chmod(folder.path, 0o755) }
    try write("new", to: folder.file("out"))
    #expect(try folder.text("out") == "ours new")
    #expect(throws: OutputError.self) { try write("new", to: folder.file("other")) }
    #expect(try folder.names == ["out"])
  }

  @Test(arguments: [
    OutputError.wrongKind(path: "VALUE", is: "a folder", wanted: .file, option: "--out"),
    .foreign(path: "VALUE", option: "--out"), .foreignFile(path: "VALUE", folder: "f"),
    .input(path: "VALUE", what: "the database", option: "--out"),
    .changedFile(path: "VALUE", option: "--to"), .appeared(path: "VALUE", option: "--out"),
    .missingFolder("f", path: "VALUE"),
    .unusablePath("VALUE"),
    .refused(path: "VALUE", action: "write", reason: SystemError(code: EINVAL)),
  ]) func messageNamesThePathAndSaysWhatToDo(error: OutputError) {
    let message = "\(error)"
    #expect(message.contains("\"VALUE\"") && !message.contains("\n"))
    #expect(message.hasSuffix(".") || message.hasSuffix("mkdir -p f"))
  }

  @Test(arguments: [
    (ENOSPC, "Free some space"), (EDQUOT, "Free some space"), (EXDEV, "mounted inside the folder"),
    (EBUSY, "mounted inside the folder"), (EACCES, "that you can write to"),
    (EROFS, "that you can write to"), (ENAMETOOLONG, "Use a shorter name."), (EFBIG, "ulimit -f"),
    (EMFILE, "ulimit -n"), (ELOOP, "lead in a circle"), (ENOTDIR, "Name another place."),
  ]) func theAdviceFitsTheReason(code: Int32, advice: String) {
    let reason = SystemError(code: code)
    let message = "\(OutputError.refused(path: "f", action: "replace", reason: reason))"
    #expect(
      message.hasPrefix("Cannot replace \"f\": \(reason). What was there before is unchanged."))
    #expect(message.contains(advice), "\(message)")
    #expect(message.contains("space") == [ENOSPC, EDQUOT].contains(code), "\(message)")
  }
}
