import Platform
import Statistics

/// Compares ways to borrow the variance of other metrics for a workload whose metric has few cases.
///
/// A run has 24 tables of five cases with the usual spreads, and one whose cases have another spread and do not
/// differ. It is looked at after each number of blocks of the planner, until it is decided or, with a probability
/// of one fifth after each look, the time is up. Falsely confirmed are verdicts of better or worse that stay
/// after Holm's correction for its four comparisons.
func borrowing() async throws {
  print(
    """
    False verdicts in the table of a metric with few cases, \(borrowingRuns) runs for each noise
    spread   borrowed degrees   false verdict   falsely confirmed   (the worst of three noises)
    """)
  for spread in [0.02, 0.15, 0.5, 1.5] {
    for degrees in [0.0, 1, 4] {
      var (wrong, confirmed) = (0.0, 0.0)
      for noise in [Noise.lognormal, .skewed, .heavyTails] {
        var generator = SeededGenerator(seed: 17)
        var endings: [Lender.Ending] = []
        for _ in 0..<borrowingRuns {
          endings.append(Lender(noise, &generator).ending(spread, degrees, &generator))
        }
        let count = Double(endings.count)
        wrong = max(wrong, Double(endings.count(where: \.isFalse)) / count)
        confirmed = max(confirmed, Double(endings.count(where: \.isFalselyConfirmed)) / count)
      }
      let cells = [fixed(spread, digits: 2), fixed(degrees, digits: 0), percent(wrong)]
      print((cells + [percent(confirmed)]).map { padded($0, 12) }.joined(separator: "   "))
    }
  }
}

private let borrowingRuns = 1_000

/// A run from whose other tables one table borrows.
private struct Lender {
  struct Ending {
    var isFalse: Bool
    var isFalselyConfirmed: Bool
  }

  private let noise: Noise
  private let others: [[Double]]

  init(_ noise: Noise, _ generator: inout SeededGenerator) {
    self.noise = noise
    others = (0..<24).flatMap { _ -> [[Double]] in
      let spreads = (0..<5).map { _ in noise.spreads[generator.next(below: 5)] }
      let blocks = [3, 3, 6, 18][generator.next(below: 4)]
      let values = Self.values(noise, spreads, blocks, &generator)
      return values.dropFirst().map { one in zip(one, values[0]).map(-) }
    }
  }

  private static func values(
    _ noise: Noise, _ spreads: [Double], _ blocks: Int, _ generator: inout SeededGenerator
  ) -> [[Double]] {
    spreads.map { spread in (0..<blocks).map { _ in noise.deviation(spread, &generator) } }
  }

  /// What the table comes to, with a prior of at most so many degrees of freedom.
  func ending(
    _ spread: Double, _ degrees: Double, _ generator: inout SeededGenerator
  ) -> Ending {
    let looks = ModeratedInterval.looks
    let spreads = (0..<5).map { _ in spread * exp(0.4 * generator.normal()) }
    let values = Self.values(noise, spreads, looks.last ?? 0, &generator)
    var ending = Ending(isFalse: false, isFalselyConfirmed: false)
    for look in looks {
      let seen = values.map { Array($0.prefix(look)) }
      let medians = seen.map { middle($0.sorted()) }
      let best = medians.indices.min { medians[$0] < medians[$1] } ?? 0
      let differences = seen.indices.filter { $0 != best }.map { place in
        zip(seen[place], seen[best]).map(-)
      }
      let prior = VariancePrior(of: others + differences).limited(to: degrees)
      let method = ModeratedInterval(prior: prior)
      let isWrong = differences.map { values in
        let verdict = SimulatedTable.verdict(method.interval(of: values))
        return verdict.isDifferent
      }
      let adjusted = holmAdjusted(differences.map(method.pValue))
      ending.isFalse = isWrong.contains(true)
      ending.isFalselyConfirmed = zip(isWrong, adjusted).contains { $0 && ($1 ?? 1) < 0.05 }
      if generator.next(below: 5) == 0 || isWrong.allSatisfy(\.self) { break }
    }
    return ending
  }
}
