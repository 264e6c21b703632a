import Analysis
import ArgumentParser
import BenchmarkModel
import FoundationEssentials
import Store
import Testing

@testable import parallax

/// What `report` and `publish` show of databases with several runs and machines.
struct EvidenceCommandTests {
  private static let size = [Parameter("tasks", 100_000), Parameter("hold-milliseconds", 10_000)]
  private static let other = "other-2-cores-64-gib"

  private let tool: BuiltTool
  private let store: MeasurementStore

  init() throws {
    tool = try BuiltTool()
    store = try MeasurementStore(path: tool.database, access: .create)
  }

  private static func machine(_ name: String, memoryBytes: Int) -> Machine {
    Machine(
      fingerprint: ["Main": "3f2a", "Other": "ffff"][name] ?? "eeee", cpuModel: name,
      architecture: "x86_64",
      logicalCores: 2, memoryBytes: memoryBytes, operatingSystem: nil, kernel: nil)
  }

  /// Stores a day's run of `sleeping-tasks` with peak memories in megabytes.
  private func add(
    _ day: Int, _ peaks: KeyValuePairs<Runtime, Double>, on name: String = "Main",
    preset: String = "standard", workload: String = "sleeping-tasks"
  ) throws {
    let id = "0000000\(day)-0000-4000-8000-000000000000"
    let startedAt = Date(timeIntervalSince1970: 1_764_000_000 + Double(day) * 86_400)
    let trials = (0..<6).flatMap { block in
      peaks.enumerated().map { place, side in
        Trial(
          planned: PlannedTrial(
            position: peaks.count * block + place, block: block,
            case: Case(Implementation(workload: workload, runtime: side.key), Self.size),
            warmups: 0, iterations: 1),
          startedAt: startedAt, outcome: Outcome(.completed),
          measurements: [
            BenchmarkModel.Measurement("peakResidentBytes", (side.value + Double(block) / 10) * 1e6)
          ])
      }
    }
    try store.begin(
      Run(
        id: id, startedAt: startedAt, preset: preset, seed: 1, toolVersion: "0.1.0",
        machine: Self.machine(name, memoryBytes: name == "Other" ? 64 << 30 : 8 << 30)),
      plan: trials.map(\.planned), metrics: Metric.known)
    try store.record(trials, in: id)
    try store.finish(id, at: startedAt + 600)
  }

  private func report(_ choices: String...) throws -> BuiltTool.Result {
    try tool.run(
      shell: "exec \"$0\" \"$@\"",
      ["report", "--db", tool.database, "--out", "\(tool.folder)/out", "--keep-contradicted"]
        + choices)
  }

  private func page(_ name: String) throws -> String {
    try String(contentsOfFile: "\(tool.folder)/out/\(name)", encoding: .utf8)
  }

  private func words(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test func aPartialOrSmokeRunDoesNotReplaceAFullerOne() throws {
    try add(1, [.go: 200, .tokio: 50, .swiftAsync: 90])
    try add(2, [.go: 300])
    try add(3, [.go: 400, .tokio: 60, .swiftAsync: 95], preset: "smoke")
    let result = try report()
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(
      words(result.errors).contains(
        "Left out: a smoke run (00000003: sleeping-tasks) and a partial run (00000002: "
          + "sleeping-tasks), newer than what is shown. The page of machines says why."),
      "\(result.errors)")
    let workload = try page("sleeping-tasks.md")
    #expect(workload.contains("00000001") && workload.contains("200 MB"))
    let machines = try page("machines.md")
    #expect(machines.contains("| `00000003` |") && machines.contains("a partial run, though newer"))
    #expect(!FileManager.default.fileExists(atPath: "\(tool.folder)/out/machines"))
    // What limits the answer comes before its first number.
    let index = try page("index.md")
    let caveat = try #require(index.firstRange(of: "**Newer, but not shown:**"))
    let number = try #require(index.firstRange(of: "| Runtime |"))
    #expect(caveat.lowerBound < number.lowerBound)

    let chosen = try report("--run", "00000002")
    #expect(chosen.exitCode == 0 && !chosen.errors.contains("Left out"), "\(chosen.errors)")
    #expect(try page("sleeping-tasks.md").contains("300 MB"))
    #expect(
      try page("machines.md").contains("This report was asked to show only the run 00000002."))
  }

