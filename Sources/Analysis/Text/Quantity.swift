package import BenchmarkModel
package import Statistics

// How stored values become text. Sizes are decimal: 1 kB = 1,000 B, 1 MB = 1,000,000 B. Three
// significant digits are kept, and more, up to six, where an interval is narrower than that;
// counts are printed in full.

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

/// A value with its interval, both in the unit that fits the value.
package struct QuantityText: Equatable, Sendable {
  /// The value with its unit, for example `51.2 ms`.
  package var value: String
  /// The bounds in the same unit, which is left out, for example `50.1 to 53.4`; nil without one.
  package var interval: String?

  /// Prints an estimate; `isPerUnit` keeps to the stored unit, as for bytes per task.
  package init(_ estimate: Estimate, _ unit: Metric.Unit, isPerUnit: Bool = false) {
    self.init(
      estimate.value, estimate.bounds, unit, isPerUnit: isPerUnit)
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
    self.value = numberText(number, lastDigit: last) + display.suffix
    interval = scaled.map { boundsText($0, lastDigit: last) }
  }

  /// The value and, in parentheses, the interval: `51.2 ms (50.1 to 53.4)`.
  package var text: String { value + (interval.map { " (\($0))" } ?? "") }

  private static func lastDigit(
    of number: Double, _ bounds: ClosedRange<Double>?, isWhole: Bool, isCount: Bool
  ) -> Int {
    if isCount { return number == number.rounded() ? 0 : -1 }
    let last = lastDigitShowing(number, bounds)
    return isWhole && number == number.rounded() ? max(last, 0) : last
  }
}

extension Estimate {
  /// The interval's bounds as a range.
  package var bounds: ClosedRange<Double>? { interval.map { $0.lower...$0.upper } }
}

/// A ratio with its interval, for example `0.243 × (0.240 to 0.246)`.
package func ratioText(_ estimate: Estimate) -> String {
  let bounds = estimate.bounds
  let last = min(lastDigitShowing(estimate.value, bounds), 0)
  let interval = bounds.map { " (\(boundsText($0, lastDigit: last)))" }
  return numberText(estimate.value, lastDigit: last) + " ×" + (interval ?? "")
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
  numberText(bounds.lowerBound, lastDigit: lastDigit) + " to "
    + numberText(bounds.upperBound, lastDigit: lastDigit)
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
