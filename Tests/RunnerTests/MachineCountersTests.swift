import BenchmarkModel
import Testing

@testable import Runner

@Suite struct MachineCountersTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func counters(fixture: Int32? = nil) -> MachineCounters {
    MachineCounters(fixture: fixture, root: folder.path)
  }

  private func write(stat: String) throws {
    try folder.write("proc/stat", "\(stat)\ncpu0 9 9 9 9 9 9 9 9 9 9\nintr 1\n")
  }

  /// The text of `/proc/PID/stat` with a name that looks like it has ended.
  private func processStat(user: Int, system: Int) -> String {
    "7 (a b) c) S 1 7 7 0 -1 0 1 2 3 4 \(user) \(system) 8 9 20 0 1 0 55\n"
  }

  @Test func busyTimeLeavesOutIdleWaitingStealAndGuests() throws {
    try write(stat: "cpu  1 20 300 7000 8000 40000 500000 6000000 70000000 800000000")
    #expect(counters().busyNanoseconds == 540_321 * 10_000_000)
    #expect(counters().stolenNanoseconds == 6_000_000 * 10_000_000)
  }

  @Test func pressureIsTheTotalOfSomeInMicroseconds() throws {
    try folder.write(
      "proc/pressure/cpu",
      "some avg10=0.00 avg60=0.30 avg300=5.85 total=7821035\nfull avg10=0.00 total=9\n")
    #expect(counters().pressureNanoseconds == 7_821_035_000)
  }

  @Test func whatCannotBeReadIsAbsent() throws {
    let absent = counters(fixture: 7)
    #expect(absent.busyNanoseconds == nil)
    #expect(absent.stolenNanoseconds == nil)
    #expect(absent.pressureNanoseconds == nil)
    #expect(absent.ownNanoseconds == nil)
    for broken in ["cpu  1 2 3", "cpu  1 2 x 4 5 6 7 8 9 10", "cpu0 1 2 3 4 5 6 7 8 9 10"] {
      try write(stat: broken)
      #expect(counters().busyNanoseconds == nil, "\(broken)")
    }
  }

  @Test func theFixtureAndThisProcessAreOurs() throws {
    try folder.write("proc/7/stat", processStat(user: 100, system: 20))
    let before = counters(fixture: 7)
    try folder.write("proc/7/stat", processStat(user: 130, system: 22))
    let grown = try #require(counters(fixture: 7).ownNanoseconds) - #require(before.ownNanoseconds)
    #expect(grown >= 320_000_000)
    #expect(try #require(before.ownNanoseconds) > #require(counters().ownNanoseconds))
  }

  private func moment(
    stolen: UInt64? = 0, busy: UInt64? = 0, pressure: UInt64? = 0, own: UInt64? = 0
  ) -> MachineCounters {
    var moment = counters()
    moment.stolenNanoseconds = stolen
    moment.busyNanoseconds = busy
    moment.pressureNanoseconds = pressure
    moment.ownNanoseconds = own
    return moment
  }

  private func conditions(
    _ before: MachineCounters, _ after: MachineCounters, user: UInt64 = 0, system: UInt64 = 0
  ) -> TrialConditions {
    var usage = ResourceUsage()
    usage.userNanoseconds = user
    usage.systemNanoseconds = system
    return TrialConditions(from: before, to: after, usage: usage)
  }

  @Test func otherWorkIsWhatNeitherTheTrialNorWeDid() {
    let found = conditions(
      moment(stolen: 10, busy: 1_000, pressure: 5, own: 100),
      moment(stolen: 40, busy: 2_000, pressure: 12, own: 150), user: 600, system: 50)
    #expect(found.stolenNanoseconds == 30)
    #expect(found.otherWorkNanoseconds == 300)
    #expect(found.pressureNanoseconds == 7)
  }

  @Test func coarseTicksGiveNoNegativeWork() {
    let found = conditions(moment(busy: 1_000), moment(busy: 2_000), user: 1_001)
    #expect(found.otherWorkNanoseconds == 0)
  }

  @Test func counterThatFellHasNotGrown() {
    #expect(conditions(moment(stolen: 5), moment(stolen: 4)).stolenNanoseconds == 0)
  }

  @Test func conditionIsAbsentWhenAnyReadingIs() {
    #expect(conditions(moment(stolen: nil), moment()).stolenNanoseconds == nil)
    #expect(conditions(moment(), moment(pressure: nil)).pressureNanoseconds == nil)
    #expect(conditions(moment(), moment(busy: nil)).otherWorkNanoseconds == nil)
    #expect(conditions(moment(own: nil), moment()).otherWorkNanoseconds == nil)
  }
}
