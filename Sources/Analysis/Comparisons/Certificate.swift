package import BenchmarkModel
package import Statistics

/// What a run that compares programs with themselves says about verdicts on its machine.
///
/// All comparisons are of elapsed times, by the rule and with the intervals of the report:
///
/// - *Real*: the two sides of each case in each repetition (see ``Certification``). Nothing differs,
///   so every verdict of faster or slower is false.
/// - *Different*: a case with a tenth more work against the case without. A verdict of slower finds
///   the difference.
/// - *Simulated*: both sides are drawn with replacement from all trials of a case; then one side is made a
///   tenth longer. Drift within the run affects only the real comparisons.
///
/// No comparison is left out or adjusted: on a machine too noisy for verdicts, none is false and few
/// differences are found.
package struct Certificate: Sendable, Equatable {
  /// The verdicts on simulated comparisons with a number of trials on each side.
  package struct Simulation: Sendable, Equatable {
    package var trialsPerSide: Int
    /// Verdicts of faster or slower where nothing differs.
    package var falseVerdicts: Proportion
    /// Verdicts of slower where one side is a tenth longer.
    package var found: Proportion
  }

  /// What the comparisons of one case came to.
  package struct CaseRow: Sendable, Equatable {
    package var `case`: Case
    /// The median of all trial medians, in nanoseconds.
    package var median: Double
    package var falseVerdicts: Proportion
    /// The smallest difference that the middle one of the case's comparisons could have shown, as a
    /// share; nil when none of them has an interval.
    package var smallestDifference: Double?
    /// Verdicts of slower against the case with a tenth less work; nil when there is none.
    package var found: Proportion?
    /// The middle one of the measured ratios to that case.
    package var ratio: Double?
  }

  /// The run.
  package let run: Run
  /// The cases in the order of their names.
  package let rows: [CaseRow]
  /// The simulations by their number of trials; empty when none were asked for.
  package let simulations: [Simulation]

  /// The trial counts per side for which comparisons are simulated: those that the preset `standard` gives
  /// most workloads, those in this run, and those of the quickest workloads.
  package static let simulatedTrials = [6, Certification.trialsPerSide, 20]

  /// Judges the verdicts on a run's trials; nil when no repetition has trials on both sides.
  ///
  /// - Parameters:
  ///   - run: A run whose preset is ``Certification/preset``.
  ///   - trials: Its trials.
  ///   - simulations: The number of comparisons to simulate for each number of trials.
  /// - Throws: `AnalysisError.unusableMeasurement` for a stored value that cannot be used.
  package init?(of run: Run, trials: [Trial], simulations: Int = 1_000) throws(AnalysisError) {
    let cases = try CertifiedCase.all(trials, run)
    guard cases.contains(where: { !$0.pairs.isEmpty }) else { return nil }
    let bootstrap = Bootstrap(seed: run.seed)
    self.run = run
    rows = cases.map { one in
      CaseRow(one, smaller: cases.first { one.isLarger(than: $0) }, bootstrap)
    }
    var simulated: [Simulation] = []
    if simulations > 0 {
      for count in Self.simulatedTrials {
        simulated.append(
          try Simulation(of: cases, trialsPerSide: count, comparisons: simulations, bootstrap))
      }
    }
    self.simulations = simulated
  }

  /// The false verdicts on all cases.
  package var falseVerdicts: Proportion { Self.sum(rows.map(\.falseVerdicts)) }

  /// The differences found in all cases that have one.
  package var found: Proportion { Self.sum(rows.compactMap(\.found)) }

  private static func sum(_ parts: [Proportion]) -> Proportion {
    Proportion(parts.reduce(0) { $0 + $1.count }, of: parts.reduce(0) { $0 + $1.total })
  }
}

// MARK: - From trials to comparisons

/// A case with its trials in both sides of each repetition.
private struct CertifiedCase {
  let `case`: Case
  /// The sides of each repetition that has completed trials on both.
  let pairs: [(first: Sample, second: Sample)]
  /// The medians of all its completed trials, in ascending order.
  let medians: [Double]

  func isLarger(than other: CertifiedCase) -> Bool {
    Certification.isLarger(`case`, than: other.case)
  }

  static func all(_ trials: [Trial], _ run: Run) throws(AnalysisError) -> [CertifiedCase] {
    let groups = Dictionary(
      grouping: trials.filter { $0.outcome.kind == .completed }, by: \.planned.case)
    var cases: [CertifiedCase] = []
    for `case` in groups.keys.sorted(by: { $0.description < $1.description }) {
      cases.append(try CertifiedCase(`case`, groups[`case`, default: []], run))
    }
    return cases
  }

