import BenchmarkModel
import FoundationEssentials
import RuntimeFixtures
import Statistics
import Testing
import WorkloadKit

@testable import Runner

@Suite struct TimeEstimateTests {
  private func planned(
    _ runtime: Runtime,
    holdMilliseconds: Int,
    iterations: Int = 1
  ) -> PlannedTrial {
    PlannedTrial(
      position: 0,
      block: 0,
      case: Case(
        Implementation(workload: "sleeping-tasks", runtime: runtime),
        [Parameter("tasks", 10), Parameter("hold-milliseconds", holdMilliseconds)]
      ),
      warmups: 1,
      iterations: iterations
    )
  }

  @Test func aCaseIsGuessedFromItsContractUntilTrialsHaveFinished() {
    let go = planned(.go, holdMilliseconds: 500, iterations: 3)
    let tokio = planned(.tokio, holdMilliseconds: 1_000)
    var estimate = TimeEstimate([go, tokio, go, go])
    // Three trials with four iterations of 500 ms plus 300 ms, and one with two of 1 s plus 300 ms.
    #expect(estimate.remaining == .milliseconds(9_200))
    // The first takes 2 s more than its contract's minimum, so the other is expected to do the same.
    estimate.finish(go, after: .seconds(4))
    #expect(estimate.remaining == .milliseconds(12_000))
    estimate.finish(go, after: .seconds(2))
    #expect(estimate.remaining == .milliseconds(6_000))
  }

  @Test func aCaseIsGuessedFromAnotherRuntimeWithTheSameWork() {
    let trials = [planned(.go, holdMilliseconds: 500), planned(.tokio, holdMilliseconds: 500)]
    var estimate = TimeEstimate(trials)
    estimate.finish(trials[0], after: .seconds(7))
    #expect(estimate.remaining == .seconds(7))
  }

  @Test func earlierRunsAreBelievedAndCorrected() {
    let trials = [Runtime.go, .tokio, .swiftAsync].map { planned($0, holdMilliseconds: 500) }
    let known = [trials[0].case: Duration.seconds(2), trials[1].case: .seconds(10)]
    var estimate = TimeEstimate(trials, known: known)
    // Nothing is known of the third: two iterations of 500 ms plus 300 ms.
    #expect(estimate.remaining == .milliseconds(13_300))
    // Half as long again as before; the third does the same work as this one.
    estimate.finish(trials[0], after: .seconds(3))
    #expect(estimate.remaining == .seconds(18))
  }

  @Test func foreseenTrialsCount() {
    let go = planned(.go, holdMilliseconds: 500)
    var estimate = TimeEstimate([go], foreseen: [go.case: 5])
    #expect(estimate.trialsLeft == 6)
    estimate.finish(go, after: .seconds(2))
    #expect(estimate.remaining == .seconds(10))
    estimate.extend(by: [go], foreseen: [:])
    #expect(estimate.trialsLeft == 1)
    #expect(estimate.remaining == .seconds(2))
  }

  @Test func whatMayBePlannedLaterIsExpectedButNotLeft() {
    let go = planned(.go, holdMilliseconds: 500)
    let tokio = planned(.tokio, holdMilliseconds: 500)
    var estimate = TimeEstimate([go], possible: [go, tokio])
    #expect(estimate.trialsLeft == 1)
    // Two iterations of 500 ms plus 300 ms.
    #expect(
      estimate.expected == [go.case: .milliseconds(1_300), tokio.case: .milliseconds(1_300)])
    estimate.finish(go, after: .seconds(3))
    #expect(estimate.expected == [go.case: .seconds(3), tokio.case: .seconds(3)])
    #expect(estimate.remaining == .zero)
  }

  @Test func whatIsNotThereTakesNoTime() {
    let go = planned(.go, holdMilliseconds: 500)
    #expect(TimeEstimate([go], absent: [go.case.implementation]).remaining == .zero)
  }

  @Test func aCaseThatTheCatalogDoesNotKnowTakesTheOverheadAlone() {
    var unknown = planned(.go, holdMilliseconds: 500)
    unknown.case.implementation.workload = "no-such"
    #expect(TimeEstimate([unknown]).remaining == TimeEstimate.overhead)
  }

  /// A plan of 20 sizes in five runtimes whose trials take from 5 ms to 10 s.
  ///
  /// Runtimes of one size differ by up to a factor of two, and single trials by up to a tenth. Each
  /// trial takes another 20 ms to start and store, which earlier runs did not include.
  private struct SkewedPlan {
    var trials: [PlannedTrial] = []
    var means: [Case: Double] = [:]
    var takes: [Double] = []

    init(blocks: Int, seed: UInt64) {
      var generator = SeededGenerator(seed: seed)
      func share() -> Double { Double(generator.next(below: 1_000)) / 999 }
      var series: [TrialSeries] = []
      for size in 0..<20 {
        var scale = 5e6
        for _ in 0..<size { scale *= 1.467 }
        for runtime in repositoryRuntimes.defaults {
          let one = Case(
            Implementation(workload: "skynet", runtime: runtime), [Parameter("size", size)])
          means[one] = scale * (1 + share())
          series.append(
            TrialSeries(
              case: one, effort: Effort(), trials: blocks, usualTrials: blocks,
              isImplemented: true))
        }
      }
      trials = Plan.blocks(of: series, seed: seed)
      takes = trials.map { 2e7 + (means[$0.case] ?? 0) * (0.9 + 0.2 * share()) }
    }

    /// The total time as estimated after a tenth of the trials ÷ the actual total time.
    func ratio(known: [Case: Duration] = [:]) -> Double {
      var estimate = TimeEstimate(trials, known: known)
      let tenth = trials.count / 10
      for (trial, time) in zip(trials, takes).prefix(tenth) {
        estimate.finish(trial, after: .nanoseconds(Int64(time)))
      }
      let spent = takes.prefix(tenth).reduce(0, +)
      return (spent + estimate.remaining / .nanoseconds(1)) / takes.reduce(0, +)
    }
  }

  @Test(
    "After a tenth of the plan the estimate is within 20 %",
    arguments: [10, 20, 40], [UInt64(1), 2, 3, 4, 5])
  func estimateAfterATenth(blocks: Int, seed: UInt64) {
    let ratio = SkewedPlan(blocks: blocks, seed: seed).ratio()
    #expect((0.8...1.2).contains(ratio), "\(ratio)")
  }

  @Test(
    "With earlier runs known, a plan of few blocks is estimated as well",
    arguments: [1, 5], [UInt64(1), 2, 3, 4, 5])
  func estimateFromEarlierRuns(blocks: Int, seed: UInt64) {
    let plan = SkewedPlan(blocks: blocks, seed: seed)
    // This time the machine is a quarter slower than before.
    let ratio = plan.ratio(known: plan.means.mapValues { .nanoseconds(Int64($0 / 1.25)) })
    #expect((0.8...1.2).contains(ratio), "\(ratio)")
  }
}
