/// A sequence of the medians of resamples: each draws as many values as there are, with replacement.
///
/// The median of a resample is an order statistic of the ranks drawn. So it is enough to count how
/// often each rank was drawn and to walk to the middle, without sorting or allocating.
package struct MedianResampler {
  private let sorted: [Double]
  private var drawCounts: [UInt32]
  private var generator: SeededGenerator

  /// The values, at least one and fewer than 2^32, must be in ascending order.
  package init(ofSorted values: [Double], generator: SeededGenerator) {
    precondition(!values.isEmpty && values.count <= UInt32.max)
    sorted = values
    drawCounts = Array(repeating: 0, count: values.count)
    self.generator = generator
  }

  /// The median of the next resample.
  package mutating func next() -> Double {
    draw()
    var rank = 0
    var seen = Int(drawCounts[0])
    // The middle of n draws, counted from zero; both are the same when n is odd.
    let lowerMiddle = (sorted.count - 1) / 2
    let upperMiddle = sorted.count / 2
    while seen <= lowerMiddle {
      rank += 1
      seen += Int(drawCounts[rank])
    }
    let lower = sorted[rank]
    while seen <= upperMiddle {
      rank += 1
      seen += Int(drawCounts[rank])
    }
    return Quantile.interpolated(from: lower, to: sorted[rank], by: 0.5)
  }

  /// Draws as many ranks as there are values and counts each.
  ///
  /// Each half of 64 random bits becomes a rank by multiplication (D. Lemire, "Fast random integer
  /// generation in an interval", ACM TOMACS 29, 2019) without its rejection step: the probability
  /// of a rank is off by less than 2^-32, far too little to show in any number of resamples.
  private mutating func draw() {
    let size = UInt64(sorted.count)
    for rank in drawCounts.indices { drawCounts[rank] = 0 }
    for _ in 0..<(sorted.count / 2) {
      let bits = generator.next()
      drawCounts[Int(((bits >> 32) &* size) >> 32)] &+= 1
      drawCounts[Int(((bits & 0xFFFF_FFFF) &* size) >> 32)] &+= 1
    }
    if !sorted.count.isMultiple(of: 2) {
      drawCounts[Int(((generator.next() >> 32) &* size) >> 32)] &+= 1
    }
  }
}
