import Testing

@testable import Statistics

struct ModeratedIntervalTests {
  private static let prior = VariancePrior(degreesOfFreedom: 2, variance: 0.04)

  /// Levels, looks and bounds of 0.1, 0.3 and 0.2, computed with `scipy.stats.t`.
  @Test(
    arguments: [
      (0.95, 1, -0.05345360229860582, 0.4534536022986059),
      (0.95, 5, -0.22029443632203935, 0.6202944363220394),
      (0.99, 5, -0.4548189518116248, 0.8548189518116249),
    ]
  )
  func boundsAgreeWithWorkedOnes(level: Double, looks: Int, lower: Double, upper: Double) throws {
    let moderated = ModeratedInterval(prior: Self.prior, level: level, lookCount: looks)
    let found = try #require(moderated.interval(of: [0.1, 0.3, 0.2]))
    #expect(found.level == level)
    #expect((found.lower - lower).magnitude < 1e-10 && (found.upper - upper).magnitude < 1e-10)
  }

  @Test func thereIsNoIntervalWithoutAVariance() {
    let plain = ModeratedInterval(prior: .none)
    #expect(plain.interval(of: []) == nil)
    #expect(plain.interval(of: [1]) == nil)
    #expect(plain.interval(of: [1, 1, 1, 1, 1]) == nil)
    #expect(
      plain.interval(of: [1, 1, 1, 1, 1, 1])
        == ConfidenceInterval(level: 0.95, lower: 1, upper: 1))
    #expect(plain.interval(of: [1, 2]) != nil)
    #expect(ModeratedInterval(prior: Self.prior).interval(of: [1, 1]) != nil)
  }

  @Test func ratioIsTheGeometricMean() throws {
    let moderated = ModeratedInterval(prior: Self.prior, lookCount: 1)
    let logarithms = try #require(logRatios(of: [2, 8, nil, 3], to: [1, 1, 5, nil]))
    #expect(logarithms.count == 2)
    let ratio = try #require(moderated.ratio(of: logarithms))
    #expect((ratio.estimate.value - 4).magnitude < 1e-12 && ratio.trialCount == 2)
    let interval = try #require(ratio.estimate.interval)
    #expect((interval.lower * interval.upper - 16).magnitude < 1e-9)
  }

  /// Priors, looks, bounds and p-values of two cases without common blocks.
  ///
  /// Without a prior, the p-value is that of `scipy.stats.ttest_ind(equal_var=False)` 1.17; the others are
  /// from `scipy.stats.t` with the moderated variances.
  @Test(
    arguments: [
      (prior, 1, 0.22615972190318212, 0.598405773131208, 0.003443949679241333),
      (prior, 5, 0.1704253421979245, 0.7941030453055525, 0.017219748396206665),
      (.none, 1, 0.05553562125226177, 2.436909503935746, 0.10383204870679308),
    ] as [(VariancePrior, Int, Double, Double, Double)]
  )
  func unpairedRatiosAgreeWithWorkedOnes(
    prior: VariancePrior, looks: Int, lower: Double, upper: Double, pValue: Double
  ) throws {
    let moderated = ModeratedInterval(prior: prior, lookCount: looks)
    let ratio = try #require(moderated.ratio(of: [0.1, 0.3, 0.2], to: [1, 1.4]))
    #expect((ratio.estimate.value - 0.36787944117144233).magnitude < 1e-12)
    #expect(ratio.trialCount == 2)
    let found = try #require(ratio.estimate.interval)
    #expect((found.lower - lower).magnitude < 1e-10 && (found.upper - upper).magnitude < 1e-10)
    let share = try #require(moderated.pValue(of: [0.1, 0.3, 0.2], to: [1, 1.4]))
    #expect((share - pValue).magnitude < 1e-12)
  }

  /// Computed with `scipy.stats.t` 1.17.
  @Test(
    arguments: [
      ([0.1, 0.3, 0.2], 0.0935990209703679), ([-0.5, -0.7], 0.018782784176974782),
      ([0.01, -0.01], 1),
    ] as [([Double], Double)]
  )
  func pValuesAgreeWithWorkedOnes(values: [Double], expected: Double) throws {
    let moderated = ModeratedInterval(prior: Self.prior, lookCount: 1)
    let found = try #require(moderated.pValue(of: values))
    #expect((found - expected).magnitude < 1e-12)
    let five = ModeratedInterval(prior: Self.prior, lookCount: 5)
    #expect(five.pValue(of: values) == min(1, 5 * found))
  }

  @Test func equalValuesAreNotCertain() throws {
    let plain = ModeratedInterval(prior: .none, lookCount: 1)
    let six = Array(repeating: 1.0, count: 6)
    #expect(plain.pValue(of: six) == 1 / 32.0)
    #expect(plain.pValue(of: six.map { _ in 0 }) == 1)
    // Two of the C(12, 6) = 924 arrangements of six values a side.
    let unpaired = try #require(plain.pValue(of: six, to: six.map { $0 + 1 }))
    #expect((unpaired - 2 / 924.0).magnitude < 1e-15)
    #expect(plain.pValue(of: [1, 1]) == nil)
    #expect(plain.pValue(of: [1, 1], to: [1, 2]) == nil)
    #expect(plain.ratio(of: [1], to: [1, 2])?.estimate.interval == nil)
    #expect(plain.ratio(of: [], to: [1, 2]) == nil)
    let sure = try #require(ModeratedInterval(prior: Self.prior).pValue(of: six))
    #expect(sure > 0 && sure < 0.05)
  }

  @Test func ratiosThatAreTooLargeHaveNoValueOrNoInterval() {
    let moderated = ModeratedInterval(prior: .none)
    #expect(moderated.ratio(of: []) == nil)
    #expect(moderated.ratio(of: [800, 801]) == nil)
    #expect(moderated.ratio(of: [700, 100]) != nil)
    #expect(moderated.ratio(of: [700, 100])?.estimate.interval == nil)
    #expect(moderated.ratio(of: [0.5])?.estimate.interval == nil)
  }

  @Test func logRatiosNeedPositiveValues() {
    #expect(logRatios(of: [1, 0], to: [1, 1]) == nil)
    #expect(logRatios(of: [1, 2], to: [1, -1]) == nil)
    #expect(logRatios(of: [0], to: [nil])?.isEmpty == true)
    #expect(logRatios(of: [1, .infinity], to: [1, 1]) == nil)
  }

  @Test(arguments: seeds) func swappedCasesGiveTheInverse(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let values = (0..<5).map { _ in Double.random(in: 1...9, using: &generator) }
    let others = (0..<5).map { _ in Double.random(in: 1...9, using: &generator) }
    let moderated = ModeratedInterval(prior: Self.prior)
    let there = try #require(logRatios(of: values, to: others).flatMap(moderated.ratio))
    let back = try #require(logRatios(of: others, to: values).flatMap(moderated.ratio))
    #expect(isNear(there.estimate.value * back.estimate.value, 1))
    let bounds = try #require(there.estimate.interval)
    let inverse = try #require(back.estimate.interval)
    #expect((bounds.lower * inverse.upper - 1).magnitude < 1e-9)
  }

  /// With the stopping rule in the loop: stop at the look at which the interval excludes zero.
  @Test func intervalsOfAllLooksContainTheValueTogether() {
    var generator = SeededGenerator(seed: 1)
    func normal() -> Double {
      (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0...1, using: &generator) }
    }
    let moderated = ModeratedInterval(prior: VariancePrior(degreesOfFreedom: 4, variance: 1))
    let runs = 300
    let blocks = ModeratedInterval.looks.last ?? 0
    let stopped = (0..<runs).count { _ in
      let scale = Double.random(in: 0.5...1.5, using: &generator)
      let values = (0..<blocks).map { _ in scale * normal() }
      return ModeratedInterval.looks.contains { look in
        moderated.interval(of: Array(values[..<look]))?.contains(0) == false
      }
    }
    #expect(Double(stopped) <= 0.05 * Double(runs))
    #expect(stopped > 0)
  }

  @Test func medianHasAnIntervalFromTwoTrialsOn() throws {
    let two = try makeSample([1, 2]).median(prior: Self.prior)
    #expect(two.value == 1.5)
    #expect(try #require(two.interval).contains(1.5))
    let six = try makeSample([6, 1, 5, 2, 4, 3]).median(prior: Self.prior)
    #expect(six.interval == ConfidenceInterval(level: 0.95, lower: 1, upper: 6))
    let ten = try makeSample((1...10).map(Double.init)).median(prior: .none)
    #expect(ten.interval == ConfidenceInterval(level: 0.95, lower: 2, upper: 9))
    let looks = try makeSample([6, 1, 5, 2, 4, 3]).median(prior: Self.prior, lookCount: 5)
    #expect(try #require(looks.interval).upper > 6)
    let eight = try makeSample((1...8).map(Double.init)).median(prior: .none, lookCount: 5)
    #expect(eight.interval == ConfidenceInterval(level: 0.95, lower: 1, upper: 8))
    #expect(try makeSample([0, 1]).median(prior: Self.prior).interval == nil)
    #expect(try makeSample([3]).median(prior: Self.prior).interval == nil)
  }

  /// The ranks of 95 % for 1,000 values, and the approximation for more.
  @Test func medianOfManyTrialsIsCloseToTheMiddle() throws {
    let thousand = try makeSample((1...1_000).map(Double.init)).median(prior: .none)
    #expect(thousand.interval == ConfidenceInterval(level: 0.95, lower: 469, upper: 532))
    let more = try makeSample((1...10_000).map(Double.init)).median(prior: .none)
    #expect(more.interval == ConfidenceInterval(level: 0.95, lower: 4_902, upper: 5_099))
  }
}
