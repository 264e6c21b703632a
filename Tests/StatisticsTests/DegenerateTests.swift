import Statistics
import Testing

/// Every statistic on samples with little or no information.
struct DegenerateTests {
  private static let bootstrap = Bootstrap(seed: 1, resamples: 400)

  /// Values of a sample, whether its median has an interval, and whether its ratio to itself has.
  private static let table: [([Double], hasInterval: Bool, hasRatio: Bool)] = [
    ([5], false, true), ([0], false, false), ([-2], false, false),
    ([1, 3], true, true), ([7, 7, 7], true, true), ([0, 0, 0], true, false),
    ([0, 0, 1], true, false), ([0, 1, 1], true, true), ([-1, 0, 1], true, false),
    ([1e300, 1e300], true, true), ([-1e300, 1e300], true, false),
    ([tiny, tiny, tiny], true, true), ([tiny, 1e300, 1e300], true, true),
    (Array(repeating: 4, count: 7) + [1e300], true, true),
  ]

  @Test(arguments: table)
  func everyStatisticIsDefined(values: [Double], hasInterval: Bool, hasRatio: Bool) throws {
    let sample = try makeSample(values)
    let median = Self.bootstrap.median(of: sample)
    #expect((median.interval != nil) == hasInterval)
    #expect(median.interval?.contains(median.value) ?? true)
    #expect((Self.bootstrap.ratio(of: sample, to: sample) != nil) == hasRatio)
    let pair: [Double: Sample] = [1: sample, 2: sample]
    #expect(Self.bootstrap.slope(over: pair)?.perUnit.value == 0)
    let crossover = Self.bootstrap.crossover(of: pair, and: pair)
    #expect(crossover == (sample.median > 0 ? .never : nil))
    let test = try #require(MannWhitney(values, values))
    #expect(test.pValue == 1 && test.cliffsDelta == 0)
    #expect(WarmUp(of: values) == (values.count < 6 ? .inconclusive : .flat))
    #expect(TukeyFences(of: sample).mark(of: sample.median) == .inside)
  }

  @Test(arguments: [[], [.nan], [1, .nan]] as [[Double]])
  func groupsThatCannotBeComparedAreNil(values: [Double]) {
    #expect(MannWhitney(values, [1, 2]) == nil)
    #expect(MannWhitney([1, 2], values) == nil)
  }

  @Test func oneValueAgainstOneIsNoEvidence() {
    #expect(MannWhitney([1], [2])?.pValue == 1)
    #expect(MannWhitney([1], [2])?.cliffsDelta == -1)
    #expect(MannWhitney([.infinity], [2])?.cliffsDelta == 1)
  }
}
