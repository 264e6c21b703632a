import BenchmarkModel
import FoundationEssentials
import Runner
import Testing

/// The commands with which a reader repeats a trial.
@Suite struct TrialCommandsTests {
  let tree: TreeFixture

  init() throws {
    tree = try TreeFixture(
      peers: ["go", "tokio"],
      more: [
        "TailLatency": "tail-latency", "SpawnMany": "spawn-many", "MemoryCeiling": "memory-ceiling",
      ])
  }

  private func command(
    _ workload: String, _ runtime: Runtime, variant: String? = nil, _ parameters: [Parameter],
    _ measurements: [Measurement] = [], toolchain: String? = nil,
    adding environment: [String: String] = [:]
  ) throws -> String? {
    let measured = Case(
      Implementation(
        workload: workload, runtime: runtime, variant: variant, toolchain: toolchain), parameters)
    var trial = Trial(
      planned: PlannedTrial(position: 0, block: 0, case: measured, warmups: 1, iterations: 2),
      startedAt: Date(timeIntervalSince1970: 0), outcome: Outcome(.completed))
    trial.measurements = measurements
    return try tree.locator.commands(of: [trial], adding: environment)[measured]
  }

  private static let beginning = "env -i HOME=\"$HOME\" PATH=\"$PATH\""

  @Test func aStyleIsAFlag() throws {
    #expect(
      try command(
        "sleeping-tasks", .swiftAsync, [Parameter("tasks", 5), Parameter("hold-milliseconds", 20)])
        == "\(Self.beginning) LC_ALL=C .build/release/sleeping-tasks --style async --tasks 5 "
        + "--hold-milliseconds 20 --warmup 1 --iterations 2")
  }

  @Test(arguments: [
    (Runtime.swiftAsync, "unchecked", "swift@unchecked/bin/spawn-many --style async"),
    (.go, "1.25", "go@1.25/bin/spawn-many-go"),
  ])
  func aToolchainHasItsOwnProgram(runtime: Runtime, toolchain: String, program: String) throws {
    let text = try command("spawn-many", runtime, [Parameter("tasks", 5)], toolchain: toolchain)
    #expect(text?.contains(" .build/toolchains/\(program) --tasks 5 ") == true, "\(text ?? "")")
  }

  @Test func theEnvironmentOfRunAndVariantIsWritten() throws {
    let text = try command(
      "tail-latency", .go, variant: "gogc-off", [Parameter("entries", 100)],
      adding: ["A": "one two", "GOGC": "200"])
    #expect(
      text
        == ".build/release/parallax fixture request-load --connections 1 --idle-connections 0 "
        + "--requests 1 --rate-per-second 1000 --bytes 8 -- \(Self.beginning) A='one two' GOGC=off "
        + "LC_ALL=C .build/peers/bin/tail-latency-go --entries 100 --connections 1 --warmup 1 "
        + "--iterations 2")
  }

  @Test func aLibraryIsNamedWithoutItsFolder() throws {
    let text = try command("spawn-many", .tokio, variant: "jemalloc", [Parameter("tasks", 5)])
    #expect(text?.contains(" LD_PRELOAD=libjemalloc.so.2 .build/peers/bin/") == true)
  }

  @Test func aSearchIsRepeatedWithTheValueFound() throws {
    let found = Measurement("largestTasksCount", iteration: 0, 812)
    let text = try command("memory-ceiling", .go, [], [found])
    #expect(text?.contains(" --tasks 812 --warmup 1") == true)
    #expect(try command("memory-ceiling", .go, []) == nil)
  }

  @Test func whatIsNoLongerKnownHasNoCommand() throws {
    #expect(try command("sleeping-tasks", .go, [Parameter("gone", 5)]) == nil)
    #expect(try command("gone", .go, [Parameter("tasks", 5)]) == nil)
    #expect(try command("spawn-many", .go, variant: "gone", [Parameter("tasks", 5)]) == nil)
  }
}
