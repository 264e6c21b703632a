package import BenchmarkModel

/// How long the remaining trials will take.
///
/// A case is expected to take the mean of its finished trials in this run. A case that has not run
/// yet is expected to take what it took in earlier runs, corrected by how much the cases that have
/// run differ from theirs. Without earlier runs it takes what other runtimes took for the same work;
/// without those, the minimum time in its contract plus the overhead of finished trials. After
/// the first round of a plan every case has run, and the guesses no longer matter.
package struct TimeEstimate: Sendable, Equatable {
  /// What a trial takes beyond the minimum time in its contract, until a trial has shown it: starting
  /// and ending processes, and set-up.
  static let overhead = Duration.milliseconds(300)

  private struct Series: Equatable {
    /// The minimum time of one trial according to the contract.
    var floor: Duration
    /// The mean time of a trial in earlier runs.
    var known: Duration?
    /// Whether its program is missing, so that its trials start nothing.
    var isAbsent: Bool
    var left = 0
    var foreseen = 0
    var finished = 0
    var spent = Duration.zero

    var mean: Duration? { finished == 0 ? nil : spent / finished }
  }

  private var series: [Case: Series] = [:]
  private let absent: Set<Implementation>
  private let known: [Case: Duration]

  /// Estimates trials that have not run yet.
  ///
  /// - Parameters:
  ///   - pending: The trials.
  ///   - absent: Implementations whose trials start nothing.
  ///   - known: What a trial of a case took in earlier runs, if there were any.
  ///   - foreseen: How many further trials of a case will probably be planned.
  ///   - possible: Trials of cases that may be planned later.
  package init(
    _ pending: [PlannedTrial], absent: Set<Implementation> = [], known: [Case: Duration] = [:],
    foreseen: [Case: Int] = [:], possible: [PlannedTrial] = []
  ) {
    self.absent = absent
    self.known = known
    for trial in possible { series[trial.case] = makeSeries(trial) }
    extend(by: pending, foreseen: foreseen)
  }

  /// What a trial of each case will take.
  package var expected: [Case: Duration] {
    let experience = Experience(series)
    return series.reduce(into: [:]) { $0[$1.key] = experience.expected($1.value, of: $1.key) }
  }

  /// The number of trials left, including those that are only foreseen.
  package var trialsLeft: Int { series.values.reduce(0) { $0 + $1.left + $1.foreseen } }

  /// The time that the remaining trials will take, one after another.
  package var remaining: Duration {
    let experience = Experience(series)
    return series.reduce(.zero) { total, entry in
      let (measured, one) = entry
      return total + experience.expected(one, of: measured) * (one.left + one.foreseen)
    }
  }

  /// Adds planned trials, and how many will probably follow them.
  package mutating func extend(by planned: [PlannedTrial], foreseen: [Case: Int] = [:]) {
    for trial in planned {
      let fresh = makeSeries(trial)
      series[trial.case, default: fresh].left += 1
    }
    for measured in series.keys { series[measured]?.foreseen = foreseen[measured] ?? 0 }
  }

  private func makeSeries(_ trial: PlannedTrial) -> Series {
    Series(
      floor: Self.floor(of: trial), known: known[trial.case],
      isAbsent: absent.contains(trial.case.implementation))
  }

  /// Records that one of the trials has finished.
  package mutating func finish(_ planned: PlannedTrial, after elapsed: Duration) {
    series[planned.case]?.left -= 1
    series[planned.case]?.finished += 1
    series[planned.case]?.spent += elapsed
  }

  /// The estimate for a trial from the contract alone.
  static func guess(_ planned: PlannedTrial) -> Duration { floor(of: planned) + overhead }

  private static func floor(of planned: PlannedTrial) -> Duration {
    do {
      return try CaseContract(planned.case).floor * (planned.warmups + planned.iterations)
    } catch {
      // Such a trial starts nothing and is recorded as failed.
      return .zero
    }
  }

  /// What the finished trials say about cases that have not run yet.
  private struct Experience {
    private var groups: [WorkGroup: (spent: Duration, cases: Int)] = [:]
    private var excess = TimeEstimate.overhead
    private var correction = 1.0

    init(_ series: [Case: Series]) {
      var ratios: [(ratio: Double, weight: Duration)] = []
      var excesses = (sum: Duration.zero, cases: 0)
      for (measured, one) in series where !one.isAbsent {
        guard let mean = one.mean else { continue }
        groups[WorkGroup(measured), default: (.zero, 0)].spent += mean
        groups[WorkGroup(measured), default: (.zero, 0)].cases += 1
        excesses.sum += mean - one.floor
        excesses.cases += 1
        if let known = one.known, known > .zero { ratios.append((mean / known, known)) }
      }
      if excesses.cases > 0 { excess = max(excesses.sum / excesses.cases, .zero) }
      correction = Self.middle(of: ratios)
    }

    /// The median of the ratios, each weighted by the time of its case.
    ///
    /// Start and end dominate short trials, and a search runs many processes, so its earlier time
    /// predicts little.
    private static func middle(of ratios: [(ratio: Double, weight: Duration)]) -> Double {
      let half = ratios.reduce(.zero) { $0 + $1.weight } / 2
      var passed = Duration.zero
      for (ratio, weight) in ratios.sorted(by: { $0.ratio < $1.ratio }) {
        passed += weight
        if passed >= half { return ratio }
      }
      return 1
    }

    func expected(_ series: Series, of measured: Case) -> Duration {
      if series.isAbsent { return .zero }
      if let mean = series.mean { return mean }
      if let known = series.known { return known * correction }
      if let group = groups[WorkGroup(measured)] { return group.spent / group.cases }
      return series.floor + excess
    }
  }
}
