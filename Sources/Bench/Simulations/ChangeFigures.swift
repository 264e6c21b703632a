import FoundationEssentials
import Platform
import Statistics

/// How often change points are found where there are none, and where a level shifts.
///
/// A night's level is the median of eight trials; what nights differ by beyond that has the same size.
func changes() async throws {
  let lengths = [10, 30, 100, 365]
  print("\(ChangeTally.series) series: any change point without a step; a step found, and no other")
  print(
    "nights vary by".padding(to: 20)
      + lengths.map { padded("\($0) nights", 12) }.joined()
      + "   30 nights with a step of 5 %      10 %         15 %")
  for (stream, nights) in Nights.allCases.enumerated() {
    let wrong = lengths.map { length in
      var generator = SeededGenerator(seed: 6, stream: UInt64(1_000 * stream + length))
      return ChangeTally(nights, length, step: 1, &generator).any
    }
    let steps = [1.05, 1.10, 1.15].map { step in
      var generator = SeededGenerator(
        seed: 7, stream: UInt64(1_000 * stream) + UInt64(100 * step))
      let tally = ChangeTally(nights, 30, step: step, &generator)
      return "\(percent(tally.found)) (\(percent(tally.alone)))"
    }
    print(
      nights.rawValue.padding(to: 20) + wrong.map { padded(percent($0), 12) }.joined()
        + steps.map { padded($0, 17) }.joined())
  }
}

/// Writes simulated series as files that `scripts/otava-comparison` reads: a level for each night, and whether
/// it is the first at a new level.
///
/// Their names say how nights vary, by how much a level shifts in percent, and the number of the series.
func writeSeries(to folder: String) throws {
  for (stream, nights) in Nights.allCases.enumerated() {
    for step in [0, 5, 15] {
      for number in 0..<20 {
        let place = 10_000 * stream + 100 * step + number
        var generator = SeededGenerator(seed: 8, stream: UInt64(place))
        let series = nights.deviations(30, &generator)
        let values = series.enumerated().map { night, one in
          one.value + (night >= 18 ? log(1 + Double(step) / 100) : 0)
        }
        let found = ChangePoint.all(in: values, errors: series.map(\.error)).map(\.index)
        let lines = values.enumerated().map { night, value in
          "\(1_764_000_000 + 86_400 * night),\(1e6 * exp(value)),\(found.contains(night) ? 1 : 0)"
        }
        let name = "\(nights.rawValue), \(step), \(number).csv"
        try Data((["time,level,change"] + lines).joined(separator: "\n").utf8)
          .write(to: URL(filePath: "\(folder)/\(name)"))
      }
    }
  }
}

/// How the levels of nights vary, by about 2 %.
private enum Nights: String, CaseIterable {
  case normal = "normal"
  case skewed = "skewed"
  case heavyTails = "heavy tails"
  /// Every tenth night is half again as slow.
  case spikes = "spikes"
  /// Each night keeps a third of what the one before it deviated by.
  case lasting = "lasting for days"
  /// Two of three nights have two trials instead of eight.
  case unequal = "unequal errors"

  /// The deviations of nights, and the error of each.
  func deviations(
    _ count: Int, _ generator: inout SeededGenerator
  ) -> [(value: Double, error: Double)] {
    var last = 0.0
    return (0..<count).map { _ in
      switch self {
      case .normal: return (0.02 * generator.normal(), 0.014)
      case .skewed: return (Noise.skewed.deviation(0.02, &generator), 0.014)
      case .heavyTails: return (Noise.heavyTails.deviation(0.02, &generator), 0.014)
      case .spikes:
        return (0.02 * generator.normal() + (generator.uniform() < 0.1 ? log(1.5) : 0), 0.014)
      case .lasting:
        last = last / 3 + 0.02 * generator.normal()
        return (last, 0.014)
      case .unequal:
        let error = generator.uniform() < 2.0 / 3 ? 0.04 : 0.02
        return (error * generator.normal(), error)
      }
    }
  }
}

/// What was found in series of one kind.
private struct ChangeTally {
  static let series = 1_000

  /// The share of series with a change point.
  private(set) var any = 0.0
  /// The share of series with one within a night of the step, and with that and no other.
  private(set) var found = 0.0
  private(set) var alone = 0.0

  /// The step is after three fifths of the nights.
  init(_ nights: Nights, _ count: Int, step: Double, _ generator: inout SeededGenerator) {
    let share = 1 / Double(Self.series)
    for _ in 0..<Self.series {
      let series = nights.deviations(count, &generator)
      let place = count * 3 / 5
      let values = series.enumerated().map { $1.value + ($0 >= place ? log(step) : 0) }
      let points = ChangePoint.all(in: values, errors: series.map(\.error)).map(\.index)
      if !points.isEmpty { any += share }
      guard points.contains(where: { abs($0 - place) <= 1 }) else { continue }
      found += share
      if points.count == 1 { alone += share }
    }
  }
}
