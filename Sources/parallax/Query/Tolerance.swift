import ArgumentParser
import BenchmarkModel

/// The option for the largest difference between two numbers that does not matter.
struct ToleranceOption: ParsableArguments {
  /// As a share of one.
  @Option(
    help: ArgumentHelp(
      "The relative difference that does not matter. (default: 5%)", valueName: "percent"),
    transform: parseTolerance)
  var tolerance = 0.05
}

/// The share that a text such as `5%` states, at least zero; nil for any other text.
///
/// A number without the sign is none, since `0.05` could mean 5 % or 0.05 %.
func percentage(_ text: String) -> Double? {
  text.hasSuffix("%") ? decimalNumber(text.dropLast().trimmed).map { $0 / 100 } : nil
}

/// A decimal number that is not negative and finite; nil for any other text, such as `0x5` and `inf`.
func decimalNumber(_ text: some StringProtocol) -> Double? {
  guard text.utf8.allSatisfy("0123456789.eE+-".utf8.contains), let number = Double(text),
    number >= 0, number.isFinite
  else { return nil }
  return number
}

/// Parses a share that is not negative, written as `5%`.
func parseTolerance(_ text: String) throws -> Double {
  guard let share = percentage(text) else {
    throw ValidationError(
      "Write a decimal number with a percent sign, as in 5%, and at least 0%.")
  }
  return share
}

/// A difference in the unit of a metric: `1ms`, `100kB`, or a bare number for counts.
struct AbsoluteTolerance: ExpressibleByArgument, Equatable {
  /// The unit of the metrics that it applies to.
  let unit: Metric.Unit
  /// The difference in that unit, at least zero.
  let value: Double

  /// Parses a number that is not negative, with its unit; sizes are decimal.
  init?(argument: String) {
    let split = argument.lastIndex { $0.isNumber || $0 == "." }.map { argument.index(after: $0) }
    guard let split, let number = decimalNumber(argument[..<split].trimmed) else { return nil }
    let sign = String(argument[split...].trimmed)
    guard let scale = Self.units[sign] ?? Self.units[sign.lowercased()] else { return nil }
    unit = scale.unit
    value = number * scale.size
  }

  private static let units: [String: (unit: Metric.Unit, size: Double)] = [
    "ns": (.nanoseconds, 1), "us": (.nanoseconds, 1e3), "µs": (.nanoseconds, 1e3),
    "ms": (.nanoseconds, 1e6), "s": (.nanoseconds, 1e9), "b": (.bytes, 1), "kb": (.bytes, 1e3),
    "mb": (.bytes, 1e6), "gb": (.bytes, 1e9), "": (.count, 1),
  ]
}

extension StringProtocol {
  /// The text without leading and trailing spaces.
  fileprivate var trimmed: SubSequence {
    let start = firstIndex { $0 != " " } ?? endIndex
    let end = lastIndex { $0 != " " }.map { index(after: $0) } ?? start
    return self[start..<end]
  }
}
