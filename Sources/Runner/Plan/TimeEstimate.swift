package import BenchmarkModel

/// How long the trials that are left will take.
///
/// A case is expected to take what its finished trials of this run took on average. One that has
/// not run yet takes what its earlier runs took, corrected by how much the cases that have run
/// differ from theirs; without earlier runs, what the other runtimes took for the same work; and
/// without these, the time that its contract demands and what trials took above that. Trials that
/// run in blocks have all cases seen after the first block, so these guesses matter no longer then.
package struct TimeEstimate: Sendable, Equatable {
  /// What a trial takes above what its contract demands, as long as no trial has told: the start
  /// and end of its processes, and set-up.
  static let overhead = Duration.milliseconds(300)

  private struct Series: Equatable {
    /// What the contract demands of one trial.
    var floor: Duration
    /// What earlier runs took.
    var known: Duration?
    /// Whether its trials start nothing.
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

  /// Estimates trials that are still to be made.
  ///
  /// - Parameters:
  ///   - pending: The trials.
  ///   - absent: Implementations whose trials start nothing.
  ///   - known: What a trial of a case took in earlier runs, as far as there were any.
  ///   - foreseen: How many trials of a case will probably be planned after those.
  package init(
    _ pending: [PlannedTrial], absent: Set<Implementation> = [], known: [Case: Duration] = [:],
    foreseen: [Case: Int] = [:]
  ) {
    self.absent = absent
    self.known = known
    extend(by: pending, foreseen: foreseen)
  }

  /// How many trials are left, those that are only foreseen included.
  package var trialsLeft: Int { series.values.reduce(0) { $0 + $1.left + $1.foreseen } }

  /// The time that the trials that are left will take, one after another.
  package var remaining: Duration {
    let lesson = Lesson(series)
    return series.reduce(.zero) { total, entry in
      let (measured, one) = entry
      return total + lesson.expected(one, of: measured) * (one.left + one.foreseen)
    }
  }

  /// Takes in that trials were planned, and how many will probably follow these.
  package mutating func extend(by planned: [PlannedTrial], foreseen: [Case: Int] = [:]) {
    for trial in planned {
      let fresh = Series(
        floor: Self.floor(of: trial), known: known[trial.case],
        isAbsent: absent.contains(trial.case.implementation))
      series[trial.case, default: fresh].left += 1
    }
    for measured in series.keys { series[measured]?.foreseen = foreseen[measured] ?? 0 }
  }

  /// Takes in that one of the trials has finished.
  package mutating func finish(_ planned: PlannedTrial, after elapsed: Duration) {
    series[planned.case]?.left -= 1
    series[planned.case]?.finished += 1
    series[planned.case]?.spent += elapsed
  }

  /// What the contract alone lets expect of a trial.
  static func guess(_ planned: PlannedTrial) -> Duration { floor(of: planned) + overhead }

  private static func floor(of planned: PlannedTrial) -> Duration {
    do {
      return try CaseContract(planned.case).floor * (planned.warmups + planned.iterations)
    } catch {
      // Such a trial starts nothing and is recorded as failed.
      return .zero
    }
  }

  /// What the finished trials teach about cases that have not run yet.
  private struct Lesson {
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

    /// The median of the ratios, each weighing as much as its case takes: of short trials much is
    /// start and end, and of a search, with its many processes, the known time tells little.
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
