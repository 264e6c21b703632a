import AnalysisFixtures
import BenchmarkModel
import Statistics
import Testing

@testable import Analysis

struct BaselineRatiosTests {
  /// A p-value that chance explains must not stand beside a bare verdict.
  @Test(arguments: [
    (0.63, "2.00 × (2.00 to 2.00), more, not confirmed, p = 0.63"),
    (0.01, "2.00 × (2.00 to 2.00), more, p = 0.01"), (nil, "2.00 × (2.00 to 2.00), more"),
  ])
  func aVerdictThatMayBeChanceIsMarked(pValue: Double?, text: String) throws {
    func measured(_ factor: Double) throws -> CaseResult.Measured {
      let sample = try Sample(trials: (0..<6).map { [factor * (1_000 + Double($0))] })
      return CaseResult.Measured(sample, blocks: Array(0..<6))
    }
    let comparison = Comparison(
      try measured(2), to: try measured(1), metric: .peakResident,
      method: RunMethod(of: nil, cases: [], metrics: []))
    let size = tasks(1)
    let entry = BaselineRatios.Entry(
      measured: Case(.sleeping(.go), size), baseline: Case(.sleeping(.tokio), size),
      comparison: comparison, pValue: pValue)
    #expect(entry.text == text)
  }
}
