import Statistics
import Testing

struct SampleTests {
  /// Five trials of different lengths with 13 values.
  static let trials = [
    [12.1, 11.9, 12.4], [13.0, 12.8], [11.2, 11.6, 11.5, 11.3], [12.0], [14.9, 12.7, 12.6],
  ]

  /// Expected values from `statistics.median` of Python and `numpy.quantile` over all values.
  @Test func summariesAgreeWithWorkedValues() throws {
    let sample = try Sample(trials: Self.trials)
    #expect(zip(sample.trialMedians, [12.1, 12.9, 11.4, 12.0, 12.7]).allSatisfy(isNear))
    #expect(sample.median == 12.1)
    #expect(sample.trialCount == 5)
    #expect(sample.count == 13)
    #expect(sample.minimum == 11.2)
    #expect(sample.maximum == 14.9)
    #expect(sample.firstQuartile == 11.6)
    #expect(sample.thirdQuartile == 12.7)
  }

  @Test func eachTrialCountsOnce() throws {
    let sample = try Sample(trials: [[1], [2], Array(repeating: 9, count: 100)])
    #expect(sample.median == 2)
  }

  @Test func trialsKeepTheirOrder() throws {
    let sample = try Sample(trials: Self.trials.reversed())
    #expect(sample.trials == Self.trials.reversed())
    #expect(zip(sample.trialMedians, [12.7, 12.0, 11.4, 12.9, 12.1]).allSatisfy(isNear))
  }

  @Test(
    arguments: [
      ([[]], StatisticsError.emptyTrial(trial: 1)),
      ([], .noTrials),
      ([[1], [], [.nan]], .emptyTrial(trial: 2)),
      ([[1], [2, .nan]], .unusableValue(found: "nan", trial: 2, value: 2)),
      ([[.infinity]], .unusableValue(found: "inf", trial: 1, value: 1)),
      ([[3, 4, -.infinity]], .unusableValue(found: "-inf", trial: 1, value: 3)),
      ([[1e301]], .unusableValue(found: "1e+301", trial: 1, value: 1)),
      ([[.signalingNaN]], .unusableValue(found: "snan", trial: 1, value: 1)),
    ] as [([[Double]], StatisticsError)]
  )
  func unusableValuesAreRefused(trials: [[Double]], error: StatisticsError) {
    #expect(throws: error) { try Sample(trials: trials) }
  }

  @Test func messagesSayWhatWhereAndHowToFixIt() {
    #expect(
      StatisticsError.unusableValue(found: "nan", trial: 2, value: 5).description
        == """
        The value "nan" cannot be part of a sample (trial 2, value 5). It must be a finite number \
        from -1e+300 to 1e+300. Find out what wrote it.
        """
    )
    #expect(
      StatisticsError.emptyTrial(trial: 3).description
        == """
        Trial 3 of the sample has no value. Leave out a trial that did not measure this metric, \
        and say so.
        """
    )
    #expect(
      StatisticsError.noTrials.description
        == """
        A sample needs at least one trial, but there is none. Show the outcome of a case without a \
        completed trial instead of a sample.
        """
    )
  }

  /// Values, median, interquartile range.
  @Test(
    arguments: [
      ([7], 7, 0),
      ([3, 1], 2, 1),
      ([0.1, 0.1, 0.1], 0.1, 0),
      ([0, 0, 0, 0], 0, 0),
      ([tiny], tiny, 0),
      ([tiny, tiny], tiny, 0),
      ([1e300, 1e300, 1e300], 1e300, 0),
      ([-1e300, 1e300], 0, 1e300),
      ([-1e300, -1e300, 1e300, 1e300], 0, 2e300),
      ([1_000 * tiny, 3_000 * tiny], 2_000 * tiny, 1_000 * tiny),
    ] as [([Double], Double, Double)]
  )
  func degenerateSamplesHaveDefinedSummaries(
    values: [Double],
    median: Double,
    range: Double
  ) throws {
    let sample = try makeSample(values)
    #expect(sample.median == median)
    #expect(sample.thirdQuartile - sample.firstQuartile == range)
    #expect(sample.minimum == values.min())
    #expect(sample.maximum == values.max())
  }

  @Test(arguments: seeds) func orderDoesNotMatter(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let trials = generator.makeTrials()
    let sample = try Sample(trials: trials)
    let shuffled = try Sample(trials: generator.reordered(trials))
    #expect(sample.median == shuffled.median)
    #expect(sample.values == shuffled.values)
    #expect(sample.trialMedians.sorted() == shuffled.trialMedians.sorted())
  }

  /// A power of two scales without rounding, so equality is exact.
  @Test(arguments: seeds, [0.125, 1024])
  func scalingScales(seed: UInt64, factor: Double) throws {
    var generator = SeededGenerator(seed: seed)
    let trials = generator.makeTrials()
    let sample = try Sample(trials: trials)
    let scaled = try Sample(trials: scaled(trials, by: factor))
    #expect(scaled.median == sample.median * factor)
    #expect(scaled.firstQuartile == sample.firstQuartile * factor)
    #expect(scaled.thirdQuartile == sample.thirdQuartile * factor)
    #expect(scaled.minimum == sample.minimum * factor)
    #expect(scaled.maximum == sample.maximum * factor)
  }

  @Test(arguments: seeds) func summariesAscend(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let sample = try generator.makeSample()
    #expect(sample.minimum <= sample.firstQuartile)
    #expect(sample.firstQuartile <= sample.thirdQuartile)
    #expect(sample.thirdQuartile <= sample.maximum)
    #expect(sample.minimum <= sample.median && sample.median <= sample.maximum)
    #expect(sample.count == sample.trials.map(\.count).reduce(0, +))
  }
}
