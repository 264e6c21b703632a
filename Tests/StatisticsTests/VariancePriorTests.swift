import Testing

@testable import Statistics

struct VariancePriorTests {
  private static let few: [[Double]] = [
    [0.1, 0.3, 0.2], [0.5, 0.1, 0.9, 0.3], [0.2, 0.25], [0, 0.4, 0.1], [1, 1.3],
    [0.3, 0.35, 0.1, 0.2, 0.5], [0.7, 0.2, 0.6], [0.05, 0.1, 0.3, 0], [0.1, 0.12], [0.9, 0.1, 0.2],
  ]

  private static let cases = few + scaled(few, by: 2)

  /// From the formulas of Smyth (2004) with `scipy.special`.
  @Test func fitAgreesWithAWorkedOne() {
    let prior = VariancePrior(of: Self.cases)
    #expect((prior.degreesOfFreedom - 2.128461771963112).magnitude < 1e-9)
    #expect((prior.variance - 0.042128125819755516).magnitude < 1e-11)
  }

  /// Variances that fall by a factor from case to case.
  @Test func casesThatAreHardlyAlikeSayLittle() {
    let cases = (1...16).map { number in
      let center = 0.1 * Double(number)
      let powers = (0..<number).reduce((1.0, 1.0)) { sum, _ in (sum.0 * 0.5, sum.1 * 0.3) }
      return [center, center + powers.0, center - powers.1]
    }
    let prior = VariancePrior(of: cases)
    #expect((prior.degreesOfFreedom - 0.30697082268749487).magnitude < 1e-9)
    #expect((prior.variance - 3.412629269932495e-08).magnitude < 1e-9 * prior.variance)
  }

  @Test func alikeCasesSayAsMuchAsTheLimit() {
    let cases = (0..<40).map { [Double($0), Double($0) + 0.1, Double($0) + 0.2] }
    let prior = VariancePrior(of: cases)
    #expect(prior.degreesOfFreedom == VariancePrior.maximumDegreesOfFreedom)
  }

  @Test func casesWithoutAVarianceAreLeftOut() {
    #expect(VariancePrior(of: []) == .none)
    #expect(VariancePrior(of: Self.few) == .none)
    #expect(VariancePrior(of: [[1, 2], [2, 5], [3], [], [4, 4]]) == .none)
    let more = Self.cases + [[1], [2, 2, 2], []]
    #expect(VariancePrior(of: more) == VariancePrior(of: Self.cases))
  }

  @Test(arguments: seeds) func unitsAndOrderDoNotMatter(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let cases = (0..<20).map { _ in
      (0..<4).map { _ in Double.random(in: 0...1, using: &generator) }
    }
    let prior = VariancePrior(of: cases)
    let scaled = VariancePrior(of: scaled(cases.shuffled(using: &generator), by: 8))
    #expect((scaled.degreesOfFreedom - prior.degreesOfFreedom).magnitude < 1e-6)
    #expect((scaled.variance / prior.variance - 64).magnitude < 1e-4)
  }
}
