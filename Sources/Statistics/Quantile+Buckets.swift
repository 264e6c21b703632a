extension Quantile {
  /// Several quantiles of values that were sorted into buckets, in one pass.
  ///
  /// Each equals ``value(ofBuckets:)``; the list ends before the first quantile for which there are
  /// too few values.
  ///
  /// - Parameters:
  ///   - quantiles: The quantiles in ascending order.
  ///   - buckets: The buckets in ascending order of their values.
  package static func values(
    of quantiles: [Quantile], inBuckets buckets: [(value: Double, count: Int)]
  ) -> [Double] {
    let count = buckets.reduce(0) { $0 + $1.count }
    var values: [Double] = []
    var (next, below) = (0, 0)
    for quantile in quantiles {
      guard count >= quantile.printableCount else { break }
      let wanted = quantile.fraction * Double(count)
      while next < buckets.count - 1, Double(below + buckets[next].count) < wanted {
        below += buckets[next].count
        next += 1
      }
      values.append(buckets[next].value)
    }
    return values
  }
}
