package import BenchmarkModel
package import Statistics

/// How the intervals of a run, or of two runs that are compared, are computed.
///
/// Cases of the same metric say something about one another's variance, so the method is made from all of
/// them together. A metric with too few cases for that borrows from the headline metrics of the same kind:
/// times and rates, bytes, counts, or shares. What is borrowed counts as one additional value at most, since the
/// cases of one workload can vary far more than those of the others (README of Statistics). The ratio of two
/// cases of a run comes from its blocks: the trials of a block ran one after another, and what slows down a
/// whole block cancels out.
package struct RunMethod: Sendable {
  /// A ratio with what chance has to do with it.
  package struct TestedRatio: Sendable {
    /// Case ÷ baseline; nil where no ratio is meaningful.
    package let ratio: Ratio?
    /// The probability of such a difference by chance, not corrected for other comparisons; nil where the
    /// trials do not say.
    package let pValue: Double?
  }

  /// Changes whenever the same trials give other estimates, ratios, verdicts or change points, so that
  /// the database can tell which of its numbers are out of date.
  package static let version = 2

  /// The resampling behind slopes, crossings, and ratios of values that can be zero; seeded by the run.
  package let bootstrap: Bootstrap
  /// How often the planner of the run could look at the values.
  package private(set) var lookCount: Int
  /// The priors of the logarithms of trial medians, by the metric's name.
  private let levels: [String: VariancePrior]
  /// The priors of the logarithms of ratios in blocks, by the metric's name.
  private let ratios: [String: VariancePrior]

  /// Learns the priors of a run.
  ///
  /// - Parameters:
  ///   - run: The run, or the first of those that are compared; nil for trials without a record.
  ///   - cases: All cases at hand, also those of other workloads.
  ///   - metrics: The metrics that are compared.
  ///   - headlines: The first headline metric of each workload, by its name; metrics with few cases borrow
  ///     from them.
  ///   - lookCount: The number of looks; nil for that of the run.
  package init(
    of run: Run?, cases: [CaseResult], metrics: [Metric], headlines: [String: Metric] = [:],
    lookCount: Int? = nil
  ) {
    bootstrap = Bootstrap(seed: run?.seed ?? 0)
    self.lookCount = lookCount ?? run?.lookCount ?? 1
    let groups = Self.groups(of: cases)
    levels = Self.priors(of: metrics, headlines, groups) { group, metric in
      group.compactMap { $0.measured[metric.name]?.sample.logarithms }
    }
    ratios = Self.priors(of: metrics, headlines, groups, Self.logRatios)
  }

  /// The prior of each metric by its name, from the logarithms of its values in each group.
  private static func priors(
    of metrics: [Metric], _ headlines: [String: Metric], _ groups: [[CaseResult]],
    _ logarithms: @escaping @Sendable (_ group: [CaseResult], Metric) -> [[Double]]
  ) -> [String: VariancePrior] {
    var byUnit: [Metric.Unit: [[Double]]] = [:]
    for group in groups {
      guard let name = group.first?.case.implementation.workload, let headline = headlines[name]
      else { continue }
      byUnit[headline.unit.ofLikeVariance, default: []] += logarithms(group, headline)
    }
    let borrowed = byUnit.mapValues { VariancePrior(of: $0).limited(to: 1) }
    let different = Array(Dictionary(metrics.map { ($0.name, $0) }) { first, _ in first }.values)
    let priors = different.concurrentMap { metric in
      let own = VariancePrior(of: groups.flatMap { logarithms($0, metric) })
      return own == .none ? borrowed[metric.unit.ofLikeVariance] ?? .none : own
    }
    return Dictionary(uniqueKeysWithValues: zip(different.map(\.name), priors))
  }

  /// The cases of each workload and size, always in the same order, since sums depend on it.
  private static func groups(of cases: [CaseResult]) -> [[CaseResult]] {
    var places: [Group: Int] = [:]
    var groups: [[CaseResult]] = []
    for one in cases {
      let place = places[Group(one)] ?? groups.count
      if place == groups.count {
        places[Group(one)] = place
        groups.append([])
      }
      groups[place].append(one)
    }
    return groups
  }

  /// What a block has in common.
  private struct Group: Hashable {
    let workload: String
    let size: [Parameter]

    init(_ result: CaseResult) {
      workload = result.case.implementation.workload
      size = result.case.parameters
    }
  }

  /// The logarithms of the ratios in each block, of each case to the best default implementation.
  private static func logRatios(in group: [CaseResult], _ metric: Metric) -> [[Double]] {
    let group = group.filter { $0.measured[metric.name] != nil }
    let defaults = group.filter(\.case.implementation.isDefault)
    let ranked = (defaults.isEmpty ? group : defaults).compactMap { one in
      one.measured[metric.name].map { (case: one.case, measured: $0) }
    }
    let best = ranked.min { one, other in
      metric.better.prefers(one.measured.sample.median, to: other.measured.sample.median)
    }
    guard let best else { return [] }
    return group.filter { $0.case != best.case }.compactMap {
      $0.measured[metric.name]?.logRatios(to: best.measured)
    }
  }
}

