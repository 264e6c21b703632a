import Analysis
import BenchmarkModel
import Statistics

/// The values of the page that proves a workload's numbers: for each the sample, where it came from,
/// and how to read and to repeat it.
struct ProofPage: Encodable, Sendable {
  /// One case with everything that was measured of it.
  struct Section: Encodable, Sendable {
    var heading: String
    /// How much work a trial did.
    var effort: String
    /// How the elapsed times change over a trial's iterations; nil where there are too few to say.
    var course: String?
    /// What the programs said that they are.
    var versions: String
    /// The trials by their places in the run's plan.
    var trials: String
    /// How trials ended that did not complete, one sentence each.
    var incidents: [String]
    /// What disturbed which trial, one sentence each.
    var interferences: [String]
    var listings: [Source]
    var entries: [Entry]
    var others: Table?
    var statement: Markup
  }

  /// A measured source file.
  struct Source: Encodable, Sendable {
    var path: Markup
    var digest: Markup
    /// Whether the file is still the one that was measured.
    var state: String
  }

  /// A number that the workload is chiefly read for.
  struct Entry: Encodable, Sendable {
    var id: String
    var label: String
    var value: String
    var ratio: String?
    /// Extremes, quartiles and outliers.
    var spread: String
    var sample: SampleText
    var statement: Markup
    var command: Markup
  }

  var title: String
  var link: Markup
  var proof: Proof
  var tools: String
  var disturbed: String?
  var command: Markup
  var sections: [Section]
}

/// The values of a sample in the unit of its median.
struct SampleText: Encodable, Sendable, Equatable {
  /// The unit; nil for counts.
  var unit: String?
  /// Whether of each trial only the median is printed, since the sample is large.
  var isOfMedians: Bool
  /// The values: trials apart by semicolons, disturbed ones behind an asterisk.
  var values: Markup
  /// What the warm-ups gave, set in the same way; nil where there were none.
  var warmups: Markup?
}

extension ProofPage {
  /// Gathers the page; nil for a workload without a run.
  static func page(_ view: WorkloadView) -> ReportPage? {
    let result = view.result
    let workload = result.workload
    guard let run = workload.run, let proof = Proof(result), let command = result.repeatCommand
    else { return nil }
    let context = ProofPage(
      title: workload.title, link: result.pageLink, proof: proof,
      tools: enumerated(run.toolchains.map(\.version)), disturbed: result.disturbedText,
      command: .listing(command, language: "sh"),
      sections: result.cases.map { Section($0, of: result, run, view.ratios) })
    return ReportPage(
      name: result.proofName, title: "Proof: \(workload.title)",
      description: "The samples behind the numbers of \(workload.title).", template: "proofs",
      context: context, isIndexed: false)
  }
}

extension WorkloadResult {
  /// The page of all samples as a link; nil without a run.
  var proofLink: Markup? {
    workload.run == nil ? nil : .link("all samples of \(workload.name)", to: "\(proofName).md")
  }
}

extension ProofPage.Section {
  fileprivate init(
    _ result: CaseResult, of workload: WorkloadResult, _ run: Run, _ ratios: BaselineRatios
  ) {
    let measured = result.case
    heading = "\(measured.implementation.label), \(sizeText(measured.parameters))"
    effort = Self.effort(result)
    course = result.course?.rawValue
    let stated = Set(result.trials.compactMap(\.runtimeVersion)).filter { !$0.isEmpty }.sorted()
    versions = stated.isEmpty ? Reference.notStated : stated.joined(separator: "; ")
    trials =
      "\(result.completedCount == result.trials.count ? "" : "\(result.completedCount) of ")"
      + "\(counted(result.trials.count, "trial")) completed, at "
      + "\(result.trials.map { groupedText($0.planned.position) }.joined(separator: ", ")) of the plan"
    incidents = result.incidents.map {
      "\(groupedText($0.count)) \($0.summary): \($0.detail ?? "no reason given")"
    }
    interferences = result.trials.compactMap { trial in
      trial.interference(logicalCores: run.machine.logicalCores).map {
        "Trial \(groupedText(trial.planned.position)): \($0.reason)"
      }
    }
    listings = Self.listings(measured.implementation, run, workload.workload.listings)
    let query = SampleQuery(
      run: run, case: measured,
      floorNanoseconds: workload.workload.floorNanoseconds[measured.parameters],
      operations: workload.workload.operations[measured.parameters],
      latencies: workload.workload.latencies)
    let isDisturbed = result.trials.filter { $0.outcome.kind == .completed }
      .map { $0.interference(logicalCores: run.machine.logicalCores) != nil }
    let leading = workload.headlines
    entries = leading.compactMap { metric in
      ProofPage.Entry(
        metric, result, query, ratio: ratios[measured, metric], isDisturbed: isDisturbed)
    }
    let further = workload.workload.knownMetrics.filter { !leading.contains($0) }
    others = Self.others(further, result, query, isDisturbed)
    statement = .listing(query.everything, language: "sql")
  }

