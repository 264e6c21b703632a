import Analysis
import BenchmarkModel

extension Chart {
  /// An axis with its finished ticks; it begins at the first tick and ends at the last.
  package struct Axis: Sendable, Equatable {
    /// How values are laid out along the axis.
    package enum Scale: Sendable, Equatable {
      /// Equal differences are equally long; begins at zero.
      case linear
      /// Equal factors are equally long; values of zero and below cannot be shown.
      case logarithmic
    }

    /// Which direction of an axis is the better one.
    package enum Better: String, Sendable {
      /// Toward its start.
      case lower = "lower is better"
      /// Toward its end.
      case higher = "higher is better"
    }

    /// A position on an axis with its label.
    package struct Tick: Sendable, Equatable {
      /// The position in the unit of the values.
      package var value: Double
      /// Empty for a position without a label.
      package var label: String

      package init(value: Double, label: String) {
        self.value = value
        self.label = label
      }
    }

    /// What the values are, for example `Number of tasks`; empty where the chart's title says it.
    package var caption: String
    /// The better direction; nil where neither is, as with sizes.
    package var better: Better?
    package var scale: Scale
    /// At least two positions in rising order.
    ///
    /// The last label of a linear axis has the unit, and every label of a logarithmic one.
    package var ticks: [Tick]
    /// The value that all others are compared with, which has a stronger line; nil without one.
    package var reference: Double?
    /// What lies to either side of the reference, where neither direction is better; nil otherwise.
    package var sides: Sides?

    /// The names of the two directions of an axis.
    package struct Sides: Sendable, Equatable {
      /// What lies toward the start.
      package var start: String
      /// What lies toward the end.
      package var end: String

      package init(start: String, end: String) {
        self.start = start
        self.end = end
      }
    }

    /// Makes an axis with round ticks that cover the values.
    ///
    /// - Parameters:
    ///   - caption: What the values are, where the chart's title does not say it.
    ///   - better: The better direction; nil for sizes.
    ///   - suffix: The unit after a number, for example ` MB`; empty without one.
    ///   - unitSize: The size of the unit in the unit of the values: 1,000,000 for milliseconds over
    ///     nanoseconds, 1 for counts.
    ///   - scale: How values are laid out.
    ///   - values: What is to be shown, intervals and single trials included; may be empty.
    package init(
      _ caption: String = "", better: Better? = nil, suffix: String = "", unitSize: Double = 1,
      scale: Scale = .linear, covering values: [Double]
    ) {
      self.caption = caption
      self.better = better
      self.scale = scale
      let inUnits = values.map { $0 / unitSize }
      let places =
        scale == .linear
        ? linearTicks(through: inUnits.max() ?? 0) : logarithmicTicks(covering: inUnits)
      ticks = places.map { place in
        let hasUnit = scale == .logarithmic || place == places.last
        return Tick(value: place * unitSize, label: tickLabel(place) + (hasUnit ? suffix : ""))
      }
    }

    /// Makes a logarithmic axis that ends close to the values, at 1, 2 or 5 times a power of ten.
    ///
    /// The powers of ten have labels first, so that the axis has a rhythm. Its ends have some only where there is
    /// room.
    ///
    /// - Parameters:
    ///   - better: The better direction; nil where neither is.
    ///   - values: What is to be shown; may be empty.
    ///   - steps: The number of gaps between labels that there is room for.
    ///   - label: The label of a position, with its unit.
    static func fitted(
      better: Better?, covering values: [Double], steps: Int, label: (Double) -> String
    ) -> Axis {
      var axis = Axis(better: better, scale: .logarithmic, covering: [])
      let fine = fineTicks(covering: values)
      let labeled = labeledTicks(among: fine, steps: steps)
      axis.ticks = fine.filter { labeled.contains($0) || $0 == fine.first || $0 == fine.last }
        .map { Tick(value: $0, label: labeled.contains($0) ? label($0) : "") }
      return axis
    }
  }
}

extension Metric {
  /// The better direction on its axis.
  var betterEnd: Chart.Axis.Better { better == .lower ? .lower : .higher }
}

/// A tick's value in the unit that fits it, for example `100 ns`, `1 ms` or `10k/s`.
func tickLabel(_ value: Double, _ unit: Metric.Unit) -> String {
  // The letter for thousands and millions stands with the number, as on axes of counts.
  if unit == .perSecond { return "\(tickLabel(value))/s" }
  let display = DisplayUnit.fitting(value, unit)
  return tickLabel(value / display.size) + display.suffix
}

