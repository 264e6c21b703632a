import Platform
import Statistics

/// Compares the intervals of a level: of the median of a case's trials.
///
/// The prior is fitted to 32 cases. Without what the trials of a block share, which moves the level.
func levels() async throws {
  print("Median of trials, level 95 %, 60 runs of 32 cases; coverage of the worst of six noises")
  print("trials  resampled: coverage  half-width     chosen: coverage  half-width")
  for count in [2, 3, 4, 6, 10, 15, 30] {
    var worst = [1.0, 1.0]
    var halfWidths: [[Double]] = [[], []]
    for (stream, noise) in Noise.allCases.enumerated() {
      var generator = SeededGenerator(seed: 3, stream: UInt64(100 * count + stream))
      let medians = noise.spreads.map { spread in
        middle((0..<40_001).map { _ in noise.deviation(spread, &generator) }.sorted())
      }
      var covered = [0, 0]
      for _ in 0..<60 {
        let places = (0..<32).map { _ in generator.next(below: 5) }
        let samples = try places.map { place in
          try Sample(
            trials: (0..<count).map { _ in
              [exp(noise.deviation(noise.spreads[place], &generator))]
            })
        }
        let prior = VariancePrior(of: samples.compactMap(\.logarithms))
        for (place, sample) in zip(places, samples) {
          let estimates = [Bootstrap(seed: 1).median(of: sample), sample.median(prior: prior)]
          for (index, estimate) in estimates.enumerated() {
            let interval = estimate.interval
            if interval?.contains(exp(medians[place])) ?? true { covered[index] += 1 }
            halfWidths[index].append(
              interval.map { (log($0.upper) - log($0.lower)) / 2 } ?? .infinity)
          }
        }
      }
      for index in worst.indices {
        worst[index] = min(worst[index], Double(covered[index]) / (60 * 32))
      }
    }
    let cells = worst.indices.map { index in
      padded(percent(worst[index]), 19)
        + padded(fixed(middle(halfWidths[index].sorted()), digits: 2), 12)
    }
    print(padded("\(count)", 6) + cells.joined(separator: "  "))
  }
}
