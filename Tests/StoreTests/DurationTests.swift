import BenchmarkModel
import FoundationEssentials
import Testing

@testable import Store

@Suite struct DurationTests {
  let folder: TemporaryFolder
  let store: MeasurementStore

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
  }

  /// Stores a run of the cases, whose trials start at these seconds and take a quarter of a second.
  private func add(
    _ id: String, _ cases: [Case], at seconds: [Double], iterations: Int = 2,
    machine: Machine = fixtureMachine()
  ) throws {
    let plan = fixturePlan(cases, iterations: iterations)
    try store.begin(fixtureRun(id, machine: machine), plan: plan, metrics: Metric.common)
    for (planned, second) in zip(plan, seconds) {
      var trial = fixtureTrial(
        planned, measurements: [Measurement(Metric.processTime.name, 250_000_000)])
      trial.startedAt = startedAt.addingTimeInterval(second)
      try store.record(trial, in: id)
    }
  }

  /// The estimates, in whole milliseconds.
  private func usual(_ cases: [Case], _ fingerprint: String = "f1") throws -> [Case: Int] {
    try store.usualSeconds(of: fixturePlan(cases), onMachine: fingerprint)
      .mapValues { Int(($0 * 1_000).rounded()) }
  }

  private let ids = (1...3).map { "0a1b2c3d-0000-4000-8000-00000000000\($0)" }

  @Test func theUsualTimeIsTheTimeBetweenStarts() throws {
    let (small, large) = (fixtureCase(tasks: 10), fixtureCase(variant: "pooled", tasks: 1000))
    // The small one took 1, 2 and 3 s, the large one 4 s and 5 s; after the last comes nothing.
    try add(ids[0], [small, large, small, large, small, small], at: [0, 1, 5, 7, 12, 15])
    #expect(try usual([small, large, fixtureCase(tasks: 7)]) == [small: 2_000, large: 4_000])
    #expect(try usual([small], "f2") == [:])
  }

  @Test func aPauseDoesNotCountAsATrial() throws {
    let (one, two) = (fixtureCase(tasks: 10), fixtureCase(tasks: 1000))
    try add(ids[0], [one, one, two, two], at: [0, 86_400, 86_401, 86_402])
    #expect(try usual([one, two]) == [one: 1_000, two: 250])
  }

  @Test func otherWorkAndOtherMachinesDoNotCount() throws {
    let one = fixtureCase()
    var other = fixtureMachine()
    other.fingerprint = "f2"
    try add(ids[0], [one, one, one], at: [0, 1, 2])
    try add(ids[1], [one, one, one], at: [0, 9, 18], iterations: 3)
    try add(ids[2], [one, one, one], at: [0, 70, 140], machine: other)
    #expect(try usual([one]) == [one: 1_000])
    #expect(try usual([one], "f2") == [one: 70_000])
  }
}
