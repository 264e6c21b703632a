import Testing

@testable import Statistics

struct VarianceComponentsTests {
  /// Computed from the logarithms with `numpy`.
  @Test func componentsAgreeWithWorkedOnes() throws {
    let sample = try Sample(trials: [[1, 2, 3], [2, 4], [5, 5, 6, 8]])
    let found = try #require(VarianceComponents(of: sample))
    #expect(isNear(found.between, 0.36595858565258005))
    #expect(isNear(found.within, 0.1675428346095981))
  }

  @Test func trialsThatDifferLessThanTheirValuesHaveNoVarianceBetween() throws {
    let found = VarianceComponents(of: try Sample(trials: [[1, 3], [3, 1]]))
    #expect(try #require(found).between == 0)
  }

  @Test func thereAreNoneWithoutRepetition() throws {
    #expect(VarianceComponents(of: try Sample(trials: [[1, 2, 3]])) == nil)
    #expect(VarianceComponents(of: try Sample(trials: [[1], [2]])) == nil)
    #expect(VarianceComponents(of: try Sample(trials: [[0, 1], [2, 3]])) == nil)
  }

  /// The product of variance and time is nowhere smaller.
  @Test(
    arguments: [
      (0.04, 0.02, 50, 10), (0.3, 0.01, 5, 10), (0.01, 0.04, 300, 2), (0.02, 0.02, 0, 1),
    ] as [(Double, Double, Double, Double)]
  )
  func optimumIsTheBestOfAllCounts(
    between: Double, within: Double, trialCost: Double, iterationCost: Double
  ) throws {
    let components = VarianceComponents(between: between, within: within)
    let found = components.iterations(trialCost: trialCost, iterationCost: iterationCost)
    let products = (1...200).map { count in
      (between + within / Double(count)) * (trialCost + Double(count) * iterationCost)
    }
    let minimum = try #require(products.min())
    #expect(products[found - 1] == minimum)
  }

  @Test func extremesAreLimited() {
    let none = VarianceComponents(between: 0, within: 0)
    #expect(none.iterations(trialCost: 10, iterationCost: 1) == 1)
    let within = VarianceComponents(between: 0, within: 1)
    #expect(within.iterations(trialCost: 10, iterationCost: 1, atMost: 30) == 30)
    #expect(within.iterations(trialCost: 0, iterationCost: 1) == 1)
  }
}
