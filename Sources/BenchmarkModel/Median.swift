/// The middle of values in ascending order, or the mean of the two in the middle; nil of none.
package func median(ofSorted values: [Double]) -> Double? {
  guard !values.isEmpty else { return nil }
  return (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
}
