import AnalysisFixtures
import BenchmarkModel
import Testing

@testable import Analysis
@testable import Reporting

@Suite struct VersionsPageTests {
  private let old = (0..<6).map { 300e6 + Double($0) * 1e6 }

  private func input(_ trials: [Trial]) -> ReportInput {
    ReportInput(
      toolVersion: "0.1.0", workloads: [fixtureWorkload(trials)],
      references: [fixtureReference(parameters: tasks(1))], sources: [fixtureSource()],
      releases: [
        Release(
          language: "go", version: "1.25", date: "2025-08", address: "https://go.dev/doc/go1.25",
          sentence: "Stacks are smaller.")
      ], languages: ["go": "go", "tokio": "tokio"])
  }

  /// Trials of a version that take this much memory and time, as multiples.
  private func trials(
    _ toolchain: String?, _ stated: String, memory: Double = 1, time: Double = 1
  ) -> [Trial] {
    // What differs, differs a little from block to block.
    func multiple(_ factor: Double, _ index: Int) -> Double {
      factor == 1 ? 1 : factor * (1 + Double(index) * 1e-4)
    }
    let peaks = old.enumerated().map { $1 * multiple(memory, $0) }
    return versionTrials(toolchain, stated, peaks).enumerated().map { index, trial in
      var trial = trial
      let value = (1e6 + Double(index) * 1e3) * multiple(time, index)
      trial.measurements.append(Measurement("startNanoseconds", value))
      return trial
    }
  }

  private func page(_ name: String, _ trials: [Trial]) throws -> ReportPage {
    try #require(try Report(input(trials)).page(name))
  }

  private func part(_ trials: [Trial]) throws -> VersionPart {
    try #require(try page("versions-go", trials).context as? VersionPart)
  }

  private func memory(_ trials: [Trial]) throws -> VersionPart {
    try #require(try page("versions-go-memory", trials).context as? VersionPart)
  }

  private func main(_ trials: [Trial]) throws -> VersionsPage {
    try #require(try page("versions", trials).context as? VersionsPage)
  }

  private func linkText(_ cell: Table.Cell?) -> String? {
    if case .link(let text, _) = cell?.markup { text } else { cell?.text }
  }

  @Test func aPageSaysWhatEachReleaseChanged() throws {
    let input = input(
      trials("1.23", "go1.23.9") + trials("1.25", "go1.25.5", memory: 0.5)
        + trials(nil, "go1.27.3", memory: 0.501, time: 1.4))
    let report = try Report(input)
    let pages = try ["versions", "versions-go", "versions-go-memory"].map {
      try #require(report.page($0))
    }
    try expectGolden(pages.flatMap(\.lines).joined(separator: "\n") + "\n", "versions.txt")
  }

  @Test func theFirstPageLeadsToTheReleases() throws {
    func link(_ trials: [Trial]) throws -> Markup? {
      try #require(try page("index", trials).context as? IndexPage).versions
    }
    let newest = trials(nil, "go1.27.3")
    #expect(try link(newest + trials("1.23", "go1.23.9")) == .link("Versions", to: "versions.md"))
    #expect(try link(newest) == nil)
  }

