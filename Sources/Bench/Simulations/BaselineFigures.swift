import Platform
import Statistics

/// How often a night without a change is called worse than the ten before it, and how often a slow one.
///
/// A run has 32 cases with eight trials each, whose logarithms vary by 0.05. The baseline is either all trials
/// of the ten nights or the median of each night; a verdict lies beyond 5 %, with p below 0.05 on its own.
func baselines() async throws {
  print(
    """
    Worse than the ten nights before: pooled trials, and levels of nights; 100 runs of 32 cases
    nights vary by    no change: pooled    levels    20 % slower: pooled    levels
    """)
  for (stream, spread) in [0, 0.02, 0.05].enumerated() {
    let cells = [1.0, 1.2].flatMap { factor in
      var generator = SeededGenerator(seed: 9, stream: UInt64(10 * stream) + UInt64(factor * 5))
      var (pooled, levels) = (0, 0)
      for _ in 0..<100 {
        let cases = (0..<32).map { _ in Baseline(spread, factor, &generator) }
        let trials = VariancePrior(of: cases.map { $0.nights.flatMap(\.self) } + cases.map(\.next))
        let medians = VariancePrior(of: cases.map(\.levels))
        pooled += cases.count { $0.isWorsePooled(trials) }
        levels += cases.count { $0.isWorseByLevels(medians) }
      }
      return [pooled, levels].map { percent(Double($0) / 3_200) }
    }
    print(
      fixed(spread, digits: 2).padding(to: 14)
        + zip(cells, [24, 10, 23, 10]).map { padded($0, $1) }.joined())
  }
}

/// The logarithms of the trials of a case in ten nights, and in the night after.
private struct Baseline {
  let nights: [[Double]]
  let next: [Double]

  init(_ spread: Double, _ factor: Double, _ generator: inout SeededGenerator) {
    func night(_ level: Double) -> [Double] {
      let shift = level + spread * generator.normal()
      return (0..<8).map { _ in shift + 0.05 * generator.normal() }
    }
    nights = (0..<10).map { _ in night(0) }
    next = night(log(factor))
  }

  var levels: [Double] { nights.map { middle($0.sorted()) } }

  func isWorsePooled(_ prior: VariancePrior) -> Bool {
    let interval = ModeratedInterval(prior: prior, lookCount: 1)
    let all = nights.flatMap(\.self)
    return isWorse(
      interval.ratio(of: next, to: all), interval.pValue(of: next, to: all))
  }

  func isWorseByLevels(_ prior: VariancePrior) -> Bool {
    let interval = ModeratedInterval(prior: prior, lookCount: 1)
    let level = middle(next.sorted())
    return isWorse(
      interval.ratio(of: level, after: levels), interval.pValue(of: level, after: levels))
  }

  private func isWorse(_ ratio: Ratio?, _ pValue: Double?) -> Bool {
    VerdictRule(band: 0.05).verdict(on: ratio, better: .lower) == .worse && (pValue ?? 1) < 0.05
  }
}
