package import BenchmarkModel
package import Statistics

/// What the measurements say of a claim.
package enum ClaimVerdict: String, Sendable, CaseIterable {
  /// Every rule is borne out.
  case supported
  /// At least one rule is refuted, and none is borne out.
  case contradicted
  /// Some rules are borne out and some refuted.
  case mixed
  /// The data do not decide, or no measurement can.
  case inconclusive

  /// What the verdicts of a claim's rules come to.
  package init(of rules: [RuleVerdict]) {
    let holds = rules.contains { $0.verdict == .supported }
    if rules.contains(where: { $0.verdict == .contradicted }) {
      self = holds ? .mixed : .contradicted
    } else {
      let isWhole = rules.allSatisfy { $0.verdict == .supported }
      self = isWhole && !rules.isEmpty ? .supported : .inconclusive
    }
  }
}

/// What the measurements say of one rule, with the quantity that decided.
package struct RuleVerdict: Sendable {
  /// The quantity, or why there is none.
  package enum Finding: Sendable, Equatable {
    case estimate(Estimate)
    case outcome(String)
    case missing(String)
  }

  /// Supported, contradicted or undecided.
  package let verdict: ClaimVerdict
  package let finding: Finding
  /// The quantity at the other size, where the rule compares two.
  package let other: Estimate?

  /// Decides a rule from the results of all workloads.
  package init(_ rule: ClaimRule, among results: [WorkloadResult]) {
    if rule.quantity == .outsidePackages {
      self.init(rule, ofListingsIn: results)
    } else {
      self.init(rule, in: results.first { $0.workload.name == rule.workload })
    }
  }

  /// Decides a rule from a workload's results.
  ///
  /// A bound is kept when the whole 95 % interval keeps it, and broken when the whole interval breaks
  /// it. Six trials a side are the fewest that decide, as for every comparison of the report.
  package init(_ rule: ClaimRule, in result: WorkloadResult?) {
    guard let result, let run = result.workload.run else {
      self.init(.inconclusive, .missing("not measured"))
      return
    }
    let cores = run.machine.logicalCores
    guard cores == rule.onCores ?? cores else {
      self.init(.inconclusive, .missing("measured on \(counted(cores, "core"))"))
      return
    }
    guard rule.bound != .completed else {
      self = Self.completion(rule, result)
      return
    }
    guard let quantity = ClaimQuantity(rule, at: rule.size, in: result) else {
      self.init(.inconclusive, .missing("no value at such a size"))
      return
    }
    var other: ClaimQuantity?
    if case .above(let size) = rule.bound {
      other = ClaimQuantity(rule, at: size, in: result)
    }
    let isEnough = [quantity, other].compactMap(\.?.trialCount)
      .allSatisfy { $0 >= comparisonRule.minimumTrials }
    let verdict =
      isEnough
      ? Self.verdict(
        on: quantity.estimate, rule.bound, other: other?.estimate, cores: cores)
      : .inconclusive
    self.init(verdict, .estimate(quantity.estimate), other: other?.estimate)
  }

  /// Decides a rule about packages from the listings of all workloads.
  ///
  /// What was measured is known by its digest alone, so nothing is decided unless each file is still
  /// the one that was measured.
  package init(_ rule: ClaimRule, ofListingsIn results: [WorkloadResult]) {
    let code = MeasuredCode(of: rule.runtime, in: results)
    guard code.isWhole else {
      let all = counted(code.workloadCount, "file")
      self.init(.inconclusive, .missing("\(groupedText(code.files.count)) of \(all) as measured"))
      return
    }
    let packages = code.outsidePackages
    let count = Double(packages.count)
    // It is counted, so the interval has no width.
    let exact = Estimate(
      value: count, interval: ConfidenceInterval(level: 0.95, lower: count, upper: count))
    let names = packages.isEmpty ? "" : ": \(enumerated(packages))"
    self.init(
      Self.verdict(on: exact, rule.bound, cores: 1),
      .outcome("\(groupedText(packages.count)) in \(counted(code.files.count, "file"))\(names)"))
  }

  private init(_ verdict: ClaimVerdict, _ finding: Finding, other: Estimate? = nil) {
    self.verdict = verdict
    self.finding = finding
    self.other = other
  }

  private static func completion(_ rule: ClaimRule, _ result: WorkloadResult) -> Self {
    let implementation = Implementation(workload: rule.workload, runtime: rule.runtime)
    let found = result.sizes.filter { $0.holds(rule.size) }
      .compactMap { result.result(implementation, at: $0) }
    guard !found.isEmpty else { return Self(.inconclusive, .missing("no trial at such a size")) }
    let incidents = found.flatMap(\.incidents)
    if let incident = incidents.first {
      return Self(
        incident.kind.isGap ? .inconclusive : .contradicted, .outcome(incident.summary))
    }
    let count = found.reduce(0) { $0 + $1.completedCount }
    return Self(.supported, .outcome("\(counted(count, "trial")) completed"))
  }

  package static func verdict(
    on estimate: Estimate, _ bound: ClaimRule.Bound, other: Estimate? = nil, cores: Int
  ) -> ClaimVerdict {
    guard let interval = estimate.interval else { return .inconclusive }
    let allowed: ClosedRange<Double>
    switch bound {
    case .atLeast(let least): allowed = least ... .infinity
    case .atLeastPerCore(let least): allowed = least * Double(cores) ... .infinity
    case .atMostPerCore(let most): allowed = -.infinity...most * Double(cores)
    case .atMost(let most): allowed = -.infinity...most
    case .within(let range): allowed = range
    case .above:
      guard let other = other?.interval else { return .inconclusive }
      if interval.lower > other.upper { return .supported }
      return interval.upper < other.lower ? .contradicted : .inconclusive
    case .completed: return .inconclusive
    }
    if allowed.contains(interval.lower), allowed.contains(interval.upper) { return .supported }
    let isOutside = interval.upper < allowed.lowerBound || interval.lower > allowed.upperBound
    return isOutside ? .contradicted : .inconclusive
  }
}

