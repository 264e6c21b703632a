import Statistics
import Testing

struct SlopeTests {
  /// Between the slope from (1, 3) to (3, 5) and that from (1, 1) to (3, 9).
  @Test func intervalThroughLevelsReachesToTheirBounds() {
    func level(_ value: Double, _ bounds: ClosedRange<Double>?) -> Estimate {
      Estimate(
        value: value,
        interval: bounds.map {
          ConfidenceInterval(level: 0.95, lower: $0.lowerBound, upper: $0.upperBound)
        })
    }
    let low = level(2, 1...3)
    #expect(
      Slope.interval(through: [1: low, 3: level(7, 5...9)])
        == ConfidenceInterval(level: 0.95, lower: 1, upper: 4))
    #expect(Slope.interval(through: [1: low, 3: level(7, nil)]) == nil)
    #expect(Slope.interval(through: [1: low]) == nil)
  }

  /// Bytes of three trials at 1, 10,000 and 100,000 tasks.
  static let bytes: [Double: [Double]] = [
    1: [4.0e6, 4.2e6, 4.1e6],
    10_000: [2.70e7, 2.71e7, 2.69e7],
    100_000: [2.31e8, 2.30e8, 2.35e8],
  ]

  static func makeSamples(_ values: [Double: [Double]]) throws -> [Double: Sample] {
    try values.mapValues { try makeSample($0) }
  }

  /// Slope and intercept from `numpy.polyfit` over the medians.
  ///
  /// Expected bits of the interval from a transcription into Python; 200,000 resamples with
  /// `numpy.random` and `numpy.polyfit` give the same bounds, 2257.0466 and 2310.4535.
  @Test func slopeAgreesWithWorkedOne() throws {
    let slope = try #require(Bootstrap(seed: 7).slope(over: try Self.makeSamples(Self.bytes)))
    let interval = try #require(slope.perUnit.interval)
    #expect(isNear(slope.perUnit.value, 2268.0906140329066))
    #expect(isNear(slope.intercept, 4202588.121922091))
    #expect(interval.lower.bitPattern == 0x40a1_a217_dab3_3fbe)
    #expect(interval.upper.bitPattern == 0x40a2_0ce8_3570_2c04)
  }

  /// Expected slope and intercept from `numpy.polyfit`.
  @Test(
    arguments: [
      ([1: 2.1, 2: 3.9, 3: 6.2, 4: 7.8, 5: 10.1], 1.99, 0.05),
      ([1: 4.1e6, 1e4: 2.7e7, 1e5: 2.31e8, 1e6: 2.3e9], 2296.60348, 3.21696016e6),
      ([-3: 1, 0: -2, 5: 0.5], -0.00510204, -0.16326531),
    ] as [([Double: Double], Double, Double)]
  )
  func linesAgreeWithWorkedOnes(
    points: [Double: Double],
    expected: Double,
    intercept: Double
  ) throws {
    let samples = try points.mapValues { try makeSample([$0]) }
    let slope = try #require(Bootstrap(seed: 1).slope(over: samples))
    #expect((slope.perUnit.value - expected).magnitude <= 1e-6 * expected.magnitude)
    #expect((slope.intercept - intercept).magnitude <= 1e-6 * intercept.magnitude)
  }

  @Test func oneDisturbedTrialDoesNotChangeTheLine() throws {
    var values = Self.bytes
    let calm = try #require(Bootstrap(seed: 7).slope(over: try Self.makeSamples(values)))
    values[100_000] = [2.31e8, 2.30e8, 9.9e9]
    let disturbed = try #require(Bootstrap(seed: 7).slope(over: try Self.makeSamples(values)))
    #expect(disturbed.perUnit.value == calm.perUnit.value)
    #expect(disturbed.intercept == calm.intercept)
  }

  @Test(
    arguments: [
      [:], [5: [1, 2]], [1: [1, 2], .infinity: [3, 4]], [.nan: [1, 2], 1: [1, 2]],
      [1e300: [1, 2], -1e300: [3, 4]], [0: [1, 2], 1e-200: [3, 4]],
      [0: [0, 0], 1e-150: [1e300, 1e300]], [1e10: [0, 0], 1e10 + 1: [1e300, 1e300]],
    ] as [[Double: [Double]]]
  )
  func meaninglessLineIsNil(values: [Double: [Double]]) throws {
    #expect(Bootstrap(seed: 1).slope(over: try Self.makeSamples(values)) == nil)
  }

  /// A single trial at one x, and a slope of zero whose resamples could be out of range.
  @Test(arguments: [[1: [1, 1], 2: [1]], [0: [1, 1], 1e-150: [1, 1]]] as [[Double: [Double]]])
  func lineWithoutFiniteBoundsHasNoInterval(values: [Double: [Double]]) throws {
    let slope = try #require(Bootstrap(seed: 1).slope(over: try Self.makeSamples(values)))
    #expect(slope == Slope(perUnit: Estimate(value: 0, interval: nil), intercept: 1))
  }

  @Test(arguments: [0, 0.1, tiny, 1e300])
  func levelLineHasASlopeOfExactlyZero(height: Double) throws {
    let sample = try makeSample([height, height, height])
    let samples: [Double: Sample] = [1: sample, 10_000: sample, 100_000: sample, 1e6: sample]
    let slope = try #require(Bootstrap(seed: 1).slope(over: samples))
    let interval = ConfidenceInterval(level: 0.95, lower: 0, upper: 0)
    #expect(slope.perUnit == Estimate(value: 0, interval: interval))
  }

  @Test(arguments: seeds) func scalingEitherAxisScalesTheSlope(seed: UInt64) throws {
    let trials = Self.makeRandomTrials(seed: seed)
    let samples = try trials.mapValues { try Sample(trials: $0) }
    let higher = try trials.mapValues { try Sample(trials: scaled($0, by: 8)) }
    let wider = Dictionary(uniqueKeysWithValues: samples.map { ($0.key * 8, $0.value) })
    let bootstrap = Bootstrap(seed: seed, resamples: 400)
    let slope = try #require(bootstrap.slope(over: samples)?.perUnit)
    let high = try #require(bootstrap.slope(over: higher)?.perUnit)
    let wide = try #require(bootstrap.slope(over: wider)?.perUnit)
    #expect(high.value == slope.value * 8 && wide.value == slope.value / 8)
    #expect(high.interval?.lower == slope.interval.map { $0.lower * 8 })
    #expect(wide.interval?.upper == slope.interval.map { $0.upper / 8 })
  }

  @Test(arguments: seeds) func orderDoesNotMatterAndIntervalContainsThePoint(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let trials = Self.makeRandomTrials(seed: seed)
    let shuffled = trials.mapValues { generator.reordered($0) }
    let bootstrap = Bootstrap(seed: seed, resamples: 400)
    let slope = try #require(
      bootstrap.slope(over: try trials.mapValues { try Sample(trials: $0) })
    )
    let interval = try #require(slope.perUnit.interval)
    #expect(interval.contains(slope.perUnit.value))
    #expect(
      bootstrap.slope(over: try shuffled.mapValues { try Sample(trials: $0) }) == slope
    )
  }

  /// Two to four values of x, each with two to eight trials.
  private static func makeRandomTrials(seed: UInt64) -> [Double: [[Double]]] {
    var generator = SeededGenerator(seed: seed)
    let positions = [1.0, 10, 100, 1_000].prefix(Int.random(in: 2...4, using: &generator))
    return Dictionary(
      uniqueKeysWithValues: positions.map { ($0, generator.makeTrials(count: 2...8)) }
    )
  }
}