  private init(_ case: Case, _ trials: [Trial], _ run: Run) throws(AnalysisError) {
    self.case = `case`
    let repetitions = Dictionary(grouping: trials) {
      Certification.repetition(ofBlock: $0.planned.block)
    }
    var pairs: [(Sample, Sample)] = []
    var medians: [Double] = []
    for (_, trials) in repetitions.sorted(by: { $0.key < $1.key }) {
      let first = trials.filter { Certification.side(ofBlock: $0.planned.block) == .first }
      let second = trials.filter { Certification.side(ofBlock: $0.planned.block) == .second }
      let samples = try [first, second].map { (trials) throws(AnalysisError) in
        try Self.sample(of: trials, `case`, run)
      }
      medians += samples.compactMap(\.self).flatMap(\.trialMedians)
      if let first = samples[0], let second = samples[1] { pairs.append((first, second)) }
    }
    self.pairs = pairs
    self.medians = medians.sorted()
  }

  /// The elapsed times; nil when no trial has any.
  private static func sample(
    of trials: [Trial], _ case: Case, _ run: Run
  ) throws(AnalysisError) -> Sample? {
    let values = trials.map { trial in
      trial.measurements.filter { $0.metric == Metric.elapsed.name && !$0.isWarmup }.map(\.value)
    }.filter { !$0.isEmpty }
    guard !values.isEmpty else { return nil }
    do { return try Sample(trials: values) } catch {
      throw .unusableMeasurement(
        metric: Metric.elapsed.name, case: `case`.description, run: run.id,
        reason: error.description)
    }
  }
}

extension Certificate.CaseRow {
  fileprivate init(_ one: CertifiedCase, smaller: CertifiedCase?, _ bootstrap: Bootstrap) {
    `case` = one.case
    median = BenchmarkModel.median(ofSorted: one.medians.sorted()) ?? 0
    let ratios = one.pairs.map { bootstrap.ratio(of: $0.second, to: $0.first) }
    falseVerdicts = Proportion(ratios.count(where: isDecided), of: ratios.count)
    smallestDifference = BenchmarkModel.median(
      ofSorted: ratios.compactMap { comparisonRule.minimumDetectableEffect(of: $0)?.minimumRatio }
        .map { $0 - 1 }.sorted())
    guard let smaller else { return }
    let different = zip(one.pairs, smaller.pairs).map {
      bootstrap.ratio(of: $0.first, to: $1.second)
    }
    found = Proportion(different.count(where: isSlower), of: different.count)
    ratio = BenchmarkModel.median(ofSorted: different.compactMap { $0?.estimate.value }.sorted())
  }
}

extension Certificate.Simulation {
  fileprivate init(
    of cases: [CertifiedCase], trialsPerSide: Int, comparisons: Int, _ bootstrap: Bootstrap
  ) throws(AnalysisError) {
    let pools = cases.filter { !$0.medians.isEmpty }
    var generator = SeededGenerator(seed: bootstrap.seed, stream: UInt64(trialsPerSide))
    var (wrong, found) = (0, 0)
    for index in 0..<comparisons {
      let pool = pools[index % pools.count]
      let sides = try (0..<2).map { (_) throws(AnalysisError) in
        try Self.drawn(trialsPerSide, from: pool, &generator)
      }
      let ratio = bootstrap.ratio(of: sides[0], to: sides[1])
      if isDecided(ratio) { wrong += 1 }
      if isSlower(ratio?.scaled(by: 1 + Certification.addedWork)) { found += 1 }
    }
    self.trialsPerSide = trialsPerSide
    falseVerdicts = Proportion(wrong, of: comparisons)
    self.found = Proportion(found, of: comparisons)
  }

  private static func drawn(
    _ count: Int, from pool: CertifiedCase, _ generator: inout SeededGenerator
  ) throws(AnalysisError) -> Sample {
    let values = (0..<count).map { _ in
      [pool.medians[Int(generator.next().multipliedFullWidth(by: UInt64(pool.medians.count)).high)]]
    }
    do { return try Sample(trials: values) } catch {
      throw .unusableMeasurement(
        metric: Metric.elapsed.name, case: pool.case.description, run: "of this certificate",
        reason: error.description)
    }
  }
}

extension Ratio {
  /// The ratio if every value of the case were multiplied by a factor.
  fileprivate func scaled(by factor: Double) -> Ratio {
    let interval = estimate.interval.map {
      ConfidenceInterval(level: $0.level, lower: $0.lower * factor, upper: $0.upper * factor)
    }
    return Ratio(
      estimate: Estimate(value: estimate.value * factor, interval: interval),
      trialCount: trialCount)
  }
}

private func isDecided(_ ratio: Ratio?) -> Bool {
  switch comparisonRule.verdict(on: ratio, better: .lower) {
  case .better, .worse: true
  case .equal, .inconclusive: false
  }
}

private func isSlower(_ ratio: Ratio?) -> Bool {
  comparisonRule.verdict(on: ratio, better: .lower) == .worse
}
