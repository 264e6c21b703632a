import AnalysisFixtures
import BenchmarkModel
import Statistics
import Testing

@testable import Analysis

/// A number that was measured again.
struct RepeatedCellTests {
  private func input(_ values: [Double], _ digit: Character, machine: String) -> WorkloadInput {
    var run = fixtureRun()
    run.id = String(repeating: digit, count: 8) + "-0000-4000-8000-000000000000"
    run.machine.fingerprint = machine
    return fixtureWorkload(trials(.go, tasks(5), .elapsed, values), run: run)
  }

  private func repeated(
    _ old: [Double], _ new: [Double], machine: String = "m", band: Double = 0.05
  ) throws -> RepeatedCell {
    let original = input(old, "1", machine: "m")
    let cell = try #require(
      ReportCell.all(of: original, cases: [Case(.sleeping(.go), tasks(5))])
        .first { $0.metric.name == DerivedMetric.perOperation.metric.name })
    return try RepeatedCell(
      of: cell, original: original, repeated: input(new, "2", machine: machine), band: band)
  }

  private func around(_ value: Double) -> [Double] {
    (0..<8).map { value * (1 + (Double($0) - 3.5) / 1_000) }
  }

  @Test(arguments: [
    (1.0, Verdict.equal), (1.2, .worse), (0.8, .better), (1.05, .inconclusive),
  ])
  func wholeIntervalDecides(factor: Double, verdict: Verdict) throws {
    let result = try repeated(around(5e6), around(5e6 * factor))
    #expect(result.verdict == verdict)
    #expect(result.comparability == .sameMachine)
    #expect(result.old == "1.000 ms (0.997 to 1.004), 8 trials")
  }

  @Test func widerBandIsEqual() throws {
    #expect(try repeated(around(5e6), around(5.5e6), band: 0.2).verdict == .equal)
  }

  @Test func oneTrialDecidesNothingAndSaysHowManyWould() throws {
    let result = try repeated([5e6, 5.1e6], [9e6])
    #expect(result.verdict == .inconclusive)
    #expect(result.notes == ["With fewer than two trials per side the verdict is inconclusive."])
    #expect(try repeated([5e6, 5.01e6], [9e6, 9.01e6]).verdict == .worse)
    #expect(try repeated([5e6, 7e6], [9e6, 6e6]).verdict == .inconclusive)
  }

  /// A report computes the old interval with what the other cases of the run say about variances.
  @Test func theRestOfTheRunModeratesBothIntervals() throws {
    let original = input([4.9e6, 5e6, 5.2e6], "1", machine: "m")
    let others = fixtureWorkload(
      (0..<20).flatMap { index in
        let level = Double(index + 1) * 1e6
        return trials(.go, tasks(10 + index), .elapsed, [0.99, 1, 1.01].map { $0 * level })
      }, run: original.run)
    let cell = try #require(
      ReportCell.all(of: original, cases: [Case(.sleeping(.go), tasks(5))]).first {
        $0.metric == .elapsed
      })
    func repeated(besides others: [WorkloadInput], machine: String = "m") throws -> RepeatedCell {
      try RepeatedCell(
        of: cell, original: original, repeated: input([4.9e6, 5e6, 5.2e6], "2", machine: machine),
        besides: others, band: 0.05)
    }
    let shown = try WorkloadResult.all([original], besides: [others])[0].cases[0]
    let measured = try #require(shown.measured[Metric.elapsed.name])
    let text = "\(QuantityText(measured.estimate, .nanoseconds).text), 3 trials"
    let moderated = try repeated(besides: [others])
    #expect(moderated.old == text && moderated.new == text)
    let alone = try repeated(besides: [])
    #expect(alone.old != text && alone.new == alone.old)
    #expect(alone.ratio == moderated.ratio)
    // Another machine's values may vary otherwise.
    let elsewhere = try repeated(besides: [others], machine: "other")
    #expect(elsewhere.old == text && elsewhere.new == alone.new)
  }

  @Test func anotherMachineIsShownAndNotJudged() throws {
    let result = try repeated(around(5e6), around(9e6), machine: "other")
    #expect(result.comparability == .otherMachine)
    #expect(result.verdict == nil)
    #expect(result.ratio == nil && result.old != nil && result.new != nil)
  }

  @Test func whatHasChangedSinceIsSaid() throws {
    var original = input(around(5e6), "1", machine: "m")
    var later = input(around(5e6), "2", machine: "m")
    original.run?.listings = [
      Listing(implementation: .sleeping(.go), path: "W/go/main.go", sha256: "old")
    ]
    later.trials[0].runtimeVersion = "test 2.0"
    let cell = try #require(
      ReportCell.all(of: original, cases: [Case(.sleeping(.go), tasks(5))]).first {
        $0.metric == .elapsed
      })
    let result = try RepeatedCell(of: cell, original: original, repeated: later, band: 0.05)
    #expect(
      result.notes == [
        "The program stated the version test 1.0 then, and states test 1.0; test 2.0 now.",
        "W/go/main.go is not the file that was measured then.",
      ])
  }

  @Test func withoutANewValueNothingIsDecided() throws {
    let original = input(around(5e6), "1", machine: "m")
    var later = fixtureWorkload(incidents(.go, tasks(5), Outcome(.timedOut), count: 8))
    later.run?.machine.fingerprint = "m"
    let cell = ReportCell.all(of: original, cases: [Case(.sleeping(.go), tasks(5))])[0]
    let result = try RepeatedCell(of: cell, original: original, repeated: later, band: 0.05)
    #expect(result.verdict == .inconclusive)
    #expect(result.new == nil && result.ratio == nil)
    #expect(result.notes.contains("8 trials now: timed out."))
  }
}