  private static func effort(_ result: CaseResult) -> String {
    guard let planned = result.trials.first?.planned else { return "" }
    let iterations = counted(planned.iterations, "iteration")
    return planned.warmups == 0
      ? iterations : "\(counted(planned.warmups, "warm-up")) and \(iterations)"
  }

  private static func listings(
    _ implementation: Implementation, _ run: Run, _ present: [SourceListing]
  ) -> [ProofPage.Source] {
    run.listings.filter { $0.implementation == implementation }.map { recorded in
      let now = present.first {
        $0.path == recorded.path && $0.implementation == recorded.implementation
      }
      let state =
        switch now?.sha256 {
        case nil: "no longer there"
        case recorded.sha256: "unchanged since"
        default: "changed since"
        }
      return ProofPage.Source(
        path: .code(recorded.path), digest: .code(recorded.sha256), state: state)
    }
  }

  private static func others(
    _ metrics: [Metric], _ result: CaseResult, _ query: SampleQuery, _ isDisturbed: [Bool]
  ) -> Table? {
    let rows = metrics.compactMap { metric -> [Table.Cell]? in
      guard let measured = result.measured[metric.name], let id = result.cells[metric.name] else {
        return nil
      }
      let sample = SampleText(metric, measured, result, isDisturbed)
      return [
        .markup(.link(id.text, to: "#\(id)")), .text(metric.label),
        .text(query.formula(of: metric) ?? metric.name),
        .text(QuantityText(measured.estimate, metric.unit).text), .markup(sample.values),
        sample.warmups.map { .markup($0) } ?? .none,
      ]
    }
    guard !rows.isEmpty else { return nil }
    return Table(
      [
        .words("Cell"), .words("Metric"), .words("From"), .numbers("Median"), .words("Values"),
        .words("Warm-ups"),
      ], rows: rows)
  }
}

extension ProofPage.Entry {
  fileprivate init?(
    _ metric: Metric, _ result: CaseResult, _ query: SampleQuery,
    ratio: BaselineRatios.Entry?, isDisturbed: [Bool]
  ) {
    guard let measured = result.measured[metric.name], let id = result.cells[metric.name] else {
      return nil
    }
    self.id = id.text
    label = metric.label
    value = QuantityText(measured.estimate, metric.unit).text
    self.ratio = ratio?.text
    spread = measured.sample.spreadText(metric.unit)
    sample = SampleText(metric, measured, result, isDisturbed)
    statement = .listing(query.statement(for: metric), language: "sql")
    command = .code("parallax reproduce \(id)")
  }
}

extension SampleText {
  /// The most values of a sample that are printed; of a larger one the median of each trial.
  static let mostValues = 1_000

  /// Prints a sample.
  ///
  /// - Parameter isDisturbed: Whether each completed trial was disturbed.
  init(
    _ metric: Metric, _ measured: CaseResult.Measured, _ result: CaseResult, _ isDisturbed: [Bool]
  ) {
    let display = DisplayUnit.fitting(measured.estimate.value, metric.unit)
    let isTooMuch = measured.sample.count > Self.mostValues
    unit = display.symbol.isEmpty ? nil : display.symbol
    isOfMedians = isTooMuch
    let last = min(lastDigit(of: measured.estimate.value / display.size, keeping: 4), 0)
    func text(_ trials: [[Double]], isDisturbed: [Bool]) -> String {
      trials.enumerated().map { index, values in
        (index < isDisturbed.count && isDisturbed[index] ? "*" : "")
          + values.map { value in
            let isWhole = display.size == 1 && value == value.rounded()
            return numberText(value / display.size, lastDigit: isWhole ? 0 : last)
          }.joined(separator: " ")
      }.joined(separator: "; ")
    }
    let completed = result.trials.filter { $0.outcome.kind == .completed }
    // A trial that did not measure the metric has no place among the values.
    let isDisturbed = measured.sample.trialCount == completed.count ? isDisturbed : []
    values = .code(
      text(
        isTooMuch ? measured.sample.trialMedians.map { [$0] } : measured.sample.trials,
        isDisturbed: isDisturbed))
    let first = completed.map { trial in
      trial.measurements.filter { $0.isWarmup && $0.metric == metric.name }.map(\.value)
    }
    let hasWarmups = !isTooMuch && first.contains { !$0.isEmpty }
    warmups = hasWarmups ? .code(text(first, isDisturbed: isDisturbed)) : nil
  }
}
