import Testing

@testable import Statistics

struct RunDriftTests {
  /// A normal deviation: the sum of twelve uniform numbers is close to one.
  private static func deviation(_ generator: inout SeededGenerator) -> Double {
    (0..<12).reduce(-6.0) { sum, _ in
      sum + (Double(generator.next() >> 11) + 0.5) / 9_007_199_254_740_992
    }
  }

  /// Four values on each side with the variance a² × 4/3; so that of a difference is a² × 2/3, with six degrees
  /// of freedom, and for Student's distribution a².
  private func pair(_ spread: Double, apart distance: Double) -> (one: [Double], other: [Double]) {
    let values = [-spread, spread, -spread, spread]
    return (values.map { $0 + distance }, values)
  }

  @Test func theVarianceIsWhatTheTrialsDoNotExplain() throws {
    let apart = (0..<6).map { pair(0.1, apart: $0.isMultiple(of: 2) ? 0.3 : -0.3) }
    let drift = try #require(RunDrift(of: apart))
    #expect((drift.variance - 0.08).magnitude < 1e-12 && drift.count == 6)
    // exp(√0.08) − 1
    #expect((drift.spread - 0.3268961).magnitude < 1e-6)
    #expect(RunDrift(of: Array(apart.dropLast())) == nil)
    #expect(RunDrift(of: (0..<6).map { _ in pair(0.1, apart: 0.05) })?.variance == 0)
    // Values that do not vary, or single ones, say nothing.
    #expect(RunDrift(of: (0..<6).map { _ in pair(0, apart: 1) }) == nil)
    #expect(RunDrift(of: (0..<6).map { _ in ([1], [2]) }) == nil)
  }

  /// A machine whose runs differ by 15 %, and 72 trials that vary by 30 %: without the drift nearly half of the
  /// intervals of a program and itself exclude 1.
  @Test func withItTheIntervalsOfOneProgramContainOne() throws {
    var generator = SeededGenerator(seed: 5, stream: 9)
    var (misses, bareMisses) = (0, 0)
    let tables = 60
    for _ in 0..<tables {
      let cases = (0..<12).map { _ in
        let drift = 0.15 * Self.deviation(&generator)
        return (
          one: (0..<72).map { _ in drift + 0.3 * Self.deviation(&generator) },
          other: (0..<72).map { _ in 0.3 * Self.deviation(&generator) }
        )
      }
      let drift = try #require(RunDrift(of: cases))
      for one in cases {
        func missed(_ drift: RunDrift?) -> Int {
          let moderated = ModeratedInterval(prior: .none, lookCount: 1, drift: drift)
          let interval = moderated.ratio(of: one.one, to: one.other)?.estimate.interval
          return interval.map { $0.lower > 1 || $0.upper < 1 ? 1 : 0 } ?? 1
        }
        misses += missed(drift)
        bareMisses += missed(nil)
      }
    }
    let count = 12 * tables
    #expect(misses * 100 <= 6 * count, "\(misses) of \(count)")
    #expect(bareMisses * 100 >= 40 * count, "\(bareMisses) of \(count)")
  }

  @Test func chanceIsAskedWithTheSameVariance() throws {
    let drift = try #require(
      RunDrift(of: (0..<6).map { pair(0.1, apart: $0.isMultiple(of: 2) ? 0.3 : -0.3) }))
    let one = pair(0.1, apart: 0.3)
    let bare = ModeratedInterval(prior: .none, lookCount: 1)
    let wide = ModeratedInterval(prior: .none, lookCount: 1, drift: drift)
    #expect(try #require(bare.pValue(of: one.one, to: one.other)) < 0.05)
    #expect(try #require(wide.pValue(of: one.one, to: one.other)) > 0.2)
  }
}
