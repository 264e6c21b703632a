import Analysis
import BenchmarkModel
import Statistics

extension WorkloadResult {
  /// The distributions of latencies of which a headline gives a figure.
  var curvedLatencies: [Metric] {
    workload.latencies.filter { latency in
      let figures = latency.latencyFigures.map(\.name)
      return headlines.contains { figures.contains($0.name) }
    }
  }

  /// A distribution by quantile, on an axis that is logarithmic in the share that lies beyond; nil
  /// when no trial at the size bears even the median.
  ///
  /// Each point is the median of what the trials say, so that it is the figure of the tables where
  /// these have one. A line ends at the last quantile that every trial bears.
  func latencyChart(
    of latency: Metric, at size: [Parameter]
  ) throws(AnalysisError) -> Chart? {
    var curves: [(implementation: Implementation, estimates: [Estimate])] = []
    for implementation in implementations where implementation.variant == nil {
      guard let result = result(implementation, at: size) else { continue }
      let estimates = try result.quantiles(of: latency, bootstrap, run: workload.run)
      if !estimates.isEmpty { curves.append((implementation, estimates)) }
    }
    let places = LatencyPlace.all.prefix(curves.map(\.estimates.count).max() ?? 0)
    guard !places.isEmpty else { return nil }
    let all = curves.flatMap(\.estimates)
    let bounds = all.map(\.shownBounds).flatMap { [$0.lowerBound, $0.upperBound] }
    let title = "\(latency.label) by quantile at \(tellingText(of: size))"
    return Chart(
      name: "\(chartName(latency))-by-quantile", title: title,
      description: "\(title): medians of trials with 95 % intervals, from the median of the "
        + "latencies to the last quantile beyond which each trial has ten of them. Both axes are "
        + "logarithmic.",
      plot: .lines(
        curves.map { line($0.implementation, $0.estimates) },
        sizes: LatencyPlace.axis(of: Array(places)),
        values: fittedAxis(of: latency, covering: all.map(\.value) + bounds, steps: 10)),
      table: DataTable(
        header: ["Runtime"] + places.map(\.label),
        rows: curves.map { curve in
          let texts = curve.estimates.map { QuantityText($0, latency.unit).text }
          return [curve.implementation.label] + texts
            + Array(repeating: "–", count: places.count - texts.count)
        }))
  }

  private func line(_ implementation: Implementation, _ estimates: [Estimate]) -> Chart.Line {
    Chart.Line(
      runtime: implementation.runtime.id, label: implementation.label,
      points: zip(LatencyPlace.all, estimates).map { place, estimate in
        Chart.Line.Point(
          size: place.oneIn, value: estimate.value, interval: estimate.bounds,
          isMarked: place.isLabelled)
      })
  }
}

/// A quantile of the axis: one value in so many lies beyond it.
private struct LatencyPlace {
  /// 1/(1 − q).
  var oneIn: Double
  var label: String
  /// Whether the axis names it.
  var isLabelled: Bool

  var quantile: Quantile { Quantile(1 - 1 / oneIn) }

  static let all = [
    Self(oneIn: 2, label: "50 %", isLabelled: true),
    Self(oneIn: 4, label: "75 %", isLabelled: false),
    Self(oneIn: 10, label: "90 %", isLabelled: true),
    Self(oneIn: 20, label: "95 %", isLabelled: false),
    Self(oneIn: 100, label: "99 %", isLabelled: true),
    Self(oneIn: 200, label: "99.5 %", isLabelled: false),
    Self(oneIn: 1_000, label: "99.9 %", isLabelled: true),
    Self(oneIn: 2_000, label: "99.95 %", isLabelled: false),
    Self(oneIn: 10_000, label: "99.99 %", isLabelled: true),
    Self(oneIn: 20_000, label: "99.995 %", isLabelled: false),
    Self(oneIn: 100_000, label: "99.999 %", isLabelled: true),
  ]

  /// The axis through the places; its last tick has no label where the last place has none.
  static func axis(of places: [LatencyPlace]) -> Chart.Axis {
    var axis = Chart.Axis(
      "Share of the latencies that lie below", scale: .logarithmic, covering: places.map(\.oneIn))
    axis.ticks = places.filter { $0.isLabelled || $0.oneIn == places.last?.oneIn }.map { place in
      Chart.Axis.Tick(value: place.oneIn, label: place.isLabelled ? place.label : "")
    }
    // A single place needs an axis all the same.
    if axis.ticks.count == 1 { axis.ticks.append(Chart.Axis.Tick(value: 10, label: "90 %")) }
    return axis
  }
}

extension CaseResult {
  /// What the trials say of each quantile that every one of them bears, in the order of
  /// `LatencyPlace.all`; a trial without latencies does not count.
  fileprivate func quantiles(
    of latency: Metric, _ bootstrap: Bootstrap, run: Run?
  ) throws(AnalysisError) -> [Estimate] {
    let quantiles = LatencyPlace.all.map(\.quantile)
    let readings = distributions[latency.name, default: []].map(\.buckets)
      .filter { !$0.isEmpty }.map { Quantile.values(of: quantiles, inBuckets: $0) }
    var estimates: [Estimate] = []
    for index in 0..<(readings.map(\.count).min() ?? 0) {
      do throws(StatisticsError) {
        estimates.append(bootstrap.median(of: try Sample(trials: readings.map { [$0[index]] })))
      } catch {
        throw .unusableMeasurement(
          metric: latency.name, case: `case`.description, run: run?.id ?? "without a record",
          reason: error.description)
      }
    }
    return estimates
  }
}
