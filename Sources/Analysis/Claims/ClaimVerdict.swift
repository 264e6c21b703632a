package import BenchmarkModel
package import Statistics

/// What the measurements say about a claim.
package enum ClaimVerdict: String, Sendable, CaseIterable {
  /// Every rule holds.
  case supported
  /// At least one rule is violated, and none holds.
  case contradicted
  /// Some rules hold and some are violated.
  case mixed
  /// The data do not decide, or no measurement can.
  case inconclusive

  /// The verdict on a claim from the verdicts on its rules.
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

/// What the measurements say about one rule, with the quantity that decided.
package struct RuleVerdict: Sendable {
  /// The quantity, or why there is none.
  package enum Finding: Sendable, Equatable {
    case estimate(Estimate)
    case outcome(String)
    case missing(String)
  }

  /// Supported, contradicted or inconclusive.
  package let verdict: ClaimVerdict
  package let finding: Finding
  /// The quantity at the other size, when the rule compares two sizes.
  package let other: Estimate?

  /// Decides a rule from the results of all workloads.
  ///
  /// A bound is kept when the whole 95 % interval keeps it, and violated when the whole interval
  /// violates it, however many trials it comes from.
  package init(_ rule: ClaimRule, among results: [WorkloadResult]) {
    switch rule.condition {
    case .outsidePackages(let limits):
      self.init(packagesOf: rule.runtime, limits, among: results)
    case .completion(let selection):
      self.init(selection, among: results) { result, _ in
        Self(completionOf: rule.runtime, selection, in: result)
      }
    case .quantity(let quantity):
      self.init(quantity.selection, among: results) { result, cores in
        Self(quantity, of: rule.runtime, in: result, cores: cores)
      }
    }
  }

  private init(_ verdict: ClaimVerdict, _ finding: Finding, other: Estimate? = nil) {
    self.verdict = verdict
    self.finding = finding
    self.other = other
  }

  /// Decides from the workload's result and the number of logical cores, once it is certain that the
  /// workload was measured on a machine that the rule is about.
  private init(
    _ selection: ClaimRule.Selection, among results: [WorkloadResult],
    decide: (WorkloadResult, _ cores: Int) -> RuleVerdict
  ) {
    let result = results.first { $0.workload.name == selection.workload }
    guard let result, let cores = result.workload.run?.machine.logicalCores else {
      let isLeftOut = result?.workload.isLeftOut ?? false
      self.init(.inconclusive, .missing(isLeftOut ? "left out" : "not measured"))
      return
    }
    guard cores == selection.onCores ?? cores else {
      self.init(.inconclusive, .missing("measured on \(counted(cores, "core"))"))
      return
    }
    self = decide(result, cores)
  }

  private init(
    _ rule: ClaimRule.BoundedQuantity, of runtime: Runtime, in result: WorkloadResult, cores: Int
  ) {
    guard let own = ClaimQuantity(rule, of: runtime, in: result) else {
      self.init(.inconclusive, .missing("no value at such a size"))
      return
    }
    var other: ClaimQuantity?
    if case .above(let size) = rule.bound {
      var elsewhere = rule
      elsewhere.selection.size = size
      other = ClaimQuantity(elsewhere, of: runtime, in: result)
    }
    let verdict = Self.verdict(on: own.estimate, rule.bound, other: other?.estimate, cores: cores)
    self.init(verdict, .estimate(own.estimate), other: other?.estimate)
  }

  private init(
    completionOf runtime: Runtime, _ selection: ClaimRule.Selection, in result: WorkloadResult
  ) {
    let found = result.results(of: runtime, selection)
    guard !found.isEmpty else {
      self.init(.inconclusive, .missing("no trial at such a size"))
      return
    }
    if let incident = found.flatMap(\.incidents).first {
      self.init(
        incident.kind.isGap ? .inconclusive : .contradicted, .outcome(incident.summary))
      return
    }
    let count = found.reduce(0) { $0 + $1.completedCount }
    self.init(.supported, .outcome("\(counted(count, "trial")) completed"))
  }

  /// Decides a rule about packages from the listings of all workloads.
  ///
  /// Only the digest of the measured files is stored, so the verdict is inconclusive unless each file
  /// is unchanged since it was measured.
  private init(
    packagesOf runtime: Runtime, _ limits: ClaimRule.Limits, among results: [WorkloadResult]
  ) {
    let code = MeasuredCode(of: runtime, in: results)
    guard code.isWhole else {
      let all = counted(code.workloadCount, "file")
      self.init(.inconclusive, .missing("\(groupedText(code.files.count)) of \(all) as measured"))
      return
    }
    let packages = code.outsidePackages
    let names = packages.isEmpty ? "" : ": \(enumerated(packages))"
    self.init(
      limits.range().contains(Double(packages.count)) ? .supported : .contradicted,
      .outcome("\(groupedText(packages.count)) in \(counted(code.files.count, "file"))\(names)"))
  }

  private static func verdict(
    on estimate: Estimate, _ bound: ClaimRule.Bound, other: Estimate?, cores: Int
  ) -> ClaimVerdict {
    guard let interval = estimate.interval else { return .inconclusive }
    switch bound {
    case .limits(let limits): return verdict(on: interval, limits.range())
    case .limitsPerCore(let limits):
      return verdict(on: interval, limits.range(scaledBy: Double(cores)))
    case .above:
      guard let other = other?.interval else { return .inconclusive }
      if interval.lower > other.upper { return .supported }
      return interval.upper < other.lower ? .contradicted : .inconclusive
    }
  }

  private static func verdict(
    on interval: ConfidenceInterval, _ allowed: ClosedRange<Double>
  ) -> ClaimVerdict {
    if allowed.contains(interval.lower), allowed.contains(interval.upper) { return .supported }
    let isOutside = interval.upper < allowed.lowerBound || interval.lower > allowed.upperBound
    return isOutside ? .contradicted : .inconclusive
  }
}
