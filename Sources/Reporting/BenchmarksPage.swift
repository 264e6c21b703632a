import BenchmarkModel
import Statistics

/// The values of the page with all numbers of all metrics.
struct BenchmarksPage: Sendable {
  /// One workload.
  struct Section: Sendable {
    var heading: String
    var link: Markup
    var parts: [WorkloadPage.Part]
    /// Why there is no number; nil when there is one.
    var absence: String?
  }

  var sections: [Section]
  var quartileCount: String
}

extension BenchmarksPage {
  /// Gathers every sample.
  static func page(_ results: [WorkloadResult]) -> ReportPage {
    let sections = results.map { result in
      Section(
        heading: result.workload.name,
        link: .link(result.workload.title, to: "\(result.workload.name).md"),
        parts: result.metrics.map { metric in
          WorkloadPage.Part(
            heading: result.numbersHeading(metric), table: result.sampleTable(metric),
            proof: Proof(result, metrics: [metric]))
        },
        absence: result.metrics.isEmpty ? "No trial of this workload has completed." : nil)
    }
    let context = BenchmarksPage(
      sections: sections, quartileCount: groupedText(Quantile(0.25).printableCount))
    return ReportPage(
      name: "benchmarks", title: "All numbers",
      description:
        "Every metric of every case: median, interval, extremes, quartiles and outliers.",
      menuTitle: "Numbers", template: "benchmarks", context: context)
  }
}

extension WorkloadResult {
  /// Every sample of a metric; quartiles and outliers have columns where some sample may print them.
  fileprivate func sampleTable(_ metric: Metric) -> Table {
    let samples = cases.compactMap { result in
      result.measured[metric.name].map { (result.case, $0) }
    }
    let hasQuartiles = samples.contains { $0.1.sample.mayPrintQuartiles }
    let courses =
      metric == .elapsed
      ? samples.map { self.result($0.0.implementation, at: $0.0.parameters)?.course } : []
    let hasCourses = courses.contains { $0 != nil && $0 != .undecided }
    let header: [Table.Column] = [
      .words("Runtime"), .words("Size"), .numbers("Trials"), .numbers("Values"),
      .numbers("Median"), .numbers("\(percentText(bootstrap.level)) interval"),
      .numbers("Minimum"), .numbers("Maximum"),
    ]
    let quartiles: [Table.Column] = [
      .numbers("First quartile"), .numbers("Third quartile"), .numbers("Outliers"),
    ]
    return Table(
      header + (hasQuartiles ? quartiles : [])
        + (hasCourses ? [.words("Over the iterations")] : []),
      rows: samples.indices.map { index in
        let (`case`, measured) = samples[index]
        return sampleCells(`case`, measured, metric.unit)
          + (hasQuartiles ? quartileCells(measured.sample, metric.unit) : [])
          + (hasCourses ? [courses[index].map { .text($0.rawValue) } ?? .none] : [])
      })
  }

  private func sampleCells(
    _ case: Case, _ measured: CaseResult.Measured, _ unit: Metric.Unit
  ) -> [Table.Cell] {
    let sample = measured.sample
    let text = QuantityText(measured.estimate, unit)
    return [
      .implementation(`case`.implementation), .text(shortText(of: `case`.parameters)),
      .text(groupedText(sample.trialCount)), .text(groupedText(sample.count)), .text(text.value),
      .text(text.interval ?? "none from one trial"), .text(quantityText(sample.minimum, unit)),
      .text(quantityText(sample.maximum, unit)),
    ]
  }

  private func quartileCells(_ sample: Sample, _ unit: Metric.Unit) -> [Table.Cell] {
    guard sample.mayPrintQuartiles else { return [.none, .none, .none] }
    let fences = TukeyFences(of: sample)
    let marks = sample.values.map(fences.mark)
    let mild = marks.count { $0 == .mild }
    let severe = marks.count { $0 == .severe }
    return [
      .text(quantityText(sample.firstQuartile, unit)),
      .text(quantityText(sample.thirdQuartile, unit)),
      .text(mild + severe == 0 ? "0" : "\(groupedText(mild)) mild, \(groupedText(severe)) severe"),
    ]
  }
}

extension CaseResult {
  /// How the elapsed times change from a trial's first iteration, a warm-up or not, to its last.
  fileprivate var course: WarmUp {
    .combined(
      trials.filter { $0.outcome.kind == .completed }.map { trial in
        WarmUp(
          of: trial.measurements.filter { $0.metric == Metric.elapsed.name }.map(\.value),
          band: comparisonRule.band)
      })
  }
}

extension Sample {
  /// Whether the rule for quantiles allows the quartiles, and with them the marks of outliers.
  fileprivate var mayPrintQuartiles: Bool { count >= Quantile(0.25).printableCount }
}
