import AnalysisFixtures
import BenchmarkModel
import Statistics
import Testing

@testable import Analysis

/// How often the gate is wrong, and how often it finds what is there, in seeded simulations.
struct GateErrorRateTests {
  /// A table of cases whose trials vary by a spread.
  ///
  /// A few trials are far slower, as on a machine that does other work. In the candidate, the first
  /// case takes `slowdown` times as long.
  private func gate(
    rows: Int, trialCount: Int, spread: Double, slowdown: Double = 1, seed: Int
  ) throws -> RunComparison {
    var generator = SeededGenerator(seed: UInt64(seed))
    func side(slowdown: Double) -> RunComparison.Side {
      let all = (0..<rows).flatMap { row in
        let values = (0..<trialCount).map { _ in
          1e6 * (row == 0 ? slowdown : 1) * generator.noise(spread)
        }
        return trials(.go, tasks(row + 1), .elapsed, values)
      }
      return RunComparison.Side(run: fixtureRun(), trials: all)
    }
    let baseline = side(slowdown: 1)
    return try RunComparison(
      of: side(slowdown: slowdown), to: baseline, terms: .init(metrics: [.elapsed]))
  }

  /// Nothing differs, and the trials vary by half.
  ///
  /// Of 2,000 rows 28 are wrong on their own, which would turn 16 tables of 40 red; the gate is in 2.
  @Test func equalProgramsTurnTheGateRedInAtMostOneOfTwenty() throws {
    var (red, redByRowsAlone, wrongRows) = (0, 0, 0)
    for seed in 0..<40 {
      let comparison = try gate(rows: 50, trialCount: 10, spread: 0.5, seed: seed)
      red += comparison.gate.conclusion == .worse ? 1 : 0
      redByRowsAlone += comparison.rows.contains { $0.verdict == .worse } ? 1 : 0
      wrongRows += comparison.rows.count { $0.verdict == .worse || $0.verdict == .better }
    }
    #expect(red == 2)
    #expect(redByRowsAlone == 16)
    #expect(wrongRows == 28)
  }

  /// One case of twenty is slower, and the trials vary by a tenth; `tables` of 20 tables are red.
  @Test(arguments: [(1.1, 8), (1.2, 20)])
  func slowdownOfOneCaseIsFound(slowdown: Double, tables: Int) throws {
    let red = try (0..<20).count { seed in
      let comparison = try gate(
        rows: 20, trialCount: 20, spread: 0.1, slowdown: slowdown, seed: 1_000 + seed)
      return comparison.gate.conclusion == .worse
    }
    #expect(red == tables)
  }
}

extension SeededGenerator {
  /// About 1, by a triangular distribution so far to either side; every tenth value up to a half
  /// more.
  fileprivate mutating func noise(_ spread: Double) -> Double {
    func uniform() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }
    let noise = 1 + spread * (uniform() + uniform() - 1)
    return uniform() < 0.1 ? noise * (1 + uniform() / 2) : noise
  }
}
