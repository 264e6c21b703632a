import AnalysisFixtures
import BenchmarkModel
import Testing

@testable import Analysis

/// Go needs 300 MB at 100,000 tasks and Tokio 50 MB; async has two trials.
@Suite struct DecidedAdviceTests {
  private func answer(_ sentence: String, _ limits: ClaimRule.Limits...) -> Advice.Answer {
    Advice.Answer(
      sentence: sentence, evidence: "Memory",
      rules: limits.map { fixtureRule(.go, .ratio(to: .tokio), .limits($0)) })
  }

  private let unmeasured = Advice.Answer(
    sentence: "Open.", evidence: "Memory",
    rules: [
      fixtureRule(.go, .ratio(to: .tokio), .limits(.atMost(2)), at: [Parameter("tasks", 7)])
    ])

  private func decided(
    _ answers: [Advice.Answer], exceptions: [Advice.Answer] = [], minimumCores: Int? = nil
  ) throws -> DecidedAdvice {
    let advice = Advice(
      id: "a", place: 1, situation: "Many", examples: "Tasks", minimumCores: minimumCores,
      answers: answers, exceptions: exceptions)
    return DecidedAdvice(advice, among: [try fixtureClaimResult()])
  }

  @Test func theFirstAnswerThatHoldsIsGiven() throws {
    let found = try decided([
      answer("No.", .atMost(2)), answer("Half.", .atLeast(5), .atMost(5)),
      answer("Yes.", .atLeast(5)), answer("Also.", .atLeast(4)),
    ])
    #expect(found.answers.map(\.verdict) == [.contradicted, .contradicted, .supported, .supported])
    #expect(found.answer?.answer.sentence == "Yes.")
    #expect(!found.isContradicted)
    #expect(found.openAnswer == nil)
  }

  @Test func adviceIsContradictedOnlyWhenEveryAnswerIs() throws {
    #expect(try decided([answer("No.", .atMost(2)), answer("No.", .atMost(3))]).isContradicted)
    let open = try decided([answer("No.", .atMost(2)), unmeasured])
    #expect(!open.isContradicted)
    #expect(open.answer == nil)
    #expect(open.openAnswer?.answer.sentence == "Open.")
    #expect(try !decided([]).isContradicted)
  }

  @Test func theFirstExceptionThatHoldsIsGiven() throws {
    let found = try decided(
      [answer("Yes.", .atLeast(5))],
      exceptions: [
        answer("No.", .atMost(2)), answer("But.", .atLeast(5)), answer("Also.", .atLeast(4)),
      ])
    #expect(found.heldExceptions.map(\.answer.sentence) == ["But."])
    #expect(
      try decided([answer("Yes.", .atLeast(5))], exceptions: [answer("No.", .atMost(2))])
        .heldExceptions.isEmpty)
  }

  @Test func withoutAnAnswerAllThatIsDecidedIsGiven() throws {
    let found = try decided(
      [answer("No.", .atMost(2)), unmeasured],
      exceptions: [
        answer("But.", .atLeast(5)), answer("No.", .atMost(2)), answer("Also.", .atLeast(4)),
      ])
    #expect(found.answer == nil)
    #expect(found.heldExceptions.map(\.answer.sentence) == ["But.", "Also."])
  }

  @Test func adviceThatNeedsMoreCoresSaysNothing() throws {
    func found(_ cores: Int?) throws -> DecidedAdvice {
      try decided(
        [answer("Yes.", .atLeast(5))], exceptions: [answer("But.", .atLeast(5))],
        minimumCores: cores)
    }
    #expect(try found(2).answer != nil)
    let missing = try found(3)
    #expect(!missing.isApplicable)
    #expect(missing.answer == nil && missing.openAnswer == nil && missing.heldExceptions.isEmpty)
    let wrong = try decided([answer("No.", .atMost(2))], minimumCores: 3)
    #expect(!wrong.isContradicted)
  }

  @Test func aVariantIsComparedWithTheDefaultOfItsRuntime() throws {
    var slow = trials(.go, tasks(1), (0..<6).map { 4e6 + Double($0) })
    for index in slow.indices { slow[index].planned.case.implementation.variant = "slow" }
    let result = try WorkloadResult(
      fixtureWorkload(trials(.go, tasks(1), (0..<6).map { 1e6 + Double($0) }) + slow))
    var rule = fixtureRule(
      .go, .ratio(to: .go), .limits(.atLeast(3.9)), at: [Parameter("tasks", 1)])
    #expect(RuleVerdict(rule, among: [result]).verdict == .contradicted)
    guard case .quantity(var quantity) = rule.condition else {
      Issue.record("The rule has no quantity.")
      return
    }
    quantity.selection.variant = "slow"
    rule.condition = .quantity(quantity)
    #expect(RuleVerdict(rule, among: [result]).verdict == .supported)
    #expect(
      OpenQuestions(among: [result], rules: [rule]).questions.last?.cases.map(
        \.implementation.variant) == ["slow", nil])
  }
}

