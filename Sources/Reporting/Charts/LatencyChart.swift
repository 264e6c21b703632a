import Analysis
import BenchmarkModel
import Statistics

extension WorkloadResult {
  /// The latency distributions of which a headline metric is a figure.
  var curvedLatencies: [Metric] {
    workload.latencies.filter { latency in
      let figures = latency.latencyFigures.map(\.name)
      return headlines.contains { figures.contains($0.name) }
    }
  }

  /// A distribution by quantile, on an axis that is logarithmic in the share beyond it; nil when no
  /// trial at the size has enough values for the median.
  ///
  /// Each point is the median over the trials, as in the tables. A line ends at the last quantile for
  /// which every trial has enough values.
  func latencyChart(
    of latency: Metric, at size: [Parameter]
  ) throws(AnalysisError) -> Chart? {
    var curves: [(implementation: Implementation, estimates: [Estimate])] = []
    for implementation in implementations where implementation.variant == nil {
      guard let result = result(implementation, at: size) else { continue }
      let estimates = try result.quantiles(of: latency, method, run: workload.run)
      if !estimates.isEmpty { curves.append((implementation, estimates)) }
    }
    let positions = LatencyPosition.all.prefix(curves.map(\.estimates.count).max() ?? 0)
    guard !positions.isEmpty else { return nil }
    let all = curves.flatMap(\.estimates)
    let bounds = all.map(\.shownBounds).flatMap { [$0.lowerBound, $0.upperBound] }
    let title = "\(latency.label) by quantile at \(tellingText(of: size))"
    return Chart(
      name: "\(chartName(latency))-by-quantile", title: title,
      description: "\(title): medians of trials with 95 % intervals, from the median "
        + "to the last quantile with ten latencies beyond it in each trial. Both axes are logarithmic.",
      plot: .lines(
        curves.map { line($0.implementation, $0.estimates, latency.unit) },
        sizes: LatencyPosition.axis(of: Array(positions)),
        values: fittedAxis(of: latency, covering: all.map(\.value) + bounds, steps: 10)),
      table: DataTable(
        header: ["Runtime"] + positions.map(\.label),
        rows: curves.map { curve in
          let texts = curve.estimates.map { QuantityText($0, latency.unit).text }
          return [curve.implementation.label] + texts
            + Array(repeating: "–", count: positions.count - texts.count)
        }))
  }

  private func line(
    _ implementation: Implementation, _ estimates: [Estimate], _ unit: Metric.Unit
  ) -> Chart.Line {
    Chart.Line(
      runtime: implementation.runtime.id, label: implementation.label,
      points: zip(LatencyPosition.all, estimates).map { position, estimate in
        Chart.Line.Point(
          size: position.oneIn, value: estimate.value, interval: estimate.usefulBounds,
          isMarked: position.isLabeled, text: QuantityText(estimate, unit).value)
      })
  }
}

/// A position on the axis of quantiles.
private struct LatencyPosition {
  /// One value in this many lies beyond the quantile: 1/(1 − q).
  var oneIn: Double
  var label: String
  /// Whether the axis names it.
  var isLabeled: Bool

  var quantile: Quantile { Quantile(1 - 1 / oneIn) }

  /// The metric that holds the quantile; nil for one that only the chart shows.
  func metric(of latency: Metric) -> Metric? {
    LatencyFigure.all.first { $0.fraction == quantile.fraction }?.metric(of: latency)
  }

  static let all = [
    Self(oneIn: 2, label: "50 %", isLabeled: true),
    Self(oneIn: 4, label: "75 %", isLabeled: false),
    Self(oneIn: 10, label: "90 %", isLabeled: true),
    Self(oneIn: 20, label: "95 %", isLabeled: false),
    Self(oneIn: 100, label: "99 %", isLabeled: true),
    Self(oneIn: 200, label: "99.5 %", isLabeled: false),
    Self(oneIn: 1_000, label: "99.9 %", isLabeled: true),
    Self(oneIn: 2_000, label: "99.95 %", isLabeled: false),
    Self(oneIn: 10_000, label: "99.99 %", isLabeled: true),
    Self(oneIn: 20_000, label: "99.995 %", isLabeled: false),
    Self(oneIn: 100_000, label: "99.999 %", isLabeled: true),
  ]

  /// The axis through the positions; its last tick has no label where the last position has none.
  static func axis(of positions: [LatencyPosition]) -> Chart.Axis {
    var axis = Chart.Axis(
      "Share of the latencies below", scale: .logarithmic, covering: positions.map(\.oneIn))
    axis.ticks = positions.filter { $0.isLabeled || $0.oneIn == positions.last?.oneIn }.map {
      position in
      Chart.Axis.Tick(value: position.oneIn, label: position.isLabeled ? position.label : "")
    }
    // Even a single position needs an axis.
    if axis.ticks.count == 1 { axis.ticks.append(Chart.Axis.Tick(value: 10, label: "90 %")) }
    return axis
  }
}

extension CaseResult {
  /// The quantiles for which every trial has enough values, in the order of `LatencyPosition.all`; a
  /// trial without latencies does not count.
  ///
  /// One that a metric holds has the interval of that metric, which the tables show.
  fileprivate func quantiles(
    of latency: Metric, _ method: RunMethod, run: Run?
  ) throws(AnalysisError) -> [Estimate] {
    let quantiles = LatencyPosition.all.map(\.quantile)
    let readings = distributions[latency.name, default: []].map(\.buckets)
      .filter { !$0.isEmpty }.map { Quantile.values(of: quantiles, inBuckets: $0) }
    var estimates: [Estimate] = []
    for index in 0..<(readings.map(\.count).min() ?? 0) {
      let metric = LatencyPosition.all[index].metric(of: latency)
      if let known = metric.flatMap({ measured[$0.name] }),
        known.sample.trialCount == readings.count
      {
        estimates.append(known.estimate)
        continue
      }
      do throws(StatisticsError) {
        estimates.append(
          method.level(of: try Sample(trials: readings.map { [$0[index]] }), latency.name))
      } catch {
        throw .unusableMeasurement(
          metric: latency.name, case: `case`.description, run: run?.id ?? "without a record",
          reason: error.description)
      }
    }
    return estimates
  }
}
