package import BenchmarkModel
package import Statistics

/// The value of a rule's quantity.
package struct ClaimQuantity: Sendable {
  package let estimate: Estimate

  /// Computes the quantity of a runtime; nil when the run has no such value, or when several sizes
  /// match the selection.
  package init?(_ rule: ClaimRule.BoundedQuantity, of runtime: Runtime, in result: WorkloadResult) {
    func measured(
      _ runtime: Runtime, _ selection: ClaimRule.Selection
    ) -> CaseResult.Measured? {
      let found = result.results(of: runtime, selection).compactMap { $0.measured[rule.metric] }
      return found.count == 1 ? found[0] : nil
    }
    let own = measured(runtime, rule.selection)
    let other = rule.other(than: runtime).flatMap { measured($0.runtime, $0.selection) }
    switch rule.quantity {
    case .value:
      guard let own else { return nil }
      estimate = own.estimate
    case .ratio, .ratioToVariant:
      guard let ratio = Self.ratio(own, other, rule.metric, result.method) else { return nil }
      estimate = ratio
    case .ratioToSize:
      // Cases of two sizes share no blocks.
      guard let own, let other,
        let ratio = result.method.unpairedRatio(of: own, to: other).ratio
      else { return nil }
      estimate = ratio.estimate
    case .ratioToBest:
      let others = result.runtimes.filter { $0 != runtime }.compactMap {
        measured($0, rule.selection.ofDefault)
      }
      guard let own, let ratio = Self.ratio(own, toBestOf: others, rule.metric, in: result) else {
        return nil
      }
      estimate = ratio
    case .difference:
      guard let own, let other else { return nil }
      estimate = Self.difference(own.estimate, other.estimate)
    case .slope(let parameter):
      let samples = result.samples(
        of: rule.metric, rule.selection.implementation(of: runtime),
        over: parameter, at: result.sizes.filter { $0.holds(rule.selection.size) })
      guard let slope = result.method.slope(over: samples, rule.metric) else { return nil }
      estimate = slope.perUnit
    }
  }

  private static func ratio(
    _ own: CaseResult.Measured?, _ other: CaseResult.Measured?, _ metric: String,
    _ method: RunMethod
  ) -> Estimate? {
    guard let own, let other else { return nil }
    return method.ratio(of: own, to: other, metric).ratio?.estimate
  }

  /// The ratio to the best of all runtimes.
  ///
  /// The best divided by itself is 1. But another runtime may be the best in truth, so its interval
  /// reaches as far as that of its ratio to the best of the others.
  private static func ratio(
    _ own: CaseResult.Measured, toBestOf others: [CaseResult.Measured], _ metric: String,
    in result: WorkloadResult
  ) -> Estimate? {
    let better = result.metrics.first { $0.name == metric }?.better ?? .lower
    let best = others.min { better.prefers($0.estimate.value, to: $1.estimate.value) }
    guard let best else { return Estimate(value: 1, interval: nil) }
    let ratio = ratio(own, best, metric, result.method)
    guard !better.prefers(best.estimate.value, to: own.estimate.value) else { return ratio }
    let interval = ratio?.interval.map { found in
      ConfidenceInterval(
        level: found.level, lower: better == .lower ? 1 : min(1, found.lower),
        upper: better == .lower ? max(1, found.upper) : 1)
    }
    return Estimate(value: 1, interval: interval)
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
  /// The results of a runtime's selected implementation at the selected sizes.
  func results(of runtime: Runtime, _ selection: ClaimRule.Selection) -> [CaseResult] {
    let implementation = selection.implementation(of: runtime)
    return sizes.filter { $0.holds(selection.size) }
      .compactMap { result(implementation, at: $0) }
  }
}

extension ClaimRule.Selection {
  /// What the rule is about in a runtime.
  package func implementation(of runtime: Runtime) -> Implementation {
    Implementation(workload: workload, runtime: runtime, variant: variant)
  }
}

extension [Parameter] {
  /// Whether all of the given parameters are among these.
  fileprivate func holds(_ parameters: [Parameter]) -> Bool {
    parameters.allSatisfy(contains)
  }
}
