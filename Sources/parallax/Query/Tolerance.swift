import ArgumentParser
import BenchmarkModel

/// The option for the largest difference between two numbers that does not matter.
struct ToleranceOption: ParsableArguments {
  @Option(help: ArgumentHelp("The relative difference that does not matter.", valueName: "percent"))
  var tolerance = Percentage(share: 0.05)
}

/// A share written in percent: `5%`.
struct Percentage: ExpressibleByArgument, Equatable {
  /// The share as a fraction, at least zero.
  let share: Double

  init(share: Double) { self.share = share }

  /// Parses a number that is not negative, with or without a percent sign.
  init?(argument: String) {
    let digits = argument.hasSuffix("%") ? argument.dropLast() : argument[...]
    guard let percent = Double(digits.trimmed), percent >= 0, percent.isFinite else { return nil }
    share = percent / 100
  }

  /// The form in which help shows a default.
  var defaultValueDescription: String { "\(Int((share * 100).rounded()))%" }
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
    guard let split, let number = Double(argument[..<split].trimmed), number >= 0,
      number.isFinite
    else { return nil }
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
