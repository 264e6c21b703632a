package import FoundationEssentials

/// The values of a case in several runs of one machine, read from the summaries of its trials.
package struct CaseHistory: Sendable, Hashable {
  /// What one run says.
  package struct Entry: Sendable, Hashable {
    package var run: HistoryRun
    /// A value for each completed trial, in rising order; never empty.
    package var values: [Double]
    /// The versions of language and libraries as a trial of the run reports them; nil if it reports none.
    package var version: String?

    package init(run: HistoryRun, values: [Double], version: String? = nil) {
      self.run = run
      self.values = values
      self.version = version
    }
  }

  package var `case`: Case
  /// Oldest first.
  package var entries: [Entry]

  package init(_ case: Case, entries: [Entry]) {
    self.case = `case`
    self.entries = entries
  }
}

/// A run as a history names it.
package struct HistoryRun: Sendable, Hashable {
  package var id: String
  package var startedAt: Date
  /// The commit of the source tree; nil outside a git checkout.
  package var commit: String?

  package init(id: String, startedAt: Date, commit: String? = nil) {
    self.id = id
    self.startedAt = startedAt
    self.commit = commit
  }

  /// The first group of the identifier, as ``Run/shortID``.
  package var shortID: String { String(id.prefix { $0 != "-" }) }
}

/// A number that the database keeps for each trial, so that its measurements need not be read.
package struct SummaryFigure: Sendable, Hashable {
  /// Which number of the metric's values in a trial it is.
  package enum Column: String, Sendable, CaseIterable {
    /// The median of the trial's iterations.
    case median
    /// A quantile of a distribution of latencies.
    case p50, p99, p999
    /// The longest latency.
    case maximum
  }

  /// The name of a stored metric, or of a distribution of latencies for every column but the median.
  package var metric: String
  package var column: Column

  package init(metric: String, column: Column) {
    self.metric = metric
    self.column = column
  }
}
