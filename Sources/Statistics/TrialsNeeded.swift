/// The number of trials with which the interval of a ratio would lie below one edge or above another, if the
/// estimate stayed where it is.
///
/// The width of an interval on a logarithmic scale goes with the root of the number of trials, and what is
/// needed is the distance to the edge that is farther away.
///
/// - Parameters:
///   - value: The ratio, positive.
///   - bound: The upper bound of its interval, at least the ratio and finite.
///   - trials: The number of trials behind it.
///   - upper: The edge that the whole interval is to lie below.
///   - lower: The edge that it may lie above instead, positive and below the other.
/// - Returns: At most a million.
package func trialsNeeded(
  for value: Double, upTo bound: Double, trials: Int, below upper: Double, orAbove lower: Double
) -> Int {
  let width = Elementary.logarithm(bound / value)
  let distance = max(Elementary.logarithm(upper / value), Elementary.logarithm(value / lower))
  guard distance > 0 else { return 1_000_000 }
  let factor = width / distance
  return Int(min(1e6, (Double(trials) * factor * factor).rounded(.up)))
}
