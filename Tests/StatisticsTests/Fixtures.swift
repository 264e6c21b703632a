import Statistics

/// The samples of property tests; a seed always gives the same samples.
extension SeededGenerator {
  /// Trials of different lengths with values over three decades.
  mutating func makeTrials(count: ClosedRange<Int> = 1...12) -> [[Double]] {
    (0..<Int.random(in: count, using: &self)).map { _ in
      (0..<Int.random(in: 1...7, using: &self)).map { _ in
        Double.random(in: 1...1_000, using: &self)
      }
    }
  }

  mutating func makeSample(count: ClosedRange<Int> = 1...12) throws -> Sample {
    try Sample(trials: makeTrials(count: count))
  }

  /// The same values with the trials, and the values of each trial, in another order.
  mutating func reordered(_ trials: [[Double]]) -> [[Double]] {
    trials.map { $0.shuffled(using: &self) }.shuffled(using: &self)
  }
}

/// The seeds that a property is tested with.
let seeds: Range<UInt64> = 0..<60

/// A sample with one value in each trial.
func makeSample(_ values: [Double]) throws -> Sample {
  try Sample(trials: values.map { [$0] })
}

func scaled(_ trials: [[Double]], by factor: Double) -> [[Double]] {
  trials.map { $0.map { $0 * factor } }
}

/// The minimum positive number, far below the normal range.
let tiny = Double.leastNonzeroMagnitude

/// Whether two numbers differ at most by the rounding of a few operations.
func isNear(_ found: Double, _ expected: Double) -> Bool {
  (found - expected).magnitude <= 1e-12 * expected.magnitude
}
