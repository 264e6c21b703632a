import Statistics
import Testing

struct BootstrapTests {
  static let values = [12.1, 12.9, 11.4, 12.0, 12.7, 13.3, 11.7, 12.2]

  /// `scipy.stats.bootstrap` with `method="percentile"` and 100,000 resamples gives these bounds.
  @Test func intervalAgreesWithWorkedOne() throws {
    let estimate = Bootstrap(seed: 7).median(of: try makeSample(Self.values))
    #expect(estimate.value == 12.149999999999999)
    #expect(estimate.interval == ConfidenceInterval(level: 0.95, lower: 11.7, upper: 12.9))
  }

  /// Expected bits from a transcription into Python that builds and sorts each resample.
  @Test func drawnIntervalAgreesBitForBitWithWorkedOne() throws {
    let interval = Bootstrap(seed: 7).drawnInterval(of: try makeSample(Self.values))
    #expect(interval.lower.bitPattern == 0x4027_6666_6666_6666)
    #expect(interval.upper.bitPattern == 0x4029_cccc_cccc_cccd)
  }

  /// Expected bounds from all n^n resamples, enumerated with `itertools.product` in Python.
  ///
  /// They are the same for slightly smaller and larger levels, so rounding cannot change them.
  @Test(
    arguments: [
      ([1, 2, 4, 8, 16], 0.95, 1, 16),
      ([1, 2, 4, 8, 16], 0.8, 2, 8),
      ([1, 2, 4, 8], 0.95, 1, 8),
      ([1, 2, 4, 8], 0.8, 1.5, 6),
      ([3, 5, 6, 10, 11, 20], 0.95, 4, 15.5),
      ([3, 5, 6, 10, 11, 20], 0.8, 5, 11),
    ] as [([Double], Double, Double, Double)]
  )
  func intervalIsThatOfAllResamples(
    values: [Double],
    level: Double,
    lower: Double,
    upper: Double
  ) throws {
    let sample = try makeSample(values)
    let expected = ConfidenceInterval(level: level, lower: lower, upper: upper)
    #expect(Bootstrap(seed: 1, level: level).median(of: sample).interval == expected)
    for seed in UInt64(0)..<5 {
      #expect(Bootstrap(seed: seed, level: level).drawnInterval(of: sample) == expected)
    }
  }

  @Test func valuesWithinATrialAreNotResampled() throws {
    let sample = try Sample(trials: [[1, 5, 9], [0, 5, 100], [5]])
    let interval = Bootstrap(seed: 1).median(of: sample).interval
    #expect(interval == ConfidenceInterval(level: 0.95, lower: 5, upper: 5))
  }

  @Test func oneTrialHasNoIntervalHoweverManyValues() throws {
    let sample = try Sample(trials: [[1, 2, 3, 4, 5, 6, 7]])
    #expect(Bootstrap(seed: 1).median(of: sample) == Estimate(value: 4, interval: nil))
  }

  @Test(
    arguments: [
      [0, 0], [0.1, 0.1, 0.1], [1e300, 1e300], [tiny, tiny, tiny], [-3, -3, -3, -3],
    ] as [[Double]]
  )
  func equalTrialsHaveAnIntervalOfNoWidth(values: [Double]) throws {
    let estimate = Bootstrap(seed: 1).median(of: try makeSample(values))
    let value = values[0]
    let interval = ConfidenceInterval(level: 0.95, lower: value, upper: value)
    #expect(estimate == Estimate(value: value, interval: interval))
  }

  /// Each extreme is the median of a quarter of the resamples.
  @Test(
    arguments: [(1, 2), (0, tiny), (-1e300, 1e300), (1_000 * tiny, 1e300)] as [(Double, Double)]
  )
  func twoTrialsAreTheirOwnInterval(lower: Double, upper: Double) throws {
    let estimate = Bootstrap(seed: 1).median(of: try makeSample([upper, lower]))
    #expect(estimate.interval == ConfidenceInterval(level: 0.95, lower: lower, upper: upper))
  }

