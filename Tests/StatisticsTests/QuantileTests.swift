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

  /// Fraction and minimum number for printing.
  @Test(
    arguments: [
      (0.5, 20), (0.75, 40), (0.9, 100), (0.95, 200), (0.99, 1_000), (0.999, 10_000),
      (0.9999, 100_000), (0.99999, 1_000_000), (0.25, 40), (0.1, 100), (0.01, 1_000), (0.3, 34),
      (0.7, 34), (tiny, .max),
    ] as [(Double, Int)]
  )
  func countsFollowTheRule(fraction: Double, printable: Int) {
    #expect(Quantile(fraction).printableCount == printable)
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
