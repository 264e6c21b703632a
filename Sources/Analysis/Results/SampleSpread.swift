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
