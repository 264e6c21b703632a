import WorkloadKit

/// The state of a search: the largest value that fits and the smallest that does not.
///
/// It doubles from the start until a value does not fit, or halves until one does. Then it
/// interpolates: memory grows by nearly the same amount for each unit, so it probes where a straight
/// line through the two peaks meets the limit, alternating between just below and just above. Every
/// third time it probes the middle instead. It ends when the gap is at most a hundredth of the
/// value.
struct SearchProgress: Equatable {
  private struct Probe: Equatable {
    var value: Int
    /// The peak in bytes; nil if the process has none.
    var peak: Double?
  }

  private let search: Search
  private var largestFitting: Probe?
  private var smallestExceeding: Probe?
  private var narrowings = 0

  init(_ search: Search) { self.search = search }

  /// The largest value that fits; nil while none does.
  var fits: Int? { largestFitting?.value }

  /// The next value to try; nil if the search is over.
  var next: Int? {
    switch (largestFitting, smallestExceeding) {
    case (nil, nil): search.start
    case (let fits?, nil):
      fits.value.multipliedReportingOverflow(by: 2).overflow ? nil : fits.value * 2
    case (nil, let exceeds?): exceeds.value > 1 ? exceeds.value / 2 : nil
    case (let fits?, let exceeds?): between(fits, exceeds)
    }
  }

  /// Records the peak of the process that ran with `next`.
  ///
  /// A nil peak means that the value does not fit: the process was refused a resource or killed for
  /// its size.
  mutating func learn(_ value: Int, peak: Double?) {
    let probe = Probe(value: value, peak: peak)
    if largestFitting != nil && smallestExceeding != nil { narrowings += 1 }
    if let peak, peak <= Double(search.limitBytes) {
      largestFitting = probe
    } else {
      smallestExceeding = probe
    }
  }

  private func between(_ fits: Probe, _ exceeds: Probe) -> Int? {
    let gap = exceeds.value - fits.value
    let precision = max(fits.value / 100, 1)
    guard gap > precision else { return nil }
    let middle = fits.value + gap / 2
    guard let low = fits.peak, let high = exceeds.peak, high > low, narrowings % 3 < 2 else {
      return middle
    }
    let share = (Double(search.limitBytes) - low) / (high - low)
    let meeting = fits.value + Int(Double(gap) * share)
    let shift = precision * 2 / 5
    let guess = narrowings % 3 == 0 ? meeting - shift : meeting + shift
    return min(max(guess, fits.value + 1), exceeds.value - 1)
  }
}
