import BenchmarkModel
import Testing

@testable import Runner

@Suite struct KitManifestTests {
  static let commit = String(repeating: "0a", count: 20)

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func aFolderWithoutOneIsNoKit() throws {
    #expect(try KitManifest(in: folder.path) == nil)
  }

  @Test func itNamesCommitAndCompiler() throws {
    try folder.write(
      "kit.txt", "commit \(Self.commit)\nchanged true\nswift Swift version 6.3.1 (RELEASE)\n")
    let kit = try #require(try KitManifest(in: folder.path))
    #expect(kit.source == ToolchainProbe.SourceState(commit: Self.commit, isDirty: true))
    #expect(
      kit.swift == Toolchain(name: "swift of the kit", version: "Swift version 6.3.1 (RELEASE)"))
  }

  @Test(
    "What scripts/kit would not write is refused",
    arguments: [
      "", "commit \(commit)\n", "commit \(commit)\nchanged maybe\nswift 6\n",
      "commit HEAD\nchanged true\nswift 6\n", "commit \(commit)\nswift 6\nchanged true\n",
      "commit \(commit)\nchanged true\nswift 6\nmore 1\n",
      "commit \(commit)\nchanged true\nswift\n",
    ])
  func damaged(text: String) throws {
    let path = try folder.write("kit.txt", text)
    #expect(throws: RunnerError.badKit(path: path)) { try KitManifest(in: folder.path) }
  }
}
