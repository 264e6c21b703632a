import BenchmarkModel
import Statistics

/// The values of a workload's page.
struct WorkloadPage: Sendable {
  /// A table under a heading.
  struct Part: Sendable {
    var heading: String
    var table: Table
    var proof: Proof?
  }

  /// The named alternatives, as the page explains them.
  struct Variants: Sendable {
    /// One of them.
    struct Line: Sendable {
      var name: Markup
      var label: String
      var summary: String
    }

    var lines: [Line]

    /// Makes the list; nil without any.
    init?(_ variants: [VariantInput]) {
      guard !variants.isEmpty else { return nil }
      lines = variants.map { Line(name: .code($0.name), label: $0.label, summary: $0.summary) }
    }
  }

  var title: String
  var name: Markup
  var question: Contract.Section
  var answer: [Sentence]
  var contract: [Contract.Section]
  var variants: Variants?
  var listings: [ListingView]
  var missingListings: String?
  var charts: [ChartImage]
  var results: [Part]
  var ratios: Part?
  var incidents: Table?
  var published: [Part]
  /// The claims that it decides, alone or with others.
  var claims: Table?
  var commands: [Markup]
  var numbersLink: Markup
}

extension WorkloadPage {
  /// Gathers the page of one workload.
  static func page(
    _ view: WorkloadView, _ claims: [DecidedClaim], _ input: ReportInput
  ) -> ReportPage {
    let result = view.result
    let workload = result.workload
    let context = WorkloadPage(
      title: workload.title, name: .code(workload.name), question: view.contract.sections[0],
      answer: view.sentences, contract: Array(view.contract.sections.dropFirst()),
      variants: Variants(workload.variants),
      listings: ListingView.all(result), missingListings: ListingView.missing(result),
      charts: view.charts.map(ChartImage.init),
      results: result.resultParts, ratios: result.ratioPart, incidents: result.incidentTable,
      published: result.publishedParts(input.references, trust: input.trust),
      claims: .claims(claims.filter { $0.isDecided(by: workload.name) }),
      commands: result.repeatCommand.map { [.listing($0, language: "sh")] } ?? [],
      numbersLink: .link("all numbers of \(workload.name)", to: "benchmarks.md#\(workload.name)"))
    return ReportPage(
      name: workload.name, title: workload.title,
      description: "\(workload.title) in Swift threads, Dispatch and async/await, Go and Tokio: "
        + "source, measurements with intervals, and published numbers.",
      menuTitle: workload.title, menuGroup: "Workloads", template: "workload", context: context,
      charts: view.charts)
  }
}

extension WorkloadResult {
  /// The metrics that say where time goes, shown apart from the results.
  private static let ofTheSystem: [Metric] = [
    .userTime, .systemTime, .processTime, .voluntarySwitches, .involuntarySwitches, .minorFaults,
    .majorFaults,
  ]

  /// Every case with every metric, in two tables.
  ///
  /// The headlines come first. Left to the page of all numbers: the elapsed time where the floor is a
  /// part of it, and what lies outside the clock.
  var resultParts: [WorkloadPage.Part] {
    let all = headlines + metrics.filter { !headlines.contains($0) }
    let shown = all.filter { metric in
      metric != .outsideClock && (metric != .elapsed || !all.contains(.overFloor))
    }
    let groups = [
      ("Results", shown.filter { !Self.ofTheSystem.contains($0) }),
      ("Processor and kernel", shown.filter(Self.ofTheSystem.contains)),
    ]
    return groups.filter { !$0.1.isEmpty }.map { heading, metrics in
      WorkloadPage.Part(
        heading: heading, table: resultTable(metrics),
        proof: Proof(self, metrics: metrics))
    }
  }

  private func resultTable(_ metrics: [Metric]) -> Table {
    // One table of marks on a page is enough for the eye, and marks weigh.
    let isLeading = metrics.contains(where: headlines.contains)
    let name = { isLeading ? Table.Cell.implementation($0) : .text($0.label) }
    let header: [Table.Column] = [.words("Runtime"), .words("Size"), .words("Trials")]
    let columns = metrics.map { metric in
      Table.Column.numbers(metric.label, linkedTo: "benchmarks.md#\(numbersAnchor(metric))")
    }
    let rows = sizes.flatMap { size in
      implementations.map { implementation in
        [name(implementation), .text(shortText(of: size))]
          + cells(result(implementation, at: size), metrics)
      }
    }
    return Table(header + columns, rows: rows, notes: notes(on: metrics))
  }

