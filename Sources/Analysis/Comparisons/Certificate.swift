package import BenchmarkModel
package import Statistics

/// What a run that compares programs with themselves says about verdicts on its machine.
///
/// All comparisons are of elapsed times, by the rule and with the intervals of the report: from the ratios
/// of pairs of trials. A pair is a trial of one side and the next one of the other side, which ran in the
/// next block: no two trials of one case are nearer to each other. Half of a run against the other half
/// would be comparisons of another kind than those of the report.
///
/// - *Real*: the two sides of each case in each repetition (see ``Certification``). Nothing differs,
///   so every verdict of faster or slower is false.
/// - *Different*: a case with a tenth more work against the case without. A verdict of slower finds
///   the difference.
/// - *Simulated*: the trials of each pair are drawn with replacement from all trials of a case; then one
///   side is made a tenth longer. The intervals are those of a run with a budget (``ModeratedInterval/looks``).
///   Drift within the run affects only the real comparisons.
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
    /// The smallest difference that is found in 9 of 10, as a share; nil when none is.
    package var smallestDifference: Double?
  }

  /// How far the budget of a preset reaches.
  package struct Reach: Sendable, Equatable {
    package let preset: String
    /// The number of trials on the smaller side of the middle one of the comparisons that the preset's newest run on
    /// the machine left inconclusive.
    package let trials: Int

    /// Takes the middle of the numbers of trials of all comparisons that are open; nil when none is.
    package init?(preset: String, openTrials: [Int]) {
      guard !openTrials.isEmpty else { return nil }
      self.preset = preset
      trials = openTrials.sorted()[(openTrials.count - 1) / 2]
    }
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
  /// How far the budgets of presets reach, by preset.
  package let reaches: [Reach]

  /// The trial counts per side for which comparisons are simulated: those at which a run with a budget looks at
  /// its values.
  package static let simulatedTrials = ModeratedInterval.looks

  /// Judges the verdicts on a run's trials; nil when no repetition has trials on both sides.
  ///
  /// - Parameters:
  ///   - run: A run whose preset is ``Certification/preset``.
  ///   - trials: Its trials.
  ///   - simulations: The number of comparisons to simulate for each number of trials.
  ///   - reaches: How far the budgets of presets reached on the machine.
  /// - Throws: `AnalysisError.unusableMeasurement` for a stored value that cannot be used.
  package init?(
    of run: Run, trials: [Trial], simulations: Int = 1_000, reaches: [Reach] = []
  ) throws(AnalysisError) {
    let cases = try CertifiedCase.all(trials, run)
    guard cases.contains(where: { !$0.repetitions.isEmpty }) else { return nil }
    let prior = VariancePrior(of: cases.flatMap { $0.logRatiosToItself.compactMap(\.self) })
    let moderated = ModeratedInterval(prior: prior, lookCount: run.lookCount)
    self.run = run
    self.reaches = reaches
    rows = cases.map { one in
      CaseRow(one, smaller: cases.first { one.isLarger(than: $0) }, moderated)
    }
    self.simulations =
      simulations == 0
      ? []
      : Self.simulatedTrials.map { count in
        Simulation(
          of: cases, trialsPerSide: count, comparisons: simulations,
          ModeratedInterval(prior: prior),
          seed: run.seed)
      }
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

/// A case with its trials by block.
private struct CertifiedCase {
  let `case`: Case
  /// The median of its completed trial in each block.
  let values: [Int: Double]
  /// The repetitions that have completed trials on both sides.
  let repetitions: [Int]
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
    let timed = trials.map { trial in
      (
        block: trial.planned.block,
        times: trial.measurements.filter { $0.metric == Metric.elapsed.name && !$0.isWarmup }
          .map(\.value)
      )
    }.filter { !$0.times.isEmpty }
    guard !timed.isEmpty else {
      (values, repetitions, medians) = ([:], [], [])
      return
    }
    do throws(StatisticsError) {
      let sample = try Sample(trials: timed.map(\.times))
      values = Dictionary(zip(timed.map(\.block), sample.trialMedians)) { ($0 + $1) / 2 }
      medians = sample.sortedTrialMedians
    } catch {
      throw .unusableMeasurement(
        metric: Metric.elapsed.name, case: `case`.description, run: run.id,
        reason: error.description)
    }
    let blocks = timed.map(\.block)
    let sides = [Certification.Side.first, .second].map { side in
      Set(
        blocks.filter { Certification.side(ofBlock: $0) == side }.map(Certification.repetition))
    }
    repetitions = sides[0].intersection(sides[1]).sorted()
  }

  /// The logarithms of the ratios of its second side to its first, for each repetition; nil where a
  /// value is not positive.
  var logRatiosToItself: [[Double]?] {
    repetitions.map { logRatios(.second, over: self, .first, in: $0) }
  }

  /// The logarithms of the ratios of its first side to the second side of another case, for each
  /// repetition of both.
  func logRatios(over other: CertifiedCase) -> [[Double]?] {
    repetitions.filter(other.repetitions.contains).map {
      logRatios(.first, over: other, .second, in: $0)
    }
  }

  private func logRatios(
    _ side: Certification.Side, over other: CertifiedCase, _ otherSide: Certification.Side,
    in repetition: Int
  ) -> [Double]? {
    let pairs = Certification.pairs(ofRepetition: repetition)
    return Statistics.logRatios(
      of: pairs.map { $0[side].flatMap { values[$0] } },
      to: pairs.map { $0[otherSide].flatMap { other.values[$0] } })
  }
}

extension Certificate.CaseRow {
  fileprivate init(
    _ one: CertifiedCase, smaller: CertifiedCase?, _ moderated: ModeratedInterval
  ) {
    `case` = one.case
    median = BenchmarkModel.median(ofSorted: one.medians) ?? 0
    let ratios = one.logRatiosToItself.map { $0.flatMap(moderated.ratio) }
    falseVerdicts = Proportion(ratios.count(where: isDecided), of: ratios.count)
    smallestDifference = BenchmarkModel.median(
      ofSorted: ratios.compactMap { comparisonRule.minimumDetectableEffect(of: $0)?.minimumRatio }
        .map { $0 - 1 }.sorted())
    guard let smaller else { return }
    let different = one.logRatios(over: smaller).map { $0.flatMap(moderated.ratio) }
    found = Proportion(different.count(where: isSlower), of: different.count)
    ratio = BenchmarkModel.median(ofSorted: different.compactMap { $0?.estimate.value }.sorted())
  }
}

extension Certificate.Simulation {
  fileprivate init(
    of cases: [CertifiedCase], trialsPerSide: Int, comparisons: Int,
    _ moderated: ModeratedInterval, seed: UInt64
  ) {
    let pools = cases.filter { !$0.medians.isEmpty }
    var generator = SeededGenerator(seed: seed, stream: UInt64(trialsPerSide))
    var (wrong, found) = (0, 0)
    var factors: [Double] = []
    for index in 0..<comparisons {
      let pool = pools[index % pools.count]
      let sides = (0..<2).map { _ in Self.drawn(trialsPerSide, from: pool, &generator) }
      let longer = sides[0].map { $0 * (1 + Certification.addedWork) }
      let ratio = logRatios(of: sides[0], to: sides[1]).flatMap(moderated.ratio)
      if isDecided(ratio) { wrong += 1 }
      factors.append(comparisonRule.minimumDetectableEffect(of: ratio)?.growth ?? .infinity)
      if isSlower(logRatios(of: longer, to: sides[1]).flatMap(moderated.ratio)) { found += 1 }
    }
    self.trialsPerSide = trialsPerSide
    falseVerdicts = Proportion(wrong, of: comparisons)
    self.found = Proportion(found, of: comparisons)
    // A comparison finds every factor above its own, so nine of ten find the largest of the lowest nine tenths.
    let factor = factors.sorted().dropLast(comparisons / 10).last
    smallestDifference = factor.flatMap { $0.isFinite ? max(0, $0 - 1) : nil }
  }

  private static func drawn(
    _ count: Int, from pool: CertifiedCase, _ generator: inout SeededGenerator
  ) -> [Double] {
    (0..<count).map { _ in
      pool.medians[Int(generator.next().multipliedFullWidth(by: UInt64(pool.medians.count)).high)]
    }
  }
}

private func isDecided(_ ratio: Ratio?) -> Bool {
  comparisonRule.verdict(on: ratio, better: .lower).isDifferent
}

private func isSlower(_ ratio: Ratio?) -> Bool {
  comparisonRule.verdict(on: ratio, better: .lower) == .worse
}
