import Analysis
import BenchmarkModel
import Statistics

/// The values of the page that proves a workload's numbers: for each number that a page shows, the
/// trials behind it, and how to read them from the database and measure them again.
struct ProofPage: Encodable, Sendable {
  /// The numbers of one metric, one per row.
  struct Section: Encodable, Sendable {
    var heading: String
    /// The metric's name in the query.
    var name: Markup
    /// How the metric is computed, in sentences; nil for a stored metric.
    var explanation: String?
    var table: Table
  }

  var title: String
  var link: Markup
  var proof: Proof
  var disturbed: String?
  /// Measures one number again: a name stands for it in every run, so the command says in which.
  var reproduction: Markup
  /// Measures the whole workload again.
  var command: Markup
  /// The parameters that all cases share.
  var size: String?
  /// How much work a trial did, where all trials did the same.
  var effort: String?
  /// What a reader must know about single cases: its environment, trials that did not complete, disturbances, warming.
  var remarks: [String]
  var sections: [Section]
  /// The ratios of versions to the versions before them; nil if no page shows any.
  var steps: Table?
  /// The commands that build what other toolchains than the default ones measured; nil without any.
  var builds: Markup?
  /// The command of one trial of each case; nil if none is known.
  var commands: Markup?
  /// The statement that reads the samples behind all numbers of the page; nil if there are none.
  var query: Markup?
}

extension ProofPage {
  /// The part of a proof's address before the name of the number.
  static let addressSuffix = "-proof.md#"

  /// Collects the values of the page; nil for a workload without a run, and for versions of which no page
  /// shows a number.
  ///
  /// - Parameters:
  ///   - series: The versions of all workloads.
  ///   - shown: The addresses of the numbers that other pages show.
  static func page(
    _ view: WorkloadView, _ series: [VersionSeries] = [], proving shown: Set<String>
  ) -> ReportPage? {
    let result = view.result
    let workload = result.workload
    guard let run = workload.run, let proof = Proof(result), let command = result.repeatCommand
    else { return nil }
    let query = SampleQuery(result, run: run)
    let proven = result.provenMetrics.map { metric in
      (metric, Section(metric, of: result, query, view.ratios, proving: shown))
    }.filter { $0.1 != nil }
    guard !workload.isOfVersions || !proven.isEmpty else { return nil }
    let efforts = Set(result.cases.compactMap(\.effort))
    let context = ProofPage(
      title: workload.title + (workload.isOfVersions ? ", versions" : ""), link: result.pageLink,
      proof: proof, disturbed: result.disturbedText,
      reproduction: .code("parallax reproduce NAME --run \(run.shortID)"),
      command: .listing(command, language: "sh"),
      size: result.sharedSizeText,
      effort: efforts.count == 1 ? efforts.first : nil,
      remarks: result.cases.flatMap { result.remarks(on: $0, run, saysEffort: efforts.count > 1) },
      sections: proven.compactMap(\.1),
      steps: .versionSteps(
        series.filter { $0.result.proofName == result.proofName }, proving: shown),
      builds: workload.buildCommands.isEmpty
        ? nil : .listing(workload.buildCommands.joined(separator: "\n"), language: "sh"),
      commands: result.commands,
      query: proven.isEmpty
        ? nil : .listing(query.statement(for: proven.map(\.0)), language: "sql"))
    return ReportPage(
      name: result.proofName, title: "Proof: \(context.title)",
      description: "The trials behind the numbers of \(context.title).", template: "proofs",
      context: context, isIndexed: false)
  }
}

extension WorkloadResult {
  /// The page that proves all numbers as a link; nil without a run.
  var proofLink: Markup? {
    workload.run == nil ? nil : .link("proof of \(workload.name)", to: "\(proofName).md")
  }

  /// The headline metrics first, then all others.
  fileprivate var provenMetrics: [Metric] {
    headlines + workload.knownMetrics.filter { !headlines.contains($0) }
  }

  /// The command of one trial of each case, each below a comment that names the case; nil if none is
  /// known.
  fileprivate var commands: Markup? {
    let lines = cases.compactMap { found in
      workload.commands[found.case].map { "# \(label(of: found.case))\n\($0)" }
    }
    return lines.isEmpty ? nil : .listing(lines.joined(separator: "\n"), language: "sh")
  }

  /// A case by its runtime, its variant, and the parameters that tell its size from others.
  fileprivate func label(of measured: Case) -> String {
    let label = measured.implementation.label
    return sizes.count == 1 ? label : "\(label), \(tellingText(of: measured.parameters))"
  }

