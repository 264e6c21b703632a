import Statistics
import Testing

struct RatioTests {
  static let slow = [12.1, 12.9, 11.4, 12.0, 12.7, 13.3, 11.7, 12.2]
  static let fast = [10.2, 9.8, 10.9, 10.2, 9.55, 11.4, 10.3]

  /// A million resamples with `numpy.random` give the same bounds, 1.1009 and 1.2755.
  @Test func ratioAgreesWithWorkedOne() throws {
    let ratio = try #require(
      Bootstrap(seed: 7).ratio(of: try makeSample(Self.slow), to: try makeSample(Self.fast))
    )
    let interval = try #require(ratio.estimate.interval)
    #expect(ratio.estimate.value == 1.1911764705882353)
    #expect(ratio.trialCount == 7)
    #expect((interval.lower - 1.1009).magnitude < 1e-4)
    #expect((interval.upper - 1.2755).magnitude < 1e-4)
  }

  /// Expected bits from a transcription into Python that builds and sorts each resample.
  @Test func drawnIntervalAgreesBitForBitWithWorkedOne() throws {
    let interval = Bootstrap(seed: 7)
      .drawnInterval(of: try makeSample(Self.slow), over: try makeSample(Self.fast))
    #expect(interval.lower.bitPattern == 0x3ff1_9d5b_98a9_19d6)
    #expect(interval.upper.bitPattern == 0x3ff4_687d_6343_eb1a)
  }

  @Test func caseIsDividedByBaseline() throws {
    let ratio = Bootstrap(seed: 1).ratio(of: try makeSample([1]), to: try makeSample([4]))
    #expect(ratio == Ratio(estimate: Estimate(value: 0.25, interval: nil), trialCount: 1))
  }

  /// Case, baseline.
  @Test(
    arguments: [
      ([1, 2, 3], [0, 0, 0]),
      ([0, 0], [0, 0]),
      ([1, 2, 3], [0, 0, 7]),
      ([1, 2, 3], [-1, 4, 5]),
      ([-1, 2, 3], [1, 4, 5]),
      ([1e300, 1e300], [1e-300, 1e-300]),
      ([1], [tiny]),
    ] as [([Double], [Double])]
  )
  func meaninglessRatioIsNil(case values: [Double], baseline: [Double]) throws {
    let ratio = Bootstrap(seed: 1).ratio(of: try makeSample(values), to: try makeSample(baseline))
    #expect(ratio == nil)
  }

  /// Case, baseline, ratio.
  @Test(
    arguments: [
      ([3], [1, 2, 3], 1.5),
      ([1, 2, 3], [4], 0.5),
      ([1, 2, 3], [0, 4, 4], 0.5),
      ([0, 0, 0], [0, 4, 4], 0),
      ([1, 1, 1e300], [1e-10, 1e-10, 1e-10], 1e10),
      ([1e100, 1e100, 1e300], [1e-100, 1e-100, 1e-300], 1e200),
    ] as [([Double], [Double], Double)]
  )
  func ratioWithoutFiniteBoundsHasNoInterval(
    case values: [Double],
    baseline: [Double],
    expected: Double
  ) throws {
    let ratio = try #require(
      Bootstrap(seed: 1).ratio(of: try makeSample(values), to: try makeSample(baseline))
    )
    #expect(isNear(ratio.estimate.value, expected))
    #expect(ratio.estimate.interval == nil)
  }

  /// Case, baseline, ratio and both bounds.
  @Test(
    arguments: [
      ([0, 0], [1, 1], 0), ([6, 6, 6], [2, 2], 3), ([1e300, 1e300], [1e300, 1e300], 1),
      ([tiny, tiny], [tiny, tiny], 1), ([1e-300, 1e-300], [1e300, 1e300], 0),
    ] as [([Double], [Double], Double)]
  )
  func equalTrialsHaveAnIntervalOfNoWidth(
    case values: [Double],
    baseline: [Double],
    expected: Double
  ) throws {
    let ratio = Bootstrap(seed: 1).ratio(of: try makeSample(values), to: try makeSample(baseline))
    let interval = ConfidenceInterval(level: 0.95, lower: expected, upper: expected)
    #expect(ratio?.estimate == Estimate(value: expected, interval: interval))
  }

  @Test func sidesAreResampledIndependently() throws {
    let sample = try makeSample(Self.slow)
    let ratio = try #require(Bootstrap(seed: 7).ratio(of: sample, to: sample))
    let interval = try #require(ratio.estimate.interval)
    #expect(ratio.estimate.value == 1)
    #expect(interval.lower < 0.95 && interval.upper > 1.05)
  }

  @Test(arguments: seeds) func intervalContainsThePointWithinTheExtremes(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let (first, second) = try (
      generator.makeSample(count: 2...12), generator.makeSample(count: 2...12)
    )
    let bootstrap = Bootstrap(seed: seed, resamples: 400)
    let ratio = try #require(bootstrap.ratio(of: first, to: second))
    let interval = try #require(ratio.estimate.interval)
    #expect(interval.contains(ratio.estimate.value))
    #expect(interval.lower >= first.minimum / second.maximum)
    #expect(interval.upper <= first.maximum / second.minimum)
  }

  @Test(arguments: seeds) func scalingOneSideScalesTheRatio(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let (first, second) = (
      generator.makeTrials(count: 2...12), generator.makeTrials(count: 2...12)
    )
    let bootstrap = Bootstrap(seed: seed, resamples: 400)
    let baseline = try Sample(trials: generator.reordered(second))
    let ratio = try #require(
      bootstrap.ratio(of: try Sample(trials: first), to: try Sample(trials: second))
    )
    let twice = try #require(
      bootstrap.ratio(of: try Sample(trials: scaled(first, by: 2)), to: baseline)
    )
    #expect(twice.estimate.value == 2 * ratio.estimate.value)
    #expect(twice.estimate.interval?.lower == ratio.estimate.interval.map { 2 * $0.lower })
    #expect(twice.estimate.interval?.upper == ratio.estimate.interval.map { 2 * $0.upper })
  }

  @Test(arguments: seeds) func swappedSidesGiveTheReciprocal(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let (first, second) = try (generator.makeSample(), generator.makeSample())
    let bootstrap = Bootstrap(seed: seed, resamples: 400)
    let there = try #require(bootstrap.ratio(of: first, to: second))
    let back = try #require(bootstrap.ratio(of: second, to: first))
    #expect(isNear(there.estimate.value * back.estimate.value, 1))
    #expect(there.trialCount == back.trialCount)
  }
}
