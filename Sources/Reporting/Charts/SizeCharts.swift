import Analysis
import BenchmarkModel
import Statistics

// Charts of one metric over all sizes of a run.

extension WorkloadResult {
  /// Lines over the one parameter in which the sizes differ.
  func lineChart(of metric: Metric, references: [Reference]) -> Chart {
    let parameter = sizeParameter ?? ""
    let lines = defaults.compactMap { line(of: metric, $0, over: parameter) }
    let published = publishedSeries(of: metric, over: parameter, references)
    let points = lines.flatMap(\.points) + published.flatMap(\.points)
    let values =
      points.map(\.value)
      + lines.flatMap(\.points).compactMap(\.interval).flatMap { [$0.lowerBound, $0.upperBound] }
    let noun = Parameter(parameter, 0).axisNoun
    let sizes = Chart.Axis(
      capitalized(noun), scale: .logarithmic, covering: points.map(\.size))
    let publishedText =
      published.isEmpty ? "" : " Hollow marks are published numbers from other machines."
    return Chart(
      name: chartName(metric) + Chart.overSizes, title: "\(metric.label) by \(noun)",
      description: "\(metric.label) of each runtime over the \(noun), both axes logarithmic, "
        + "with 95 % intervals.\(publishedText)",
      plot: .lines(
        lines, published: published, sizes: sizes,
        values: fittedAxis(of: metric, covering: values, steps: 10)),
      table: sizeTable(of: metric, at: self.sizes), repeatsTable: true)
  }

  /// One panel per measured size, where sizes differ in several parameters.
  func sizePanels(of metric: Metric) -> Chart {
    let measuredSizes = sizes.filter { !measured(metric, at: $0).isEmpty }
    let panels = measuredSizes.map { size in
      Chart.Panel(
        title: capitalized(tellingText(of: size)), caption: "",
        marks: defaults.map { mark(of: metric, $0, at: size) })
    }
    let values = panels.flatMap(\.marks).flatMap(\.values)
    return Chart(
      name: chartName(metric) + Chart.overSizes, title: "\(metric.label) at each size",
      description: "\(metric.label) of each runtime, one panel per size, on one logarithmic axis, "
        + "with 95 % intervals.",
      plot: .panels(panels, axis: fittedAxis(of: metric, covering: values, steps: 5)),
      table: sizeTable(of: metric, at: measuredSizes), repeatsTable: true)
  }

  /// The runtimes without their variants, which would have the same colors and marks.
  private var defaults: [Implementation] { implementations.filter { $0.variant == nil } }

  private func mark(
    of metric: Metric, _ implementation: Implementation, at size: [Parameter]
  ) -> Chart.Bar {
    let estimate = result(implementation, at: size)?.measured[metric.name]?.estimate
    return Chart.Bar(
      runtime: implementation.runtime.id, label: implementation.label,
      result: estimate.map { estimate in
        .measured(
          estimate.value, interval: estimate.shownBounds, trials: [],
          text: QuantityText(estimate, metric.unit).value)
      } ?? .outcome(shortAbsence(of: implementation, at: size)))
  }

  /// Why there is no value, in a word or two.
  func shortAbsence(of implementation: Implementation, at size: [Parameter]) -> String {
    result(implementation, at: size)?.incidents.first?.kind.label ?? "not measured"
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
            size: Double(x), value: estimate.value, interval: estimate.usefulBounds,
            text: QuantityText(estimate, metric.unit).value))
      } else if let incident = result(implementation, at: size)?.incidents.first {
        note = note ?? incident.summary
      }
    }
    guard !points.isEmpty else { return nil }
    return Chart.Line(
      runtime: implementation.runtime.id, label: implementation.label, note: note,
      points: points)
  }

  /// One row per runtime, one column per size.
  private func sizeTable(of metric: Metric, at sizes: [[Parameter]]) -> DataTable {
    DataTable(
      header: ["Runtime"] + sizes.map(tellingText),
      rows: defaults.map { implementation in
        [implementation.label]
          + sizes.map { size in
            result(implementation, at: size)?.measured[metric.name].map {
              QuantityText($0.estimate, metric.unit).text
            } ?? absence(of: implementation, at: size)
          }
      })
  }
}

extension Chart {
  /// How the names of charts over sizes end.
  fileprivate static let overSizes = "-by-size"

  /// Whether it is a chart of one metric over all sizes of a run.
  var isOverSizes: Bool { name.hasSuffix(Self.overSizes) }
}
