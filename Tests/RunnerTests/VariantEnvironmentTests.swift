import BenchmarkModel
import FoundationEssentials
import Platform
import Testing
import WorkloadKit

@testable import Runner

@Suite struct VariantEnvironmentTests {
  let tree: TreeFixture
  let locator: ProgramLocator

  init() throws {
    tree = try TreeFixture(peers: ["go", "tokio"], more: ["SpawnMany": "spawn-many"])
    locator = ProgramLocator(
      root: tree.locator.root, programs: tree.locator.programs, runtimes: tree.locator.runtimes,
      libraryFolders: ["\(tree.folder.path)/empty", "\(tree.folder.path)/lib"])
  }

  private func implementation(
    _ variant: String? = "jemalloc", _ runtime: Runtime = .swiftAsync
  ) -> Implementation {
    Implementation(workload: "spawn-many", runtime: runtime, variant: variant)
  }

  /// Runs one trial of a script that says which variables it has.
  private func execute(
    _ implementation: Implementation, adding added: [String: String] = [:]
  ) throws -> Trial {
    try tree.folder.script(
      "programs/spawn-many",
      """
      echo "$* GOGC=$GOGC LD_PRELOAD=$LD_PRELOAD" >&2
      echo '{"elapsedNanoseconds":1000,"answer":5}'
      echo '{"protocol":1,"runtimeVersion":"Test 1"}'
      """)
    let executor = ProcessExecutor(
      locator: locator, fixtureExecutable: "", limits: TrialLimits(),
      environment: TrialEnvironment(adding: added))
    return executor.execute(
      PlannedTrial(
        position: 0, block: 0, case: Case(implementation, [Parameter("tasks", 5)]), warmups: 0,
        iterations: 1))
  }

  /// Puts a library that every shell can load instead of jemalloc.
  private func installLibrary() throws -> String {
    let real = try #require(
      ProgramLocator.usualLibraryFolders.map { "\($0)/libm.so.6" }
        .first(where: FileManager.default.fileExists(atPath:)))
    let path = try tree.folder.write("lib/libjemalloc.so.2")
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: real)
    return path
  }

  @Test func itIsTheDefaultsProgramAndListingInAnotherEnvironment() throws {
    let path = try tree.folder.write("lib/libjemalloc.so.2")
    let located = try locator.locate(implementation())
    #expect(located.status == .ready)
    #expect(located.listingPaths == ["Workloads/SpawnMany/swift/Async.swift"])
    #expect(located.calledVariant == nil && located.isDefaultElsewhere)
    #expect(located.environmentTexts == ["LD_PRELOAD=\(path)"])
    let usual = try locator.locate(implementation(nil))
    #expect(usual.program == located.program)
    #expect(usual.environment.isEmpty && !usual.isDefaultElsewhere)
  }

  @Test func onlyTheRuntimesThatItStatesHaveIt() throws {
    try tree.folder.write("lib/libjemalloc.so.2")
    #expect(try locator.locate(implementation("jemalloc", .tokio)).status == .ready)
    #expect(try locator.locate(implementation("jemalloc", .go)).status == .notImplemented)
    #expect(try locator.locate(implementation("nonesuch", .go)).status == .notImplemented)
  }

  @Test func withoutItsLibraryItIsNotInstalled() throws {
    try tree.folder.write("lib/libmimalloc.so.2")
    let located = try locator.locate(implementation())
    #expect(located.status == .notInstalled)
    #expect(located.remedy == "apt-get install libjemalloc2")
    let trial = try execute(implementation())
    #expect(
      trial.outcome
        == Outcome(
          .notInstalled,
          detail: "spawn-many/swift-async:jemalloc needs libjemalloc.so.2, which is not installed. "
            + "Install it with: apt-get install libjemalloc2"))
  }

  @Test func aMissingProgramIsToldBeforeAMissingLibrary() throws {
    try tree.folder.write("programs/spawn-many", isProgram: false)
    let located = try locator.locate(implementation())
    #expect(located.status == .notInstalled)
    #expect(located.missingLibrary == nil)
    #expect(located.remedy == "make build")
  }

  @Test func aSystemThatLoadsNoLibrariesDoesNotHaveIt() throws {
    var elsewhere = locator
    elsewhere.libraryFolders = []
    #expect(try elsewhere.locate(implementation()).status == .notImplemented)
  }

  #if os(Linux)
    @Test func itsEnvironmentReachesItsTrialsAlone() throws {
      let path = try installLibrary()
      let trial = try execute(implementation())
      #expect(trial.outcome == Outcome(.completed))
      let flags = "--style async --tasks 5 --warmup 0 --iterations 1"
      #expect(trial.standardError == "\(flags) GOGC= LD_PRELOAD=\(path)\n")
      #expect(try execute(implementation(nil)).standardError == "\(flags) GOGC= LD_PRELOAD=\n")
    }

    @Test func itOutweighsWhatTheUserAdds() throws {
      let path = try installLibrary()
      let added = ["GOGC": "off", "LD_PRELOAD": ""]
      #expect(
        try execute(implementation(), adding: added).standardError
          .hasSuffix("GOGC=off LD_PRELOAD=\(path)\n"))
      #expect(
        try execute(implementation(nil), adding: added).standardError
          .hasSuffix("GOGC=off LD_PRELOAD=\n"))
    }

    @Test func aLibraryThatCannotBeLoadedFailsTheTrial() throws {
      let path = try tree.folder.write("lib/libjemalloc.so.2", "no library")
      let trial = try execute(implementation())
      #expect(trial.outcome.kind == .failed)
      #expect(trial.measurements.isEmpty)
      let detail = try #require(trial.outcome.detail)
      #expect(
        detail.contains(
          "ran without \(path), which could not be loaded, so no time was stored."), "\(detail)")
      #expect(detail.contains(" LD_PRELOAD=\(path) programs/spawn-many --style async"), "\(detail)")
    }

    @Test func aRunRecordsTheLibraryWithItsDigest() throws {
      let path = try installLibrary()
      let located = try [implementation(), implementation(nil)].map { try locator.locate($0) }
      let found = try locator.libraries(of: located)
      #expect(found.map(\.name) == ["libjemalloc.so.2"])
      let file = try #require(canonicalPath(path))
      let digest = sha256Hex(try fileBytes(file)).prefix(12)
      #expect(found.map(\.version) == ["\(file), SHA-256 \(digest)"])
    }
  #endif

  @Test func variablesWithoutALibraryAreSet() throws {
    struct NoParameters: ParameterSet { static let fields: [ParameterField<Self>] = [] }
    let variant = Variant<NoParameters>(
      "small-heap", .tuned, "", setting: ["GOGC": "50", "A": "x y"], in: ["go"])
    let environment = try #require(variant.environment)
    var located = try locator.locate(implementation(nil, .go))
    locator.add(environment, to: &located)
    #expect(located.environment == ["GOGC": "50", "A": "x y"])
    #expect(located.environmentTexts == ["A='x y'", "GOGC=50"])
    #expect(environment.texts == located.environmentTexts)
    #expect(locator.supports(environment, .go) && !locator.supports(environment, .tokio))
  }
}

