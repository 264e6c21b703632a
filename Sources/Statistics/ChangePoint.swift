/// A place in a series of levels where the level shifts and stays.
///
/// Found by E-divisive means: D. S. Matteson and N. A. James, "A nonparametric approach for multiple
/// change point analysis of multivariate data", Journal of the American Statistical Association 109 (2014),
/// 334–345. The exponent is 2, with which their statistic of two segments is the squared difference of the
/// means times n·m/(n + m), so that only means count. As in M. Fleming et al., "Hunter: Using change point
/// detection to hunt for performance regressions", ICPE 2023 (now Apache Otava):
///
/// - The series is divided again and again, and then divisions that are not significant are removed, the
///   weakest first. So a level that lasts only a while is found, although neither of its ends divides the
///   whole series well.
/// - Significance is that of Student's t-test instead of permutations: it is fast, and the same series
///   always gives the same result.
///
/// Unlike there, a value counts by its error, and the p-value is multiplied by the number of places where a
/// segment could be divided (C. E. Bonferroni 1936). The README of this module shows how often both
/// go wrong.
package struct ChangePoint: Hashable, Sendable {
  /// The minimum number of values of a segment: fewer are a spike, not a level.
  package static let minimumSegment = 3
  /// The p-value below which a division is a change point.
  ///
  /// Both parts of a divided series are tested as well, so the share of series with a false change point can
  /// be somewhat larger.
  package static let significance = 0.01

  /// The position of the first value at the new level.
  package let index: Int
  /// The level from the change point before, or the start: a weighted geometric mean.
  package let before: Double
  /// The level until the next change point, or the end.
  package let after: Double
  /// The new level ÷ the old one, with an interval of 95 %.
  package let factor: Estimate
  /// The probability of so clear a shift at any place of a series without one.
  package let pValue: Double

  /// The change points of a series, by position.
  ///
  /// - Parameters:
  ///   - logarithms: The natural logarithms of the levels, in order.
  ///   - errors: The standard error of each logarithm; nil where it is not known.
  package static func all(in logarithms: [Double], errors: [Double?]) -> [ChangePoint] {
    precondition(logarithms.count == errors.count, "each value has an error or nil")
    guard logarithms.count >= 2 * minimumSegment else { return [] }
    let series = WeightedSeries(logarithms, weights: weights(of: logarithms, errors))
    var ends = [0] + series.divisions(of: 0..<logarithms.count).sorted() + [logarithms.count]
    series.removeWeakest(of: &ends)
    // What was found in a segment that is now longer may have a better place.
    for index in ends.indices.dropFirst().dropLast() {
      ends[index] = series.bestDivision(of: ends[index - 1]..<ends[index + 1]) ?? ends[index]
    }
    series.removeWeakest(of: &ends)
    return ends.indices.dropFirst().dropLast().map { index in
      let shift = series.shift(at: ends[index], of: ends[index - 1]..<ends[index + 1])
      return ChangePoint(
        index: ends[index], before: Elementary.exponential(shift.before),
        after: Elementary.exponential(shift.after), factor: shift.factor,
        pValue: shift.pValue(places: series.places))
    }
  }

  /// The weights of values by what they vary by: their own error, and what differs from one to the next
  /// beyond the errors.
  ///
  /// An error comes from few trials and may be small by chance, so no value counts more than twice as much
  /// as the middle one.
  private static func weights(of values: [Double], _ errors: [Double?]) -> [Double] {
    let known = errors.compactMap { $0 }.filter(\.isFinite).map { $0 * $0 }.sorted()
    let usual = known.isEmpty ? 0 : known[known.count / 2]
    let squares = errors.map { error in
      error.flatMap { $0.isFinite ? $0 * $0 : nil } ?? usual
    }
    let steps = values.indices.dropFirst().map { index in
      let step = values[index] - values[index - 1]
      return (step * step - squares[index] - squares[index - 1]) / 2
    }
    let between = max(0, steps.reduce(0, +) / Double(steps.count))
    let variances = squares.map { between + $0 }
    let middle = variances.sorted()[variances.count / 2]
    guard middle > 0 else { return Array(repeating: 1, count: values.count) }
    return variances.map { middle / max($0, middle / 2) }
  }
}

/// A series of weighted values whose segments can be compared in constant time.
private struct WeightedSeries {
  /// What values are stored as differences from, so that equal values are exactly zero.
  private let origin: Double
  /// The sums of weights, of weighted values and of their squares before each position.
  private var weights = [0.0]
  private var sums = [0.0]
  private var squares = [0.0]

