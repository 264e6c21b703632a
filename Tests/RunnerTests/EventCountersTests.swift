import BenchmarkModel
import Platform
import Testing

@testable import Runner

/// The first two cores of this process, between which a child can be moved; nil where the kernel does not
/// count that.
private let cores: (first: Int, second: Int)? = {
  let cores = CoreSet.ofThisThread?.cores ?? []
  guard cores.count > 1, EventCounters().refusals[.coreMigration] == nil else { return nil }
  return (cores[0], cores[1])
}()

@Suite struct EventCountersTests {
  private func run(_ script: String, countsEvents: Bool = true) throws -> ChildResult {
    try ChildProcess(
      program: "sh", arguments: ["-c", script], timeLimit: .seconds(60), countsEvents: countsEvents
    ).run()
  }

  /// A shell that moves itself from core to core, four times.
  private func moving(_ cores: (first: Int, second: Int)) -> String {
    let moves = [cores.first, cores.second, cores.first, cores.second, cores.first]
    return moves.map { "taskset -cp \($0) $$ >/dev/null" }.joined(separator: " && ")
  }

  @Test(.enabled(if: cores != nil, "needs two cores and a kernel that counts"))
  func movesBetweenCoresAreCountedInTheProgramAndBelowIt() throws {
    let script = moving(try #require(cores))
    for whole in [script, "sh -c '\(script)' & wait $!", "(sh -c '\(script)' &) | cat"] {
      let result = try run(whole)
      #expect(result.ending == .exited(code: 0))
      #expect(try #require(result.events[.coreMigration]) >= 4, "\(whole)")
    }
  }

  @Test func whatTheKernelRefusesHasNoCount() throws {
    let refusals = EventCounters().refusals
    let events = try run("exit 3").events
    #expect(refusals.keys.allSatisfy { events[$0] == nil })
    #expect((events[.coreMigration] == nil) == (refusals[.coreMigration] != nil))
    // No program ends without an instruction.
    #expect(events.allSatisfy { $0.value > 0 || $0.key == .coreMigration })
  }

  @Test func aChildThatIsNotMeasuredHasNoCounts() throws {
    #expect(try run(":", countsEvents: false).events.isEmpty)
  }

  @Test(
    arguments: [
      (CountedEvent.coreMigration, 7, 500, 500, 7), (.coreMigration, 0, 500, 500, 0),
      // The processor had fewer counters than were asked for.
      (.instruction, 7, 900, 300, 21), (.cacheMiss, 5, 3, 2, 8),
      // Nothing was counted: there is no number, and least of all 0.
      (.cycle, 0, 900, 0, nil), (.coreMigration, 0, 0, 0, nil),
      // A virtual machine whose counters stand still.
      (.instruction, 0, 900, 900, nil),
      // More than a database takes.
      (.cycle, 1 << 53, 900, 900, 1 << 53), (.cycle, 1 << 53, 900, 300, nil),
      (.instruction, UInt64.max, UInt64.max, 1, nil),
    ] as [(CountedEvent, UInt64, UInt64, UInt64, UInt64?)])
  func aReadingIsScaledOrAbsent(
    event: CountedEvent, value: UInt64, enabled: UInt64, running: UInt64, count: UInt64?
  ) {
    let reading = CounterReading(
      value: value, enabledNanoseconds: enabled, runningNanoseconds: running)
    #expect(reading.count(of: event) == count)
  }
}
