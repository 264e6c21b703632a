import Testing

@testable import Statistics

struct MedianDistributionTests {
  /// Values, and how many of the n^n resamples have each median, counted by hand.
  @Test(
    arguments: [
      ([5], [5: 1]),
      ([1, 4], [1: 1, 2.5: 2, 4: 1]),
      ([1, 4, 9], [1: 7, 4: 13, 9: 7]),
    ] as [([Double], [Double: Double])]
  )
  func smallDistributionsAreThoseOfAllResamples(values: [Double], counts: [Double: Double]) {
    let distribution = MedianDistribution(ofSorted: values)
    let all = counts.values.reduce(0, +)
    #expect(distribution.medians == counts.keys.sorted())
    for (median, share) in zip(distribution.medians, distribution.shares) {
      #expect((share - counts[median, default: 0] / all).magnitude < 1e-15)
    }
  }

  @Test(arguments: 1...7) func everyDistributionIsThatOfAllResamples(count: Int) {
    // Powers of two: every pair has a different mean.
    let values = (0..<count).map { Double(1 << $0) }
    var counts: [Double: Double] = [:]
    var resamples = [[Double]()]
    for _ in 0..<count { resamples = resamples.flatMap { drawn in values.map { drawn + [$0] } } }
    for resample in resamples {
      counts[Quantile.value(at: 0.5, ofSorted: resample.sorted()), default: 0] += 1
    }
    let distribution = MedianDistribution(ofSorted: values)
    #expect(distribution.medians == counts.keys.sorted())
    for (median, share) in zip(distribution.medians, distribution.shares) {
      #expect((share - counts[median, default: 0] / Double(resamples.count)).magnitude < 1e-14)
    }
  }

  @Test(arguments: [1, 2, 9, 10, 63, 64, 999, 1_000])
  func sharesAddUpToOneFromEitherEnd(count: Int) {
    let distribution = MedianDistribution(ofSorted: (0..<count).map(Double.init))
    #expect(distribution.shares.allSatisfy { $0 >= 0 })
    #expect((distribution.sharesBelow[distribution.medians.count] - 1).magnitude < 1e-13)
    #expect((distribution.sharesFrom[0] - 1).magnitude < 1e-13)
    #expect((distribution.share(below: Double(count - 1) / 2) - 0.5).magnitude < 1e-13)
    #expect(distribution.share(below: -1) == 0)
  }

  /// Five standard deviations of a binomial share, √(p(1 − p)/10,000), at each decile.
  @Test(arguments: [8, 15, 40, 101, 200]) func drawnMediansFollowTheDistribution(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    let values = (0..<count).map { _ in Double.random(in: 0...1, using: &generator) }.sorted()
    let distribution = MedianDistribution(ofSorted: values)
    var resampler = MedianResampler(ofSorted: values, generator: generator)
    let drawn = (0..<10_000).map { _ in resampler.next() }
    for share in stride(from: 0.1, to: 0.95, by: 0.1) {
      let value = distribution.value(above: share)
      let expected = distribution.share(below: value)
      let found = Double(drawn.count { $0 < value } + drawn.count { $0 <= value }) / 20_000
      #expect((found - expected).magnitude < 5 * (expected * (1 - expected) / 10_000).squareRoot())
    }
  }

  /// Numerators, denominators, level and bounds from all pairs of all resamples, enumerated with
  /// `itertools.product` in Python.
  @Test(
    arguments: [
      ([3, 5, 9], [1, 2, 2.5], 0.5, 2, 4.5),
      ([3, 5, 9], [1, 2, 2.5], 0.8, 1.5, 5),
      ([3, 5, 9], [1, 2, 2.5], 0.95, 1.2, 9),
      ([3, 5, 9, 10], [1, 2, 2.5, 7], 0.5, 16 / 9.0, 4),
      ([3, 5, 9, 10], [1, 2, 2.5, 7], 0.8, 1.2, 5),
      ([3, 5, 9, 10], [1, 2, 2.5, 7], 0.95, 5 / 7.0, 7),
    ] as [([Double], [Double], Double, Double, Double)]
  )
  func quotientBoundsAreThoseOfAllPairs(
    numerators: [Double], denominators: [Double], level: Double, lower: Double, upper: Double
  ) throws {
    let bootstrap = Bootstrap(seed: 1, level: level)
    let ratio = bootstrap.ratio(of: try makeSample(numerators), to: try makeSample(denominators))
    let expected = ConfidenceInterval(level: level, lower: lower, upper: upper)
    #expect(ratio?.estimate.interval == expected)
  }

  /// The share of drawn quotients outside the exact bounds, within five standard deviations.
  @Test(arguments: [(7, 12), (20, 20), (31, 8), (100, 100)])
  func drawnQuotientsFollowTheBounds(first: Int, second: Int) throws {
    var generator = SeededGenerator(seed: 17)
    let numerators = (0..<first).map { _ in Double.random(in: 1...2, using: &generator) }
    let denominators = (0..<second).map { _ in Double.random(in: 1...2, using: &generator) }
    let ratio = Bootstrap(seed: 1, level: 0.8)
      .ratio(of: try makeSample(numerators), to: try makeSample(denominators))
    let interval = try #require(ratio?.estimate.interval)
    var above = MedianResampler(
      ofSorted: numerators.sorted(), generator: SeededGenerator(seed: 17, stream: 1))
    var below = MedianResampler(
      ofSorted: denominators.sorted(), generator: SeededGenerator(seed: 17, stream: 2))
    let drawn = (0..<10_000).map { _ in above.next() / below.next() }
    let noise = 5 * (0.1 * 0.9 * 10_000).squareRoot()
    #expect(Double(drawn.count { $0 < interval.lower }) < 1_000 + noise)
    #expect(Double(drawn.count { $0 <= interval.lower }) > 1_000 - noise)
    #expect(Double(drawn.count { $0 > interval.upper }) < 1_000 + noise)
    #expect(Double(drawn.count { $0 >= interval.upper }) > 1_000 - noise)
  }

  @Test func resamplesAreDrawnForTooManyTrials() throws {
    let sample = try makeSample((0...MedianDistribution.maximumCount).map(Double.init))
    let bootstrap = Bootstrap(seed: 3, resamples: 400)
    let median = try #require(bootstrap.median(of: sample).interval)
    #expect(median == bootstrap.drawnInterval(of: sample))
    #expect(median != Bootstrap(seed: 4, resamples: 400).median(of: sample).interval)
    let baseline = try makeSample([3, 4, 5])
    let ratio = try #require(bootstrap.ratio(of: sample, to: baseline)?.estimate.interval)
    #expect(ratio == bootstrap.drawnInterval(of: sample, over: baseline))
  }
}

extension MedianDistribution {
  /// The share of all resamples whose median is below a value, plus half of those that equal it.
  fileprivate func share(below value: Double) -> Double {
    let below = medians.count { $0 < value }
    let notAbove = medians.count { $0 <= value }
    return (sharesBelow[below] + sharesBelow[notAbove]) / 2
  }
}
