package import BenchmarkModel
package import Statistics

/// One number of a report: what was measured, and in which metric.
package struct ReportCell: Sendable, Hashable {
  /// The number's name.
  package let id: CellID
  /// The case.
  package let `case`: Case
  /// The metric, also one that is computed from stored ones.
  package let metric: Metric

  /// The numbers that a report can show of a workload's cases.
  ///
  /// - Parameters:
  ///   - workload: The workload; of its contract the metrics and latencies are read.
  ///   - cases: Cases of it.
  package static func all(of workload: WorkloadInput, cases: [Case]) -> [ReportCell] {
    let metrics = workload.knownMetrics
    return cases.flatMap { measured in
      metrics.map {
        ReportCell(id: CellID(measured, metric: $0.name), case: measured, metric: $0)
      }
    }
  }

  /// The number in words, for example
  /// `Time per round trip of ping-pong/go pairs=1 rounds=200000`.
  package var description: String { "\(metric.label) of \(`case`.description)" }
}

/// A number that was measured again, beside the original.
package struct RepeatedCell: Sendable, Equatable {
  /// How the two may be compared.
  package let comparability: Comparability
  /// The original and the new value, each with its interval; nil for a side without a value.
  package let old, new: String?
  /// New ÷ old with its interval; nil where no ratio is meaningful or allowed.
  package let ratio: String?
  /// The verdict, new against old; nil when the machines differ.
  package let verdict: Verdict?
  /// Further notes, in sentences.
  package let notes: [String]

  /// Sets the trials of a case beside later ones of the same case.
  ///
  /// - Parameters:
  ///   - cell: The number.
  ///   - original: The workload with the run that the number is from and its trials of the case.
  ///   - repeated: The same with the run that measured it again.
  ///   - others: What else the first of these runs measured, which moderates the intervals as in a report.
  ///   - band: The relative difference that does not matter, 0.05 for 5 %.
  /// - Throws: ``AnalysisError`` for a stored value that cannot be used.
  package init(
    of cell: ReportCell, original: WorkloadInput, repeated: WorkloadInput,
    besides others: [WorkloadInput] = [], band: Double
  ) throws(AnalysisError) {
    let comparability = original.run.flatMap { old in
      repeated.run.map { Comparability(of: $0, and: old) }
    }
    self.comparability = comparability ?? .unknown
    let then = try WorkloadResult.all([original], besides: others)[0]
    var now = try WorkloadResult(repeated)
    // How much values vary on one machine says nothing about another.
    if self.comparability.earnsRatio {
      now.estimate(by: then.method.looking(now.method.lookCount))
    }
    let results = [then, now].map { result in result.cases.first { $0.case == cell.case } }
    let measured = results.map { $0?.measured[cell.metric.name] }
    (old, new) = (Self.text(measured[0], cell.metric), Self.text(measured[1], cell.metric))
    notes = Self.notes(original, repeated, results)
    guard self.comparability.earnsRatio else {
      (ratio, verdict) = (nil, nil)
      return
    }
    guard let before = measured[0], let after = measured[1] else {
      (ratio, verdict) = (nil, .inconclusive)
      return
    }
    let looks = [original, repeated].compactMap(\.run?.lookCount).max()
    let method = RunMethod(of: original.run, cases: [], metrics: [], lookCount: looks)
    let found = method.unpairedRatio(of: after, to: before).ratio
    ratio = found.map { ratioText($0.estimate) }
    verdict = VerdictRule(band: band).verdict(on: found, of: cell.metric)
  }

  private static func text(_ measured: CaseResult.Measured?, _ metric: Metric) -> String? {
    measured.map {
      "\(QuantityText($0.estimate, metric.unit).text), \(counted($0.sample.trialCount, "trial"))"
    }
  }

  private static func notes(
    _ original: WorkloadInput, _ repeated: WorkloadInput, _ results: [CaseResult?]
  ) -> [String] {
    var notes: [String] = []
    let versions = results.map { Set($0?.trials.compactMap(\.runtimeVersion) ?? []).sorted() }
    if versions[0] != versions[1], !versions[0].isEmpty, !versions[1].isEmpty {
      let stated = versions.map { $0.joined(separator: "; ") }
      notes.append("The program stated the version \(stated[0]) then, and states \(stated[1]) now.")
    }
    if let old = original.run?.machine, let new = repeated.run?.machine,
      let change = RunComparison.changeText(from: old, to: new)
    {
      notes.append(change)
    }
    for listing in changedListings(original, repeated, results[0]?.case.implementation) {
      notes.append("\(listing) is not the file that was measured then.")
    }
    for incident in results[1]?.incidents ?? [] {
      notes.append("\(counted(incident.count, "trial")) now: \(incident.summary).")
    }
    let disturbed = [original, repeated].enumerated().map { index, input in
      results[index]?.trials.count {
        $0.interference(logicalCores: input.run?.machine.logicalCores ?? 1) != nil
      } ?? 0
    }
    if disturbed != [0, 0] {
      notes.append(
        "Disturbed by other work: \(counted(disturbed[0], "trial")) then, \(disturbed[1]) now.")
    }
    if (results.compactMap { $0?.completedCount }.min() ?? 0) < 2 {
      notes.append("With fewer than two trials per side the verdict is inconclusive.")
    }
    return notes
  }

  /// The paths of measured files of which the two runs recorded different texts.
  private static func changedListings(
    _ original: WorkloadInput, _ repeated: WorkloadInput, _ implementation: Implementation?
  ) -> [String] {
    let now = repeated.run?.listings ?? []
    return (original.run?.listings ?? []).filter { old in
      old.implementation == implementation
        && now.first { $0.path == old.path && $0.implementation == old.implementation }?.sha256
          != old.sha256
    }.map(\.path)
  }
}
