import Testing

@testable import Statistics

struct MannWhitneyTests {
  /// Groups, U of the first, p, delta, from `scipy.stats.mannwhitneyu` 1.17: `method="exact"` in
  /// the first three, `"asymptotic"` with continuity correction in the others.
  @Test(
    arguments: [
      ([1.1, 2.2, 3.3], [2.5, 4.4, 5.5, 6.6], 1, 0.11428571428571428, -10 / 12.0),
      ([19, 22, 16, 29, 24], [20, 11, 17, 12], 17, 0.1111111111111111, 0.7),
      ([1, 2, 3], [4, 5, 6], 0, 0.1, -1),
      (RatioTests.slow, RatioTests.fast, 55.5, 0.0017466499822444677, 55 / 56.0),
      ([1, 1, 2, 2, 3], [2, 3, 3, 4, 4, 4], 3, 0.030423784148462706, -0.8),
      (
        Array(stride(from: 0, to: 60, by: 2)), Array(stride(from: 15, to: 75, by: 2)), 253,
        0.003670893392450653, -394 / 900.0
      ),
    ] as [([Double], [Double], Double, Double, Double)]
  )
  func figuresAgreeWithWorkedOnes(
    first: [Double], second: [Double], u: Double, p: Double, delta: Double
  ) throws {
    let test = try #require(MannWhitney(first, second))
    #expect(test.u == u)
    #expect((test.pValue - p).magnitude < 1e-12 * p)
    #expect((test.cliffsDelta - delta).magnitude < 1e-15)
  }

  @Test(arguments: seeds) func swappedGroupsGiveTheOpposite(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let (first, second) = (try generator.makeSample(), try generator.makeSample())
    let there = try #require(MannWhitney(first.values, second.values))
    let back = try #require(MannWhitney(second.values, first.values))
    #expect(there.pValue == back.pValue && there.cliffsDelta == -back.cliffsDelta)
    #expect(there.u + back.u == Double(first.count * second.count))
    #expect(there.pValue > 0 && there.pValue <= 1)
  }

  @Test func approximationAgreesWithTheCountsAtTheirLimit() throws {
    let first = (0..<20).map { Double($0) }
    let counted = try #require(MannWhitney(first, first.map { $0 + 5.5 }))
    let approximate = try #require(MannWhitney(first + [9.25], first.map { $0 + 5.5 }))
    #expect((counted.pValue - approximate.pValue).magnitude < 0.01)
  }

  @Test func groupsFarApartHaveAPositiveP() throws {
    let first = (0..<3_000).map(Double.init)
    let test = try #require(MannWhitney(first, first.map { $0 + 1e6 }))
    #expect(test.pValue == .leastNormalMagnitude && test.cliffsDelta == -1)
  }

  /// Computed by hand from Holm's definition.
  @Test(
    arguments: [
      ([0.01, 0.04, 0.03, 0.005], [0.03, 0.06, 0.06, 0.02]),
      ([0.5, 0.6], [1, 1]),
      ([0.04, nil, 0.03, .nan], [0.06, nil, 0.06, nil]),
      ([nil, nil], [nil, nil]), ([0.2], [0.2]), ([], []), ([0, 0, 1], [0, 0, 1]),
    ] as [([Double?], [Double?])]
  )
  func adjustedValuesFollowHolm(values: [Double?], expected: [Double?]) {
    let found = holmAdjusted(values)
    #expect(found.count == expected.count)
    for (found, expected) in zip(found, expected) {
      #expect((found == nil) == (expected == nil))
      #expect(((found ?? 0) - (expected ?? 0)).magnitude < 1e-15)
    }
  }

  @Test(arguments: seeds) func adjustingKeepsTheOrderAndLowersNoValue(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let values = (0..<20).map { _ in Double.random(in: 0...0.2, using: &generator) }
    let pairs = zip(values, holmAdjusted(values).compactMap(\.self)).sorted { $0.0 < $1.0 }
    #expect(pairs.count == 20 && pairs.allSatisfy { $0.0 <= $0.1 && $0.1 <= 1 })
    #expect(zip(pairs, pairs.dropFirst()).allSatisfy { $0.1 <= $1.1 })
  }
}
