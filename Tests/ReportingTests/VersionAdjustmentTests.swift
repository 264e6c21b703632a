import AnalysisFixtures
import BenchmarkModel
import Testing

@testable import Analysis
@testable import Reporting

struct VersionAdjustmentTests {
  /// A workload whose newer version of Go takes a third less memory.
  private static func workload(_ name: String, _ runtimes: [Runtime] = [.go]) -> WorkloadInput {
    let old = (0..<6).map { 300e6 + Double($0) * 1e6 }
    let trials = runtimes.flatMap { runtime in
      (versionTrials("1.25", "go1.25.5", old)
        + versionTrials(nil, "go1.27.3", old.map { $0 * 2 / 3 })).map { trial in
          var trial = trial
          trial.planned.case.implementation.workload = name
          trial.planned.case.implementation.runtime = runtime
          return trial
        }
    }
    return fixtureWorkload(trials, name: name)
  }

  private func steps(_ input: ReportInput) throws -> [String: [Double?]] {
    let series = try MachineView(input, folder: "").versions
    return Dictionary(grouping: series, by: \.result.workload.name).mapValues {
      $0.flatMap(\.steps).map(\.adjusted)
    }
  }

  /// As in the database, also where a report shows only some workloads of the run.
  @Test func stepsAreAdjustedForAllOfTheirRun() throws {
    let names = ["sleeping-tasks", "race", "select"]
    let whole = try steps(
      ReportInput(toolVersion: "0.1.0", workloads: names.map { Self.workload($0) }))
    var part = ReportInput(toolVersion: "0.1.0", workloads: [Self.workload(names[0])])
    #expect(try steps(part)[names[0]] != whole[names[0]])
    part.unshown = names.dropFirst().map { Self.workload($0) }
    #expect(try steps(part) == whole.filter { $0.key == names[0] })
  }

  /// One run shows the versions of Go, another those of Tokio, and the shown one those of neither.
  @Test func eachRuntimeHasTheStepsOfItsRun() throws {
    var input = ReportInput(
      toolVersion: "0.1.0", workloads: [Self.workload("race", [.go, .tokio, .swiftAsync])])
    input.versions = [Runtime.go, .tokio].map { runtime in
      var versions = Self.workload("race", [.go, .tokio])
      versions.run?.id = "\(runtime.id)-run"
      versions.versions = MeasuredVersions(of: [runtime.id], isNewest: runtime == .go)
      return versions
    }
    let view = try MachineView(input, folder: "")
    let runs = view.versions.map { "\($0.runtime.id): \($0.result.workload.run?.id ?? "")" }
    #expect(
      runs.sorted() == [
        "go: go-run", "swift-async: \(fixtureRun().id)", "tokio: tokio-run",
      ])
    #expect(
      view.versionViews.map(\.result.proofName) == [
        "race-versions-proof", "race-versions-tokio-proof",
      ])
    #expect(view.versions.runs.map(\.isBesideAnother).sorted { !$0 && $1 } == [false, true, true])
  }
}
