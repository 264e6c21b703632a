import BenchmarkModel
import Testing

@testable import Runner

@Suite struct ToolchainProbeTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(
    "The line with the compiler's version is used",
    arguments: [
      "echo 'Swift version 6.3.1 (swift-6.3.1-RELEASE)'; echo 'Target: x86_64'",
      "echo 'swift-driver version: 1.1'; echo 'Swift version 6.3.1 (swift-6.3.1-RELEASE)'",
    ]
  )
  func compilerVersion(script: String) throws {
    let swift = try folder.script("swift", script)
    #expect(
      ToolchainProbe(swift: swift).swiftOnPath()
        == Toolchain(
          name: "swift on the path",
          version: "Swift version 6.3.1 (swift-6.3.1-RELEASE)"
        )
    )
  }

  @Test(
    "A compiler that fails or prints something else is absent",
    arguments: ["exit 1", "echo hello", "echo 'Swift version 6.3'; exit 2"]
  )
  func noCompiler(script: String) throws {
    let swift = try folder.script("swift", script)
    #expect(ToolchainProbe(swift: swift).swiftOnPath() == nil)
  }

  @Test func missingToolsAreAbsent() {
    let probe = ToolchainProbe(swift: "/nowhere/swift", git: "/nowhere/git")
    #expect(probe.swiftOnPath() == nil)
    #expect(probe.sourceState(of: folder.path) == nil)
  }

  @Test func aFolderThatIsNoCheckoutHasNoCommit() {
    #expect(ToolchainProbe().sourceState(of: "/") == nil)
  }

  @Test func aCheckoutIsCleanUntilAFileIsAddedThatIsNotIgnored() throws {
    let git = ChildProcess(
      program: "sh",
      arguments: [
        "-c",
        "cd \"$1\" && git init -q && echo build/ >.gitignore && git add . && "
          + "git -c user.name=a -c user.email=a@example.org commit -q -m one",
        "sh", folder.path,
      ],
      timeLimit: .seconds(60)
    )
    try #require(try git.run().ending == .exited(code: 0))
    let probe = ToolchainProbe()
    let clean = try #require(probe.sourceState(of: folder.path))
    #expect(clean.commit.count == 40)
    #expect(!clean.isDirty)
    try folder.write("build/product", "x")
    #expect(probe.sourceState(of: folder.path) == clean)
    try folder.write("new.txt", "x")
    #expect(probe.sourceState(of: folder.path)?.isDirty == true)
  }
}
