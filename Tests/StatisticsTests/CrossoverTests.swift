import Statistics
import Testing

struct CrossoverTests {
  private static func samples(_ heights: [Double: Double], spread: Double = 0.01) throws
    -> [Double: Sample]
  {
    try heights.mapValues { height in
      try makeSample((-4...4).map { height * (1 + spread * Double($0)) })
    }
  }

  /// A cost of x² and one of 100·x are equal at 100, whatever sizes are measured.
  @Test func powersCrossWhereTheyAreEqual() throws {
    let sizes = [1.0, 30, 5_000]
    let square = Dictionary(uniqueKeysWithValues: sizes.map { ($0, $0 * $0) })
    let straight = Dictionary(uniqueKeysWithValues: sizes.map { ($0, $0 * 100) })
    let crossover = Bootstrap(seed: 1)
      .crossover(of: try Self.samples(square), and: try Self.samples(straight))
    guard case .once(let estimate)? = crossover else {
      Issue.record("found \(String(describing: crossover))")
      return
    }
    let interval = try #require(estimate.interval)
    #expect((estimate.value - 100).magnitude < 1e-9)
    #expect(interval.contains(100) && interval.lower > 90 && interval.upper < 110)
    let exchanged = Bootstrap(seed: 1)
      .crossover(of: try Self.samples(straight), and: try Self.samples(square))
    guard case .once(let other)? = exchanged else {
      Issue.record("found \(String(describing: exchanged))")
      return
    }
    #expect((other.value - 100).magnitude < 1e-9 && other.interval != nil)
  }

  @Test(
    arguments: [
      ([1: 1, 2: 2], [1: 3, 2: 4], Crossover.never),
      ([1: 1, 2: 2, 4: 3], [1: 3, 2: 2, 4: 4], .never),
      ([1: 1, 2: 2], [1: 1, 2: 2], .never),
      ([1: 1, 4: 4, 9: 1], [1: 2, 4: 2, 9: 2], .several([2, 6])),
      ([1: 1, 4: 2, 9: 3], [1: 2, 4: 2, 9: 2], .once(Estimate(value: 4, interval: nil))),
      ([1: 1, 4: 2, 5: 9], [1: 2, 4: 1, 7: 2], .once(Estimate(value: 2, interval: nil))),
    ] as [([Double: Double], [Double: Double], Crossover)]
  )
  func crossingsAreFound(
    first: [Double: Double], second: [Double: Double], expected: Crossover
  ) throws {
    let found = try #require(
      Bootstrap(seed: 1).crossover(
        of: try first.mapValues { try makeSample([$0]) },
        and: try second.mapValues { try makeSample([$0]) })
    )
    switch (found, expected) {
    case (.never, .never): break
    case (.once(let found), .once(let expected)):
      #expect(isNear(found.value, expected.value) && found.interval == nil)
    case (.several(let found), .several(let expected)):
      #expect(found.count == expected.count && isNear(found[0], expected[0]))
      // Between 4 and 9 from twice to half: halfway in logarithms.
      #expect(isNear(found[1], expected[1]))
    default: Issue.record("found \(found), expected \(expected)")
    }
  }

  @Test func aCrossingThatMayLieOutsideTheSizesHasNoInterval() throws {
    let first = try Self.samples([1: 1, 10: 2.01], spread: 0.1)
    let second = try Self.samples([1: 2, 10: 2], spread: 0.1)
    guard case .once(let estimate)? = Bootstrap(seed: 1).crossover(of: first, and: second) else {
      Issue.record("no single crossing")
      return
    }
    #expect(estimate.interval == nil)
  }

  /// Trials, and in how many of 200 cases the interval must contain the true value; five standard
  /// deviations of such a count around 95 % are 15.
  @Test(arguments: [(6, 170), (10, 175), (20, 175)])
  func intervalsContainTheCrossingAsOftenAsStated(trials: Int, minimum: Int) throws {
    var generator = SeededGenerator(seed: 7)
    func noisy(_ height: Double) throws -> Sample {
      try makeSample(
        (0..<trials).map { _ in height * Double.random(in: 0.9...1.1, using: &generator) })
    }
    let covered = try (UInt64(0)..<200).count { seed in
      var (first, second): ([Double: Sample], [Double: Sample]) = ([:], [:])
      // A cost of x and a constant cost of 20 are equal at 20.
      for x in [1.0, 8, 64, 512] {
        first[x] = try noisy(x)
        second[x] = try noisy(20)
      }
      let found = Bootstrap(seed: seed, resamples: 400).crossover(of: first, and: second)
      guard case .once(let estimate)? = found else { return false }
      return estimate.interval?.contains(20) ?? false
    }
    #expect(covered >= minimum)
  }

  @Test func casesWithoutTwoCommonPositivePointsHaveNoCrossover() throws {
    let one = try makeSample([1, 2])
    let zero = try makeSample([0, 0])
    let bootstrap = Bootstrap(seed: 1)
    #expect(bootstrap.crossover(of: [:], and: [:]) == nil)
    #expect(bootstrap.crossover(of: [1: one, 2: one], and: [1: one, 3: one]) == nil)
    #expect(bootstrap.crossover(of: [0: one, 2: one], and: [0: one, 2: one]) == nil)
    #expect(bootstrap.crossover(of: [1: one, 2: zero], and: [1: one, 2: one]) == nil)
    let infinite: [Double: Sample] = [1: one, .infinity: one]
    #expect(bootstrap.crossover(of: infinite, and: infinite) == nil)
  }
}
