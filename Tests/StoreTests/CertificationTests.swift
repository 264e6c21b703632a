import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Store

/// Runs with the presets `certify` and `reproduce` are not results.
struct CertificationTests {
  private let folder: TemporaryFolder
  private let store: MeasurementStore

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
  }

  private func addCertification(
    _ id: String = otherRunID, after seconds: TimeInterval = 3_600, machine: String = "f1",
    isFinished: Bool = true, preset: String = Certification.preset
  ) throws {
    let date = startedAt.addingTimeInterval(seconds)
    var run = fixtureRun(id, startedAt: date)
    run.preset = preset
    run.machine.fingerprint = machine
    let plan = fixturePlan([fixtureCase()])
    try store.begin(run, plan: plan, metrics: Metric.common)
    try store.record(fixtureTrial(plan[0]), in: id)
    if isFinished { try store.finish(id, at: date) }
  }

  @Test(arguments: Run.presetsApart)
  func aRunThatIsNotAResultIsNeverTheLatest(preset: String) throws {
    try addCertification(preset: preset)
    #expect(throws: StoreError.question(.noRuns, path: store.path)) { try store.run("latest") }
    try store.addRun()
    #expect(try store.run("latest").id == runID)
    #expect(try store.run(otherRunID).id == otherRunID)
    var latest: [[QueryValue]] = []
    try store.query("SELECT uuid FROM latestRun") {
      latest.append($0)
      return .more
    }
    #expect(latest == [[.text(runID)]])
  }

  @Test func theNewestFinishedCertificationOfTheMachineIsFound() throws {
    func newest() throws -> String? {
      try store.latestFinishedRun(preset: Certification.preset, onMachine: "f1")?.id
    }
    try store.addRun()
    #expect(try newest() == nil)
    try addCertification(otherRunID)
    try addCertification("0c000000-0000-4000-8000-000000000003", after: 7_200, machine: "f2")
    try addCertification("0d000000-0000-4000-8000-000000000004", after: 7_300, isFinished: false)
    #expect(try newest() == otherRunID)
  }
}
