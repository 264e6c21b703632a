import BenchmarkModel
import RuntimeFixtures
import Testing
import WorkloadKit

@testable import Runner

@Suite struct ToolchainPlanTests {
  let tree: TreeFixture

  init() throws {
    tree = try TreeFixture(peers: ["go"])
    try tree.folder.write(".build/peers/versions/go", "1.27.3\n")
    for (name, version) in [("1.9", "1.9.1"), ("1.25", "1.25.5")] {
      try tree.folder.write(".build/toolchains/go@\(name)/version", "\(version)\n")
      try tree.folder.write(
        ".build/toolchains/go@\(name)/bin/sleeping-tasks-go", isProgram: true)
    }
    // Neither of these names a toolchain of a known language.
    try tree.folder.write(".build/toolchains/go@.x/bin/sleeping-tasks-go", isProgram: true)
    try tree.folder.write(".build/toolchains/other@1/bin/sleeping-tasks-other", isProgram: true)
  }

  private func plan(_ toolchains: [String]) throws -> Plan {
    try Plan(
      preset: .smoke, workloads: ["sleeping-tasks"], runtimes: ["go", "swift-async"],
      toolchains: toolchains, trials: 1, seed: 1, locator: tree.locator)
  }

  @Test func builtToolchainsAreFoundOldestFirst() throws {
    let found = tree.locator.toolchains.filter { $0.language == "go" }
    #expect(found.map(\.name) == ["go=default", "go=1.9", "go=1.25"])
    #expect(found.map(\.version) == ["1.27.3", "1.9.1", "1.25.5"])
    #expect(try found.dropFirst().map { try tree.locator.programCount(of: $0) } == [1, 1])
  }

  @Test(arguments: [
    (["go=1.25"], ["go", "go@1.25", "swift-async"]),
    (["all"], ["go", "go@1.25", "go@1.9", "swift-async"]),
    (["go=1.27"], ["go", "swift-async"]), (["go=default"], ["go", "swift-async"]),
  ])
  func otherToolchainsJoinTheBlocksOfTheDefault(names: [String], expected: [String]) throws {
    let cases = try plan(names).trials.filter { $0.block == 0 }.map(\.case.implementation.runtimeID)
    #expect(Set(cases) == Set(expected))
    // Each size has its own block.
    #expect(cases.count.isMultiple(of: expected.count))
  }

  @Test(arguments: ["go=1.26", "go", "rust=1", "go=", "=1.25", "go=1.2"])
  func anUnknownToolchainIsRefused(name: String) throws {
    let error = try #require(throws: RunnerError.self) { try plan([name]) }
    #expect(error.description.contains("go=1.25"))
    #expect(error.description.hasSuffix("how to build them: parallax list toolchains."))
  }

  /// Its programs are built first, under a label.
  @Test func thePathOfACompilerIsRefusedWithTheCommandThatBuildsWithIt() throws {
    let error = try #require(throws: RunnerError.self) { try plan(["swift=/opt/swift"]) }
    #expect(error.description.contains("make build LABEL=6.2.3 SWIFT=/path/to/usr/bin/swift"))
  }

  @Test func aProgramThatAToolchainLacksIsMissedOnlyIfTheToolchainIsNamed() throws {
    func implementations(_ names: [String]) throws -> [String] {
      try Plan(
        preset: .smoke, workloads: ["fetch-urls"], runtimes: ["go"], toolchains: names, trials: 1,
        seed: 1, locator: tree.locator
      ).implementations.map(\.implementation.runtimeID)
    }
    #expect(try implementations(["all"]) == ["go"])
    #expect(try implementations(["go=1.25"]) == ["go", "go@1.25"])
  }

  @Test func aToolchainHasItsOwnProgramsAndRemedy() throws {
    var implementation = Implementation(workload: "sleeping-tasks", runtime: .go)
    implementation.toolchain = "1.25"
    let found = try tree.locator.locate(implementation)
    #expect(found.status == .ready)
    #expect(
      found.program
        == "\(tree.folder.path)/.build/toolchains/go@1.25/bin/sleeping-tasks-go")
    implementation.workload = "fetch-urls"
    let missing = try tree.locator.locate(implementation)
    #expect(missing.status == .notInstalled)
    #expect(missing.remedy == "make peers GO=1.25")
  }

  @Test func theRunStoresTheVersionsOfTheToolchainsThatItUses() throws {
    let toolchains = tree.locator.stated(for: try plan(["go=1.25"]).implementations)
    #expect(
      toolchains == [
        Toolchain(name: "go=default", version: "1.27.3"),
        Toolchain(name: "go=1.25", version: "1.25.5"),
      ])
  }
}