  /// There must be a value.
  init(_ values: [Double], weights: [Double]) {
    origin = values[0]
    for (value, weight) in zip(values, weights) {
      let difference = value - origin
      self.weights.append(self.weights[self.weights.count - 1] + weight)
      sums.append(sums[sums.count - 1] + weight * difference)
      squares.append(squares[squares.count - 1] + weight * difference * difference)
    }
  }

  /// The number of places at which the series could be divided.
  var places: Int { weights.count - 2 * ChangePoint.minimumSegment }

  /// The places at which a segment and its parts are divided until they are too short, best first.
  func divisions(of segment: Range<Int>) -> [Int] {
    var (found, open): ([Int], [Range<Int>]) = ([], [segment])
    while let segment = open.popLast() {
      guard let place = bestDivision(of: segment) else { continue }
      found.append(place)
      open += [segment.lowerBound..<place, place..<segment.upperBound]
    }
    return found
  }

  /// The place at which the statistic of E-divisive means is largest; nil for a segment that is too short.
  func bestDivision(of segment: Range<Int>) -> Int? {
    let minimum = ChangePoint.minimumSegment
    guard segment.count >= 2 * minimum else { return nil }
    var (best, largest) = (segment.lowerBound + minimum, -1.0)
    for place in best...(segment.upperBound - minimum) {
      let divergence = divergence(at: place, of: segment)
      if divergence > largest { (best, largest) = (place, divergence) }
    }
    return best
  }

  private func divergence(at place: Int, of segment: Range<Int>) -> Double {
    let (before, after) = parts(of: segment, at: place)
    let difference = after.mean - before.mean
    return before.weight * after.weight / (before.weight + after.weight) * difference * difference
  }

  /// Removes places between the first and the last, the weakest first, until all are significant.
  func removeWeakest(of ends: inout [Int]) {
    func pValue(_ index: Int) -> Double {
      shift(at: ends[index], of: ends[index - 1]..<ends[index + 1]).pValue(places: places)
    }
    var values = ends.indices.dropFirst().dropLast().map(pValue)
    while let weakest = values.indices.max(by: { values[$0] < values[$1] }),
      values[weakest] >= ChangePoint.significance
    {
      values.remove(at: weakest)
      ends.remove(at: weakest + 1)
      if weakest > 0 { values[weakest - 1] = pValue(weakest) }
      if weakest < values.count { values[weakest] = pValue(weakest + 1) }
    }
  }

  func shift(at place: Int, of segment: Range<Int>) -> Shift {
    let (before, after) = parts(of: segment, at: place)
    let degrees = Double(segment.count - 2)
    // Differences below a millionth of a percent come from rounding.
    let variance = max((before.deviations + after.deviations) / degrees, 1e-16)
    return Shift(
      before: origin + before.mean, after: origin + after.mean,
      error: (variance * (1 / before.weight + 1 / after.weight)).squareRoot(), degrees: degrees)
  }

  private func parts(of segment: Range<Int>, at place: Int) -> (before: Part, after: Part) {
    (part(segment.lowerBound..<place), part(place..<segment.upperBound))
  }

  private func part(_ range: Range<Int>) -> Part {
    let weight = weights[range.upperBound] - weights[range.lowerBound]
    let sum = sums[range.upperBound] - sums[range.lowerBound]
    let square = squares[range.upperBound] - squares[range.lowerBound]
    return Part(
      weight: weight, mean: sum / weight, deviations: max(0, square - sum * sum / weight))
  }

  private struct Part {
    var weight: Double
    var mean: Double
    /// The weighted sum of squared deviations from the mean.
    var deviations: Double
  }
}

/// The difference between the means of two adjacent segments.
private struct Shift {
  var before: Double
  var after: Double
  /// The standard error of the difference.
  var error: Double
  var degrees: Double

  private var difference: Double { after - before }

  /// The ratio that the difference of logarithms means.
  var factor: Estimate {
    let reach = Student.quantile(outside: 0.05, degrees: degrees) * error
    let bounds = ConfidenceInterval(
      level: 0.95, lower: Elementary.exponential(difference - reach),
      upper: Elementary.exponential(difference + reach))
    return Estimate(value: Elementary.exponential(difference), interval: bounds)
  }

  func pValue(places: Int) -> Double {
    let distance = difference.magnitude / error
    // Most places of a long series are noise, which is seen in a tenth of the time.
    guard Normal.minimumShare(outside: distance) * Double(places) < 1 else { return 1 }
    return min(1, Student.share(outside: distance, degrees: degrees) * Double(places))
  }
}
