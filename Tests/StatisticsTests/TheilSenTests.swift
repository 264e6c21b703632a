import Statistics
import Testing

struct TheilSenTests {
  /// Slope and intercept from `scipy.stats.theilslopes` with `method="joint"`.
  @Test(
    arguments: [
      ([1: 2.1, 2: 3.9, 3: 6.2, 4: 7.8, 5: 10.1, 6: 30], 2.0666666666666664, -0.11666666666666581),
      ([1: 4.1e6, 1e4: 2.7e7, 1e5: 2.31e8, 1e6: 2.3e9], 2293.065659402293, 4083525.170158834),
      ([0: 5, 1: 4, 3: -2], -7 / 3.0, 5),
    ] as [([Double: Double], Double, Double)]
  )
  func linesAgreeWithWorkedOnes(points: [Double: Double], slope: Double, intercept: Double) throws {
    let samples = try points.mapValues { try makeSample([$0]) }
    let found = try #require(Bootstrap(seed: 1).theilSenSlope(over: samples))
    #expect((found.perUnit.value - slope).magnitude < 1e-9 * slope.magnitude)
    #expect((found.intercept - intercept).magnitude < 1e-9 * intercept.magnitude)
    #expect(found.perUnit.interval == nil)
  }

  @Test func oneOutlierDoesNotDistortTheLine() throws {
    var samples: [Double: Sample] = [:]
    for x in 1...7 { samples[Double(x)] = try makeSample([Double(3 * x), Double(3 * x)]) }
    samples[7] = try makeSample([1e6, 1e6])
    let slope = try #require(Bootstrap(seed: 1).theilSenSlope(over: samples)?.perUnit)
    #expect(slope.value == 3)
    #expect(slope.interval == ConfidenceInterval(level: 0.95, lower: 3, upper: 3))
  }

  @Test(arguments: Bootstrap.Method.allCases)
  func intervalsContainTheSlopeAsOftenAsStated(method: Bootstrap.Method) throws {
    var generator = SeededGenerator(seed: 5)
    let covered = try (UInt64(0)..<200).count { seed in
      var samples: [Double: Sample] = [:]
      for x in [1.0, 2, 4, 6, 8] {
        let values = (0..<10).map { _ in 10 * x + Double.random(in: -3...3, using: &generator) }
        samples[x] = try makeSample(values)
      }
      let bootstrap = Bootstrap(seed: seed, resamples: 400, method: method)
      return bootstrap.theilSenSlope(over: samples)?.perUnit.interval?.contains(10) ?? false
    }
    // Five standard deviations of a count of 200 around 95 % are 15.
    #expect(covered >= 175)
  }

  @Test func meaninglessLinesAreNil() throws {
    let one = try makeSample([1, 2])
    for positions in [[], [5], [1, .nan], [1, .infinity]] as [[Double]] {
      let samples = Dictionary(positions.map { ($0, one) }, uniquingKeysWith: { first, _ in first })
      #expect(Bootstrap(seed: 1).theilSenSlope(over: samples) == nil)
    }
    let steep: [Double: Sample] = [
      0: try makeSample([1, 1e300]), 1e-200: try makeSample([2, 1e300]),
    ]
    #expect(Bootstrap(seed: 1).theilSenSlope(over: steep)?.perUnit.interval == nil)
  }
}