/// The multiples of 1, 2, 2.5 or 5 times a power of ten from zero to the first one not below the
/// maximum, at most six of them.
private func linearTicks(through maximum: Double) -> [Double] {
  guard maximum > 0, maximum.isFinite else { return [0, 1] }
  let power = powerOfTen(decade(of: maximum / 5))
  let step = [1, 2, 2.5, 5].map { $0 * power }.first { $0 * 5 >= maximum } ?? 10 * power
  let count = Int((maximum / step).rounded(.up))
  return (0...count).map { Double($0) * step }
}

/// 1, 2 and 5 times powers of ten around the positive values, or, where these are more than seven,
/// powers of ten alone, at most seven of them.
private func logarithmicTicks(covering values: [Double]) -> [Double] {
  let fine = fineTicks(covering: values)
  guard fine.count > 7, let maximum = fine.last else { return fine }
  let first = decade(of: fine[0])
  let last = decade(of: maximum) + (powerOfTen(decade(of: maximum)) < maximum ? 1 : 0)
  let stride = (last - first + 5) / 6
  return Swift.stride(from: first, to: last + stride, by: stride).map(powerOfTen)
}

/// Of fine ticks those that have a label: powers of ten before the ends, or the ends first where there are fewer
/// than two powers; then, where there is room, some of the others up to four in all.
private func labeledTicks(among fine: [Double], steps: Int) -> [Double] {
  let ends = [fine[0], fine[fine.count - 1]]
  let powers = fine.filter { powerOfTen(decade(of: $0)) == $0 }
  let whole = ends[1] / ends[0]
  let leading = powers.count < 2 ? ends + powers : powers + ends
  var kept: [Double] = []
  for (index, tick) in (leading + fine).enumerated() where index < leading.count || kept.count < 4 {
    // A step is the root of the whole; the tolerance absorbs rounding over ten decades.
    let hasRoom = kept.allSatisfy { other in
      power(max(tick / other, other / tick), steps) >= whole * 0.999
    }
    if hasRoom { kept.append(tick) }
  }
  return kept
}

/// 1, 2 and 5 times each power of ten, from the last not above the minimum positive value to the first
/// not below the maximum.
private func fineTicks(covering values: [Double]) -> [Double] {
  let positive = values.filter { $0 > 0 && $0.isFinite }
  guard let minimum = positive.min(), let maximum = positive.max() else { return [1, 10] }
  let fine = (decade(of: minimum)...decade(of: maximum) + 1).flatMap { exponent in
    [1, 2, 5].map { $0 * powerOfTen(exponent) }
  }
  let from = fine.lastIndex { $0 <= minimum } ?? 0
  let through = fine.firstIndex { $0 >= maximum } ?? fine.count - 1
  return Array(fine[from...max(through, from + 1)])
}

private func power(_ base: Double, _ exponent: Int) -> Double {
  (0..<exponent).reduce(1.0) { product, _ in product * base }
}

/// The maximum exponent whose power of ten is not above a positive value.
private func decade(of value: Double) -> Int {
  var exponent = 0
  while exponent < 308, powerOfTen(exponent + 1) <= value { exponent += 1 }
  while exponent > -300, powerOfTen(exponent) > value { exponent -= 1 }
  return exponent
}

private func powerOfTen(_ exponent: Int) -> Double {
  let power = (0..<abs(exponent)).reduce(1.0) { product, _ in product * 10 }
  return exponent < 0 ? 1 / power : power
}

/// A tick's number in its shortest form: `0.25`, `500`, `2,000`, `10k`, `1M`.
package func tickLabel(_ value: Double) -> String {
  let (divisor, suffix) =
    switch value {
    case 1e9...: (1e9, "G")
    case 1e6...: (1e6, "M")
    case 1e4...: (1e3, "k")
    default: (1.0, "")
    }
  let thousandths = (value / divisor * 1000).rounded()
  guard thousandths < 1e15 else { return "\(value)" }
  let whole = Int(thousandths) / 1000
  var decimals = String(Int(thousandths) % 1000 + 1000).dropFirst()
  while decimals.last == "0" { decimals.removeLast() }
  let grouped =
    whole < 1000 ? "\(whole)" : "\(whole / 1000)," + String(whole % 1000 + 1000).dropFirst()
  return grouped + (decimals.isEmpty ? "" : ".") + decimals + suffix
}
