import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Runner

@Suite struct ProgramLocatorTests {
  let tree: TreeFixture

  init() throws { tree = try TreeFixture(peers: ["go"]) }

  private func locate(_ workload: String, _ runtime: Runtime) throws -> LocatedImplementation {
    try tree.locator.locate(Implementation(workload: workload, runtime: runtime))
  }

  @Test(
    "The folder is found however it is spelled, with source and program",
    arguments: [
      ("sleeping-tasks", "SleepingTasks", Runtime.swiftThreads, "swift/Threads.swift"),
      ("fetch-urls", "FetchURLs", .swiftDispatch, "swift/Dispatch.swift"),
      ("fetch-urls", "FetchURLs", .swiftAsync, "swift/Async.swift"),
    ]
  )
  func swift(workload: String, folder: String, runtime: Runtime, listing: String) throws {
    let located = try locate(workload, runtime)
    #expect(located.status == .ready)
    #expect(located.listingPaths == ["Workloads/\(folder)/\(listing)"])
    #expect(located.program == "\(tree.folder.path)/programs/\(workload)")
    #expect(located.remedy == "make build")
  }

  @Test func aBuiltPeerIsReady() throws {
    let located = try locate("fetch-urls", .go)
    #expect(located.status == .ready)
    #expect(located.listingPaths == ["Workloads/FetchURLs/go/main.go"])
    #expect(located.program == "\(tree.folder.path)/.build/peers/bin/fetch-urls-go")
  }

  @Test func aVariantHasItsOwnListing() throws {
    let blocking = Implementation(
      workload: "sleeping-tasks", runtime: .swiftDispatch, variant: "blocking")
    #expect(
      try tree.locator.locate(blocking).listingPaths == [
        "Workloads/SleepingTasks/swift/Dispatch+Blocking.swift"
      ])
    let peer = Implementation(workload: "fetch-urls", runtime: .go, variant: "two-words")
    #expect(try tree.locator.locate(peer).status == .notImplemented)
    try tree.folder.write("Workloads/FetchURLs/go/two_words.go")
    #expect(
      try tree.locator.locate(peer).listingPaths == ["Workloads/FetchURLs/go/two_words.go"])
  }

  @Test func aPeerWithoutFolderIsNotImplemented() throws {
    let located = try locate("fetch-urls", .tokio)
    #expect(located.status == .notImplemented)
    #expect(located.listingPaths.isEmpty)
    #expect(located.program == nil)
  }

  @Test func aPeerThatIsNotBuiltSaysHowToBuildIt() throws {
    try tree.folder.write("Workloads/FetchURLs/tokio/src/main.rs")
    let located = try locate("fetch-urls", .tokio)
    #expect(located.status == .notInstalled)
    #expect(located.listingPaths == ["Workloads/FetchURLs/tokio/src/main.rs"])
    #expect(located.remedy == "make peers")
  }

  @Test func aFileThatCannotRunIsNoProgram() throws {
    try tree.folder.write("programs/fetch-urls", isProgram: false)
    #expect(try locate("fetch-urls", .swiftAsync).status == .notInstalled)
  }

  @Test func anUnknownWorkloadIsNotImplemented() throws {
    #expect(try locate("no-such", .swiftAsync).status == .notImplemented)
    #expect(try locate("no-such", .go).status == .notImplemented)
  }

  @Test func everyWorkloadIsListedInEveryRuntime() throws {
    let found = try tree.locator.implementations().map(\.implementation.id)
    #expect(
      found.prefix(6) == [
        "sleeping-tasks/swift-threads", "sleeping-tasks/swift-dispatch",
        "sleeping-tasks/swift-dispatch:blocking", "sleeping-tasks/swift-async",
        "sleeping-tasks/go", "sleeping-tasks/tokio",
      ]
    )
    #expect(Set(found).count == found.count)
  }

  @Test func aTreeWithoutWorkloadsIsAnError() throws {
    let locator = ProgramLocator(
      root: "/nowhere", programs: "/nowhere", runtimes: RuntimeCatalog())
    let error = try #require(throws: RunnerError.self) { try locator.implementations() }
    #expect(
      error.description
        == "Cannot read \"/nowhere/Workloads\": No such file or directory."
    )
  }

  @Test func listingsCarryTheDigestOfTheirBytes() throws {
    let listings = try tree.locator.listings(of: [locate("fetch-urls", .go)])
    // printf '// go\n' | sha256sum
    #expect(
      listings == [
        Listing(
          implementation: Implementation(workload: "fetch-urls", runtime: .go),
          path: "Workloads/FetchURLs/go/main.go",
          sha256: "ce649b98a2dfb42f8e322a03af96d04e943994ac2d719f7208446bb10cb76fc9"
        )
      ]
    )
  }

  @Test func measuredListingsCarryTheDigestOfTheirProgram() throws {
    try tree.folder.write(".build/peers/bin/fetch-urls-go", "program", isProgram: true)
    try tree.folder.write("Workloads/FetchURLs/tokio/src/main.rs")
    let listings = try tree.locator.measuredListings(
      of: [locate("fetch-urls", .go), locate("fetch-urls", .tokio)])
    // printf program | sha256sum
    #expect(
      listings.map(\.programSHA256) == [
        "1310ca2c8932dbd118668bd97442558a3e1f546b5e15c69699dfbd6024f548d8", nil,
      ])
  }

  @Test func aListingThatIsNotThereIsAnError() throws {
    let go = try locate("fetch-urls", .go)
    try FileManager.default.removeItem(
      atPath: "\(tree.folder.path)/Workloads/FetchURLs/go/main.go"
    )
    #expect(throws: RunnerError.self) { try tree.locator.listings(of: [go]) }
  }

  @Test func aSourceNewerThanItsProgramIsRefused() throws {
    try tree.folder.setModified("Workloads/FetchURLs/go/main.go", to: 1_700_000_001)
    try tree.folder.setModified(".build/peers/bin/fetch-urls-go", to: 1_700_000_000)
    let error = try #require(throws: RunnerError.self) {
      try tree.locator.requireFresh([locate("fetch-urls", .go)])
    }
    #expect(
      error.description
        == "\"Workloads/FetchURLs/go/main.go\" is newer than \".build/peers/bin/fetch-urls-go\", "
        + "so the report would list code that was not measured. Rebuild with: make peers"
    )
  }

  @Test func aSourceAsOldAsItsProgramIsFresh() throws {
    for name in ["Workloads/FetchURLs/go/main.go", ".build/peers/bin/fetch-urls-go"] {
      try tree.folder.setModified(name, to: 1_700_000_000)
    }
    try tree.locator.requireFresh([locate("fetch-urls", .go)])
  }

  @Test func whatIsNotBuiltCannotBeStale() throws {
    try tree.folder.write("Workloads/FetchURLs/tokio/src/main.rs")
    try tree.locator.requireFresh([locate("fetch-urls", .tokio)])
  }
}
