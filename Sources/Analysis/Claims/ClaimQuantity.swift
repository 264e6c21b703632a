package import BenchmarkModel
package import Statistics

/// The value of a rule's quantity.
package struct ClaimQuantity: Sendable {
  package let estimate: Estimate
  /// The number of trials of the side with the fewest.
  package let trialCount: Int

  /// Computes the quantity of a runtime; nil when the run has no such value, or when several sizes
  /// match the selection.
  package init?(_ rule: ClaimRule.BoundedQuantity, of runtime: Runtime, in result: WorkloadResult) {
    func measured(_ runtime: Runtime, at size: [Parameter]? = nil) -> CaseResult.Measured? {
      var selection = rule.selection
      selection.size = size ?? selection.size
      let found = result.results(of: runtime, selection).compactMap { $0.measured[rule.metric] }
      return found.count == 1 ? found[0] : nil
    }
    let own = measured(runtime)
    switch rule.quantity {
    case .value:
      guard let own else { return nil }
      self.init(own.estimate, [own])
    case .ratio(let other): self.init(own, over: measured(other), in: result)
    case .ratioToSize(let size): self.init(own, over: measured(runtime, at: size), in: result)
    case .ratioToBest:
      let all = result.runtimes.compactMap { measured($0) }
      self.init(own, over: Self.best(of: all, rule.metric, in: result), in: result)
    case .difference(let other):
      guard let own, let other = measured(other) else { return nil }
      self.init(Self.difference(own.estimate, other.estimate), [own, other])
    case .slope(let parameter):
      self.init(slopeOf: rule, of: runtime, over: parameter, in: result)
    }
  }

  private init(_ estimate: Estimate, _ sides: [CaseResult.Measured]) {
    self.estimate = estimate
    trialCount = sides.map(\.sample.trialCount).min() ?? 0
  }

  private init?(
    _ own: CaseResult.Measured?, over baseline: CaseResult.Measured?, in result: WorkloadResult
  ) {
    guard let own, let baseline,
      let ratio = result.bootstrap.ratio(of: own.sample, to: baseline.sample)
    else { return nil }
    self.init(ratio.estimate, [own, baseline])
  }

  private init?(
    slopeOf rule: ClaimRule.BoundedQuantity, of runtime: Runtime, over parameter: String,
    in result: WorkloadResult
  ) {
    let samples = result.samples(
      of: rule.metric, Implementation(workload: rule.selection.workload, runtime: runtime),
      over: parameter, at: result.sizes.filter { $0.holds(rule.selection.size) })
    guard let slope = result.bootstrap.slope(over: samples) else { return nil }
    estimate = slope.perUnit
    trialCount = samples.values.map(\.trialCount).min() ?? 0
  }

  private static func best(
    of all: [CaseResult.Measured], _ metric: String, in result: WorkloadResult
  ) -> CaseResult.Measured? {
    let sorted = all.sorted { $0.estimate.value < $1.estimate.value }
    let better = result.metrics.first { $0.name == metric }?.better ?? .lower
    return better == .lower ? sorted.first : sorted.last
  }

  /// The difference of two medians.
  ///
  /// Its interval extends from the smallest to the largest difference that the two intervals allow, so
  /// it is wider than an interval of 95 %.
  private static func difference(_ one: Estimate, _ other: Estimate) -> Estimate {
    var interval: ConfidenceInterval?
    if let own = one.interval, let their = other.interval {
      interval = ConfidenceInterval(
        level: own.level, lower: own.lower - their.upper, upper: own.upper - their.lower)
    }
    return Estimate(value: one.value - other.value, interval: interval)
  }
}

extension WorkloadResult {
  /// The results of a runtime's default implementation at the selected sizes.
  func results(of runtime: Runtime, _ selection: ClaimRule.Selection) -> [CaseResult] {
    let implementation = Implementation(workload: selection.workload, runtime: runtime)
    return sizes.filter { $0.holds(selection.size) }
      .compactMap { result(implementation, at: $0) }
  }
}

extension [Parameter] {
  /// Whether all of the given parameters are among these.
  fileprivate func holds(_ parameters: [Parameter]) -> Bool {
    parameters.allSatisfy(contains)
  }
}
