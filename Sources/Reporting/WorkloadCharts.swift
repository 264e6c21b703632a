import BenchmarkModel
import Statistics

extension WorkloadResult {
  /// The workload's charts: each headline at the headline size; and the first of them at every other
  /// size, as lines where one parameter tells the sizes apart, else as bars.
  func charts(references: [Reference]) -> [Chart] {
    guard let size = headlineSize, let first = headlines.first else { return [] }
    var charts = headlines.map { barChart(of: $0, at: size) }
    if sizeParameter != nil {
      charts.insert(lineChart(of: first, references: references), at: 1)
    } else {
      let others = sizes.enumerated().filter { $0.element != size }.map { index, size in
        var chart = barChart(of: first, at: size)
        chart.name += "-size-\(index + 1)"
        return chart
      }
      charts.insert(contentsOf: others, at: 1)
    }
    return charts
  }

  /// The stem of the file with a metric's bars.
  func chartName(_ metric: Metric) -> String {
    let words = metric.name.reduce(into: "") { name, character in
      name += character.isUppercase ? "-\(character.lowercased())" : "\(character)"
    }
    return "\(workload.name)-\(words)"
  }

  private func barChart(of metric: Metric, at size: [Parameter]) -> Chart {
    let bars = implementations.map { bar(of: metric, $0, at: size) }
    let title = "\(metric.label) at \(sizeText(size))"
    let ranking = Ranking(of: metric, at: size, in: self)
    let rows = zip(implementations, bars).map { implementation, bar in
      switch bar.result {
      case .measured(_, _, let trials, let text): [bar.label, text, groupedText(trials.count)]
      case .outcome(let reason): [bar.label, reason, "0"]
      }
    }
    return Chart(
      name: chartName(metric), title: title,
      description: ranking.entries.isEmpty
        ? "\(title): nothing was measured." : "\(title), \(ranking.text).",
      plot: .bars(bars, axis: axis(of: metric, covering: bars.flatMap(\.values))),
      table: DataTable(header: ["Runtime", metric.label, "Trials"], rows: rows))
  }

  private func bar(
    of metric: Metric, _ implementation: Implementation, at size: [Parameter]
  ) -> Chart.Bar {
    let result = result(implementation, at: size)
    let shown: Chart.Bar.Result
    if let measured = result?.measured[metric.name] {
      let estimate = measured.estimate
      let bounds = estimate.bounds ?? estimate.value...estimate.value
      shown = .measured(
        estimate.value, interval: bounds, trials: measured.sample.trialMedians,
        text: QuantityText(estimate, metric.unit).text)
    } else {
      shown = .outcome(absence(of: implementation, at: size))
    }
    return Chart.Bar(
      runtime: implementation.runtime.rawValue, label: implementation.label, result: shown)
  }

  /// Why there is no value of an implementation at a size.
  func absence(of implementation: Implementation, at size: [Parameter]) -> String {
    guard let result = result(implementation, at: size) else {
      return workload.run == nil ? "not measured" : "not measured in this run"
    }
    if let incident = result.incidents.first { return incident.summary }
    return "not measured by its trials"
  }

  private func axis(
    of metric: Metric, scale: Chart.Axis.Scale = .linear, covering values: [Double]
  ) -> Chart.Axis {
    // A linear axis is read at its end, a logarithmic one in its middle.
    let greatest = values.max() ?? 0
    let least = values.filter { $0 > 0 }.min() ?? greatest
    let typical = scale == .linear ? greatest : (least * greatest).squareRoot()
    let unit = DisplayUnit.fitting(typical, metric.unit)
    let better = metric.isLowerBetter ? "lower is better" : "higher is better"
    let symbol = unit.symbol.isEmpty ? "" : ", \(unit.symbol)"
    return Chart.Axis(
      "\(metric.label)\(symbol) (\(better))", unitSize: unit.size, scale: scale, covering: values)
  }
}

// MARK: - Over the sizes

extension WorkloadResult {
  private func lineChart(of metric: Metric, references: [Reference]) -> Chart {
    let parameter = sizeParameter ?? ""
    // A variant would have the colour and mark of its runtime; the bars show it.
    let defaults = implementations.filter { $0.variant == nil }
    let lines = defaults.compactMap { line(of: metric, $0, over: parameter) }
    let published = publishedSeries(of: metric, over: parameter, references)
    let points = lines.flatMap(\.points) + published.flatMap(\.points)
    let values =
      points.map(\.value)
      + lines.flatMap(\.points).compactMap(\.interval).flatMap { [$0.lowerBound, $0.upperBound] }
    let noun = Parameter(parameter, 0).isCounted ? "number of \(parameter)" : parameter
    let sizes = Chart.Axis(
      noun.prefix(1).uppercased() + noun.dropFirst(), scale: .logarithmic,
      covering: points.map(\.size))
    let publishedText =
      published.isEmpty ? "" : " Hollow marks are published numbers from other machines."
    return Chart(
      name: "\(chartName(metric))-by-size",
      title: "\(metric.label) by \(noun)",
      description: "\(metric.label) of each runtime over the \(noun), both axes logarithmic, "
        + "with 95 % intervals.\(publishedText)",
      plot: .lines(
        lines, published: published, sizes: sizes,
        values: axis(of: metric, scale: .logarithmic, covering: values)),
      table: sizeTable(of: metric, defaults))
  }

  private func line(
    of metric: Metric, _ implementation: Implementation, over parameter: String
  ) -> Chart.Line? {
    var points: [Chart.Line.Point] = []
    var note: String?
    for size in sizes {
      guard let x = size.first(where: { $0.name == parameter })?.value else { continue }
      if let estimate = result(implementation, at: size)?.measured[metric.name]?.estimate {
        points.append(
          Chart.Line.Point(
            size: Double(x), value: estimate.value, interval: estimate.bounds))
      } else if let incident = result(implementation, at: size)?.incidents.first {
        note = note ?? incident.summary
      }
    }
    guard !points.isEmpty else { return nil }
    return Chart.Line(
      runtime: implementation.runtime.rawValue, label: implementation.label, note: note,
      points: points)
  }

  /// One row a runtime, one column a size.
  private func sizeTable(of metric: Metric, _ implementations: [Implementation]) -> DataTable {
    DataTable(
      header: ["Runtime"] + sizes.map(shortText),
      rows: implementations.map { implementation in
        [implementation.label]
          + sizes.map { size in
            result(implementation, at: size)?.measured[metric.name].map {
              QuantityText($0.estimate, metric.unit).text
            } ?? absence(of: implementation, at: size)
          }
      })
  }
}
