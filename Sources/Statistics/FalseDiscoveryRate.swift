/// The p-values of a list of suspects, adjusted so that the share of false ones in it is expected to stay
/// below the level at which each is read.
///
/// Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate: a practical and powerful approach to
/// multiple testing", Journal of the Royal Statistical Society B 57 (1995), 289–300: of m values in rising
/// order, the k-th is multiplied by m/k, and none becomes larger than the one after it. Nil or NaN stands for
/// a comparison without a p-value: it becomes nil and is not counted. Results are in the order given.
///
/// - Parameters:
///   - pValues: The p-values of all comparisons, or the smallest of them.
///   - count: The number of comparisons; nil when all are given.
package func falseDiscoveryAdjusted(_ pValues: [Double?], of count: Int? = nil) -> [Double?] {
  let found = pValues.enumerated().compactMap { index, value in
    value.flatMap { $0.isNaN ? nil : (index: index, value: $0) }
  }
  let total = Double(max(count ?? 0, found.count))
  var adjusted = [Double?](repeating: nil, count: pValues.count)
  var minimum = 1.0
  for (rank, entry) in found.sorted(by: { $0.value < $1.value }).enumerated().reversed() {
    minimum = min(minimum, entry.value * total / Double(rank + 1))
    adjusted[entry.index] = minimum
  }
  return adjusted
}