  private func cells(_ result: CaseResult?, _ metrics: [Metric]) -> [Table.Cell] {
    guard let result else { return [.text(workload.run == nil ? "–" : "not in this run")] }
    let completed = "\(groupedText(result.completedCount)) of \(groupedText(result.trials.count))"
    let disturbed = disturbedCount(result)
    let summary =
      ([completed] + result.incidents.map(\.summary)
      + (disturbed == 0 ? [] : ["\(groupedText(disturbed)) disturbed"])).joined(separator: "; ")
    return [.text(summary)]
      + metrics.map { metric in
        guard let measured = result.measured[metric.name] else { return .none }
        let trials = measured.sample.trialCount
        let remark = trials == result.completedCount ? "" : ", n = \(groupedText(trials))"
        return .text(QuantityText(measured.estimate, metric.unit).text + remark)
      }
  }

  /// How many trials of a case lost processor time to others.
  private func disturbedCount(_ result: CaseResult) -> Int {
    guard let cores = workload.run?.machine.logicalCores else { return 0 }
    return result.trials.count { $0.disturbance(logicalCores: cores) != nil }
  }

  /// What was measured of each metric, and nothing but that.
  func cells(
    of implementation: Implementation, _ metrics: [Metric], at size: [Parameter]
  ) -> [Table.Cell] {
    metrics.map { metric in
      result(implementation, at: size)?.measured[metric.name].map {
        .text(QuantityText($0.estimate, metric.unit).text)
      } ?? .none
    }
  }

  /// The anchor of a metric's table on the page of all numbers.
  func numbersAnchor(_ metric: Metric) -> String { anchor(numbersHeading(metric)) }

  /// The heading of a metric's table on the page of all numbers.
  func numbersHeading(_ metric: Metric) -> String { "\(workload.name): \(metric.label)" }
}

// MARK: - Ratios and incidents

extension WorkloadResult {
  /// Each case ÷ Swift async/await at the same size; nil where nothing can be compared.
  ///
  /// The p-values of the whole table are adjusted for their number.
  var ratioPart: WorkloadPage.Part? {
    let baseline = Implementation(workload: workload.name, runtime: .swiftAsync)
    let places = sizes.flatMap { size in
      implementations.filter { $0 != baseline }.map { (implementation: $0, size: size) }
    }
    let comparisons = places.map { place in
      headlines.map { comparison(place.implementation, to: baseline, $0, at: place.size) }
    }
    let pValues = holmAdjusted(comparisons.joined().map { $0?.ranks?.pValue })
    let rows = comparisons.indices.compactMap { row -> [Table.Cell]? in
      guard comparisons[row].contains(where: { $0 != nil }) else { return nil }
      let cells = comparisons[row].indices.map { column -> Table.Cell in
        guard let comparison = comparisons[row][column] else { return .none }
        let chance = pValues[row * headlines.count + column].map { ", \(pValueText($0))" }
        return .text(comparison.text + (chance ?? ""))
      }
      let place = places[row]
      return [.implementation(place.implementation), .text(shortText(of: place.size))] + cells
    }
    guard !rows.isEmpty else { return nil }
    let header = headlines.map { Table.Column.numbers($0.label) }
    return WorkloadPage.Part(
      heading: "Compared with \(baseline.label)",
      table: Table([.words("Runtime"), .words("Size")] + header, rows: rows),
      proof: Proof(self, metrics: headlines))
  }

  private func comparison(
    _ one: Implementation, to baseline: Implementation, _ metric: Metric, at size: [Parameter]
  ) -> Comparison? {
    guard let value = result(one, at: size)?.measured[metric.name],
      let base = result(baseline, at: size)?.measured[metric.name]
    else { return nil }
    return Comparison(value, to: base, metric: metric, bootstrap: bootstrap)
  }

  /// How trials ended that did not complete; nil when all did.
  var incidentTable: Table? {
    let rows = cases.flatMap { result in
      result.incidents.map { incident in
        [
          Table.Cell.implementation(result.case.implementation),
          .text(shortText(of: result.case.parameters)), .text(incident.summary),
          .text("\(groupedText(incident.count)) of \(groupedText(result.trials.count))"),
          .text(incident.detail ?? "no reason given"),
        ]
      }
    }
    guard !rows.isEmpty else { return nil }
    return Table(
      [.words("Runtime"), .words("Size"), .words("Outcome"), .words("Trials"), .words("Reason")],
      rows: rows)
  }
}