  @Test func everyMachineHasItsPages() throws {
    try add(1, [.go: 200, .tokio: 50, .swiftAsync: 90])
    try add(2, [.go: 40, .tokio: 50], on: "Other")
    let result = try report()
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(!result.errors.contains("Left out"), "\(result.errors)")
    #expect(try page("sleeping-tasks.md").contains("Main, 2 cores"))
    #expect(try page("machines/\(Self.other)/sleeping-tasks.md").contains("Other, 2 cores"))
    #expect(try page("machines/\(Self.other)/sleeping-tasks-proof.html").contains("40.3"))
    let machines = try page("machines.md")
    #expect(machines.contains("[Other, 2 cores](machines/\(Self.other)/index.md)"))
    #expect(machines.contains("Go before Tokio (Rust) | Other, 2 cores | Main, 2 cores |"))
    let html = try page("machines/\(Self.other)/index.html")
    #expect(html.contains("These pages are about another machine: Other, 2 cores"))
    // Both machines keep their pages, whichever comes first.
    let turned = try report("--machine", "ff")
    #expect(turned.exitCode == 0, "\(turned.errors)")
    #expect(try page("sleeping-tasks.md").contains("Other, 2 cores"))
    #expect(try page("machines/main-2-cores-8-gib/sleeping-tasks.md").contains("Main, 2 cores"))
    for name in [Self.other, "ff", "other"] {
      let choice = try EvidenceOptions.parse(["--machine", name])
      let machines = try choice.evidence(in: store, among: store.runs()).machines
      #expect(machines.map(\.machine.cpuModel) == ["Other", "Main"], "\(name)")
    }
    let unknown = try report("--machine", "mian-2-cores-8-gib")
    #expect(unknown.exitCode == 64)
    #expect(unknown.errors.contains("main-2-cores-8-gib"), "\(unknown.errors)")
  }

  @Test func theNameOfAMachineStaysText() throws {
    let evil = "Other | <img src=x onerror=alert(1)> [x](javascript:alert(1)) `|`"
    try add(1, [.go: 200, .tokio: 50, .swiftAsync: 90])
    try add(2, [.go: 40, .tokio: 50], on: evil)
    let result = try report()
    #expect(result.exitCode == 0, "\(result.errors)")
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: "\(tool.folder)/out/machines")
    #expect(folders == ["other-img-src-x-onerror-alert-1-x-javasc-2-cores-8-gib"])
    for name in ["index", "machines", "sleeping-tasks", "sleeping-tasks-proof"] {
      for folder in ["", "machines/\(folders[0])/"] {
        let page = try page("\(folder)\(name).html")
        #expect(HTMLChecker.problems(in: page) == [], "\(folder)\(name)")
        // The logo of the site is the only image.
        #expect(page.components(separatedBy: "<img").count == 2, "\(folder)\(name)")
      }
    }
    #expect(try page("machines.html").contains("&lt;img src=x"))
  }

  @Test func aNameThatFitsTwoMachinesIsRefused() throws {
    try add(1, [.go: 200], on: "Other 9000")
    try add(2, [.go: 200], on: "Other")
    let result = try report("--machine", "other")
    #expect(result.exitCode == 64)
    #expect(words(result.errors).contains("fits several: "), "\(result.errors)")
  }

  @Test func onlyTheChosenWorkloadHasNumbers() throws {
    try add(1, [.go: 200, .tokio: 50])
    try add(2, [.go: 200, .tokio: 50], workload: "spawn-many")
    let result = try report("--workload", "spawn-many")
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: "\(tool.folder)/out/sleeping-tasks-proof.md"))
    #expect(try page("spawn-many-proof.md").contains("00000002"))
    #expect(try page("index.md").contains("left out"))
    #expect(try report("--workload", "spwan-many").exitCode == 64)
  }

  @Test func bothCommandsTakeTheSameChoices() throws {
    try add(1, [.go: 200, .tokio: 50, .swiftAsync: 90])
    try add(2, [.go: 40, .tokio: 50], on: "Other")
    let published = try tool.run(
      "publish", "--db", tool.database, "--to", "\(tool.folder)/out", "--machine", "ffff", "--run",
      "00000002", "--workload", "sleeping-tasks", "--base-url", "https://example.org/")
    #expect(published.exitCode == 0, "\(published.errors)")
    #expect(try page("sleeping-tasks.md").contains("Other, 2 cores"))
    #expect(!FileManager.default.fileExists(atPath: "\(tool.folder)/out/machines"))
  }
}