extension RunMethod {
  /// The same for a run whose planner could look so often at the values.
  func looking(_ count: Int) -> RunMethod {
    var method = self
    method.lookCount = count
    return method
  }

  /// The level of a case: the median of its trials' medians with its interval.
  package func level(of sample: Sample, _ metric: String) -> Estimate {
    sample.median(prior: levels[metric] ?? .none, lookCount: lookCount)
  }

  /// Case ÷ baseline from the blocks that have both; as ``unpairedRatio(of:to:drift:)`` when fewer
  /// than two have.
  ///
  /// - Parameters:
  ///   - one: The case.
  ///   - baseline: The case that it is compared with, of the same run and size.
  ///   - metric: The name of the metric.
  package func ratio(
    of one: CaseResult.Measured, to baseline: CaseResult.Measured, _ metric: String
  ) -> TestedRatio {
    guard let logRatios = one.logRatios(to: baseline) else {
      return resampledRatio(of: one.sample, to: baseline.sample)
    }
    guard logRatios.count >= 2 else {
      return unpairedRatio(of: one, to: baseline)
    }
    let moderated = ModeratedInterval(prior: ratios[metric] ?? .none, lookCount: lookCount)
    return TestedRatio(
      ratio: moderated.ratio(of: logRatios), pValue: moderated.pValue(of: logRatios))
  }

  /// Case ÷ baseline of two cases that share no blocks: of two runs, or of two sizes.
  ///
  /// Without a prior: part of what varies between blocks is common to all cases of a run, so many cases
  /// say no more about that part than one does. With a prior, simulations had up to three times as many
  /// false tables (README of Statistics).
  ///
  /// - Parameter drift: How much two runs differ beyond their trials; nil if that is unknown, or for one run.
  package func unpairedRatio(
    of one: CaseResult.Measured, to baseline: CaseResult.Measured, drift: RunDrift? = nil
  ) -> TestedRatio {
    guard let own = one.sample.logarithms, let their = baseline.sample.logarithms else {
      return resampledRatio(of: one.sample, to: baseline.sample)
    }
    let interval = ModeratedInterval(prior: .none, lookCount: lookCount, drift: drift)
    return TestedRatio(
      ratio: interval.ratio(of: own, to: their),
      pValue: interval.pValue(of: own, to: their))
  }

