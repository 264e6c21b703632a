import WorkloadKit

/// The state of a search: the largest value that fits and the smallest that does not.
///
/// Memory grows by nearly the same amount for each unit, so a straight line through two peaks says where
/// they meet the limit. It doubles from the start until a peak reaches a quarter of the limit, or halves until
/// a value fits. Then it probes just below and just above the meeting point, first of the two largest values
/// that fit, in steps that double, and later of the two values around the limit. Every third time it probes
/// the middle of these instead. It ends when the gap is at most a hundredth of the value.
struct SearchProgress: Equatable {
  private struct Probe: Equatable {
    var value: Int
    /// The peak in bytes; nil if the process has none.
    var peak: Double?
  }

  private let search: Search
  private var largestFitting: Probe?
  /// The largest value that fits but that one.
  private var belowLargest: Probe?
  private var smallestExceeding: Probe?
  private var narrowings = 0
  /// The number of probes on the line through two values that fit.
  private var extensions = 0

  init(_ search: Search) { self.search = search }

  /// The largest value that fits; nil while none does.
  var fits: Int? { largestFitting?.value }

  /// The next value to try; nil if the search is over.
  var next: Int? {
    switch (largestFitting, smallestExceeding) {
    case (nil, nil): search.start
    case (let fits?, nil): beyond(fits)
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
    if smallestExceeding != nil {
      narrowings += largestFitting == nil ? 0 : 1
    } else if bytesPerUnit != nil {
      extensions += 1
    }
    if let peak, peak <= Double(search.limitBytes) {
      (belowLargest, largestFitting) = (largestFitting, probe)
    } else {
      smallestExceeding = probe
    }
  }

  /// The slope of the line through the two largest values that fit; nil if it is unknown, and far below the
  /// limit, where it says little.
  private var bytesPerUnit: Double? {
    guard let below = belowLargest, let fits = largestFitting, let low = below.peak,
      let high = fits.peak, high > low, high >= Double(search.limitBytes) / 4
    else { return nil }
    return (high - low) / Double(fits.value - below.value)
  }

  /// A value above all that were tried.
  private func beyond(_ fits: Probe) -> Int? {
    let (highest, overflow) = fits.value.multipliedReportingOverflow(by: 4)
    guard !overflow else { return nil }
    guard let bytesPerUnit, let peak = fits.peak else { return fits.value * 2 }
    let precision = max(fits.value / 100, 1)
    let step = (Double(search.limitBytes) - peak) / bytesPerUnit
    guard step < Double(fits.value) * 3 else { return highest }
    let meeting = fits.value + Int(step)
    let guess = extensions == 0 ? meeting - precision * 2 / 5 : meeting + precision * 2 / 5
    let minimumStep = max((precision << min(extensions, 10)) / 4, 1)
    return min(max(guess, fits.value + minimumStep), highest)
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