/// The value of a rule's quantity at a size.
package struct ClaimQuantity: Sendable {
  package let estimate: Estimate
  /// The number of trials on the side that has fewest.
  package let trialCount: Int

  /// Computes it; nil where the run has no such value, or several sizes fit.
  package init?(_ rule: ClaimRule, at size: [Parameter], in result: WorkloadResult) {
    func measured(_ runtime: Runtime, _ size: [Parameter]) -> CaseResult.Measured? {
      let found = result.sizes.filter { $0.holds(size) }.compactMap {
        result.result(Implementation(workload: rule.workload, runtime: runtime), at: $0)?
          .measured[rule.metric]
      }
      return found.count == 1 ? found[0] : nil
    }
    if case .slope(let parameter) = rule.quantity {
      self.init(slopeOf: rule, over: parameter, in: result)
      return
    }
    guard let own = measured(rule.runtime, size) else { return nil }
    let baseline: CaseResult.Measured?
    switch rule.quantity {
    case .value:
      self.init(own.estimate, [own])
      return
    case .ratio(let runtime), .difference(let runtime): baseline = measured(runtime, size)
    case .ratioToSize(let other): baseline = measured(rule.runtime, other)
    case .ratioToBest:
      baseline = Self.best(of: rule, result.runtimes.map { measured($0, size) }, in: result)
    case .slope, .completion, .outsidePackages: return nil
    }
    guard let baseline else { return nil }
    if case .difference = rule.quantity {
      self.init(Self.difference(own.estimate, baseline.estimate), [own, baseline])
      return
    }
    guard let ratio = result.bootstrap.ratio(of: own.sample, to: baseline.sample) else {
      return nil
    }
    self.init(ratio.estimate, [own, baseline])
  }

  private init(_ estimate: Estimate, _ sides: [CaseResult.Measured]) {
    self.estimate = estimate
    trialCount = sides.map(\.sample.trialCount).min() ?? 0
  }

  private init?(slopeOf rule: ClaimRule, over parameter: String, in result: WorkloadResult) {
    let implementation = Implementation(workload: rule.workload, runtime: rule.runtime)
    let samples = result.samples(
      of: rule.metric, implementation, over: parameter,
      at: result.sizes.filter { $0.holds(rule.size) })
    guard let slope = result.bootstrap.slope(over: samples) else { return nil }
    estimate = slope.perUnit
    trialCount = samples.values.map(\.trialCount).min() ?? 0
  }

  private static func best(
    of rule: ClaimRule, _ all: [CaseResult.Measured?], in result: WorkloadResult
  ) -> CaseResult.Measured? {
    let sorted = all.compactMap(\.self).sorted { $0.estimate.value < $1.estimate.value }
    let better = result.metrics.first { $0.name == rule.metric }?.better ?? .lower
    return better == .lower ? sorted.first : sorted.last
  }

  /// The difference of two medians; its interval reaches from the least difference that the two
  /// intervals allow to the greatest, so it is wider than one of 95 %.
  private static func difference(_ one: Estimate, _ other: Estimate) -> Estimate {
    var interval: ConfidenceInterval?
    if let own = one.interval, let their = other.interval {
      interval = ConfidenceInterval(
        level: own.level, lower: own.lower - their.upper, upper: own.upper - their.lower)
    }
    return Estimate(value: one.value - other.value, interval: interval)
  }
}

extension [Parameter] {
  /// Whether every one of some parameters is among these.
  fileprivate func holds(_ parameters: [Parameter]) -> Bool {
    parameters.allSatisfy(contains)
  }
}