  @Test(arguments: seeds) func intervalContainsThePoint(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let sample = try generator.makeSample(count: 2...12)
    let estimate = Bootstrap(seed: seed, resamples: 400).median(of: sample)
    let interval = try #require(estimate.interval)
    #expect(interval.contains(estimate.value))
    #expect(interval.lower >= sample.minimum && interval.upper <= sample.maximum)
  }

  @Test(arguments: seeds) func orderDoesNotMatter(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let trials = generator.makeTrials()
    let bootstrap = Bootstrap(seed: seed, resamples: 400)
    let estimate = bootstrap.median(of: try Sample(trials: trials))
    #expect(bootstrap.median(of: try Sample(trials: generator.reordered(trials))) == estimate)
  }

  @Test(arguments: seeds) func scalingScales(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let trials = generator.makeTrials(count: 2...12)
    let bootstrap = Bootstrap(seed: seed, resamples: 400)
    let estimate = bootstrap.median(of: try Sample(trials: trials))
    let larger = bootstrap.median(of: try Sample(trials: scaled(trials, by: 64)))
    let interval = try #require(estimate.interval)
    #expect(larger.value == estimate.value * 64)
    #expect(larger.interval?.lower == interval.lower * 64)
    #expect(larger.interval?.upper == interval.upper * 64)
  }

  @Test func resultDoesNotDependOnWhatWasComputedBefore() throws {
    let first = try makeSample(Self.values)
    let second = try makeSample([10.2, 9.8, 10.9, 10.2, 9.55, 11.4, 10.3])
    let bootstrap = Bootstrap(seed: 99)
    let alone = bootstrap.median(of: second)
    _ = bootstrap.median(of: first)
    _ = bootstrap.ratio(of: first, to: second)
    #expect(bootstrap.median(of: second) == alone)
  }

  @Test func seedMattersOnlyWhenResamplesAreDrawn() throws {
    var generator = SeededGenerator(seed: 3)
    let sample = try generator.makeSample(count: 40...40)
    let bootstraps = (UInt64(0)..<10).map { Bootstrap(seed: $0, resamples: 400) }
    #expect(Set(bootstraps.map { $0.median(of: sample) }).count == 1)
    #expect(Set(bootstraps.map { $0.drawnInterval(of: sample) }).count > 1)
  }

  @Test func higherLevelHasAWiderInterval() throws {
    let sample = try makeSample(Self.values)
    let narrow = try #require(Bootstrap(seed: 1, level: 0.5).median(of: sample).interval)
    let wide = try #require(Bootstrap(seed: 1, level: 0.99).median(of: sample).interval)
    #expect(wide.lower < narrow.lower && narrow.upper < wide.upper)
  }

  /// Trials, and in how many of 400 cases the interval may contain the true value: with three trials it
  /// extends at most from the minimum to the maximum, which enclose it in 75 % of cases.
  @Test(
    arguments: [(3, 274...326), (6, 354...386), (10, 358...390), (20, 362...394)]
      as [(Int, ClosedRange<Int>)]
  )
  func intervalsContainTheTrueValueAsOftenAsStated(trials: Int, expected: ClosedRange<Int>) throws {
    var generator = SeededGenerator(seed: 11)
    let covered = try (UInt64(0)..<400).count { seed in
      // A skewed distribution, whose median is 1/0.6.
      let values = (0..<trials).map { _ in 1 / Double.random(in: 0.2...1, using: &generator) }
      let interval = Bootstrap(seed: seed).median(of: try makeSample(values)).interval
      return interval?.contains(1 / 0.6) ?? false
    }
    #expect(expected.contains(covered))
  }

  @Test func invalidSettingsAreRefused() async {
    await #expect(processExitsWith: .failure) { _ = Bootstrap(seed: 1, resamples: 399) }
    await #expect(processExitsWith: .failure) { _ = Bootstrap(seed: 1, level: 1) }
    await #expect(processExitsWith: .success) { _ = Bootstrap(seed: 1, resamples: 400) }
  }
}
