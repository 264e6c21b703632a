package import BenchmarkModel
package import Statistics

extension RunComparison {
  /// A value with its interval, as numbers and as text.
  package struct Figure: Sendable, Equatable {
    /// The value in the unit of the metric; a ratio has none.
    package let value: Double
    /// The bounds of the interval of 95 %; nil when the trials give none, as with a single one.
    package let bounds: ClosedRange<Double>?
    /// The value without the interval, for example `51.2 ms`.
    package let text: String
    /// The value with the interval, for example `51.2 ms (50.1 to 53.4)`.
    package let fullText: String

    fileprivate init(_ estimate: Estimate, _ metric: Metric) {
      let quantity = QuantityText(estimate, metric.unit)
      value = estimate.value
      bounds = estimate.bounds
      text = quantity.value
      fullText = quantity.text
    }

    fileprivate init(ratio: Estimate) {
      value = ratio.value
      bounds = ratio.bounds
      text = ratioText(Estimate(value: ratio.value, interval: nil))
      fullText = ratioText(ratio)
    }
  }

  /// One case and metric.
  package struct Row: Sendable, Equatable {
    /// What was measured.
    package let `case`: Case
    /// What it is compared with: the same case of another run, or another runtime of this one.
    package let baselineCase: Case
    /// The metric.
    package let metric: Metric
    /// The baseline's median of trial medians.
    package let baseline: Figure
    /// The candidate's median of trial medians.
    package let candidate: Figure
    /// Candidate ÷ baseline; nil when the machines differ and where there is no meaningful ratio.
    package let ratio: Figure?
    /// The probability of such a difference by chance, adjusted by Holm over the whole comparison; nil when
    /// the machines differ, and where the trials do not say.
    package internal(set) var p: Double?
    /// The same alone among no others.
    package internal(set) var pAlone: Double?
    /// The same adjusted for a list in which one in twenty may be chance (Benjamini & Hochberg 1995).
    package internal(set) var falseDiscovery: Double?
    /// Cliff's delta, from -1, when every trial of the candidate has a smaller value than every one
    /// of the baseline, to 1; nil when the machines differ.
    package let effect: Double?
    /// The trials on the side with fewer, or the blocks that have both.
    package let trials: Int
    /// The verdict from the interval of the ratio; nil when the machines differ.
    package let verdict: Verdict?
    /// Whether the trials of a side fall into two modes.
    package let hasModes: Bool

    /// The verdict as a word, `not comparable` when the machines differ.
    package var verdictText: String { verdict?.rawValue ?? "not comparable" }

    /// Whether the row is better or worse, and chance is unlikely to explain it even among all rows.
    package var isConfirmed: Bool { isDifferent && (p ?? 1) < RunComparison.significance }

    /// Whether it is better or worse, be that by chance or not.
    var isDifferent: Bool { verdict?.isDifferent ?? false }

    /// Whether further trials may decide or confirm it.
    package var isOpen: Bool { verdict == .inconclusive || isDifferent && !isConfirmed }
  }
}

extension RunComparison.Row {
  /// Compares a metric of two cases; nil when one of them has no value of it.
  package init?(
    _ pair: RunComparison.Pair, _ metric: Metric, _ terms: RunComparison.Terms,
    _ design: RunComparison.Design
  ) {
    guard let one = pair.candidate.measured[metric.name],
      let other = pair.baseline.measured[metric.name]
    else { return nil }
    `case` = pair.candidate.case
    baselineCase = pair.baseline.case
    self.metric = metric
    candidate = RunComparison.Figure(one.estimate, metric)
    baseline = RunComparison.Figure(other.estimate, metric)
    hasModes = one.modes != nil || other.modes != nil
    let band = terms.band(for: metric, one.sample.median, other.sample.median)
    guard let found = design.ratio(one, other, metric) else {
      (ratio, p, effect) = (nil, nil, nil)
      trials = min(one.sample.trialCount, other.sample.trialCount)
      verdict = nil
      return
    }
    ratio = found.ratio.map { RunComparison.Figure(ratio: $0.estimate) }
    p = found.pValue
    effect = MannWhitney(one.sample.trialMedians, other.sample.trialMedians)?.cliffsDelta
    trials = found.ratio?.trialCount ?? min(one.sample.trialCount, other.sample.trialCount)
    verdict = VerdictRule(band: band).verdict(on: found.ratio, of: metric)
  }
}

