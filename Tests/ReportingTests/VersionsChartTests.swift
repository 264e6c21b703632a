import AnalysisFixtures
import BenchmarkModel
import Testing

@testable import Analysis
@testable import Reporting

@Suite struct VersionsChartTests {
  private let old = (0..<6).map { 300e6 + Double($0) * 1e6 }

  private func charts(_ workloads: [WorkloadInput]) throws -> [Chart] {
    let report = try Report(ReportInput(toolVersion: "0.1.0", workloads: workloads))
    return try ["versions-go", "versions-go-memory"].flatMap {
      try #require(report.page($0)).charts
    }
  }

  /// The same trials as those of another workload.
  private func race(_ trials: [Trial]) -> WorkloadInput {
    var workload = fixtureWorkload(trials, name: "race")
    for index in workload.trials.indices {
      workload.trials[index].planned.case.implementation.workload = "race"
    }
    return workload
  }

  private func panels(_ chart: Chart?) throws -> ([Chart.Panel], Chart.Axis) {
    guard case .panels(let panels, let axis) = try #require(chart).plot else {
      Issue.record("The chart has no panels.")
      return ([], Chart.Axis(covering: []))
    }
    return (panels, axis)
  }

  @Test func aWorkloadThatTheNewestVersionDidNotCompleteHasNoRatioToIt() throws {
    let both = versionTrials("1.23", "go1.23.9", old) + versionTrials("1.25", "go1.25.5", old)
    let chart = try charts([
      fixtureWorkload(both + versionTrials(nil, "go1.27.3", old)), race(both),
    ]).first
    #expect(chart?.title == "Go: peak memory in each version")
    #expect(chart?.table.rows.last == ["race", "–", "–", "–"])
    #expect(
      try panels(chart).0.last?.marks.map(\.result) == [
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
      return try panels(charts([fixtureWorkload(trials)]).first).0.first?.caption
    }
    let subject = "Peak resident memory at 1 task, hold 2,000 ms"
    #expect(
      try caption(1, 0.5, 0.5) == "\(subject): less in 1.25.5; other steps equal within 5 %")
    #expect(try caption(1, 1, 1) == "\(subject): all steps equal within 5 %")
    #expect(try caption(1, 0.5, 1) == "\(subject): less in 1.25.5; more in 1.27.3")
  }

  /// One wide interval over a large value leaves the axis as it is.
  @Test func aChangeOfNinePercentIsVisible() throws {
    let steady =
      versionTrials("1.25", "go1.25.5", old) + versionTrials(nil, "go1.27.3", old.map { $0 * 1.09 })
    let wild =
      versionTrials("1.25", "go1.25.5", [40e6, 5_000e6])
      + versionTrials(nil, "go1.27.3", [20e6, 300e6])
    let (panels, axis) = try panels(charts([fixtureWorkload(steady), race(wild)]).first)
    let ends = [axis.ticks[0].value, axis.ticks[axis.ticks.count - 1].value]
    #expect(ends == [0.9, 1.1])
    #expect(axis.ticks.map(\.label) == ["0.9×", "1×", "1.1×"])
    guard case .measured(let value, let interval, _, _) = try #require(panels[1].marks.first).result
    else {
      Issue.record("The mark has no value.")
      return
    }
    // Both stay what they are, so that the drawing can say that they are beyond the axis.
    #expect(value > ends[1] && interval.upperBound > value && interval.lowerBound < ends[0])
  }

  @Test func lanesHaveThePatchNumbersAndTheFlags() throws {
    let trials =
      versionTrials("1.25", "go1.25.5 (-O)", old) + versionTrials(nil, "go1.27.3 (-O)", old)
      + versionTrials("unchecked", "go1.27.3 (-Ounchecked)", old)
    let chart = try charts([fixtureWorkload(trials)]).first
    #expect(
      try panels(chart).0.first?.marks.map(\.label) == ["1.25.5", "1.27.3", "-Ounchecked"])
    #expect(chart?.table.header.dropFirst() == ["1.25.5", "1.27.3", "1.27.3 -Ounchecked"])
  }
}
