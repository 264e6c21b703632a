import Platform
import Statistics

/// Compares the candidates for the ratio of two cases at numbers of blocks chosen in advance.
///
/// A run has 32 comparisons, to which the prior is fitted. In half of them, both cases have the same
/// spread and nothing differs. Coverage and false verdicts are those of the worst of the six noises,
/// all other figures are means over them. A verdict is that of the report's rule: beyond 5 %.
func estimators() async throws {
  print(
    """
    Ratio of two cases, level 95 %, \(EstimatorTally.runs) runs of 32 comparisons for each of six noises
    blocks  estimator                    coverage  half-width   false  found: 10 %   20 %   50 %  100 %
    """)
  for blocks in [2, 3, 4, 6, 10, 15, 30] {
    var tallies: [RatioCandidate: [EstimatorTally]] = [:]
    for (stream, noise) in Noise.allCases.enumerated() {
      var generator = SeededGenerator(seed: 1, stream: UInt64(100 * blocks + stream))
      for (candidate, tally) in try EstimatorTally.all(noise, blocks, &generator) {
        tallies[candidate, default: []].append(tally)
      }
    }
    for candidate in RatioCandidate.allCases {
      print(EstimatorTally.row(candidate, blocks, tallies[candidate, default: []]))
    }
  }
}

/// What one candidate achieved with one noise.
struct EstimatorTally {
  static let runs = 60
  static let comparisons = 32
  static let differences = [1.1, 1.2, 1.5, 2]

  private var covered = 0
  private var total = 0
  private var halfWidths: [Double] = []
  private var same = 0
  private var wrong = 0
  private var found = [0, 0, 0, 0]

  static func all(
    _ noise: Noise, _ blocks: Int, _ generator: inout SeededGenerator
  ) throws -> [RatioCandidate: EstimatorTally] {
    var targets: [[Double]: [RatioCandidate: Double]] = [:]
    var tallies: [RatioCandidate: EstimatorTally] = [:]
    for _ in 0..<runs {
      let spreads = (0..<comparisons).map { index in
        let first = noise.spreads[generator.next(below: 5)]
        return [first, index.isMultiple(of: 2) ? first : noise.spreads[generator.next(below: 5)]]
      }
      let pairs = spreads.map { noise.pair($0, blocks, &generator) }
      let prior = VariancePrior(of: pairs.map(\.differences))
      for (pair, spreads) in zip(pairs, spreads) {
        if targets[spreads] == nil {
          let many = noise.pair(spreads, 20_000, isShared: false, &generator)
          targets[spreads] = Dictionary(
            uniqueKeysWithValues: RatioCandidate.allCases.map {
              ($0, spreads[0] == spreads[1] ? 0 : $0.target(many))
            })
        }
        for candidate in RatioCandidate.allCases {
          tallies[candidate, default: EstimatorTally()].add(
            try candidate.bounds(pair, prior), target: targets[spreads]?[candidate] ?? 0,
            isSame: spreads[0] == spreads[1])
        }
      }
    }
    return tallies
  }

  private mutating func add(
    _ bounds: Bounds?, target: Double, isSame: Bool
  ) {
    let (lower, upper) = bounds ?? (-Double.infinity, Double.infinity)
    total += 1
    if lower <= target && target <= upper { covered += 1 }
    halfWidths.append((upper - lower) / 2)
    guard isSame else { return }
    same += 1
    let band = log(1.05)
    if lower > band || upper < -band { wrong += 1 }
    for (index, difference) in Self.differences.enumerated()
    where lower + log(difference) > band { found[index] += 1 }
  }

  static func row(
    _ candidate: RatioCandidate, _ blocks: Int, _ tallies: [EstimatorTally]
  ) -> String {
    let count = Double(tallies.count)
    let coverage = tallies.map { Double($0.covered) / Double($0.total) }.min() ?? 0
    let wrong = tallies.map { Double($0.wrong) / Double($0.same) }.max() ?? 0
    let halfWidth = middle(tallies.flatMap(\.halfWidths).sorted())
    let found = differences.indices.map { index in
      tallies.reduce(0) { $0 + Double($1.found[index]) / Double($1.same) } / count
    }
    let width = halfWidth.isFinite ? fixed(halfWidth, digits: 2) : "–"
    return
      ([
        padded("\(blocks)", 6), "  " + candidate.rawValue.padding(to: 27), percent(coverage),
        padded(width, 12), percent(wrong),
      ] + found.map(percent)).joined(separator: " ")
  }
}

/// A share in percent with one decimal, in seven columns.
func percent(_ share: Double) -> String { padded(fixed(100 * share, digits: 1), 5) + " %" }

func padded(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}
