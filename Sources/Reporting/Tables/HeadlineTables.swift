import Analysis
import BenchmarkModel
import Statistics

// The tables of a workload's page: a row for each implementation, a column for each size.

extension WorkloadResult {
  /// A table for each headline metric; without any, for the elapsed time and the peak memory.
  var headlineParts: [WorkloadPage.Part] {
    let leading =
      headlines.isEmpty ? [.elapsed, .peakResident].filter(metrics.contains) : headlines
    return leading.enumerated().map { index, metric in
      var table = pivot("Median", isMarked: index == 0, at: sizes) {
        number(metric, of: $0, at: $1)
      }
      if index == 0 { table.notes = notes(on: leading) }
      return WorkloadPage.Part(heading: directed(metric), table: table)
    }
  }

  /// The first headline metric divided by that of the baseline; nil where nothing can be compared.
  func ratioPart(_ ratios: BaselineRatios) -> WorkloadPage.Part? {
    guard let metric = headlines.first, let baseline, ratios.has(metric) else { return nil }
    // A size that only a claim needs may have no ratio.
    let columns = sizes.filter { size in
      rankedSizes.contains(size)
        || shownImplementations.contains { ratios[Case($0, size), metric] != nil }
    }
    let table = pivot("Ratio", isMarked: false, at: columns, without: baseline) {
      implementation, size in
      guard let text = ratios[Case(implementation, size), metric]?.text else { return .none }
      return proven(text, metric, of: implementation, at: size)
    }
    return WorkloadPage.Part(
      heading: "\(metric.label) compared with \(baseline.label)", table: table)
  }

  /// A metric with its better direction where higher is better.
  func directed(_ metric: Metric) -> String {
    metric.label + (metric.better == .lower ? "" : " (higher is better)")
  }

  /// Implementations by sizes.
  ///
  /// Marks clutter a page that has them in more than one table, and a size that is the only one is above the table.
  ///
  /// - Parameter title: The heading of the only column.
  private func pivot(
    _ title: String, isMarked: Bool, at sizes: [[Parameter]],
    without baseline: Implementation? = nil,
    _ cell: (Implementation, [Parameter]) -> Table.Cell
  ) -> Table {
    let isOnly = self.sizes.count == 1
    let header = sizes.map { Table.Column.numbers(isOnly ? title : tellingText(of: $0)) }
    let rows = shownImplementations.filter { $0 != baseline }.map { implementation in
      let name: Table.Cell =
        isMarked ? .implementation(implementation) : .text(implementation.label)
      return [name]
        + sizes.map { size in
          let found = cell(implementation, size)
          let isDefault = implementation.variant == nil && baseline == nil
          return found == Table.Cell.none && isDefault
            ? .text(absence(of: implementation, at: size)) : found
        }
    }
    return Table([.words("Runtime")] + header, rows: rows)
  }

  /// A size by the parameters that tell it from the others of the run.
  func tellingText(of size: [Parameter]) -> String {
    let telling = size.filter { parameter in !sizes.allSatisfy { $0.contains(parameter) } }
    return sizeText(telling.isEmpty ? size : telling)
  }

  /// The parameters that all sizes of the run share, in words; nil where every one differs.
  var sharedSizeText: String? {
    guard let first = sizes.first else { return nil }
    let shared = first.filter { parameter in sizes.allSatisfy { $0.contains(parameter) } }
    return shared.isEmpty ? nil : sizeText(shared)
  }

  /// The number of trials of a case that other work disturbed.
  func disturbedCount(_ result: CaseResult) -> Int {
    guard let cores = workload.run?.machine.logicalCores else { return 0 }
    return result.trials.count { $0.interference(logicalCores: cores) != nil }
  }

  /// How many trials were disturbed, as a sentence; nil when none was.
  var disturbedText: String? {
    let count = cases.reduce(0) { $0 + disturbedCount($1) }
    guard count > 0 else { return nil }
    let all = counted(workload.trials.count { $0.outcome.kind != .leftOut }, "trial")
    return "Other work disturbed \(groupedText(count)) of \(all); they are kept and "
      + "marked."
  }

  /// How many cases were left out, and at which sizes others were not planned, in sentences; nil when none was.
  var leftOutText: String? {
    var sentences: [String] = []
    if leftOutCount > 0 {
      let verb = leftOutCount == 1 ? "is" : "are"
      sentences.append(
        "\(counted(leftOutCount, "case")) \(verb) left out: the time budget was too small.")
    }
    let partial = sizes.filter { !rankedSizes.contains($0) }
    if !partial.isEmpty {
      sentences.append(
        "At \(enumerated(partial.map(tellingText))) this run measured too few runtimes to rank them."
      )
    }
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  /// The outcomes of trials that did not complete; nil when all completed or were left out.
  ///
  /// The ``absentVariants`` have a sentence instead.
  var incidentTable: Table? {
    let absent = Set(absentVariants)
    let shown = cases.filter { !$0.isLeftOut && !absent.contains($0.case.implementation) }
    let rows = shown.flatMap { result in
      result.incidents.map { incident in
        [
          Table.Cell.text(result.case.implementation.label),
          .text(tellingText(of: result.case.parameters)), .text(incident.summary),
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

extension HeadlineRanking {
  /// What is compared and at which size, for example `Time per task at 200,000 tasks`.
  var subject: String { "\(result.directed(metric)) at \(result.shortText(of: size))" }
}
