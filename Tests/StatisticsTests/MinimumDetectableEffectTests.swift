import Statistics
import Testing

struct MinimumDetectableEffectTests {
  private static func makeRatio(_ lower: Double, _ upper: Double, trials: Int = 10) -> Ratio {
    let interval = ConfidenceInterval(level: 0.95, lower: lower, upper: upper)
    return Ratio(
      estimate: Estimate(value: (lower + upper) / 2, interval: interval), trialCount: trials)
  }

  /// Bounds of the ratio, growth and shrinkage with a band of 25 %.
  @Test(
    arguments: [(1, 1, 1.25, 1.25), (0.8, 1.2, 1.5625, 1.5), (2, 4, 0.625, 5)]
      as [(Double, Double, Double, Double)]
  )
  func factorsFollowFromBoundsAndBand(
    lower: Double, upper: Double, growth: Double, shrinkage: Double
  ) throws {
    let rule = VerdictRule(band: 0.25)
    let found = try #require(rule.minimumDetectableEffect(of: Self.makeRatio(lower, upper)))
    #expect(found == MinimumDetectableEffect(growth: growth, shrinkage: shrinkage))
    #expect(found.minimumRatio == max(growth, shrinkage))
  }

  @Test(arguments: seeds) func aCaseThatDiffersByMoreIsDecided(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let rule = VerdictRule(band: 0.05)
    let lower = Double.random(in: 0.5...1.5, using: &generator)
    let upper = lower * Double.random(in: 1...1.4, using: &generator)
    let found = try #require(rule.minimumDetectableEffect(of: Self.makeRatio(lower, upper)))
    for (factor, sure, thin) in [
      (found.growth, Verdict.worse, 0.999), (1 / found.shrinkage, .better, 1.001),
    ] {
      let beyond = factor / thin
      #expect(
        rule.verdict(on: Self.makeRatio(lower * beyond, upper * beyond), better: .lower) == sure)
      let short = factor * thin
      #expect(
        rule.verdict(on: Self.makeRatio(lower * short, upper * short), better: .lower) != sure)
    }
    #expect(found.minimumRatio >= 1.05)
  }

  @Test func thereIsNoEffectWhenNoFactorHelps() {
    let rule = VerdictRule(band: 0.05)
    let bare = Ratio(estimate: Estimate(value: 1, interval: nil), trialCount: 10)
    #expect(rule.minimumDetectableEffect(of: nil) == nil)
    #expect(rule.minimumDetectableEffect(of: bare) == nil)
    #expect(rule.minimumDetectableEffect(of: Self.makeRatio(0, 1)) == nil)
  }
}
