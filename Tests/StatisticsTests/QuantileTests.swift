import Statistics
import Testing

struct QuantileTests {
  /// Expected values from `numpy.quantile`, whose default method is definition 7.
  @Test(
    arguments: [
      ([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5], 0.05, 1),
      ([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5], 0.25, 2.5),
      ([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5], 0.62, 5),
      ([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5], 0.99, 8.700000000000001),
      ([7, 15, 36, 39, 40, 41], 0.1, 11),
      ([7, 15, 36, 39, 40, 41], 0.25, 20.25),
      ([7, 15, 36, 39, 40, 41], 0.5, 37.5),
      ([7, 15, 36, 39, 40, 41], 0.75, 39.75),
      ([7, 15, 36, 39, 40, 41], 0.9, 40.5),
      ([12.1, 11.9, 12.4, 13.0, 12.8, 11.2, 11.6, 11.5, 11.3, 12.0, 14.9, 12.7, 12.6], 0.9, 12.96),
      ([5], 0.3, 5),
    ] as [([Double], Double, Double)]
  )
  func valuesAgreeWithWorkedOnes(values: [Double], fraction: Double, expected: Double) {
    #expect(isNear(Quantile.value(at: fraction, ofSorted: values.sorted()), expected))
  }

  /// Fraction, minimum number for printing, number below which it is refused.
  @Test(
    arguments: [
      (0.5, 20, 2), (0.75, 40, 4), (0.9, 100, 10), (0.95, 200, 20), (0.99, 1_000, 100),
      (0.999, 10_000, 1_000), (0.9999, 100_000, 10_000), (0.99999, 1_000_000, 100_000),
      (0.25, 40, 4), (0.1, 100, 10), (0.01, 1_000, 100), (0.3, 34, 4), (0.7, 34, 4),
      (tiny, .max, .max),
    ] as [(Double, Int, Int)]
  )
  func countsFollowTheRule(fraction: Double, printable: Int, refusedBelow: Int) {
    let quantile = Quantile(fraction)
    #expect(quantile.printableCount == printable)
    #expect(quantile.refusedBelowCount == refusedBelow)
  }

  /// For the values 1, 2, 3, … the quantile is 1 + (n − 1)q.
  @Test(
    arguments: [
      (0.9, 1, Quantile.Reading.refused(needed: 100)),
      (0.9, 9, .refused(needed: 100)),
      (0.75, 4, .thin(3.25, needed: 40)),
      (0.75, 39, .thin(29.5, needed: 40)),
      (0.75, 40, .printable(30.25)),
      (0.5, 1, .refused(needed: 20)),
      (0.5, 2, .thin(1.5, needed: 20)),
      (0.5, 20, .printable(10.5)),
      (0.25, 3, .refused(needed: 40)),
      (0.25, 4, .thin(1.75, needed: 40)),
    ] as [(Double, Int, Quantile.Reading)]
  )
  func readingDependsOnTheNumberOfValues(
    fraction: Double,
    count: Int,
    expected: Quantile.Reading
  ) throws {
    let sample = try Sample(trials: [(1...count).map(Double.init)])
    #expect(Quantile(fraction).reading(of: sample) == expected)
  }

  @Test func valuesOfAllTrialsCountTogether() throws {
    let sample = try Sample(trials: Array(repeating: [1, 2, 3, 4, 5], count: 4))
    #expect(Quantile(0.5).reading(of: sample) == .printable(3))
  }

  @Test(arguments: seeds) func valuesNeverDecreaseAsTheFractionIncreases(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let values = try generator.makeSample().values
    let quantiles = (0...1_000).map { Quantile.value(at: Double($0) / 1_000, ofSorted: values) }
    #expect(zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(quantiles.first == values.first)
    #expect(quantiles.last == values.last)
  }

  @Test(arguments: [0.1, tiny, 0, -0.1, 1e300, 1_000 * tiny])
  func everyQuantileOfEqualValuesIsThatValue(value: Double) {
    for count in 1...5 {
      let values = Array(repeating: value, count: count)
      for step in 0...97 {
        #expect(Quantile.value(at: Double(step) / 97, ofSorted: values) == value)
      }
    }
  }

  @Test func aQuantileOfBucketsIsTheFirstThatReachesItsShare() {
    let buckets = [(value: 1.0, count: 10), (value: 2.0, count: 9), (value: 5.0, count: 1)]
    #expect(Quantile(0.5).value(ofBuckets: buckets) == 1)
    let more = buckets + [(value: 9.0, count: 20)]
    #expect(Quantile(0.5).value(ofBuckets: more) == 5)
    #expect(Quantile(0.75).value(ofBuckets: more) == 9)
    #expect(Quantile(0.9).value(ofBuckets: more) == nil)
    #expect(Quantile(0.5).value(ofBuckets: []) == nil)
  }

  @Test(arguments: 0..<50)
  func severalQuantilesOfBucketsEqualThoseReadOneByOne(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed, stream: 0)
    let buckets = (1...40).map { value in
      (value: Double(value), count: Int.random(in: 1...60, using: &generator))
    }
    let quantiles = [0.5, 0.75, 0.9, 0.99, 0.999].map { Quantile($0) }
    let count = buckets.reduce(0) { $0 + $1.count }
    let borne = quantiles.filter { $0.printableCount <= count }
    let values = borne.map { quantile in
      buckets.indices.first { index in
        let below = buckets[...index].reduce(0) { $0 + $1.count }
        return Double(below) >= quantile.fraction * Double(count)
      }.map { buckets[$0].value }
    }
    #expect(Quantile.values(of: quantiles, inBuckets: buckets) == values)
    #expect(borne.count >= 3)
  }

  @Test func quantilesOfBucketsNeedTenValuesBeyondThem() {
    let quantiles = [0.5, 0.9, 0.99].map { Quantile($0) }
    #expect(Quantile.values(of: quantiles, inBuckets: [(value: 7, count: 999)]) == [7, 7])
    #expect(Quantile.values(of: quantiles, inBuckets: [(value: 7, count: 1_000)]) == [7, 7, 7])
    #expect(Quantile.values(of: quantiles, inBuckets: []).isEmpty)
  }

  @Test func zeroAndOneAreNotQuantiles() async {
    await #expect(processExitsWith: .failure) { _ = Quantile(0) }
    await #expect(processExitsWith: .failure) { _ = Quantile(1) }
    await #expect(processExitsWith: .failure) { _ = Quantile(.nan) }
  }
}
