import AnalysisFixtures
import BenchmarkModel
import Statistics
import Testing

@testable import Analysis

@Suite struct OpenQuestionsTests {
  private let size = tasks(1_000)

  private func questions(
    _ trials: [Trial], rules: [ClaimRule] = [], placeCondition: PlaceCondition? = nil
  ) throws -> OpenQuestions {
    var input = fixtureWorkload(trials, run: nil)
    input.placeCondition = placeCondition
    return try OpenQuestions(of: [input], run: fixtureRun(), rules: rules)
  }

  @Test func eachDefaultIsComparedWithTheBestAtEachSize() throws {
    var variant = trials(.tokio, size, [1e6, 1e6, 1e6])
    for index in variant.indices { variant[index].planned.case.implementation.variant = "tuned" }
    let found = try questions(
      variant + trials(.go, size, [300e6, 301e6, 302e6]) + trials(.tokio, size, [50e6, 51e6, 50e6])
        + trials(.swiftAsync, size, [52e6, 70e6, 40e6])
        + trials(.go, tasks(1), [3e6, 3.1e6]) + trials(.tokio, tasks(1), [1e6, 9e6])
        + incidents(.swiftThreads, size, Outcome(.crashed))
        + [Runtime.swiftThreads, .swiftAsync].flatMap {
          incidents($0, tasks(1), Outcome(.crashed))
        })
    #expect(found.count == 3 && found.decidedCount == 1)
    let first = try #require(found.questions.first)
    #expect(first.size == tasks(1) && first.blocks == 2 && !first.isDecided)
    #expect(first.workload == "sleeping-tasks" && first.metric == Metric.peakResident.name)
    let large = found.questions.filter { $0.size == size }
    #expect(large.map { $0.cases[0].implementation.runtime } == [.swiftAsync, .go])
    #expect(large.allSatisfy { $0.cases[1].implementation.runtime == .tokio && $0.blocks == 3 })
    #expect(large.map(\.isDecided) == [false, true])
  }

  /// A comparison is decided exactly when the interval ends before the edge.
  @Test(arguments: [1.0, 1.02, 1.08, 1.5, 0.7])
  func theDistanceIsThatToTheEdgeThatDecides(factor: Double) throws {
    for spread in [0.001, 0.01, 0.1] {
      let one = [1, 1 + spread, 1 - spread, 1 + spread / 2].map { $0 * 1e6 * factor }
      let found = try questions(
        trials(.go, size, one) + trials(.tokio, size, [1e6, 1e6, 1e6, 1e6]))
      let question = try #require(found.questions.first)
      let width = try #require(question.logHalfWidth)
      #expect(question.isDecided == (width < (try #require(question.logDistance))))
    }
  }

  /// A ratio of 1.05 that is known to within a percent is as much on the edge with a hundred times the trials.
  @Test(arguments: [
    (1.05, 0.001, true), (1.05, 0.1, false), (1.2, 0.001, false), (1.0, 0.001, false),
  ])
  func aPreciseRatioAtTheEdgeOfTheBandNeedsNoMore(
    factor: Double, spread: Double, isOnTheEdge: Bool
  ) throws {
    let one = [1, 1 + spread, 1 - spread, 1 + spread / 2].map { $0 * 1e6 * factor }
    let found = try questions(
      trials(.go, size, one) + trials(.tokio, size, [1e6, 1e6, 1e6, 1e6]))
    #expect(try #require(found.questions.first).isOnTheEdge == isOnTheEdge)
  }

  /// Alone, chance hardly explains the difference; among sixty comparisons it well may.
  @Test func aVerdictIsConfirmedAmongAllComparisons() throws {
    let one = [1.05e6, 1.4e6, 1.15e6, 1.38e6, 1.1e6, 1.3e6]
    let base = [1e6, 1e6, 1e6, 1e6, 1e6, 1e6]
    func found(_ sizes: Int) throws -> OpenQuestions {
      try questions(
        (1...sizes).flatMap { count in
          trials(.go, tasks(count), one) + trials(.tokio, tasks(count), base)
        })
    }
    let alone = try found(1)
    #expect(alone.decidedCount == 1 && alone.confirmedCount == 1)
    let many = try found(60)
    #expect(many.decidedCount == 60 && many.confirmedCount == 0)
    let equal = try questions(
      trials(.go, size, base.map { $0 * 1.001 }) + trials(.tokio, size, base))
    #expect(equal.decidedCount == 1 && equal.confirmedCount == 1)
  }

  @Test func withoutAnIntervalThereIsOnlyADistance() throws {
    let found = try questions(trials(.go, size, [2e6]) + trials(.tokio, size, [1e6]))
    let question = try #require(found.questions.first)
    #expect(question.logHalfWidth == nil && !question.isDecided && question.blocks == 1)
    let distance = try #require(question.logDistance)
    #expect((distance - Elementary.logarithm(2 / 1.05)).magnitude < 1e-12)
  }

  @Test func rulesAskForTheCasesThatDecideThem() throws {
    let trials = try fixtureClaimResult().workload.trials
    let one = [Parameter("tasks", 1)]
    let rules = [
      fixtureRule(.go, .value, .limits(.within(250e6...350e6))),
      fixtureRule(.go, .value, .limits(.within(250e6...350e6))),
      fixtureRule(.go, .ratio(to: .tokio), .above(size: one)),
      fixtureRule(.go, .slope(over: "tasks"), .limits(.atLeast(1)), at: []),
      fixtureRule(.swiftAsync, .value, .limits(.atMost(200.4e6))),
      // No further trial decides these.
      fixtureRule(.go, .value, .limits(.atLeast(1)), onCores: 64),
      fixtureRule(.swiftDispatch, .value, .limits(.atLeast(1))),
      fixtureCompletionRule(.go),
    ]
    let found = try questions(trials, rules: rules).questions.filter { !$0.isHeadline }
    #expect(found.map { $0.cases.count } == [1, 4, 2, 1])
    #expect(found.map(\.isDecided) == [true, true, true, false])
    for question in found {
      let width = try #require(question.logHalfWidth)
      #expect(question.isDecided == (width < (try #require(question.logDistance))))
    }
  }

  @Test func whoHasNoPlaceIsNotCompared() throws {
    let all = trials(.go, size, [2e6, 2e6]) + trials(.tokio, size, [1e6, 1e6])
    let condition = PlaceCondition(metric: Metric.elapsed.name, share: 0.95)
    let timed = all.map { trial in
      var trial = trial
      let isGo = trial.planned.case.implementation.runtime == .go
      trial.measurements.append(Measurement(Metric.elapsed.name, iteration: 1, isGo ? 10 : 100))
      return trial
    }
    #expect(try questions(timed, placeCondition: condition).count == 0)
    #expect(try questions(timed).count == 1)
  }
}
