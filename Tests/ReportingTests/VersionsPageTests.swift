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

  @Test func aPageSaysWhatEachReleaseChanged() throws {
    let input = input(
      versionTrials("1.23", "go1.23.9", old) + versionTrials("1.25", "go1.25.5", old.map { $0 / 2 })
        + versionTrials(nil, "go1.27.3", old.map { $0 / 2.001 }))
    let report = try Report(input)
    let pages = try ["versions", "versions-go"].map { try #require(report.page($0)) }
    try expectGolden(pages.flatMap(\.lines).joined(separator: "\n") + "\n", "versions.txt")
  }

  @Test func aBuildWithOtherFlagsIsNoRelease() throws {
    let trials =
      versionTrials(nil, "go1.27.3", old)
      + versionTrials("unchecked", "go1.27.3", old.map { $0 / 2 })
    let report = try Report(input(trials))
    let page = try #require(report.page("versions"))
    let context = try #require(page.context as? VersionsPage)
    #expect(
      context.answer == [
        "With Go unchecked instead of 1.27.3, of 1 workload 1 became better."
      ])
    #expect(context.changes == nil)
    let builds = try #require(context.builds)
    #expect(builds.rows.map { $0.cells[1].text } == ["1.27.3 to unchecked"])
    #expect(builds.header.last?.text == "Ratio")
    #expect(report.page("versions-go")?.charts.map(\.title) == ["Go: versions beside 1.27.3"])
  }

  /// A run over versions that is not the shown one has a separate page of proofs.
  @Test func versionsOfAnotherRunAreShownBesideTheWorkload() throws {
    var input = input(versionTrials(nil, "go1.27.3", old))
    var run = fixtureRun()
    (run.id, run.preset) = ("0b000000-0000-4000-8000-000000000002", "standard")
    var versions = fixtureWorkload(
      versionTrials("1.25", "go1.25.5", old) + versionTrials(nil, "go1.27.3", old.map { $0 / 2 }),
      run: run)
    versions.versions = MeasuredVersions(of: ["go"])
    input.versions = [versions]
    let report = try Report(input)
    let context = try #require(report.page("versions")?.context as? VersionsPage)
    #expect(context.changes?.rows.count == 1)
    let links = try #require(report.page("versions")).shownNumbers
    let proof = try #require(report.page("sleeping-tasks-versions-proof"))
    let proven = try #require(proof.context as? ProofPage)
    #expect(proof.title == "Proof: Sleeping tasks, versions" && !links.isEmpty)
    #expect(proven.proof.preset == "standard" && !proven.sections.isEmpty)
    let page = try #require(report.page("sleeping-tasks")?.context as? WorkloadPage)
    #expect(page.versions == .link("What other versions measure", to: "versions.md"))
    #expect(page.proof?.preset == fixtureRun().preset)
    let machines = try #require(report.page("machines")?.context as? MachinesPage)
    #expect(machines.entries.count == 2)
  }

  @Test func aWorkloadThatTheNewestVersionDidNotCompleteHasNoRatioToIt() throws {
    let both = versionTrials("1.23", "go1.23.9", old) + versionTrials("1.25", "go1.25.5", old)
    var input = input(both + versionTrials(nil, "go1.27.3", old))
    var other = fixtureWorkload(both + trials(.tokio, tasks(1), old), name: "race")
    for index in other.trials.indices {
      other.trials[index].planned.case.implementation.workload = "race"
    }
    input.workloads.append(other)
    let chart = try #require(try Report(input).page("versions-go")?.charts.first)
    #expect(chart.title == "Go: versions beside 1.27.3")
    #expect(chart.table.rows.last == ["race", "–", "–", "–"])
    guard case .panels(let panels, _) = chart.plot else {
      Issue.record("The chart has no panels.")
      return
    }
    #expect(
      panels.last?.marks.map(\.result) == [
        .outcome("no ratio"), .outcome("no ratio"), .outcome("no value"),
      ])
  }

  @Test func aPanelNamesTheStepsThatChangedSomething() throws {
    func caption(_ levels: Double...) throws -> String? {
      let versions: [(String?, String)] = [
        ("1.23", "go1.23.9"), ("1.25", "go1.25.5"), (nil, "go1.27.3"),
      ]
      let trials = zip(versions, levels).flatMap { version, level in
        versionTrials(version.0, version.1, old.map { $0 * level })
      }
      let chart = try #require(Report(input(trials)).page("versions-go")?.charts.first)
      guard case .panels(let panels, _) = chart.plot else { return nil }
      return panels.first?.caption
    }
    let subject = "Peak resident memory at 1 task, hold 2,000 ms"
    #expect(try caption(1, 0.5, 0.5) == "\(subject): 1.25 less; else equal within 5 %")
    #expect(try caption(1, 1, 1) == "\(subject): equal within 5 %")
    #expect(try caption(1, 0.5, 1) == "\(subject): 1.25 less; 1.27.3 more")
  }

  @Test func withoutOtherVersionsThereIsNoPage() throws {
    let report = try Report(input(versionTrials(nil, "go1.27.3", old)))
    #expect(report.page("versions") == nil)
  }
}
