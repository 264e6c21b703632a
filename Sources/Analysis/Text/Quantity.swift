package import BenchmarkModel
package import Statistics

// How stored values become text. Sizes are decimal: 1 kB = 1,000 B, 1 MB = 1,000,000 B. Three
// significant digits are kept, and more, up to six, where an interval is narrower than that;
// counts without an interval are printed in full.

/// The unit in which a value is printed.
package struct DisplayUnit: Equatable, Sendable {
  /// The symbol of the unit; empty for counts.
  package var symbol: String
  /// Its size in the stored unit.
  package var size: Double

  /// The units for a stored unit, the largest first.
  package static func all(for unit: Metric.Unit) -> [DisplayUnit] {
    switch unit {
    case .nanoseconds:
      [Self("s", 1e9), Self("ms", 1e6), Self("µs", 1e3), Self("ns", 1)]
    case .bytes: [Self("GB", 1e9), Self("MB", 1e6), Self("kB", 1e3), Self("B", 1)]
    case .count, .ratio: [Self("", 1)]
    case .perSecond: [Self("M/s", 1e6), Self("k/s", 1e3), Self("/s", 1)]
    }
  }

  /// The largest unit of which the value, rounded to three digits, is at least one.
  package static func fitting(_ value: Double, _ unit: Metric.Unit) -> DisplayUnit {
    let units = all(for: unit)
    return units.first { value.magnitude / $0.size >= 0.9995 } ?? units[units.count - 1]
  }

  private init(_ symbol: String, _ size: Double) {
    self.symbol = symbol
    self.size = size
  }

  /// The symbol as it follows a number, with the space before it.
  package var suffix: String { symbol.isEmpty ? "" : " \(symbol)" }
}

/// A value in its fitting unit, for example `51.2 ms`.
package func quantityText(_ value: Double, _ unit: Metric.Unit) -> String {
  QuantityText(value, nil, unit).value
}

/// The value of an estimate in its fitting unit, a count with no more digits than its interval supports.
package func quantityText(_ estimate: Estimate, _ unit: Metric.Unit) -> String {
  unit == .count ? QuantityText(estimate, unit).value : quantityText(estimate.value, unit)
}

/// A value with its interval, both in the unit that fits the value.
package struct QuantityText: Equatable, Sendable {
  /// The value with its unit, for example `51.2 ms`.
  package var value: String
  /// The bounds in the same unit, which is left out, for example `50.1 to 53.4`, or what stands for bounds
  /// that are too far apart; nil without an interval.
  package var interval: String?

  /// Prints an estimate.
  ///
  /// - Parameters:
  ///   - estimate: The estimate.
  ///   - unit: Its unit.
  ///   - isPerUnit: Whether to keep to the stored unit, as for bytes per task.
  ///   - limit: What the value was compared with; of an interval that is too wide, the side of the limit
  ///     on which it lies is given.
  package init(
    _ estimate: Estimate, _ unit: Metric.Unit, isPerUnit: Bool = false, against limit: Double? = nil
  ) {
    self.init(
      estimate.value, estimate.usefulBounds, unit, isPerUnit: isPerUnit)
    interval = interval ?? estimate.sideText(of: limit) { quantityText($0, unit) }
  }

  fileprivate init(
    _ value: Double, _ bounds: ClosedRange<Double>?, _ unit: Metric.Unit, isPerUnit: Bool = false
  ) {
    let units = DisplayUnit.all(for: unit)
    let display = isPerUnit ? units[units.count - 1] : .fitting(value, unit)
    let number = value / display.size
    let scaled = bounds.map { $0.lowerBound / display.size...$0.upperBound / display.size }
    let last = Self.lastDigit(
      of: number, scaled, isWhole: display.size == 1, isCount: unit == .count)
    self.value = signedText(number, lastDigit: last) + display.suffix
    interval = scaled.map { boundsText($0, lastDigit: last) }
  }

  /// The value and, in parentheses, the interval: `51.2 ms (50.1 to 53.4)`.
  package var text: String { value + (interval.map { " (\($0))" } ?? "") }

  private static func lastDigit(
    of number: Double, _ bounds: ClosedRange<Double>?, isWhole: Bool, isCount: Bool
  ) -> Int {
    if isCount, bounds.map({ $0.lowerBound == $0.upperBound }) ?? true {
      return number == number.rounded() || number.magnitude >= 100 ? 0 : -1
    }
    let last = lastDigitShowing(number, bounds)
    let ends = isCount ? bounds.map { [$0.lowerBound, $0.upperBound] } ?? [] : []
    if isWhole, ([number] + ends).allSatisfy({ $0 == $0.rounded() }) { return max(last, 0) }
    guard isCount else { return last }
    // Tenths of a count say something only where it is small.
    return max(last, number < 10 || number != number.rounded() ? -1 : 0)
  }
}