  @Test func timeAndMemoryAreCountedApart() throws {
    let trials = trials("1.23", "go1.23.9") + trials(nil, "go1.27.3", memory: 1.2)
    let answer = try part(trials).answer
    #expect(
      answer == [
        "From Go 1.23.9 to 1.27.3: in time, 1 of 1 workload stayed within 5 %; "
          + "in peak memory, 1 of 1 grew.",
        "Times published for 1.23.9 still hold.",
      ])
    let main = try main(trials)
    #expect(
      main.answer == [
        "Go 1.27.3 changed the most workloads: compared with 1.23.9, peak memory grew in 1 of 1, "
          + "by 20 % (sleeping-tasks: 1.200 × (1.200 to 1.201)).",
        "Times published for Go 1.23.9 still hold in 1 of 1 workload.",
      ])
    #expect(main.contents.map(\.text) == [answer.joined(separator: " ")])
    #expect(
      main.changes?.header.prefix(3).map(\.text) == ["Release", "Workload", "Metric and size"])
    #expect(main.changes?.rows.map { $0.cells[0].text } == ["Go 1.23.9 to 1.27.3"])
  }

  /// Six equal ratios agree by chance once in 32, which among two steps is too often.
  @Test func aChangeThatIsNotConfirmedOnlyLooksSo() throws {
    let middle = old.map { $0 * 1.2 }
    let trials =
      versionTrials("1.23", "go1.23.9", old) + versionTrials("1.25", "go1.25.5", middle)
      + versionTrials(nil, "go1.27.3", middle)
    let main = try main(trials)
    #expect(main.changes == nil)
    #expect(main.answer[0].hasPrefix("No release is confirmed"))
    let part = try part(trials)
    #expect(
      part.answer == [
        "From Go 1.23.9 to 1.27.3: in peak memory, 1 of 1 workload looks larger (unconfirmed)."
      ])
    let text = try #require(linkText(memory(trials).sections.first?.table.rows[1].cells[2]))
    #expect(text.hasSuffix("more, unconfirmed"))
    let captions = try page("versions-go-memory", trials).charts.flatMap(captions)
    #expect(captions.first?.contains("more in 1.25.5 (unconfirmed)") == true)
  }

  @Test func theRatioOfCommonBlocksSaysHowManyTheyAre() throws {
    let few = versionTrials("1.25", "go1.25.5", Array(old.prefix(3)))
    let uneven = few + versionTrials(nil, "go1.27.3", old.map { $0 * 2 })
    let rows = try #require(memory(uneven).sections.first?.table.rows)
    #expect(linkText(rows[0].cells[1])?.hasSuffix(", n = 3") == true)
    #expect(linkText(rows[1].cells[1])?.hasSuffix(", n = 6") == true)
    #expect(linkText(rows[1].cells[2])?.hasSuffix("more, confirmed, n = 3") == true)
    let even = versionTrials("1.25", "go1.25.5", old) + versionTrials(nil, "go1.27.3", old)
    let all = try memory(even).sections.flatMap(\.table.cells)
    #expect(all.allSatisfy { linkText($0)?.contains("n = ") != true })
  }

  @Test func anIntervalOfSeveralPowersOfTenIsUnknown() throws {
    let rows = try #require(
      memory(
        versionTrials("1.25", "go1.25.5", [1e6, 300e6])
          + versionTrials(nil, "go1.27.3", [300e6, 1e6])
      ).sections.first?.table.rows)
    #expect(linkText(rows[1].cells[2]) == "unknown")
  }

  @Test func aBuildWithOtherFlagsIsNoRelease() throws {
    let trials =
      trials(nil, "go1.27.3 (-O, -trimpath)")
      + trials("unchecked", "go1.27.3 (-Ounchecked, -trimpath)", memory: 0.5)
    let report = try Report(input(trials))
    let main = try main(trials)
    let sentence =
      "Go 1.27.3, built with -Ounchecked: in time, 1 of 1 workload stayed within 5 %; "
      + "in peak memory, 1 of 1 shrank."
    #expect(main.answer.isEmpty && main.contents.map(\.text) == [sentence])
    #expect(main.changes == nil)
    let builds = try #require(main.builds)
    #expect(builds.rows.map { $0.cells[0].text } == ["Go 1.27.3, built with -Ounchecked"])
    #expect(builds.header.last?.text == "Ratio")
    #expect(report.page("versions-go")?.title == "Builds of Go")
    let page = try #require(report.page("sleeping-tasks")?.context as? WorkloadPage)
    #expect(
      page.versions
        == [.link("Go 1.27.3, built with -Ounchecked", to: "versions-go-memory.md#sleeping-tasks")])
  }

  @Test func releasesStandBeforeOtherBuilds() throws {
    func swift(_ toolchain: String?) -> [Trial] {
      trials(toolchain, "Swift 6.3.1").map { trial in
        var trial = trial
        trial.planned.case.implementation.runtime = .swiftThreads
        return trial
      }
    }
    let all =
      swift(nil) + swift("unchecked") + trials("1.25", "go1.25.5") + trials(nil, "go1.27.3")
    #expect(
      try main(all).contents.map(\.link) == [
        .link("Versions of Go", to: "versions-go.md"),
        .link("Builds of Swift threads", to: "versions-swift-threads.md"),
      ])
  }

  @Test func allReleasesInBetweenAreNamed() throws {
    var input = input(trials("1.23", "go1.23.9") + trials(nil, "go1.25.5", memory: 2))
    input.releases = ["1.25", "1.22", "1.24", "1.23.0", "1.26"].map { version in
      Release(
        language: "go", version: version, date: "2025-08-12", address: "https://go.dev/\(version)",
        sentence: "Changed.")
    }
    let report = try Report(input)
    let main = try #require(report.page("versions")?.context as? VersionsPage)
    #expect(
      main.changes?.rows[0].cells.last?.markup
        == .link("1.24, 1.25", to: "versions-go.md#release-notes"))
    let part = try #require(report.page("versions-go")?.context as? VersionPart)
    #expect(
      part.releases.map(\.link)
        == ["1.23.0", "1.24", "1.25"].map { .link($0, to: "https://go.dev/\($0)") })
  }

  @Test func aStepHasAProof() throws {
    let trials =
      trials("1.23", "go1.23.9") + trials("1.25", "go1.25.5", memory: 0.5)
      + trials(nil, "go1.27.3", memory: 0.5)
    let report = try Report(input(trials))
    let proof = try #require(report.page("sleeping-tasks-proof")?.context as? ProofPage)
    let rows = try #require(proof.steps?.rows)
    let shown = ["versions", "versions-go", "versions-go-memory"].compactMap {
      report.page($0)?.shownNumbers
    }
    .reduce(into: Set()) { $0.formUnion($1) }
    let names = rows.compactMap { linkText($0.cells[0]) }
    #expect(names.count == 6 && names.count { $0.hasPrefix("whole-") } == 2)
    #expect(names.allSatisfy { shown.contains("sleeping-tasks-proof.md#\($0)") })
    let memory = try #require(
      rows.first { $0.cells[1].text == "Go 1.23.9 to 1.25.5" && $0.cells[2].text?.first == "P" })
    #expect(
      memory.cells.dropFirst(3).map(\.text) == [
        "303 MB (300 to 305), n = 6", "151 MB (150 to 153), n = 6",
        "0.5001 × (0.5000 to 0.5002), less, confirmed", "6", "p < 0.001", "p < 0.001",
      ])
    #expect(try Report(input(versionTrials(nil, "go1.27.3", old))).proofSteps == nil)
  }

  @Test func aPageNamesTheRunsThatItIsFrom() throws {
    let trials = trials("1.25", "go1.25.5") + trials(nil, "go1.27.3")
    var input = input(trials)
    input.workloads[0].run?.environment = ["GOGC": "off"]
    let report = try Report(input)
    for name in ["versions", "versions-go", "versions-go-memory"] {
      let lines = try #require(report.page(name)).lines
      #expect(lines.contains("runs[0].preset: quick"))
      #expect(lines.contains("runs[0].environment: GOGC=off"))
    }
  }

  @Test func fewWordsPrecedeTheFirstChart() throws {
    let trials = trials("1.23", "go1.23.9", memory: 1.1) + trials(nil, "go1.27.3", time: 1.1)
    for answer in [try main(trials).answer, try part(trials).answer] {
      #expect(answer.joined(separator: " ").split(separator: " ").count <= 60, "\(answer)")
    }
  }

  /// A run over versions that is not the shown one has a separate page of proofs.
  @Test func versionsOfAnotherRunAreShownBesideTheWorkload() throws {
    let small = tasks(1)
    let large = tasks(100)
    func both(_ toolchain: String?, _ stated: String, _ values: [Double]) -> [Trial] {
      [small, large].flatMap { size in
        versionTrials(toolchain, stated, values).map { trial in
          var trial = trial
          trial.planned.case.parameters = size
          return trial
        }
      }
    }
    var input = input(both(nil, "go1.27.3", old))
    var run = fixtureRun()
    (run.id, run.preset) = ("0b000000-0000-4000-8000-000000000002", "standard")
    var versions = fixtureWorkload(
      both("1.25", "go1.25.5", old) + both(nil, "go1.27.3", old.map { $0 / 2 }), run: run)
    versions.versions = MeasuredVersions(of: ["go"])
    input.versions = [versions]
    let report = try Report(input)
    let context = try #require(report.page("versions")?.context as? VersionsPage)
    #expect(context.changes?.rows.count == 1)
    let links = try #require(report.page("versions")).shownNumbers
    let proof = try #require(report.page("sleeping-tasks-versions-proof"))
    let proven = try #require(proof.context as? ProofPage)
    #expect(proof.title == "Proof: Sleeping tasks, versions" && !links.isEmpty)
    #expect(proven.proof.preset == "standard")
    let page = try #require(report.page("sleeping-tasks")?.context as? WorkloadPage)
    #expect(
      page.versions == [.link("Go 1.25.5 to 1.27.3", to: "versions-go-memory.md#sleeping-tasks")])
    #expect(page.proof?.preset == fixtureRun().preset)
    let machines = try #require(report.page("machines")?.context as? MachinesPage)
    #expect(machines.entries.count == 2)
    // The names of the numbers are those of the shown run, which has two sizes on its page; that of versions
    // shows one, and compares no runtimes. The third number stands beside a published one of the other size.
    #expect(proven.sections.map { $0.table.rows.count } == [3])
    #expect(proven.sections.first?.table.header.map(\.text).contains("÷ Go") == false)
    let main = try #require(report.page("sleeping-tasks-proof")?.context as? ProofPage)
    #expect(main.sections.map { $0.table.rows.count } == [2] && main.steps == nil)
  }

  @Test func withoutOtherVersionsThereIsNoPage() throws {
    let report = try Report(input(versionTrials(nil, "go1.27.3", old)))
    #expect(report.page("versions") == nil)
  }
}

private func captions(_ chart: Chart) -> [String] {
  if case .panels(let panels, _) = chart.plot { panels.map(\.caption) } else { [] }
}

extension Report {
  fileprivate var proofSteps: Table? {
    (page("sleeping-tasks-proof")?.context as? ProofPage)?.steps
  }
}