@Suite struct PackageVersionTests {
  let tree: TreeFixture

  init() throws { tree = try TreeFixture(peers: ["go"], more: ["EchoServer": "echo-server"]) }

  private func versions(
    of workload: String = "echo-server", _ runtime: Runtime = .swiftAsync
  ) throws -> [Toolchain] {
    try tree.locator.libraries(
      of: [tree.locator.locate(Implementation(workload: workload, runtime: runtime))])
  }

  private func resolve(at second: Double) throws {
    try tree.folder.write(
      "Package.resolved",
      """
      {"pins": [{"identity": "swift-nio", "kind": "x", "state": {"version": "2.101.2"}}],
        "version": 3}
      """)
    try tree.folder.setModified("Package.resolved", to: second)
    try tree.folder.setModified("programs/echo-server", to: 1_700_000_000)
  }

  @Test func theVersionIsThatOfTheResolution() throws {
    try resolve(at: 1_700_000_000)
    #expect(try versions() == [Toolchain(name: "swift-nio", version: "2.101.2")])
  }

  @Test func aLaterResolutionSaysNothing() throws {
    try resolve(at: 1_700_000_001)
    #expect(
      try versions().map(\.version) == ["not known: Package.resolved is newer than the program"])
  }

  @Test func withoutAResolutionItIsNotKnown() throws {
    #expect(try versions().map(\.version) == ["not known: there is no Package.resolved"])
    try tree.folder.write("Package.resolved", "{")
    try tree.folder.setModified("Package.resolved", to: 1_700_000_000)
    #expect(try versions().map(\.version) == ["not known"])
  }

  @Test func onlyProgramsThatUseAPackageAreAsked() throws {
    #expect(try versions(of: "sleeping-tasks").isEmpty)
    #expect(try versions(of: "echo-server", .go).isEmpty)
  }
}