@Suite struct EvidenceGapTests {
  private func gap(
    _ rule: ClaimRule, _ results: [WorkloadResult]
  ) -> EvidenceGap? {
    EvidenceGap(rule, RuleVerdict(rule, among: results), among: results)
  }

  @Test func whatIsDecidedHasNoGap() throws {
    let results = [try fixtureClaimResult()]
    #expect(gap(fixtureRule(.go, .ratio(to: .tokio), .limits(.atLeast(5))), results) == nil)
    #expect(gap(fixtureRule(.go, .ratio(to: .tokio), .limits(.atMost(5))), results) == nil)
  }

  @Test func whatWasNotMeasuredIsNamed() throws {
    let results = [try fixtureClaimResult()]
    let size = [Parameter("tasks", 7)]
    let missing = gap(fixtureRule(.go, .value, .limits(.atMost(5)), at: size), results)
    #expect(missing == .value)
    #expect(
      missing?.text
        == "a value at this size: the preset standard (45 minutes for all workloads) or the preset "
        + "full (180 minutes for all workloads)")
    #expect(gap(fixtureRule(.go, .value, .limits(.atMost(5))), []) == .value)
    let leftOut = try WorkloadResult(
      fixtureWorkload(incidents(.go, size, Outcome(.leftOut))))
    let short = gap(fixtureRule(.go, .value, .limits(.atMost(5)), at: size), [leftOut])
    #expect(short == .budget && short?.text.hasSuffix("measure with a larger --budget") == true)
    let other = gap(fixtureRule(.go, .value, .limits(.atMost(5)), onCores: 8), results)
    #expect(other?.text == "a run on a machine with 8 cores")
    #expect(gap(ClaimRule(.go, .outsidePackages(.atMost(0))), results) == .measuredFiles)
  }

  /// An interval is as wide as the square root of the number of trials allows.
  @Test func moreTrialsAreCountedFromTheDistanceToTheBound() throws {
    let values: [Double] = [90e6, 95e6, 100e6, 101e6, 106e6, 112e6]
    let timed = trials(.go, tasks(100_000), values).map { trial in
      var trial = trial
      trial.measurements.append(Measurement(Metric.processTime.name, iteration: nil, 2e9))
      return trial
    }
    let results = [try WorkloadResult(fixtureWorkload(timed))]
    func blocks(_ limit: Double) -> Int? {
      guard
        case .blocks(let count, let seconds)? = gap(
          fixtureRule(.go, .value, .limits(.atMost(limit))), results)
      else { return nil }
      #expect(seconds == Double(count) * 2)
      return count
    }
    let near = try #require(blocks(102e6))
    let far = try #require(blocks(105e6))
    #expect(near > far && far >= 1)
    #expect(gap(fixtureRule(.go, .value, .limits(.atMost(100.5e6))), results) == .closeToBound)
    #expect(
      EvidenceGap.blocks(12, seconds: 24).text
        == "about 12 more trials of each case (24 s), if the estimates stay")
    #expect(
      EvidenceGap.blocks(1, seconds: nil).text
        == "about 1 more trial of each case, if the estimates stay")
  }
}