extension RunComparison.Terms {
  /// The relative difference that does not matter between two medians.
  ///
  /// The rule's band runs from 1/(1 + band) to 1 + band, so the absolute tolerance divided by the
  /// smaller median is the band whose edge is a difference of just the tolerance, either way round.
  package func band(for metric: Metric, _ one: Double, _ other: Double) -> Double {
    guard let absolute = absolute[metric.unit] else { return tolerance }
    // Nothing is smaller than zero by a ratio; there a larger value within the tolerance is equal.
    guard min(one, other) > 0 else {
      return max(one, other) <= absolute ? Sample.maximumMagnitude : tolerance
    }
    return max(tolerance, min(absolute / min(one, other), Sample.maximumMagnitude))
  }
}

// MARK: - Notes

extension RunComparison {
  package static func notes(
    on candidate: Run, _ baseline: Run, pairs: [Pair], of before: [CaseResult],
    _ after: [CaseResult]
  ) -> [String] {
    var notes: [String] = []
    if candidate.machine.fingerprint != baseline.machine.fingerprint {
      notes.append(
        "The runs are from different machines (\(baseline.machine.fingerprint) and "
          + "\(candidate.machine.fingerprint)), so there is no verdict.")
    }
    if let change = changeText(from: baseline.machine, to: candidate.machine) {
      notes.append(change)
    }
    if candidate.environment != baseline.environment {
      let texts = [baseline, candidate].map {
        $0.environment.isEmpty ? "nothing" : $0.environmentTexts.joined(separator: " ")
      }
      notes.append(
        "The trials had different environments: the baseline added \(texts[0]), the candidate "
          + "\(texts[1]). A difference can come from that.")
    }
    if candidate.id == baseline.id {
      notes.append("Baseline and candidate are the same run, which always equals itself.")
    }
    return notes
      + unpaired([
        ("the baseline", before.count - pairs.count), ("the candidate", after.count - pairs.count),
      ]) + warnings(of: [("baseline", baseline), ("candidate", candidate)])
  }

  /// The sides with cases that the other does not have, each after its number of them.
  package static func unpaired(_ counts: [(side: String, count: Int)]) -> [String] {
    counts.filter { $0.count > 0 }.map {
      "\(counted($0.count, "case")) only in \($0.side): not compared."
    }
  }

  /// What changed on a machine between two of its runs, as a sentence; nil if nothing did, and for two
  /// machines.
  package static func changeText(from old: Machine, to new: Machine) -> String? {
    let changes = new.changes(since: old)
    guard old.fingerprint == new.fingerprint, !changes.isEmpty else { return nil }
    return "The machine has changed, and a difference can come from that: "
      + "\(changes.map(\.description).joined(separator: "; "))."
  }

  /// The warnings of runs, each once, after the runs that have it and how often.
  package static func warnings(of runs: [(name: String, run: Run)]) -> [String] {
    var order: [String] = []
    var holders: [String: [String]] = [:]
    for (name, run) in runs {
      let ending = run.finishedAt == nil ? ["It is not complete: planned trials are missing."] : []
      let all = run.warnings.map(\.message) + ending
      for (index, message) in all.enumerated() where !all[..<index].contains(message) {
        let count = all.count { $0 == message }
        if holders[message] == nil { order.append(message) }
        holders[message, default: []].append(
          "\(name) \(run.shortID)" + (count > 1 ? " (\(count) times)" : ""))
      }
    }
    return order.map { "\(capitalized(enumerated(holders[$0, default: []]))): \($0)" }
  }

  package static func notes(on rows: [Row]) -> [String] {
    var notes: [String] = []
    let bare = rows.count {
      $0.verdict == .inconclusive && $0.ratio != nil && $0.ratio?.bounds == nil
    }
    if bare > 0 {
      notes.append(
        "\(counted(bare, "row")) inconclusive without an interval, which takes two trials per side, and "
          + "\(Bootstrap.minimumTrials) where a value is zero. "
          + "Measure with --trials \(Certification.trialsPerSide).")
    }
    let alone = rows.count { $0.isDifferent && !$0.isConfirmed }
    if alone > 0 {
      notes.append(
        "\(counted(alone, "row")) with a verdict that is not confirmed: among "
          + "\(counted(rows.count, "row")) it may be chance. Measure those cases again and compare only "
          + "them.")
    }
    let split = rows.count(where: \.hasModes)
    if split > 0 {
      notes.append(
        "\(counted(split, "row")) with a case whose trials fall into two modes, which one ratio does not "
          + "describe.")
    }
    return notes
  }
}
