/// Two groups into which the values of a case fall, with few values between them.
///
/// A scheduler that places threads in one of two ways, or an allocator that keeps memory or returns it,
/// gives such values. One median with one interval does not describe them. Groups may be near to each
/// other: whether their distance matters is for the caller to say.
package struct Modes: Hashable, Sendable {
  /// One of the groups.
  package struct Mode: Hashable, Sendable {
    /// The share of the trials in the group, between 0 and 1.
    package let share: Double
    /// The median of the group, in the unit of the values.
    package let center: Double
  }

  /// The minimum number of trials: with fewer, hardly any two modes are found.
  package static let minimumTrials = 8

  /// The group with the smaller values.
  package let lower: Mode
  /// The group with the larger values; its share is the rest.
  package let upper: Mode

  /// The two modes of a case's trials; nil when the trials do not show that there are two.
  ///
  /// Looks for the largest gap between the logarithms of the trial medians that leaves at least three
  /// trials, and a seventh of all, on either side. The gap counts in units of the wider side: the mean
  /// distance of its values from their median. There are two modes when it is more than 75 ÷ n, a bound
  /// from simulations: with 8 to 60 values, at most 5 % of samples of one mode exceeded it, whether
  /// uniform, normal, skewed, heavy-tailed, or a spike with a long tail. The README of this module
  /// compares it with the dip test.
  ///
  /// Nil also with fewer than ``minimumTrials``, or when a median is not positive.
  package init?(of sample: Sample) {
    let medians = sample.sortedTrialMedians
    guard medians.count >= Self.minimumTrials, medians[0] > 0 else { return nil }
    let logarithms = medians.map(Elementary.logarithm)
    let sums = logarithms.reduce(into: [0.0]) { sums, next in
      sums.append(sums[sums.count - 1] + next - logarithms[0])
    }
    let smallest = max(3, (medians.count + 6) / 7)
    var (separation, split) = (75 / Double(medians.count), 0)
    for index in smallest...(medians.count - smallest) {
      let gap = logarithms[index] - logarithms[index - 1]
      let width = max(
        Self.width(of: 0..<index, sums), Self.width(of: index..<medians.count, sums))
      if gap > separation * width { (separation, split) = (gap / width, index) }
    }
    guard split > 0 else { return nil }
    let share = Double(split) / Double(medians.count)
    lower = Mode(share: share, center: Quantile.value(at: 0.5, ofSorted: Array(medians[..<split])))
    upper = Mode(
      share: 1 - share, center: Quantile.value(at: 0.5, ofSorted: Array(medians[split...])))
  }

  /// The sum of the distances of ascending values from their median, divided by their number minus one.
  ///
  /// The sums are those of the first values, from none to all. Never negative, however the sums round.
  private static func width(of range: Range<Int>, _ sums: [Double]) -> Double {
    let half = range.count / 2
    let upper = sums[range.upperBound] - sums[range.upperBound - half]
    let lower = sums[range.lowerBound + half] - sums[range.lowerBound]
    return max(0, upper - lower) / Double(range.count - 1)
  }
}