  /// A run's level ÷ that of earlier runs, each of which is a trial of the baseline; without a ratio where a
  /// level is not positive.
  package func nextRatio(
    of one: CaseResult.Measured, after baseline: CaseResult.Measured, _ metric: String
  ) -> TestedRatio {
    guard let next = one.sample.logarithmOfMedian, let earlier = baseline.sample.logarithms else {
      return TestedRatio(ratio: nil, pValue: nil)
    }
    let moderated = ModeratedInterval(prior: levels[metric] ?? .none, lookCount: 1)
    return TestedRatio(
      ratio: moderated.ratio(of: next, after: earlier),
      pValue: moderated.pValue(of: next, after: earlier))
  }

  /// The ratio of medians where a value is zero or negative and has no logarithm.
  private func resampledRatio(of one: Sample, to baseline: Sample) -> TestedRatio {
    let pValue = MannWhitney(one.trialMedians, baseline.trialMedians)?.pValue
    return TestedRatio(
      ratio: bootstrap.ratio(of: one, to: baseline)?.keptFrom(Bootstrap.minimumTrials),
      pValue: pValue.map { min(1, $0 * Double(lookCount)) })
  }

  /// The straight line through the levels at several sizes.
  ///
  /// With fewer than six trials at a size, the interval of the slope comes from those of the levels: it
  /// goes from the slope through the bounds that make it smallest to that which makes it largest, so it
  /// is wider than one of 95 %.
  package func slope(over samples: [Double: Sample], _ metric: String) -> Slope? {
    guard let slope = bootstrap.slope(over: samples) else { return nil }
    if samples.values.allSatisfy({ $0.trialCount >= Bootstrap.minimumTrials }) { return slope }
    let levels = samples.mapValues { level(of: $0, metric) }
    return Slope(
      perUnit: Estimate(value: slope.perUnit.value, interval: Slope.interval(through: levels)),
      intercept: slope.intercept)
  }

  /// The x at which two cases change places, without an interval from fewer than six trials.
  package func crossover(
    of first: [Double: Sample], and second: [Double: Sample]
  ) -> Crossover? {
    let found = bootstrap.crossover(of: first, and: second)
    let counts = (Array(first.values) + second.values).map(\.trialCount)
    guard case .once(let crossing) = found, (counts.min() ?? 0) < Bootstrap.minimumTrials else {
      return found
    }
    return .once(Estimate(value: crossing.value, interval: nil))
  }
}

extension Metric.Unit {
  /// The unit of the metrics whose logarithms vary as much: those of a rate as those of its time.
  fileprivate var ofLikeVariance: Metric.Unit { self == .perSecond ? .nanoseconds : self }
}

extension Ratio {
  /// The ratio without its interval when there are fewer trials.
  fileprivate func keptFrom(_ minimum: Int) -> Ratio {
    guard trialCount < minimum else { return self }
    return Ratio(estimate: Estimate(value: estimate.value, interval: nil), trialCount: trialCount)
  }
}

extension CaseResult.Measured {
  /// The logarithms of the ratios to a baseline in the blocks that have both; nil when a value is not
  /// positive.
  fileprivate func logRatios(to baseline: Self) -> [Double]? {
    let (one, other) = (valuesByBlock, baseline.valuesByBlock)
    var (values, their): ([Double?], [Double?]) = ([], [])
    var next = 0
    for (block, value) in one {
      while next < other.count, other[next].block < block { next += 1 }
      guard next < other.count, other[next].block == block else { continue }
      values.append(value)
      their.append(other[next].value)
    }
    return Statistics.logRatios(of: values, to: their)
  }

  /// The trial median in each block in ascending order; the mean of several, where a trial was repeated.
  private var valuesByBlock: [(block: Int, value: Double)] {
    let pairs = zip(blocks, sample.trialMedians)
    let isAscending = zip(blocks, blocks.dropFirst()).allSatisfy { $0 < $1 }
    if isAscending { return pairs.map { ($0, $1) } }
    return Dictionary(grouping: pairs, by: \.0).sorted { $0.key < $1.key }.map { block, trials in
      (block, trials.reduce(0) { $0 + $1.1 } / Double(trials.count))
    }
  }
}
