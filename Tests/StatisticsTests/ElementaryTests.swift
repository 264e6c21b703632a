import Testing

@testable import Statistics

struct ElementaryTests {
  /// Expected shares from `scipy.stats.norm.sf`.
  @Test(
    arguments: [
      (0, 0.5), (0.5, 0.3085375387259869), (1, 0.15865525393145707), (2.4, 0.008197535924596131),
      (2.5, 0.006209665325776132), (2.6, 0.004661188023718747), (5, 2.866515718791933e-07),
      (10, 7.61985302416047e-24), (30, 4.906713927147908e-198), (-1, 0.8413447460685429),
      (-6, 0.9999999990134123), (.infinity, 0), (-.infinity, 1),
    ] as [(Double, Double)]
  )
  func sharesOfTheNormalDistributionAgree(score: Double, expected: Double) {
    #expect((Normal.share(above: score) - expected).magnitude <= 1e-12 * expected)
  }

  /// Expected scores from `scipy.stats.norm.ppf`.
  @Test(
    arguments: [
      (1e-6, -4.753424308822899), (0.025, -1.9599639845400545), (0.3, -0.5244005127080409),
      (0.5, 0), (0.9, 1.2815515655446004), (0.999, 3.090232306167813), (0, -8), (1, 8),
    ] as [(Double, Double)]
  )
  func quantilesOfTheNormalDistributionAgree(share: Double, expected: Double) {
    // Near one, neighboring shares differ by 1e-16, which makes scores from 8 to 8.2 equal.
    let tolerance = share == 1 ? 0.3 : 1e-9
    #expect((Normal.quantile(share) - expected).magnitude <= tolerance)
  }

  /// Expected values from Python's `math`.
  @Test(
    arguments: [
      (1, 2.718281828459045), (-1, 0.36787944117144233), (0, 1), (700, 1.0142320547350045e304),
      (-700, 9.859676543759770e-305), (-800, 0), (800, .infinity),
    ] as [(Double, Double)]
  )
  func powersOfEAgree(power: Double, expected: Double) {
    let found = Elementary.exponential(power)
    #expect(found == expected || (found - expected).magnitude <= 2e-14 * expected)
  }

  @Test(arguments: [1e-300, tiny, 0.3, 1, 1.5, 2, 10, 12_345.678, 1e300])
  func logarithmUndoesTheExponential(number: Double) {
    let logarithm = Elementary.logarithm(number)
    // One unit in the last place of a logarithm of 700 is a relative 1e-13 of its number.
    #expect((Elementary.exponential(logarithm) - number).magnitude <= 3e-13 * number + tiny)
  }

  /// Expected values from Python's `math.log`.
  @Test(
    arguments: [
      (10, 2.302585092994046), (0.5, -0.6931471805599453), (1, 0), (3, 1.0986122886681098),
    ] as [(Double, Double)]
  )
  func logarithmsAgree(number: Double, expected: Double) {
    #expect((Elementary.logarithm(number) - expected).magnitude <= 1e-14)
  }
}