  /// What is special about the trials of a case, as a sentence without a full stop; empty if nothing.
  fileprivate func remarks(on found: CaseResult, _ run: Run, saysEffort: Bool) -> [String] {
    var parts: [String] = []
    let variant = workload.variants.first { $0.name == found.case.implementation.variant }
    if let added = variant?.environment, !added.isEmpty, found.completedCount > 0 {
      parts.append("the default's program with \(added.joined(separator: " ")) in its environment")
    }
    if saysEffort, let effort = found.effort { parts.append("\(effort) in each trial") }
    let all = groupedText(found.trials.count)
    parts += found.incidents.filter { !$0.kind.isGap }.map { incident in
      let reason = incident.detail ?? "no reason given"
      return "\(groupedText(incident.count)) of \(all) trials \(incident.summary): "
        + (reason.hasSuffix(".") ? reason.dropLast() : reason[...])
    }
    let disturbed = found.trials.filter {
      $0.interference(logicalCores: run.machine.logicalCores) != nil
    }
    if !disturbed.isEmpty {
      parts.append(
        "disturbed at \(enumerated(disturbed.map { groupedText($0.planned.position) })) of the plan"
      )
    }
    if let course = found.course, course != .flat { parts.append("iterations \(course.rawValue)") }
    return parts.isEmpty ? [] : ["\(label(of: found.case)): \(parts.joined(separator: "; "))"]
  }
}

extension CaseResult {
  /// The warm-ups and iterations of a trial; nil without trials.
  fileprivate var effort: String? {
    guard let planned = trials.first?.planned else { return nil }
    let iterations = counted(planned.iterations, "iteration")
    return planned.warmups == 0
      ? iterations : "\(counted(planned.warmups, "warm-up")) and \(iterations)"
  }
}

extension ProofPage.Section {
  /// Proves the shown numbers of a metric; nil without any.
  fileprivate init?(
    _ metric: Metric, of result: WorkloadResult, _ query: SampleQuery, _ ratios: BaselineRatios,
    proving shown: Set<String>
  ) {
    // The page of versions compares no runtimes.
    let isCompared = ratios.has(metric) && !result.workload.isOfVersions
    let baseline = isCompared ? result.baseline : nil
    let rows = result.cases.compactMap { found -> [Table.Cell]? in
      guard let measured = found.measured[metric.name], let id = found.cells[metric.name],
        shown.contains("\(result.proofName).md#\(id)")
      else { return nil }
      let ratio = ratios[found.case, metric].map { Table.Cell.text($0.text) } ?? .none
      return [
        .markup(.link(id.text, to: "#\(id)")), .text(result.label(of: found.case)),
        .text(measured.text(metric.unit)),
      ] + (baseline == nil ? [] : [ratio]) + [
        .text(groupedText(measured.sample.trialCount)),
        .text(trialsText(of: metric, measured, found, on: query.run.machine)),
      ]
    }
    guard !rows.isEmpty else { return nil }
    heading = result.directed(metric)
    name = .code(metric.name)
    explanation = query.explanation(of: metric)
    table = Table(
      [.words("Name"), .words("Case"), .numbers("Value")]
        + [baseline].compactMap(\.self).map { Table.Column.numbers("÷ \($0.label)") }
        + [.numbers("n"), .words("Trials")],
      rows: rows)
  }
}

/// The number of trials up to which each is printed; of more, how they are spread.
private let maximumPrintedTrials = 24

/// The medians of the trials in the headline's unit; an asterisk precedes those of disturbed ones.
private func trialsText(
  of metric: Metric, _ measured: CaseResult.Measured, _ result: CaseResult, on machine: Machine
) -> String {
  let medians = measured.sample.trialMedians
  guard medians.count <= maximumPrintedTrials else {
    return measured.sample.spreadText(metric.unit)
  }
  let completed = result.trials.filter { $0.outcome.kind == .completed }
  // Without a value of every completed trial it is unknown which values the disturbed trials gave.
  let areAllMeasured = completed.count == medians.count
  let display = DisplayUnit.fitting(measured.estimate.value, metric.unit)
  let last = min(lastDigit(of: measured.estimate.value / display.size, keeping: 4), 0)
  let texts = medians.enumerated().map { index, value in
    let isWhole = display.size == 1 && value == value.rounded()
    let isDisturbed =
      areAllMeasured && completed[index].interference(logicalCores: machine.logicalCores) != nil
    return (isDisturbed ? "*" : "")
      + numberText(value / display.size, lastDigit: isWhole ? 0 : last)
  }
  return texts.joined(separator: "; ") + display.suffix
}
