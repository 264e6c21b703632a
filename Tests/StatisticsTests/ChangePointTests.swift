import Foundation
import Statistics
import Testing

struct ChangePointTests {
  /// A level per night with a standard deviation of 2 %, and the logarithm of a step at a night.
  private func nights(
    _ count: Int, seed: UInt64, noise: Double = 0.02, steps: [(night: Int, factor: Double)] = []
  ) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { night in
      let level = steps.filter { $0.night <= night }.reduce(0.0) { $0 + log($1.factor) }
      return level + noise * generator.normal()
    }
  }

  private func found(_ values: [Double]) -> [ChangePoint] {
    ChangePoint.all(in: values, errors: values.map { _ in nil })
  }

  @Test(arguments: seeds) func aStepIsFoundAtItsNightAndNowhereElse(seed: UInt64) throws {
    let all = found(nights(30, seed: seed, steps: [(18, 1.15)]))
    let step = try #require(all.first)
    #expect(all.count == 1 && (17...19).contains(step.index))
    #expect(step.factor.interval?.contains(1.15) == true || step.factor.value > 1.12)
    #expect((step.factor.value - step.after / step.before).magnitude < 1e-12)
    #expect(step.pValue < 1e-6)
  }

  /// The README of Statistics has the same for other distributions.
  @Test func seriesWithoutAStepRarelyHaveOne() {
    let wrong = (0..<400).count { !found(nights(30, seed: UInt64($0))).isEmpty }
    #expect(wrong <= 20, "\(wrong)")
  }

  @Test func aLevelThatLastsAWhileIsFoundAtBothEnds() {
    let all = found(nights(40, seed: 3, steps: [(15, 1.2), (20, 1 / 1.2)]))
    #expect(all.map(\.index) == [15, 20])
    #expect(all[0].factor.value > 1.15 && all[1].factor.value < 0.87)
  }

  @Test func aSpikeIsNoLevel() {
    var values = nights(30, seed: 4)
    values[12] += 0.5
    #expect(found(values) == [])
    values[13] += 0.5
    #expect(found(values) == [])
  }

  @Test func fewNightsHaveNone() {
    #expect(found([]) == [])
    #expect(found([0, 0, 0, 1, 1]) == [])
    #expect(found([0, 0, 0, 1, 1, 1]).map(\.index) == [3])
  }

  @Test func equalLevelsHaveNone() {
    #expect(found(Array(repeating: log(5.0), count: 100)) == [])
    #expect(found((0..<50).map { $0 % 2 == 0 ? 1 : 1 + 1e-13 }) == [])
  }

  @Test(arguments: seeds.prefix(10)) func shiftingAllLevelsChangesNothingElse(seed: UInt64) {
    let values = nights(30, seed: seed, steps: [(9, 1.3)])
    let (one, other) = (found(values), found(values.map { $0 + 10 }))
    #expect(one.map(\.index) == other.map(\.index))
    for (one, other) in zip(one, other) {
      #expect((one.factor.value - other.factor.value).magnitude < 1e-9)
    }
  }

  /// Three nights whose medians are hardly known are no level.
  @Test func nightsWithLargeErrorsCountLess() {
    var values = nights(20, seed: 5, noise: 0.005)
    for night in [7, 8, 9] { values[night] += 0.08 }
    let known = ChangePoint.all(in: values, errors: values.map { _ in 0.005 })
    let unsure = ChangePoint.all(
      in: values, errors: values.indices.map { [7, 8, 9].contains($0) ? 0.3 : 0.005 })
    #expect(known.map(\.index) == [7, 10])
    #expect(unsure == [])
  }

  /// Computed by hand from the definition of Benjamini and Hochberg.
  @Test(
    arguments: [
      ([0.01, 0.04, 0.03, 0.005], nil, [0.02, 0.04, 0.04, 0.02]),
      ([0.04, nil, 0.03, .nan], nil, [0.04, nil, 0.04, nil]), ([], nil, []), ([0.2], nil, [0.2]),
      ([0.01, 0.02], 10, [0.1, 0.1]), ([0.5], 10, [1]),
    ] as [([Double?], Int?, [Double?])]
  )
  func adjustedValuesFollowBenjaminiAndHochberg(
    values: [Double?], count: Int?, expected: [Double?]
  ) {
    let found = falseDiscoveryAdjusted(values, of: count)
    #expect(found.count == expected.count)
    for (found, expected) in zip(found, expected) {
      #expect((found == nil) == (expected == nil))
      #expect(((found ?? 0) - (expected ?? 0)).magnitude < 1e-15)
    }
  }
}

extension SeededGenerator {
  /// A standard normal number (Box & Muller 1958).
  fileprivate mutating func normal() -> Double {
    let (one, other) = (
      Double.random(in: Double.leastNonzeroMagnitude..<1, using: &self),
      Double.random(in: 0..<1, using: &self)
    )
    return (-2 * log(one)).squareRoot() * cos(2 * Double.pi * other)
  }
}
