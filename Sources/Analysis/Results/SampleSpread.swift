package import BenchmarkModel
package import Statistics

extension Sample {
  /// Minimum and maximum and, if the sample is large enough, quartiles and outliers, as a clause.
  package func spreadText(_ unit: Metric.Unit) -> String {
    let range =
      "\(counted(count, "value")) from \(quantityText(minimum, unit)) to \(quantityText(maximum, unit))"
    guard count >= Quantile(0.25).printableCount else { return range }
    let fences = TukeyFences(of: self)
    let marks = values.map(fences.mark)
    let outliers = [("mild", TukeyFences.Mark.mild), ("severe", .severe)].compactMap { name, mark in
      let count = marks.count { $0 == mark }
      return count == 0 ? nil : "\(groupedText(count)) \(name)"
    }
    return range + ", quartiles \(quantityText(firstQuartile, unit)) and "
      + "\(quantityText(thirdQuartile, unit)), outliers "
      + (outliers.isEmpty ? "none" : outliers.joined(separator: " and "))
  }
}

extension CaseResult.Measured {
  /// The value with its interval and, where the trials fall into two modes, the share and the level of
  /// each: `51.2 ms (40.0 to 60.9); modes: 40.1 ms in 70 %, 60.2 ms in 30 %`.
  package func text(_ unit: Metric.Unit) -> String {
    valueText(unit) + (modesText(unit).map { "; \($0)" } ?? "")
  }

  /// The value with its interval or, where that is too wide to be a result, with the trials:
  /// `593 µs (3 trials: 102 µs; 593 µs; 1.40 ms)`.
  package func valueText(_ unit: Metric.Unit) -> String {
    let quantity = QuantityText(estimate, unit)
    guard estimate.isTooWide else { return quantity.text }
    let values = sample.sortedTrialMedians.map { quantityText($0, unit) }
    let trials = counted(values.count, "trial")
    return values.count > Self.maximumListedTrials
      ? "\(quantity.value) (\(trials) from \(values[0]) to \(values[values.count - 1]))"
      : "\(quantity.value) (\(trials): \(values.joined(separator: "; ")))"
  }

  /// The number of trials up to which each is given.
  private static let maximumListedTrials = 6

  /// The share and the level of each mode; nil where there are no two.
  func modesText(_ unit: Metric.Unit) -> String? {
    modes.map { modes in
      let parts = [modes.lower, modes.upper].map {
        "\(quantityText($0.center, unit)) in \(percentText($0.share))"
      }
      return "modes: " + parts.joined(separator: ", ")
    }
  }
}

extension CaseResult {
  /// How the elapsed times change from a trial's first iteration to its last, warm-ups included; nil
  /// with too few iterations.
  package var course: WarmUp? {
    let course = WarmUp.combined(
      trials.filter { $0.outcome.kind == .completed }.map { trial in
        WarmUp(
          of: trial.measurements.filter { $0.metric == Metric.elapsed.name }.map(\.value),
          band: comparisonRule.band)
      })
    return course == .inconclusive ? nil : course
  }
}
