package import BenchmarkModel
package import Statistics

/// The estimates of a case over the runs of one machine, and where its level shifted and stayed.
package struct CaseTrend: Sendable {
  /// What one run says.
  package struct Point: Sendable, Equatable {
    package let run: HistoryRun
    /// The versions of language and libraries; nil where the trials report none.
    package let version: String?
    fileprivate let sample: Sample
    fileprivate let prior: VariancePrior

    /// The median of the trials' medians.
    ///
    /// The variances of the other runs moderate its interval. It is computed for each call, since a list of
    /// changes needs none.
    package var estimate: Estimate { sample.median(prior: prior) }

    package var trialCount: Int { sample.trialCount }
  }

  /// A shift of the level between two runs.
  package struct Change: Sendable, Equatable {
    /// The last run at the old level.
    package let last: Point
    /// The first run at the new level.
    package let first: Point
    /// The level before and after: geometric means over the runs since and until the neighboring changes.
    package let before, after: Double
    /// The new level ÷ the old one, with its interval.
    package let ratio: Estimate
    /// Whether that is better or worse by more than the band of the report.
    package let verdict: Verdict
    /// The probability of such a shift in a series without one.
    package let pValue: Double
  }

  /// The minimum number of runs that a report shows as a trend.
  package static let minimumRuns = 3

  package let `case`: Case
  package let metric: Metric
  /// Oldest first.
  package let points: [Point]
  /// Oldest first.
  package private(set) var changes: [Change]

  /// Computes the trend of a history.
  ///
  /// Runs without a usable value are left out. Where a value is zero or negative there is no change point,
  /// since levels are compared by their ratios.
  ///
  /// - Parameters:
  ///   - history: The case in the runs of one machine.
  ///   - metric: The metric that the history is of.
  ///   - terms: What the contract says about the case.
  /// - Throws: ``AnalysisError`` for a value that cannot be used.
  package init(
    of history: CaseHistory, _ metric: HistoryMetric, terms: CaseTerms = CaseTerms()
  ) throws(AnalysisError) {
    self.case = history.case
    self.metric = metric.metric
    var runs: [(entry: CaseHistory.Entry, sample: Sample)] = []
    for entry in history.entries {
      let values = metric.values(of: entry, terms)
      guard !values.isEmpty else { continue }
      do throws(StatisticsError) {
        runs.append((entry, try Sample(trials: values.map { [$0] })))
      } catch {
        throw .unusableMeasurement(
          metric: metric.metric.name, case: history.case.description, run: entry.run.id,
          reason: error.description)
      }
    }
    let prior = VariancePrior(of: runs.compactMap(\.sample.logarithms))
    points = runs.map { entry, sample in
      Point(run: entry.run, version: entry.version, sample: sample, prior: prior)
    }
    changes = Self.changes(of: points, metric.metric)
  }

  private static func changes(of points: [Point], _ metric: Metric) -> [Change] {
    let levels = points.compactMap(\.sample.logarithmOfMedian)
    guard levels.count == points.count else { return [] }
    let errors = points.map(\.sample.errorOfLogarithm)
    return ChangePoint.all(in: levels, errors: errors).map { found in
      let ratio = Ratio(estimate: found.factor, trialCount: points.count)
      return Change(
        last: points[found.index - 1], first: points[found.index], before: found.before,
        after: found.after, ratio: found.factor,
        verdict: comparisonRule.verdict(on: ratio, of: metric), pValue: found.pValue)
    }
  }

  /// The change with which a new level begins; nil where none does.
  package func change(at point: Point) -> Change? { changes.first { $0.first == point } }
}

extension [CaseTrend] {
  /// The same trends, of which only those changes remain that are unlikely to be chance among all of
  /// them: at most one in twenty is expected to be false (Benjamini & Hochberg 1995).
  package var judgedTogether: [CaseTrend] {
    let pValues = flatMap { $0.changes.map(\.pValue) }
    let count = count { $0.points.count >= 2 * ChangePoint.minimumSegment }
    var adjusted = falseDiscoveryAdjusted(pValues, of: count).makeIterator()
    return map { trend in
      trend.keeping { _ in (adjusted.next().flatMap(\.self) ?? 1) < RunComparison.significance }
    }
  }

  /// The changes of all trends, newest first, then in the order of the trends.
  package var newestChanges: [(trend: CaseTrend, change: CaseTrend.Change)] {
    flatMap { trend in trend.changes.map { (trend: trend, change: $0) } }.enumerated()
      .sorted { one, other in
        let dates = (
          one.element.change.first.run.startedAt, other.element.change.first.run.startedAt
        )
        return dates.0 == dates.1 ? one.offset < other.offset : dates.0 > dates.1
      }.map(\.element)
  }
}

extension CaseTrend {
  fileprivate func keeping(_ isKept: (Change) -> Bool) -> CaseTrend {
    var trend = self
    trend.changes = changes.filter(isKept)
    return trend
  }
}
