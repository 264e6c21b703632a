import Analysis
import BenchmarkModel
import Statistics

extension WorkloadResult {
  /// The maximum number of trials whose values a chart's table lists.
  private static let listedTrials = 24

  /// The workload's charts: the first headline metric at the headline size and over all sizes, latencies
  /// by quantile, and the other headline metrics that add to these.
  func charts(references: [Reference]) throws(AnalysisError) -> [Chart] {
    guard let size = headlineSize, let first = headlines.first else { return [] }
    var charts = [barChart(of: first, at: size)]
    if sizeParameter != nil {
      charts.append(lineChart(of: first, references: references))
    } else if sizes.count > 1 {
      charts.append(sizePanels(of: first))
    }
    for latency in curvedLatencies {
      if let chart = try latencyChart(of: latency, at: size) { charts.append(chart) }
    }
    let others = headlinesBesides(first).filter { !measured($0, at: size).isEmpty }
    return charts + others.map { barChart(of: $0, at: size) }
  }

  /// The headline metrics that add to the first charts: neither another form of the same time nor a
  /// figure of a distribution that is drawn whole.
  private func headlinesBesides(_ first: Metric) -> [Metric] {
    let times =
      [Metric.elapsed.name]
      + DerivedMetric.all.filter { $0.inputs == [.elapsed] }.map(\.metric.name)
    let figures = curvedLatencies.flatMap(\.latencyFigures).map(\.name)
    let isTimed = times.contains(first.name)
    return headlines.dropFirst().filter { metric in
      !figures.contains(metric.name) && !(isTimed && times.contains(metric.name))
    }
  }

  /// The stem of the file with a metric's bars.
  func chartName(_ metric: Metric) -> String {
    let words = metric.name.reduce(into: "") { name, character in
      name += character.isUppercase ? "-\(character.lowercased())" : "\(character)"
    }
    return "\(workload.name)-\(words)"
  }

  private func barChart(of metric: Metric, at size: [Parameter]) -> Chart {
    let ranking = Ranking(of: metric, at: size, in: self)
    let shown = implementations(by: ranking, at: size)
    let bars = shown.map { bar(of: metric, $0, at: size) }
    let title = "\(metric.label) at \(tellingText(of: size))"
    let values = bars.compactMap(\.value)
    let isLogarithmic = isSpreadTheMessage(of: metric, at: size) || hidesTheSmall(values)
    let scale: Chart.Axis.Scale = isLogarithmic ? .logarithmic : .linear
    let form =
      scale == .linear ? "" : " The axis is logarithmic, and each dot is the median of a trial."
    return Chart(
      name: chartName(metric), title: title,
      description: ranking.entries.isEmpty
        ? "\(title): nothing was measured." : "\(title), \(ranking.text).\(form)",
      plot: .bars(bars, axis: axis(of: metric, scale: scale, covering: bars.flatMap(\.values))),
      table: DataTable(
        header: ["Runtime", metric.label, Chart.trialsTitle],
        rows: shown.map { tableRow(of: metric, $0, at: size) }), repeatsTable: true)
  }

  /// The runtimes in the order of the ranking, those without a place last, each with its variants.
  ///
  /// A variant that was not planned at the size, left out or not installed is not missing.
  private func implementations(
    by ranking: Ranking, at size: [Parameter]
  ) -> [Implementation] {
    let placed = ranking.entries.map(\.implementation.runtime)
    let order = placed + runtimes.filter { !placed.contains($0) }
    let shown = shownImplementations.filter {
      $0.variant == nil || result($0, at: size)?.isLeftOut == false
    }
    return order.flatMap { runtime in shown.filter { $0.runtime == runtime } }
  }

  /// Whether the trials of some default implementation differ by a factor of two or more.
  ///
  /// A bar would then hide the spread, and a linear axis would squeeze the smaller values together.
  private func isSpreadTheMessage(of metric: Metric, at size: [Parameter]) -> Bool {
    let samples = measured(metric, at: size).filter { $0.implementation.variant == nil }
      .map(\.measured.sample.trialMedians)
    guard samples.joined().allSatisfy({ $0 > 0 }) else { return false }
    return samples.contains { ($0.max() ?? 0) >= 2 * ($0.min() ?? .infinity) }
  }

  /// Whether bars of these values are so unequal that some could not be told apart.
  private func hidesTheSmall(_ values: [Double]) -> Bool {
    guard let smallest = values.min(), smallest > 0, let largest = values.max() else {
      return false
    }
    return largest >= 30 * smallest
  }

  private func bar(
    of metric: Metric, _ implementation: Implementation, at size: [Parameter]
  ) -> Chart.Bar {
    let shown: Chart.Bar.Result
    if let measured = result(implementation, at: size)?.measured[metric.name] {
      shown = .measured(
        measured.estimate.value, interval: measured.estimate.shownBounds,
        trials: measured.sample.trialMedians,
        text: QuantityText(measured.estimate, metric.unit).value)
    } else {
      shown = .outcome(absence(of: implementation, at: size))
    }
    return Chart.Bar(
      runtime: implementation.runtime.id,
      label: implementation.variant ?? implementation.label,
      isVariant: implementation.variant != nil, result: shown)
  }

  private func tableRow(
    of metric: Metric, _ implementation: Implementation, at size: [Parameter]
  ) -> [String] {
    guard let measured = result(implementation, at: size)?.measured[metric.name] else {
      return [implementation.label, absence(of: implementation, at: size), "–"]
    }
    return [
      implementation.label, QuantityText(measured.estimate, metric.unit).text,
      trialsText(measured.sample.trialMedians, metric.unit),
    ]
  }

  /// The values of the trials; of many their number and range, since the proof lists them.
  private func trialsText(_ values: [Double], _ unit: Metric.Unit) -> String {
    guard values.count > Self.listedTrials, let first = values.min(), let last = values.max() else {
      return values.map { quantityText($0, unit) }.joined(separator: "; ")
    }
    return "\(groupedText(values.count)) trials, \(quantityText(first, unit)) to "
      + quantityText(last, unit)
  }

  private func axis(
    of metric: Metric, scale: Chart.Axis.Scale, covering values: [Double]
  ) -> Chart.Axis {
    guard scale == .linear else { return fittedAxis(of: metric, covering: values, steps: 6) }
    // A linear axis has its unit at the end. Letters for thousands and millions are shorter.
    let unit = DisplayUnit.fitting(values.max() ?? 0, metric.unit)
    let isRate = metric.unit == .perSecond
    return Chart.Axis(
      better: metric.betterEnd, suffix: isRate ? "/s" : unit.suffix,
      unitSize: isRate ? 1 : unit.size, covering: values)
  }

  /// A logarithmic axis that ends close to the values.
  func fittedAxis(of metric: Metric, covering values: [Double], steps: Int) -> Chart.Axis {
    .fitted(better: metric.betterEnd, covering: values, steps: steps) { tickLabel($0, metric.unit) }
  }
}

extension Chart.Bar {
  /// The value; nil for an outcome.
  fileprivate var value: Double? {
    if case .measured(let value, _, _, _) = result { value } else { nil }
  }
}

extension Estimate {
  /// The interval's bounds, or the value alone where none can be given or they are too far apart.
  var shownBounds: ClosedRange<Double> { usefulBounds ?? value...value }
}
