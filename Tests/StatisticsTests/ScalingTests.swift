import Statistics
import Testing

struct ScalingTests {
  private static let cores = [1.0, 2, 4, 8, 16, 32]

  /// Times that follow the universal law, each with nine trials around it.
  private static func times(
    _ contention: Double, _ coherency: Double, spread: Double = 0
  ) throws -> [Double: Sample] {
    var times: [Double: Sample] = [:]
    for n in cores {
      let time = 1_000 * (1 + contention * (n - 1) + coherency * n * (n - 1)) / n
      times[n] = try makeSample((-4...4).map { time * (1 + spread * Double($0)) })
    }
    return times
  }

  @Test(arguments: [(0, 0), (0.1, 0), (0.03, 0.001), (0, 0.01), (1, 0), (0.5, 0.2)])
  func parametersOfExactTimesAreFound(contention: Double, coherency: Double) throws {
    let scaling = try #require(
      Bootstrap(seed: 1, resamples: 400).scaling(over: try Self.times(contention, coherency))
    )
    #expect((scaling.contention.value - contention).magnitude < 1e-9)
    #expect((scaling.coherency.value - coherency).magnitude < 1e-9)
    let speedup = scaling.speedup(at: 16, by: .universal)
    let expected = 16 / (1 + contention * 15 + coherency * 240)
    #expect((speedup - expected).magnitude < 1e-6)
    #expect(scaling.speedup(at: 1, by: .amdahl) == 1)
    if coherency == 0 { #expect((scaling.serialShare.value - contention).magnitude < 1e-9) }
    if coherency >= 0.001 { #expect(scaling.supported == .universal) }
  }

  /// Parameters from `numpy.linalg.lstsq` on the same relative deviations.
  @Test func parametersAgreeWithWorkedOnes() throws {
    let times: [Double: Double] = [1: 100, 2: 54, 4: 31, 8: 22, 16: 20]
    let samples = try times.mapValues { try makeSample([$0]) }
    let scaling = try #require(Bootstrap(seed: 1).scaling(over: samples))
    #expect((scaling.serialShare.value - 0.12307239670396086).magnitude < 1e-12)
    #expect((scaling.contention.value - 0.06480947).magnitude < 1e-8)
    #expect((scaling.coherency.value - 0.00515225).magnitude < 1e-8)
    #expect(scaling.serialShare.interval == nil && scaling.supported == .amdahl)
    let best = try #require(scaling.bestCores)
    #expect((best - ((1 - 0.06480947) / 0.00515225).squareRoot()).magnitude < 1e-4)
  }

  /// Five standard deviations of a count of 200 around 95 % are 15.
  @Test func intervalsContainTheSerialShareAsOftenAsStated() throws {
    var generator = SeededGenerator(seed: 3)
    let covered = try (UInt64(0)..<200).count { seed in
      var times: [Double: Sample] = [:]
      for cores in [1.0, 2, 4, 8] {
        let time = 0.1 + 0.9 / cores
        times[cores] = try makeSample(
          (0..<10).map { _ in time * Double.random(in: 0.95...1.05, using: &generator) })
      }
      let scaling = Bootstrap(seed: seed, resamples: 400).scaling(over: times)
      return scaling?.serialShare.interval?.contains(0.1) ?? false
    }
    #expect(covered >= 175)
  }

  @Test func theUniversalLawNeedsEvidence() throws {
    let bootstrap = Bootstrap(seed: 1, resamples: 400)
    let noisy = try #require(bootstrap.scaling(over: try Self.times(0.1, 0, spread: 0.02)))
    let bent = try #require(bootstrap.scaling(over: try Self.times(0.1, 0.01, spread: 0.02)))
    #expect(noisy.supported == .amdahl)
    #expect(bent.supported == .universal)
    #expect(try #require(noisy.serialShare.interval).contains(0.1))
    #expect(try #require(bent.coherency.interval).contains(0.01))
  }

  @Test func parametersStayWithinTheirRanges() throws {
    // Superlinear speedup, and a slowdown with each core.
    for power in [-2.0, 1] {
      let times = Dictionary(
        uniqueKeysWithValues: try Self.cores.map { n in
          (n, try makeSample([power < 0 ? 1 / (n * n) : n, power < 0 ? 1 / (n * n) : n]))
        })
      let scaling = try #require(Bootstrap(seed: 1, resamples: 400).scaling(over: times))
      #expect((0...1).contains(scaling.serialShare.value))
      #expect((0...1).contains(scaling.contention.value) && scaling.coherency.value >= 0)
      if power < 0 { #expect(scaling.contention.value == 0 && scaling.coherency.value == 0) }
    }
  }

  @Test func meaninglessTimesHaveNoParameters() throws {
    let one = try makeSample([1, 2])
    let bootstrap = Bootstrap(seed: 1, resamples: 400)
    let zero = try makeSample([0, 0])
    let useless: [[Double: Sample]] = [
      [:], [1: one], [1: one, 2: one], [2: one, 4: one, 8: one], [1: one, 2: one, 4: zero],
      [0.5: one, 1: one, 2: one], [1: one, 2: one, .infinity: one],
      [1: one, 2: one, 4: try makeSample([1e300, 1e300])], [1: one, 2: one, .nan: one],
    ]
    for times in useless { #expect(bootstrap.scaling(over: times) == nil) }
  }
}