extension Estimate {
  /// The interval's bounds as a range.
  package var bounds: ClosedRange<Double>? { interval.map { $0.lower...$0.upper } }

  /// How many times its lower bound the upper bound of a useful interval may be.
  ///
  /// A wider interval leaves even the power of ten open, so it is no result.
  package static let usefulFactor = 10.0

  /// Whether the interval is too wide to be printed or drawn as a result.
  package var isTooWide: Bool {
    bounds.map { $0.lowerBound > 0 && $0.upperBound > Self.usefulFactor * $0.lowerBound } ?? false
  }

  /// The bounds as pages and charts show them; nil where they are too far apart.
  package var usefulBounds: ClosedRange<Double>? { isTooWide ? nil : bounds }

  /// What stands for an interval that is too wide: on which side of a limit it lies, if it lies on one; nil for
  /// any other interval.
  fileprivate func sideText(of limit: Double?, _ text: (Double) -> String) -> String? {
    guard isTooWide, let bounds else { return nil }
    if let limit, bounds.lowerBound > limit { return "at least \(text(bounds.lowerBound))" }
    if let limit, bounds.upperBound < limit { return "at most \(text(bounds.upperBound))" }
    return "no useful interval"
  }
}

/// A ratio with its interval, for example `0.243 × (0.240 to 0.246)`.
package func ratioText(_ estimate: Estimate) -> String { ratioText(estimate, against: 1) }

/// A ratio with its interval or, where that is too wide, the side of a limit on which it lies, for example
/// `249 × (at least 42.0)`.
package func ratioText(_ estimate: Estimate, against limit: Double?) -> String {
  let bounds = estimate.usefulBounds
  let last = min(lastDigitShowing(estimate.value, bounds), 0)
  let interval =
    bounds.map { boundsText($0, lastDigit: last) }
    ?? estimate.sideText(of: limit, factorText)
  return signedText(estimate.value, lastDigit: last) + " ×" + (interval.map { " (\($0))" } ?? "")
}

/// A factor with three significant digits or more, for example `5.36`.
private func factorText(_ value: Double) -> String {
  numberText(value, lastDigit: min(lastDigit(of: value, keeping: 3), 0))
}

/// The last digit that keeps three digits of a number, or more, up to six, where the bounds of its
/// interval would otherwise look the same.
private func lastDigitShowing(_ number: Double, _ bounds: ClosedRange<Double>?) -> Int {
  let usual = lastDigit(of: number, keeping: 3)
  guard let bounds else { return usual }
  let telling = (lastDigit(of: number, keeping: 6)...usual).reversed().first { last in
    numberText(bounds.lowerBound, lastDigit: last) != numberText(bounds.upperBound, lastDigit: last)
  }
  return telling ?? usual
}

private func boundsText(_ bounds: ClosedRange<Double>, lastDigit: Int) -> String {
  signedText(bounds.lowerBound, lastDigit: lastDigit) + " to "
    + signedText(bounds.upperBound, lastDigit: lastDigit)
}

/// A number with a minus sign instead of a hyphen.
private func signedText(_ value: Double, lastDigit: Int) -> String {
  let text = numberText(value, lastDigit: lastDigit)
  return text.first == "-" ? "−" + text.dropFirst() : text
}

/// A share of one as a percentage, for example `95 %`.
package func percentText(_ share: Double) -> String {
  let percent = share * 100
  return numberText(percent, lastDigit: percent == percent.rounded() ? 0 : -1) + " %"
}

/// The probability of a difference at least as large by chance alone, for example `p = 0.004`.
package func pValueText(_ value: Double) -> String {
  guard value >= 0.001 else { return "p < 0.001" }
  return "p = "
    + numberText(value, lastDigit: value < 0.0995 ? lastDigit(of: value, keeping: 1) : -2)
}
