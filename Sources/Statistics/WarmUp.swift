/// How the values of one trial change from its first iteration to its last.
///
/// The model is E. Barrett, C. F. Bolz-Tereick, R. Killick, S. Mount and L. Tratt, "Virtual machine
/// warmup blows hot and cold", OOPSLA 2017, who divide thousands of iterations into segments by
/// change-point analysis and compare these. A trial here has six to a few dozen iterations, too few
/// for segments, so ranks and medians are compared instead; see ``init(of:better:band:)``.
package enum WarmUp: String, Hashable, Sendable, CaseIterable {
  /// No change that is both significant and larger than the band.
  case flat
  /// The values get better.
  case warming
  /// The values get worse.
  case slowing
  /// The level of the values changes, but not in one direction.
  case unsteady
  /// Too few values.
  case inconclusive

  /// The minimum number of values for classifying a trial.
  ///
  /// With six, each third has two values, and five others show whether the first stands out.
  package static let minimumCount = 6

  /// Classifies the values of one trial in the order of its iterations, warm-ups included.
  ///
  /// `band` is the relative difference that does not matter. In this order:
  /// 1. A trend: the sum of signs of H. B. Mann, "Nonparametric tests against trend", Econometrica
  ///    13 (1945), is significant at 5 %, and the medians of the first and the last third of the
  ///    values differ by more than the band.
  /// 2. A first value that stands out, as when only the first iteration has some cost: it lies
  ///    outside the outer fences (``TukeyFences``) of the others and differs from their median by
  ///    more than the band.
  /// 3. A level that goes back and forth: neighbors are more similar than by chance at 5 % according
  ///    to R. Bartels, "The rank version of von Neumann's ratio test for randomness", JASA 77 (1982),
  ///    and the medians of the thirds differ by more than the band: unsteady.
  /// 4. Anything else is flat.
  ///
  /// In simulations, 5 % to 15 % of trials with values in random order were not classified as flat,
  /// most of them with six values of a skewed distribution; ``combined(_:)`` averages that out. A
  /// level that rises by 30 % for the middle third was found in no trial of six values, in 43 % of
  /// those of 11, and in 94 % of those of 20.
  ///
  /// Inconclusive with fewer than ``minimumCount`` values, or with one that a ``Sample`` would reject.
  package init(of values: [Double], better: Verdict.Better = .lower, band: Double = 0.05) {
    guard values.count >= Self.minimumCount,
      values.allSatisfy({ $0.magnitude <= Sample.maximumMagnitude })
    else {
      self = .inconclusive
      return
    }
    let third = values.count / 3
    let start = Self.median(of: values.prefix(third))
    let middle = Self.median(of: values.dropFirst(third).dropLast(third))
    let end = Self.median(of: values.suffix(third))
    let fall: WarmUp = better == .lower ? .warming : .slowing
    let rise: WarmUp = better == .lower ? .slowing : .warming
    let size = band * Self.median(of: values[...]).magnitude
    let trend = Self.trendScore(of: values)
    if trend.magnitude > Self.twoSidedScore, (end - start).magnitude > size {
      self = trend < 0 ? fall : rise
    } else if let distance = Self.outstandingDistance(of: values), distance.magnitude > size {
      self = distance > 0 ? fall : rise
    } else if max(start, middle, end) - min(start, middle, end) > size, Self.isSerial(values) {
      self = .unsteady
    } else {
      self = .flat
    }
  }

  /// The class of a sample from the classes of its trials.
  ///
  /// The class that at least two thirds of the conclusive trials share. Without one, the trials
  /// contradict one another (Barrett's *inconsistent*) and the sample is unsteady. Inconclusive when
  /// every trial is.
  package static func combined(_ trials: [WarmUp]) -> WarmUp {
    let conclusive = trials.filter { $0 != .inconclusive }
    guard !conclusive.isEmpty else { return .inconclusive }
    let shared = allCases.first { candidate in
      3 * conclusive.count { $0 == candidate } >= 2 * conclusive.count
    }
    return shared ?? .unsteady
  }
}

// MARK: - The three questions

extension WarmUp {
  /// The normal scores that are exceeded by chance in one of 20 cases, two-sided and one-sided.
  private static let twoSidedScore = 1.959963984540054
  private static let oneSidedScore = 1.6448536269514722

  private static func median(of values: ArraySlice<Double>) -> Double {
    Quantile.value(at: 0.5, ofSorted: values.sorted())
  }

  /// Mann's sum of signs over all pairs in units of its standard deviation; negative when values fall.
  ///
  /// The sum is reduced by one for continuity. Variance with ties: M. G. Kendall, "Rank Correlation Methods"
  /// (1975), chapter 4.
  private static func trendScore(of values: [Double]) -> Double {
    var signs = 0
    for later in values.indices {
      for earlier in 0..<later {
        signs += values[later] > values[earlier] ? 1 : values[later] < values[earlier] ? -1 : 0
      }
    }
    // In integers, so that the order of the groups does not matter.
    func spread(_ count: Int) -> Int { count * (count - 1) * (2 * count + 5) }
    let ties = Dictionary(grouping: values, by: \.self).values.reduce(0) { $0 + spread($1.count) }
    guard signs != 0 else { return 0 }
    let variance = Double(spread(values.count) - ties) / 18
    return Double(signs - signs.signum()) / variance.squareRoot()
  }

  /// The distance of the first value from the median of the others; nil within their outer fences.
  private static func outstandingDistance(of values: [Double]) -> Double? {
    let others = values.dropFirst().sorted()
    let lower = Quantile.value(at: 0.25, ofSorted: others)
    let upper = Quantile.value(at: 0.75, ofSorted: others)
    let fence = 3 * (upper - lower)
    guard values[0] < lower - fence || values[0] > upper + fence else { return nil }
    return values[0] - Quantile.value(at: 0.5, ofSorted: others)
  }

  /// Whether the squared steps between the ranks of neighbors are smaller than by chance.
  ///
  /// Their sum divided by that of the squared deviations has the mean 2 and the variance
  /// 4(n − 2)(5n² − 2n − 9) / 5n(n + 1)(n − 1)² (Bartels 1982); with mean ranks for ties this is an
  /// approximation.
  private static func isSerial(_ values: [Double]) -> Bool {
    let ranks = values.map { value in
      Double(values.count { $0 < value } + values.count { $0 <= value }) / 2
    }
    let count = Double(values.count)
    var (steps, deviations) = (0.0, 0.0)
    for (rank, next) in zip(ranks, ranks.dropFirst()) { steps += (next - rank) * (next - rank) }
    for rank in ranks { deviations += (rank - count / 2) * (rank - count / 2) }
    guard deviations > 0 else { return false }
    let variance =
      4 * (count - 2) * (5 * count * count - 2 * count - 9)
      / (5 * count * (count + 1) * (count - 1) * (count - 1))
    return (2 - steps / deviations) > oneSidedScore * variance.squareRoot()
  }
}
