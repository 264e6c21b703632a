import Analysis
import BenchmarkModel
import Statistics

// Every sentence with a figure or an order is computed from the data; none is typed.

extension WorkloadResult {
  /// What the run says about this workload, the most important first; empty without trials.
  func answer(_ memory: MemoryCard?, _ references: [Reference]) -> [Sentence] {
    guard let size = headlineSize else { return [] }
    var sentences: [Sentence?] = []
    for metric in headlines {
      sentences.append(ranking(by: metric, at: size))
      guard metric == headlines.first else { continue }
      sentences.append(multiples(of: metric, at: size))
      sentences.append(variants(by: metric, at: size))
      sentences.append(crossings(of: metric))
      if metric == .peakResident { sentences.append(memory?.sentence) }
      sentences += rankedSizes.filter { $0 != size }.map { ranking(by: metric, at: $0) }
    }
    sentences += implementations.map { incident(of: $0, at: size) }
    sentences += defaults(with: references).map { published(for: $0, at: size, references) }
    return sentences.compactMap(\.self)
  }

  /// A sentence that this workload's page proves.
  func sentence(_ subject: String, _ text: String) -> Sentence {
    Sentence(subject: subject, text: "\(text).", proof: pageLink)
  }

  private func ranking(by metric: Metric, at size: [Parameter]) -> Sentence? {
    let ranking = Ranking(of: metric, at: size, in: self)
    guard !ranking.entries.isEmpty else { return nil }
    return sentence("\(metric.label) at \(shortText(of: size))", ranking.text)
  }

  /// Each runtime divided by the baseline.
  private func multiples(of metric: Metric, at size: [Parameter]) -> Sentence? {
    let parts = BaselineRatios(self).all.filter {
      $0.comparison.metric == metric && $0.measured.parameters == size
        && $0.measured.implementation.variant == nil
    }.map { "\($0.measured.implementation.label) \($0.textWithoutP)" }
    guard let baseline, !parts.isEmpty else { return nil }
    return sentence("The same divided by \(baseline.label)", parts.joined(separator: "; "))
  }

  /// Each variant against the default of its runtime.
  private func variants(by metric: Metric, at size: [Parameter]) -> Sentence? {
    let measured = measured(metric, at: size)
    let parts = measured.compactMap { one -> String? in
      let runtime = one.implementation.runtime
      guard one.implementation.variant != nil,
        let main = measured.first(where: {
          $0.implementation.runtime == runtime && $0.implementation.variant == nil
        })
      else { return nil }
      let comparison = Comparison(
        one.measured, to: main.measured, metric: metric, method: method)
      return "\(one.implementation.label) \(comparison.text)"
    }
    guard !parts.isEmpty else { return nil }
    return sentence(
      "Variants, each divided by the default of its runtime", parts.joined(separator: "; "))
  }

  /// The sizes between which the confirmed order of two runtimes changes, and where.
  private func crossings(of metric: Metric) -> Sentence? {
    guard let parameter = sizeParameter else { return nil }
    var parts: [String] = []
    for (index, one) in runtimes.enumerated() {
      for other in runtimes[(index + 1)...] {
        let texts = turns(of: one, and: other, by: metric, over: parameter)
        if !texts.isEmpty {
          parts.append("\(one.label) and \(other.label) \(enumerated(texts))")
        }
      }
    }
    guard !parts.isEmpty else { return nil }
    return sentence(
      "Where the order by \(metric.label.lowercasedFirst) changes, by "
        + "\(Parameter(parameter, 0).axisNoun), interpolated between the measured sizes",
      parts.joined(separator: "; "))
  }

  /// Where one runtime is confirmed better at a size and the other at the next size that decides.
  private func turns(
    of one: Runtime, and other: Runtime, by metric: Metric, over parameter: String
  ) -> [String] {
    let pair = [one, other].map { Implementation(workload: workload.name, runtime: $0) }
    let decided = sizes.compactMap { size -> (x: Int, verdict: Verdict)? in
      let sides = pair.compactMap { result($0, at: size)?.measured[metric.name] }
      guard sides.count == 2, let x = size.first(where: { $0.name == parameter })?.value else {
        return nil
      }
      let verdict = Comparison(sides[0], to: sides[1], metric: metric, method: method).verdict
      return verdict.isDifferent ? (x, verdict) : nil
    }
    let turns = zip(decided, decided.dropFirst()).filter { $0.verdict != $1.verdict }
    guard !turns.isEmpty else { return [] }
    let lines = pair.map { samples(of: metric.name, $0, over: parameter, at: sizes) }
    let crossings: [Estimate] =
      switch method.crossover(of: lines[0], and: lines[1]) {
      case .once(let crossing): [crossing]
      case .several(let several): several.map { Estimate(value: $0, interval: nil) }
      case .never, nil: []
      }
    return turns.map { before, after in
      let found = crossings.filter { (Double(before.x)...Double(after.x)).contains($0.value) }
      return found.count == 1
        ? "at \(QuantityText(found[0].roundedBounds, .count).text)"
        : "between \(groupedText(before.x)) and \(groupedText(after.x))"
    }
  }

  /// A runtime whose trials at the size did not complete, and how far they got.
  private func incident(of implementation: Implementation, at size: [Parameter]) -> Sentence? {
    let found = result(implementation, at: size)
    guard let found, let incident = found.incidents.first, !incident.kind.isGap else { return nil }
    let trials = "in \(groupedText(incident.count)) of \(counted(found.trials.count, "trial"))"
    let subject = "\(implementation.label) at \(shortText(of: size))"
    guard incident.kind == .refused, let reached = incident.reachedText else {
      return sentence(subject, "\(incident.summary) \(trials)")
    }
    return sentence(subject, "the system refused more at \(reached), \(trials)")
  }

  /// What others published for a runtime at the size, beside what was measured here.
  private func published(
    for implementation: Implementation, at size: [Parameter], _ all: [Reference]
  ) -> Sentence? {
    guard let metric = headlines.first,
      let parameter = size.first(where: { $0.name == sizeParameter })
    else { return nil }
    let found = references(all, beside: metric, of: implementation)
      .filter { $0.parameters.contains(parameter) }
    guard !found.isEmpty else { return nil }
    let groups = [
      (found.filter { $0.contract.kind == .same }, "under the same contract"),
      (found.filter { $0.contract.kind != .same }, "under a different or unknown contract"),
    ]
    let parts = groups.filter { !$0.0.isEmpty }.map { "\(rangeText($0.0)) \($0.1)" }
    let here = result(implementation, at: size)?.measured[metric.name].map {
      "measured here: \($0.valueText(metric.unit))"
    }
    return sentence(
      "Published for \(implementation.runtime.label) at \(sizeText([parameter]))",
      "\(metric.label.lowercased()) of \(enumerated(parts)), on other machines; "
        + (here ?? "not measured here"))
  }

  private func rangeText(_ references: [Reference]) -> String {
    let sorted = references.sorted { $0.value.normalized < $1.value.normalized }
    guard let lowest = sorted.first?.normalizedText, let highest = sorted.last?.normalizedText
    else {
      return ""
    }
    let sources = Set(references.map(\.provenance.sourceID)).count
    let range = lowest == highest ? lowest : "\(lowest) to \(highest)"
    return "\(range) in \(counted(sources, "source"))"
  }
}

extension Estimate {
  /// Rounded to whole numbers, as sizes are.
  fileprivate var roundedBounds: Estimate {
    Estimate(
      value: value.rounded(),
      interval: interval.map {
        ConfidenceInterval(level: $0.level, lower: $0.lower.rounded(), upper: $0.upper.rounded())
      })
  }
}
