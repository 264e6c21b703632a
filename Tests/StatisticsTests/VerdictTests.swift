import Statistics
import Testing

struct VerdictTests {
  /// Bounds of case ÷ baseline, and the verdict when lower is better, with a band of 25 %:
  /// ratios from 0.8 to 1.25 count as equal.
  @Test(
    arguments: [
      (0.5, 0.7, Verdict.better),
      (0.5, 0.79, .better),
      (0.5, 0.8, .inconclusive),
      (0.5, 1.1, .inconclusive),
      (0.7, 0.9, .inconclusive),
      (0.8, 1.25, .equal),
      (0.9, 1.1, .equal),
      (0.9, 0.95, .equal),
      (1.1, 1.3, .inconclusive),
      (0.5, 2, .inconclusive),
      (1.25, 2, .inconclusive),
      (1.26, 2, .worse),
      (0, 0, .better),
      (1, 1, .equal),
    ] as [(Double, Double, Verdict)]
  )
  func verdictFollowsFromIntervalAndBand(lower: Double, upper: Double, expected: Verdict) {
    let rule = VerdictRule(band: 0.25)
    let ratio = makeRatio(lower: lower, upper: upper)
    #expect(rule.verdict(on: ratio, better: .lower) == expected)
    #expect(rule.verdict(on: ratio, better: .higher) == opposite(of: expected))
  }

  @Test func thinEvidenceIsInconclusive() {
    let rule = VerdictRule(band: 0.05)
    let withoutInterval = Ratio(estimate: Estimate(value: 3, interval: nil), trialCount: 50)
    #expect(rule.verdict(on: nil, better: .lower) == .inconclusive)
    #expect(rule.verdict(on: withoutInterval, better: .lower) == .inconclusive)
  }

  @Test func theNumberOfTrialsDoesNotDecide() {
    let rule = VerdictRule(band: 0.05)
    for trials in [2, 5, 6, 100] {
      let narrow = makeRatio(lower: 3, upper: 4, trials: trials)
      #expect(rule.verdict(on: narrow, better: .lower) == .worse)
      let wide = makeRatio(lower: 0.9, upper: 4, trials: trials)
      #expect(rule.verdict(on: wide, better: .lower) == .inconclusive)
    }
  }

  @Test func withoutABandOnlyIdentityIsEqual() {
    let rule = VerdictRule(band: 0)
    #expect(rule.verdict(on: makeRatio(lower: 1, upper: 1), better: .lower) == .equal)
    #expect(rule.verdict(on: makeRatio(lower: 1, upper: 1.01), better: .lower) == .inconclusive)
    #expect(rule.verdict(on: makeRatio(lower: 1.001, upper: 1.01), better: .lower) == .worse)
  }

  @Test(arguments: seeds) func swappedSidesGiveTheOppositeVerdict(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let rule = VerdictRule(band: 0.1)
    for _ in 0..<50 {
      let lower = Double.random(in: 0.6...1.4, using: &generator)
      let upper = lower * Double.random(in: 1...1.3, using: &generator)
      let there = rule.verdict(on: makeRatio(lower: lower, upper: upper), better: .lower)
      let back = rule.verdict(on: makeRatio(lower: 1 / upper, upper: 1 / lower), better: .lower)
      #expect(back == opposite(of: there))
    }
  }

  @Test func invalidRulesAreRefused() async {
    await #expect(processExitsWith: .failure) { _ = VerdictRule(band: -0.1) }
  }

  private func makeRatio(lower: Double, upper: Double, trials: Int = 20) -> Ratio {
    let interval = ConfidenceInterval(level: 0.95, lower: lower, upper: upper)
    return Ratio(
      estimate: Estimate(value: (lower + upper) / 2, interval: interval),
      trialCount: trials
    )
  }

  private func opposite(of verdict: Verdict) -> Verdict {
    switch verdict {
    case .better: .worse
    case .worse: .better
    case .equal, .inconclusive: verdict
    }
  }
}
